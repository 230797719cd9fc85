import type { FastifyReply, FastifyRequest } from 'fastify'
import { scopesOf } from '../../access/actor.ts'
import { formats } from '../../platform/formats.ts'
import { countWorkers } from '../../print/queries/workers.ts'
import { isOpen } from '../actions/bringing.ts'
import { findOwn } from '../actions/finding.ts'
import { listOf } from '../actions/planning.ts'
import type { Import } from '../queries/imports.ts'
import { listExamples, listPage, PAGE_SIZE } from '../queries/rows.ts'
import { letterOf } from '../rules/columns.ts'
import { type Counts, STATES } from '../rules/planning.ts'
import { byWhom, countsInWords, LOAD_STATES, tabsOf } from '../rules/words.ts'

/** What the person sees after a refusal: the sentence, its field, and what was typed. */
export type Typed = {
  refusal?: string
  field?: string
  chosen?: Record<string, number>
  order?: Record<string, string>
  standing?: string[]
  unsure?: boolean
}

/** The page of a load: columns, preview, progress or result, by its state. */
export async function showImport(request: FastifyRequest, reply: FastifyReply, id: number, typed: Typed = {}) {
  const { db, actor, college, query } = request
  const found = await findOwn(db, actor, id)
  if (!found) return reply.callNotFound()
  const list = listOf(found)
  const view = { ...typed, load: found, list, zone: college.time_zone, by: byWhom(found), letterOf }
  const { step = '' } = query as { step?: string }
  if (found.state === 'columns' || (isOpen(found) && (step === 'columns' || typed.chosen)))
    return reply.viewAsync('exchange/columns', { ...view, examples: await listExamples(db, id) })
  if (isOpen(found)) return previewPage(request, reply, found, view)
  const state = { state_name: LOAD_STATES[found.state], counts: countsInWords(found.counts) }
  if (found.state === 'queued' || found.state === 'writing')
    return reply
      .header('refresh', '2')
      .viewAsync('exchange/progress', { ...view, ...state, isAsleep: (await countWorkers(db)).alive === 0 })
  return reply.viewAsync('exchange/result', { ...view, ...state })
}

async function previewPage(
  { db, actor, clock, query }: FastifyRequest,
  reply: FastifyReply,
  load: Import,
  view: object
) {
  const { state = '', page = 1 } = query as { state?: string; page?: number }
  const rows = await listPage(db, load.id, state in STATES ? state : '', page)
  const today = formats.day(clock.today())
  const order = { way: 'draft', number: '', signed_on: today, effective_on: today, basis: '' }
  return reply.viewAsync('exchange/preview', {
    ...{ order: { ...order, ...(view as Typed).order }, ...view, words: STATES, state, page },
    ...{ rows: rows.slice(0, PAGE_SIZE), more: rows.length > PAGE_SIZE, tabs: tabsOf(load.counts as Counts) },
    enrols: (load.result.enrols ?? 0) > 0 || load.options.way === 'none',
    mayEnrol: scopesOf(actor, 'movement orders: write').includes('all')
  })
}
