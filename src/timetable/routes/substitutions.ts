import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds, scopesOf } from '../../access/actor.ts'
import { listBells } from '../../college/queries/bells.ts'
import { findStudyDays } from '../../college/queries/days.ts'
import { findProfile } from '../../college/queries.ts'
import { dayPlus, isStudyDay, weekdayOf } from '../../college/rules/days.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { dropAbsence, noteAbsence } from '../actions/absences.ts'
import { listOwnGroups } from '../queries/choices.ts'
import { listStaff } from '../queries/courses.ts'
import { listEntries } from '../queries/entries.ts'
import { listChanges, listCorrections, listFreeRooms, PAGE_SIZE } from '../queries/sheet.ts'
import { listAbsences, listCandidates } from '../queries/substitutions.ts'
import { stateOf } from '../rules/absences.ts'
import { timesOf } from '../rules/boards.ts'
import { CHANGE_REFUSALS, type ChangeRefusal, rankCandidates } from '../rules/changes.ts'
import { tidy } from './entries.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const DayUrl = Type.Object({ day: Text, done: Text })
const Absence = Type.Object({
  ...{ _csrf: Type.Optional(Type.String()), staff: Text, since: Text, until: Text, reason: Text, day: Text }
})
const AbsenceUrl = Type.Object({ absenceId: Type.Integer() })
const Removal = Type.Object({ _csrf: Type.Optional(Type.String()), day: Text })
const RoomsUrl = Type.Object({ day: Text, pair: Type.Integer({ minimum: 1, maximum: 10, default: 1 }) })
const ListUrl = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 }),
  ...{ q: Text, done: Text, refused: Text }
})
const write = { config: { right: 'timetable: write' as const } }
const read = { config: { right: 'timetable: read' as const } }
const rooms = { config: { right: 'calendar: read' as const } }

/** Substitutions of a day: who is absent, who is free; the sheet for the board; corrections and free rooms. */
export const substitutionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/substitutions', { ...read, schema: { querystring: DayUrl } }, (request, reply) =>
    holds(request.actor, 'timetable: write')
      ? showDay(request, reply, request.query.day, { done: request.query.done })
      : reply.redirect('/timetable/substitutions/sheet', 303)
  )

  app.post('/absences', { ...write, schema: { body: Absence } }, async (request, reply) => {
    const { db, actor, body } = request
    const [since, until] = [dayOf(body.since.trim()), dayOf((body.until || body.since).trim())]
    const form = { staff_member_id: Number(body.staff) || 0, since, until, reason: tidy(body.reason) }
    const noted = await noteAbsence(db, actor, form)
    if (typeof noted === 'string') return showDay(request, reply.code(422), body.day, { refusal: noted, typed: body })
    return reply.redirect(`/timetable/substitutions/absences/${noted.id}?done=absent`, 303)
  })

  app.post(
    '/absences/:absenceId/removal',
    { ...write, schema: { params: AbsenceUrl, body: Removal } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      if (!(await dropAbsence(db, actor, params.absenceId))) return reply.callNotFound()
      return reply.redirect(`/timetable/substitutions?day=${encodeURIComponent(body.day)}&done=present`, 303)
    }
  )

  app.get('/substitutions/sheet', { ...read, schema: { querystring: DayUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const day = await chosen(request, query.day)
    const seesAll = scopesOf(actor, 'timetable: read').includes('all')
    const groups = seesAll ? null : (await listOwnGroups(db, actor, clock.today())).map(({ id }) => id)
    const calendar = await findStudyDays(db, day, day)
    return reply.viewAsync('timetable/sheet', {
      ...{
        mayWrite: holds(actor, 'timetable: write'),
        day,
        isTomorrow: day === dayPlus(clock.today(), 1),
        profile: await findProfile(db)
      },
      ...{ changes: await listChanges(db, day, groups), times: timesOf(await listBells(db)) },
      ...{ weekday: weekdayOf(day, calendar), before: dayPlus(day, -1), after: dayPlus(day, 1) }
    })
  })

  app.get('/corrections', { ...write, schema: { querystring: ListUrl } }, async ({ db, query }, reply) => {
    const rows = await listCorrections(db, query.q.trim(), query.page)
    return reply.viewAsync('timetable/corrections', {
      ...{
        rows: rows.slice(0, PAGE_SIZE),
        more: rows.length > PAGE_SIZE,
        page: query.page,
        q: query.q,
        done: query.done
      },
      refusal: CHANGE_REFUSALS[query.refused as ChangeRefusal]
    })
  })

  app.get('/rooms', { ...rooms, schema: { querystring: RoomsUrl } }, async ({ db, clock, query }, reply) => {
    const day = isDay(dayOf(query.day.trim())) ? dayOf(query.day.trim()) : clock.today()
    const free = await listFreeRooms(db, day, query.pair)
    return reply.viewAsync('timetable/free-rooms', { day, pair: query.pair, free })
  })
}

/** The day asked for, or the next one with lessons: substitutions are made for tomorrow. */
async function chosen({ db, clock }: FastifyRequest, typed: string): Promise<string> {
  const day = dayOf(typed.trim())
  if (isDay(day)) return day
  const days = Array.from({ length: 14 }, (_, i) => dayPlus(clock.today(), i + 1))
  const calendar = await findStudyDays(db, days[0] ?? '', days.at(-1) ?? '')
  return days.find((one) => isStudyDay(one, calendar)) ?? dayPlus(clock.today(), 1)
}

type Shown = { done?: string; refusal?: ChangeRefusal; typed?: Record<string, string> }

async function showDay(request: FastifyRequest, reply: FastifyReply, typedDay: string, shown: Shown) {
  const { db, clock } = request
  const day = await chosen(request, typedDay)
  const absences = await listAbsences(db, day)
  const entries = await listEntries(db, { from: day, to: day, of: { kind: 'college', id: 0 } })
  const away = absences.map((absence) => ({
    ...absence,
    lessons: entries
      .filter((one) => [one.staff_member_id, one.substitute_id].includes(absence.staff_member_id))
      .map((one) => ({ ...one, state: stateOf(one, absence.staff_member_id) }))
  }))
  const open = away.flatMap(({ lessons }) => lessons).filter(({ state }) => state === 'open')
  const asked = await listCandidates(
    db,
    open.map(({ id }) => id)
  )
  const byEntry = Map.groupBy(asked, ({ entry_id }) => entry_id)
  const candidates = new Map(open.map(({ id }) => [id, rankCandidates(byEntry.get(id) ?? [])]))
  const listed = new Set(away.flatMap(({ lessons }) => lessons.map(({ id }) => id)))
  const substituted = entries.filter((one) => one.substitution_id !== null && !listed.has(one.id))
  return reply.viewAsync('timetable/substitutions', {
    ...{ day, away, candidates, substituted, done: shown.done, left: open.length },
    ...{ staff: await listStaff(db, clock.today()), before: dayPlus(day, -1), after: dayPlus(day, 1) },
    refusal: shown.refusal && CHANGE_REFUSALS[shown.refusal],
    typed: shown.typed ?? { staff: '', since: formats.day(day), until: formats.day(day), reason: '' }
  })
}
