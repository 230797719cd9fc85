import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { BroughtFile } from '../actions/bringing.ts'
import { findList, type List, MAY_COME, MAY_LOAD, mayLoad } from '../rules/lists.ts'

export const come = { config: { right: MAY_COME } }
export const load = { config: { right: MAY_LOAD } }
export const ListUrl = Type.Object({ list: Type.String({ maxLength: 20 }) })
export const ImportUrl = Type.Object({ importId: Type.Integer() })
export const FormatUrl = Type.Object({
  format: Type.Union([Type.Literal('xlsx'), Type.Literal('csv')], { default: 'xlsx' })
})

/** The list named in the address, when this person may load it. */
export function listToLoad({ actor, params }: FastifyRequest): List | undefined {
  const list = findList((params as { list: string }).list)
  return list && mayLoad(actor, list) ? list : undefined
}

type Part = { filename?: string; file?: { truncated: boolean }; value?: string; toBuffer?(): Promise<Buffer> }

/** The file of a form of several parts, or null where nothing was chosen. */
export async function fileOf(body: unknown): Promise<BroughtFile | null> {
  const part = (body as { file?: Part } | undefined)?.file
  if (typeof part?.toBuffer !== 'function' || !part.filename) return null
  const content = await part.toBuffer()
  return { name: part.filename, content, is_cut: part.file?.truncated === true }
}

export const numberIn = (body: unknown, name: string): number =>
  Number((body as Record<string, Part> | undefined)?.[name]?.value) || 0
