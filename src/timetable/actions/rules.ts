import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { dropUntouched, listLeft, listStored, writeLaid } from '../queries/laying.ts'
import * as queries from '../queries/rules.ts'
import { type Clash, clashesOf, type Seat } from '../rules/clashes.ts'
import { type Ground, type Laid, layOf, occurrencesOf, type Rule, WEEKS } from '../rules/laying.ts'
import { type RuleFields, type RuleForm, refuseClashes, refuseRule } from '../rules/rules.ts'

export type Place = { study_group_id: number; term_id: number }
type RuleOutcome =
  | { kind: 'kept'; id: number }
  | { kind: 'refused'; refusals: RuleFields; clashes: Clash[] }
  | { kind: 'no-such-page' }

/** Adds a rule to the group's term, or changes the one named, unless somebody would be in two places at once. */
export function keepRule(db: Db, actor: Actor, place: Place, id: number | null, typed: RuleForm): Promise<RuleOutcome> {
  return inTransaction(db, async (trx): Promise<RuleOutcome> => {
    await queries.lockTimetable(trx)
    const term = (await queries.listTerms(trx)).find((one) => one.id === place.term_id)
    const ground = (await queries.findGrounds(trx, place.term_id, [place.study_group_id])).get(place.study_group_id)
    if (!term || term.is_closed || !ground) return { kind: 'no-such-page' }
    const courses = await queries.listCourses(trx, place.study_group_id, place.term_id)
    const usual = courses.find((one) => one.id === typed.course_id)?.teacher_id ?? 0
    const form = { ...typed, staff_member_id: typed.staff_member_id || usual }
    const refusals = refuseRule(
      form,
      courses.map((one) => one.id),
      ground
    )
    if (Object.keys(refusals).length > 0) return { kind: 'refused', refusals, clashes: [] }
    const clashes = await findClashes(trx, place, ground, id, form)
    const refusal = refuseClashes(clashes, form.is_confirmed)
    if (refusal) return { kind: 'refused', refusals: { form: refusal }, clashes }
    const stream = { ...form, is_confirmed: clashes.some(({ kind }) => kind === 'stream') }
    const before = id === null ? undefined : await queries.findRule(trx, id)
    const number = id ?? (await queries.addRule(trx, stream))
    if (id !== null) await queries.putRule(trx, id, stream)
    await record(trx, actor, {
      ...{ deed: id === null ? 'timetable.rule_added' : 'timetable.rule_changed', object_kind: 'timetable_rule' },
      ...{ object_id: number, before: before ? wordsOf(before) : null, after: wordsOf({ ...form, id: number }) }
    })
    return { kind: 'kept', id: number }
  })
}

const wordsOf = ({
  course_id,
  weekday,
  pair_number,
  hours,
  room_id,
  staff_member_id,
  form,
  is_distant,
  weeks,
  since,
  until
}: {
  [key in Exclude<keyof Rule, 'week_numbers' | 'item_kind'>]: Rule[key]
}) => ({
  ...{ course_id, weekday, pair_number, hours, room_id, staff_member_id, form, is_distant },
  ...{ weeks: WEEKS[weeks], since, until }
})

/** Rules of anybody that meet this one on at least one day. */
async function findClashes(trx: Db, place: Place, ground: Ground, id: number | null, form: RuleForm): Promise<Clash[]> {
  const others = (await queries.listWeekday(trx, place.term_id, form.weekday)).filter((one) => one.id !== id)
  const course = (await queries.listCourses(trx, place.study_group_id, place.term_id)).find(
    (one) => one.id === form.course_id
  )
  const own = { ...form, id: 0, week_numbers: form.week_numbers ?? [] }
  const seat: Seat = {
    ...{ ...form, study_group_id: place.study_group_id, subgroup_id: course?.subgroup_id ?? null },
    ...{
      division: course?.division ?? null,
      subject: course?.subject ?? '',
      group_name: '',
      teacher: '',
      room_name: ''
    }
  }
  const met = clashesOf(seat, others)
  if (met.length === 0) return []
  const grounds = await queries.findGrounds(
    trx,
    place.term_id,
    met.map(({ other }) => other.study_group_id)
  )
  const days = daysOf(own, ground)
  return met.filter(({ other }) => {
    const theirs = grounds.get(other.study_group_id)
    return theirs && [...daysOf(other, theirs)].some((day) => days.has(day))
  })
}

const daysOf = (rule: Rule, ground: Ground) =>
  new Set(occurrencesOf([rule], ground).flatMap(({ held_on, lost }) => (lost === null ? [held_on] : [])))

/** Removes a rule with the lessons it made from today on that nothing has happened to; answers with its group and term. */
export function removeRule(db: Db, actor: Actor, today: string, id: number) {
  return inTransaction(db, async (trx) => {
    await queries.lockTimetable(trx)
    const rule = await queries.findRule(trx, id)
    if (!rule) return null
    const lessons = await dropUntouched(trx, rule, today)
    await queries.dropRule(trx, id)
    const line = { deed: 'timetable.rule_removed', object_kind: 'timetable_rule', object_id: id }
    await record(trx, actor, { ...line, before: wordsOf(rule), after: { lessons } })
    return { study_group_id: rule.study_group_id, term_id: rule.term_id, lessons }
  })
}

/** What making lessons of the period would do; writes nothing. */
export async function previewLessons(db: Db, place: Place, from: string, to: string): Promise<Laid> {
  const rules = await queries.listRules(db, place.study_group_id, place.term_id)
  const ground = (await queries.findGrounds(db, place.term_id, [place.study_group_id])).get(place.study_group_id)
  const courses = (await queries.listCourses(db, place.study_group_id, place.term_id)).map(({ id }) => id)
  const occurrences = ground
    ? occurrencesOf(rules, ground).filter(({ held_on }) => from <= held_on && held_on <= to)
    : []
  const period = { from, to }
  return layOf(occurrences, await listStored(db, courses, period), await listLeft(db, courses, period))
}

/** «Составить занятия по датам»: makes the lessons of the period stand by the rules, and leaves alone what has begun to live. */
export function layLessons(db: Db, actor: Actor, place: Place, from: string, to: string): Promise<Laid> {
  return inTransaction(db, async (trx) => {
    await queries.lockTimetable(trx)
    const laid = await previewLessons(trx, place, from, to)
    await writeLaid(trx, laid)
    await record(trx, actor, {
      ...{ deed: 'timetable.laid', object_kind: 'study_group', object_id: place.study_group_id },
      after: { since: from, until: to, ...countsOf(laid) }
    })
    return laid
  })
}

export const countsOf = ({ added, changed, removed, same, kept }: Laid) => ({
  ...{ new: added.length, changed: changed.length, removed: removed.length, same, kept }
})
