import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds, scopesOf } from '../../access/actor.ts'
import { listBells } from '../../college/queries/bells.ts'
import { findStudyDays } from '../../college/queries/days.ts'
import { weekdayName } from '../../college/rules/bells.ts'
import { calendarWeekday, dayPlus, isStudyDay, weekdayOf } from '../../college/rules/days.ts'
import { weekdayAccusative } from '../../college/rules/production.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { type Choice, listChoices, listOwnGroups } from '../queries/choices.ts'
import { listDepartments, listEntries, listGone, type TimetableRow } from '../queries/entries.ts'
import { type Cell, collegeBoard, gathered, pairNumbers, SHORT_WORDS, timesOf, weekBoard } from '../rules/boards.ts'
import { breakable } from '../rules/hyphens.ts'
import { type Of, ofWord, shownDays, stepsOf, wordOf } from '../rules/places.ts'

const Url = Type.Object({
  of: Type.String({ maxLength: 30, default: '' }),
  day: Type.String({ maxLength: 10, default: '' }),
  view: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('week')])),
  department: Type.Integer({ default: 0 })
})
type Query = { of: string; day: string; view?: 'day' | 'week'; department: number }
const config = { right: 'timetable: read' as const }
const TITLES = { college: 'Расписание', group: 'Расписание группы', staff: 'Расписание преподавателя', room: 'Кабинет' }

/** «Расписание»: the college's day, the week of a group, of a teacher, of a room (R1 5.5, R4 3.3.3). */
export const boardRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config, schema: { querystring: Url } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const typed = dayOf(query.day.trim())
    const day = isDay(typed) ? typed : workday(clock.today())
    const seesAll = scopesOf(actor, 'timetable: read').includes('all')
    const choices = seesAll ? await listChoices(db, day) : await listOwnGroups(db, actor, clock.today())
    const of = query.of === '' ? usualOf(request, choices) : ofWord(query.of)
    if (of === null && query.of === '') return reply.viewAsync('timetable/nothing', {})
    const chosen = of && choices.find(({ kind, id }) => kind === of.kind && id === of.id)
    if (!of || (of.kind === 'college' ? !seesAll : !chosen)) return reply.callNotFound()
    return showBoard(request, reply, { of, day, choices, title: chosen?.title ?? '', query })
  })
}

/** On a Sunday people look at the week that comes. */
const workday = (day: string) => (calendarWeekday(day) === 7 ? dayPlus(day, 1) : day)

/** What somebody sees first: a teacher the own week, a family the group's, others the college's day. */
function usualOf({ actor }: FastifyRequest, choices: Choice[]): Of | null {
  const id = actor.staff_member_id ?? 0
  const isTeacher = actor.roles.some(({ role }) => role === 'teacher')
  if (isTeacher && choices.some((one) => one.kind === 'staff' && one.id === id)) return { kind: 'staff', id }
  if (scopesOf(actor, 'timetable: read').includes('all')) return { kind: 'college', id: 0 }
  const [first] = choices
  return first ? { kind: 'group', id: first.id } : null
}

type Shown = { of: Of; day: string; choices: Choice[]; title: string; query: Query }

async function showBoard(request: FastifyRequest, reply: FastifyReply, { of, day, choices, title, query }: Shown) {
  const { db, actor, clock } = request
  const view = of.kind === 'college' ? 'day' : (query.view ?? 'week')
  const week = shownDays(view, day, true)
  const asked = { from: week[0] ?? day, to: week.at(-1) ?? day, of }
  const isOurs = ({ department_id }: { department_id: number }) =>
    of.kind !== 'college' || query.department === 0 || query.department === department_id
  const [rows, calendar] = [
    { entries: (await listEntries(db, asked)).filter(isOurs), gone: (await listGone(db, asked)).filter(isOurs) },
    await findStudyDays(db, asked.from, asked.to)
  ]
  const bells = await listBells(db)
  const hasSunday = calendar.working.has(week[6] ?? '') || rows.entries.some(({ held_on }) => held_on === week[6])
  const days = view === 'week' && !hasSunday ? week.slice(0, 6) : week
  const follows = weekdayOf(day, calendar)
  const pairs = pairNumbers([...rows.entries, ...rows.gone], bells, [follows])
  return reply.viewAsync('timetable/board', {
    ...{ of, word: wordOf(of), day, view, choices, title, heading: TITLES[of.kind], today: clock.today() },
    ...{ steps: stepsOf(view, day), kinds: SHORT_WORDS, mayWrite: holds(actor, 'timetable: write') },
    isEmpty: rows.entries.length + rows.gone.length === 0,
    days: days.map((one) => ({
      ...{ day: one, name: weekdayName(calendarWeekday(one)), off: calendar.off.get(one) ?? '' },
      ...{ isStudy: isStudyDay(one, calendar), isToday: one === clock.today() },
      like: calendar.working.has(one) ? weekdayAccusative(weekdayOf(one, calendar)) : ''
    })),
    ...{ department: query.department, breakable },
    ...(of.kind === 'college'
      ? {
          departments: await listDepartments(db),
          pairs: pairs.map((pair) => ({ pair, time: timesOf(bells).get(`${follows}.${pair}`) ?? '' }))
        }
      : {}),
    rows: of.kind === 'college' ? collegeBoard(rows, pairs) : weekOf(of, weekBoard(days, rows, bells, calendar))
  })
}

type Row<Gone> = { pair: number; time: string; cells: Cell<TimetableRow, Gone>[] }

/** In the week of a teacher or of a room a lesson of eight groups is one lesson. */
const weekOf = <Gone>({ kind }: Of, rows: Row<Gone>[]) =>
  rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({
      ...cell,
      entries: kind === 'group' ? cell.entries : gathered(cell.entries)
    }))
  }))
