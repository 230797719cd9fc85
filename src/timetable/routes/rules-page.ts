// The page of a group's rules: the week, the form, the hours.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { WEEKDAYS } from '../../college/rules/bells.ts'
import { formats } from '../../platform/formats.ts'
import { countsOf, isBehind, previewLessons } from '../actions/laying.ts'
import type { Place } from '../actions/rules.ts'
import { findGroup, listCourses, listRooms, listStaff } from '../queries/courses.ts'
import { findGrounds, listTerms } from '../queries/grounds.ts'
import * as queries from '../queries/rules.ts'
import { DISTANT, FORM_WORDS, pairsOf } from '../rules/boards.ts'
import { hoursOf, WEEKS, weekNumber, weeksInWords } from '../rules/laying.ts'
import { RULE_REFUSALS, type RuleFields } from '../rules/rules.ts'
import { mayConfirm, type Snag } from '../rules/snags.ts'

export const addressOf = ({ study_group_id, term_id }: Place) =>
  `/timetable/rules/groups/${study_group_id}?term=${term_id}`

type Term = { id: number; starts_on: string }
export const termOf = <T extends Term>(terms: T[], id: number | undefined, today: string): T | undefined =>
  terms.find((one) => one.id === id) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms.at(-1)

type Field =
  | 'course'
  | 'form'
  | 'weekday'
  | 'pair'
  | 'hours'
  | 'room'
  | 'staff'
  | 'weeks'
  | 'numbers'
  | 'since'
  | 'until'
export type Typed = Record<Field | 'from', string> & { confirmed?: string }

type Shown = {
  rule?: queries.RuleRow
  typed?: Typed
  refusals?: RuleFields
  snags?: Snag[]
  query?: { weekday: string; pair: string; done: string; lessons: string }
}

export async function showGroup(
  ...[request, reply, group_id, term_id, shown]: [FastifyRequest, FastifyReply, number, number | undefined, Shown]
) {
  const { db, clock } = request
  const [group, terms] = [await findGroup(db, group_id), await listTerms(db)]
  const term = termOf(terms, term_id, clock.today())
  if (!group || !term) return reply.callNotFound()
  const ground = (await findGrounds(db, term.id, [group.id])).get(group.id)
  const rules = await queries.listRules(db, group.id, term.id)
  const hours = ground ? hoursOf(rules, ground) : new Map()
  const { snags = [], query, rule } = shown
  return reply.viewAsync('timetable/group-rules', {
    ...{ group, terms, term, rule, done: query?.done, lessons: Number(query?.lessons) || 0 },
    courses: (await listCourses(db, group.id, term.id)).map((one) => ({
      ...{ ...one, by_rules: hours.get(one.id)?.held ?? 0, lost: hours.get(one.id)?.lost ?? 0 }
    })),
    ...weekOf(rules),
    ...{ forms: FORM_WORDS, distant: DISTANT, weekdays: WEEKDAYS, weeks: WEEKS, weeksInWords },
    ...{ refusals: shown.refusals ?? {}, words: RULE_REFUSALS, snags: snags.map(({ words }) => words) },
    mayConfirm: mayConfirm(snags),
    behind: term.is_closed || !ground ? null : await behindOf(request, term.id, group.id, ground),
    week: ground ? weekNumber(clock.today(), ground.starts_on) : 0,
    ...{ staff: await listStaff(db, clock.today()), rooms: await listRooms(db) },
    typed: shown.typed ?? typedOf(rule, query, ground ?? term, clock.today())
  })
}

/** What lessons by dates lack of the rules from today on; null when they stand as they should. */
async function behindOf({ db, clock }: FastifyRequest, term_id: number, id: number, ground: { ends_on: string }) {
  const laid = (await previewLessons(db, term_id, [id], { from: clock.today(), to: ground.ends_on })).get(id)
  return laid && isBehind(laid) ? countsOf(laid) : null
}

/** Pairs by weekdays, with Sunday when something stands on it. */
function weekOf(rules: queries.RuleRow[]) {
  const pairs = Math.max(5, ...rules.flatMap(pairsOf))
  const days = [1, 2, 3, 4, 5, 6, ...(rules.some(({ weekday }) => weekday === 7) ? [7] : [])]
  const cellOf = (weekday: number, pair: number) => ({
    weekday,
    rules: rules.filter((one) => one.weekday === weekday && pairsOf(one).includes(pair))
  })
  const rows = Array.from({ length: Math.min(pairs, 10) }, (_, i) => ({
    pair: i + 1,
    cells: days.map((weekday) => cellOf(weekday, i + 1))
  }))
  return { days, rows }
}

type Dates = { starts_on: string; ends_on: string }
/** A rule that goes on changes from today: what was given stays. */
const typedOf = (
  ...[rule, query, { starts_on, ends_on }, today]: [queries.RuleRow | undefined, Shown['query'], Dates, string]
): Typed => ({
  ...{ course: String(rule?.course_id ?? ''), weekday: String(rule?.weekday ?? query?.weekday ?? '') },
  ...{ pair: String(rule?.pair_number ?? query?.pair ?? ''), hours: String(rule?.hours ?? 2), form: rule?.form ?? '' },
  room: rule?.is_distant ? DISTANT : String(rule?.room_id ?? ''),
  ...{ staff: String(rule?.staff_member_id ?? ''), weeks: rule?.weeks ?? 'every' },
  numbers: weeksInWords(rule?.week_numbers ?? []),
  ...{ since: formats.day(rule?.since ?? starts_on), until: formats.day(rule?.until ?? ends_on) },
  from: rule && rule.since < today && today <= rule.until ? formats.day(today) : ''
})
