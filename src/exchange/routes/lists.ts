import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { listCurricula } from '../../curriculum/queries/curricula.ts'
import { dispositionOf } from '../../print/rules.ts'
import { exportList } from '../actions/exporting.ts'
import { listOwn } from '../actions/finding.ts'
import { PAGE_SIZE } from '../queries/imports.ts'
import { listGroupsInSight } from '../queries/pupils.ts'
import { exampleOf, exportedFields } from '../rules/exporting.ts'
import { findList, LISTS, mayLoad, mayUnload } from '../rules/lists.ts'
import { loadsShown } from '../rules/words.ts'
import { csvTableOf, xlsxOf } from '../workbook.ts'
import { come, FormatUrl, ListUrl, listToLoad, load } from './fields.ts'

const PageUrl = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  done: Type.String({ maxLength: 20, default: '' })
})
const FileUrl = Type.Intersect([
  FormatUrl,
  Type.Object({ group: Type.Integer({ minimum: 0, default: 0 }), curriculum: Type.Integer({ minimum: 0, default: 0 }) })
])

const NOTICES: Record<string, string> = { dropped: 'Файл не загружен: ничего не записано.' }

/** What can be loaded and unloaded, and the loads there were. */
export const listRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...come, schema: { querystring: PageUrl } }, async ({ db, actor, clock, query, college }, reply) => {
    const today = clock.today()
    const lists = LISTS.map((one) => ({ ...one, loads: mayLoad(actor, one), unloads: mayUnload(actor, one) }))
    const loads = await listOwn(db, actor, query.page)
    const shown = lists.filter(({ loads, unloads }) => loads || unloads)
    return reply.viewAsync('exchange/page', {
      ...{ lists: shown, page: query.page, more: loads.length > PAGE_SIZE, notice: NOTICES[query.done] },
      mayLoad: shown.some(({ loads }) => loads),
      loads: loadsShown(loads.slice(0, PAGE_SIZE), college.time_zone),
      groups: await listGroupsInSight(db, actor, today),
      curricula: shown.some(({ kind }) => kind === 'subjects') ? await listCurricula(db, actor, today, '') : []
    })
  })

  const fileUrl = { schema: { params: ListUrl, querystring: FileUrl }, exposeHeadRoute: false }
  app.get('/lists/:list/file', { ...come, ...fileUrl }, async (request, reply) => {
    const { db, actor, clock, params, query } = request
    const list = findList(params.list)
    const table = list && (await exportList(db, actor, clock.today(), list, query))
    if (!list || !table) return reply.callNotFound()
    const name = `${list.file} ${clock.today()}`
    if (query.format === 'csv') return sendCsv(reply, name, csvTableOf(table))
    return sendXlsx(reply, name, await xlsxOf(table))
  })

  const templateUrl = { schema: { params: ListUrl, querystring: FormatUrl }, exposeHeadRoute: false }
  app.get('/lists/:list/template', { ...load, ...templateUrl }, async (request, reply) => {
    const list = listToLoad(request)
    if (!list) return reply.callNotFound()
    const fields = exportedFields(list.fields).filter(({ name }) => name !== 'code')
    const table = { title: list.title, fields, rows: [exampleOf(fields)] }
    const name = `Шаблон ${list.file.toLowerCase()}`
    if (request.query.format === 'csv') return sendCsv(reply, name, csvTableOf(table))
    const notes = fields.map(({ title, help }): [string, string] => [title, help])
    return sendXlsx(reply, name, await xlsxOf(table, notes))
  })
}

const sendXlsx = (reply: FastifyReply, name: string, content: Buffer) =>
  reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .header('content-disposition', dispositionOf(`${name}.xlsx`, 'list.xlsx'))
    .header('cache-control', 'private, no-store')
    .send(content)

const sendCsv = (reply: FastifyReply, name: string, text: string) =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', dispositionOf(`${name}.csv`, 'list.csv'))
    .header('cache-control', 'private, no-store')
    .send(text)
