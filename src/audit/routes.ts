import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { dayOf } from '../platform/days.ts'
import { formats } from '../platform/formats.ts'
import { record } from './actions.ts'
import { type Entry, findEntry, findWho, listEntries } from './queries.ts'
import { DEEDS, deedName, OBJECTS, objectName } from './rules/deeds.ts'
import { SEARCH_REFUSALS, spanOf } from './rules/searching.ts'
import { csvOf } from './rules/tables.ts'
import { linesOf, wordsOf } from './rules/values.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const Id = Type.Integer({ minimum: 0, default: 0 })
const SearchUrl = Type.Object({ who: Text, deed: Text, object: Text, number: Id, from: Text, to: Text, before: Id })
const EntryUrl = Type.Object({ entryId: Type.Integer() })
const PAGE = 50
/** Lines of one exported file; whoever needs more narrows the days. */
const EXPORTED = 20_000
const reading = { config: { right: 'audit: read' as const } }

/** The audit trail: searched, read entry by entry, exported (R1 9.4). Nothing here changes it. */
export const auditRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...reading, schema: { querystring: SearchUrl } }, async ({ db, query, college }, reply) => {
    const search = { ...query, from: dayOf(query.from.trim()), to: dayOf(query.to.trim()) }
    const shown = { query, deeds: DEEDS, objects: OBJECTS, zone: college.time_zone, deedName, objectName, wordsOf }
    const span = spanOf(search, college.time_zone)
    if (span === 'bad-day')
      return reply.code(422).viewAsync('audit/entries', { ...shown, entries: [], refusal: SEARCH_REFUSALS[span] })
    const entries = await listEntries(db, search, await findWho(db, search.who), span, PAGE + 1)
    return reply.viewAsync('audit/entries', { ...shown, entries: entries.slice(0, PAGE), more: entries.length > PAGE })
  })

  app.get('/file', { ...reading, schema: { querystring: SearchUrl } }, async (request, reply) => {
    const { db, actor, query, college, clock } = request
    const search = { ...query, before: 0, from: dayOf(query.from.trim()), to: dayOf(query.to.trim()) }
    const span = spanOf(search, college.time_zone)
    if (span === 'bad-day')
      return reply.redirect(`/audit?${new URLSearchParams({ from: query.from, to: query.to })}`, 303)
    const entries = await listEntries(db, search, await findWho(db, search.who), span, EXPORTED)
    const { before: _, ...filter } = search
    await record(db, actor, {
      deed: 'audit.exported',
      object_kind: 'audit_entry',
      after: { rows: entries.length, filter }
    })
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="audit-${clock.today()}.csv"`)
      .send(csvOf(rowsOf(entries, college.time_zone)))
  })

  app.get('/:entryId', { ...reading, schema: { params: EntryUrl } }, async ({ db, params, college }, reply) => {
    const entry = await findEntry(db, params.entryId)
    if (!entry) return reply.callNotFound()
    return reply.viewAsync('audit/entry', {
      ...{ entry, zone: college.time_zone, deed: deedName(entry.deed), object: objectName(entry.object_kind) },
      ...{ before: linesOf(entry.before), after: linesOf(entry.after) }
    })
  })
}

const HEADINGS = ['Номер', 'Когда', 'Кто', 'Откуда', 'Действие', 'Предмет', 'Номер предмета', 'О ком', 'Было', 'Стало']

const rowsOf = (entries: Entry[], zone: string): string[][] => [
  HEADINGS,
  ...entries.map((entry) => [
    ...[String(entry.id), formats.instant(entry.at, zone), entry.actor_name, entry.address ?? '', deedName(entry.deed)],
    ...[objectName(entry.object_kind), String(entry.object_id ?? ''), entry.about],
    ...[wordsOf(entry.before), wordsOf(entry.after)]
  ])
]
