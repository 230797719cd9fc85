import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { dayPlus } from '../../college/rules/days.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findTeacherName, isKeeper, listCourses } from '../queries/courses.ts'
import { findGrounds, listApart, listTerms, lockTimetable } from '../queries/grounds.ts'
import { countMade, dropUntouched } from '../queries/laying.ts'
import * as queries from '../queries/rules.ts'
import { FORM_WORDS } from '../rules/boards.ts'
import { type Clash, clashesOf, type Seat } from '../rules/clashes.ts'
import { type Ground, occurrencesOf, type Rule, WEEKS } from '../rules/laying.ts'
import { type RuleFields, type RuleForm, refuseFrom, refuseRule } from '../rules/rules.ts'
import { refuseSnags, type Snag, snagsOfClashes, snagsOfKeeper } from '../rules/snags.ts'

export type Place = { study_group_id: number; term_id: number }
type RuleOutcome =
  | { kind: 'kept'; id: number }
  | { kind: 'refused'; refusals: RuleFields; snags: Snag[] }
  | { kind: 'no-such-page' }

/** Which rule is changed, and from which day on: «» is the whole rule; null adds a new one. */
export type Changed = { id: number; from: string } | null

/**
 * Adds a rule to the group's term, or changes one, unless somebody would be in two places at once. A rule changed from a day ends
 * on the day before, and what is new begins: lessons that were given stay as they were (R1 5.5).
 */
export function keepRule(db: Db, actor: Actor, place: Place, changed: Changed, typed: RuleForm): Promise<RuleOutcome> {
  return inTransaction(db, async (trx): Promise<RuleOutcome> => {
    await lockTimetable(trx)
    const ground = await findOpenGround(trx, place)
    const before = changed ? await queries.findRule(trx, changed.id) : undefined
    if (!ground || (changed && !before)) return { kind: 'no-such-page' }
    const courses = await listCourses(trx, place.study_group_id, place.term_id)
    const isSplit = before !== undefined && changed !== null && changed.from !== '' && changed.from !== before.since
    const form = filled(typed, courses, isSplit ? changed.from : typed.since)
    const ids = courses.map((one) => one.id)
    const refusals = { ...refuseRule(form, ids, ground), ...(isSplit ? refuseFrom(changed.from, before) : {}) }
    if (Object.keys(refusals).length > 0) return { kind: 'refused', refusals, snags: [] }
    const clashes = await findClashes(trx, place, ground, changed?.id ?? null, form)
    const snags = [...snagsOfClashes(clashes), ...(await findKeeperSnags(trx, form))]
    const refusal = refuseSnags(snags, form.is_confirmed)
    if (refusal) return { kind: 'refused', refusals: { form: refusal }, snags }
    const stream = { ...form, is_confirmed: clashes.some(({ kind }) => kind === 'stream') }
    return { kind: 'kept', id: await write(trx, actor, before, stream, isSplit) }
  })
}

/** The group's term, unless it is closed. */
async function findOpenGround(trx: Db, { term_id, study_group_id }: Place): Promise<Ground | undefined> {
  const term = (await listTerms(trx)).find(({ id }) => id === term_id)
  if (!term || term.is_closed) return undefined
  return (await findGrounds(trx, term_id, [study_group_id])).get(study_group_id)
}

/** Without a teacher it is who keeps the journal. */
const filled = (typed: RuleForm, courses: { id: number; teacher_id: number | null }[], since: string): RuleForm => {
  const usual = courses.find(({ id }) => id === typed.course_id)?.teacher_id ?? 0
  return { ...typed, since, staff_member_id: typed.staff_member_id || usual }
}

async function write(trx: Db, actor: Actor, before: queries.RuleRow | undefined, form: RuleForm, isSplit: boolean) {
  const line = { deed: 'timetable.rule_changed', object_kind: 'timetable_rule' }
  if (before && isSplit) {
    const until = dayPlus(form.since, -1)
    await queries.endRule(trx, before.id, until)
    await record(trx, actor, { ...line, object_id: before.id, before: wordsOf(before), after: { until } })
  }
  if (before && !isSplit) {
    await queries.putRule(trx, before.id, form)
    const after = wordsOf({ ...form, id: before.id })
    await record(trx, actor, { ...line, object_id: before.id, before: wordsOf(before), after })
    return before.id
  }
  const id = await queries.addRule(trx, form)
  await record(trx, actor, {
    ...{ deed: 'timetable.rule_added', object_kind: 'timetable_rule', object_id: id },
    ...{ before: null, after: wordsOf({ ...form, id }) }
  })
  return id
}

/** The lesson can be recorded by who keeps the journal only. */
const findKeeperSnags = async (trx: Db, { course_id, staff_member_id, since, until }: RuleForm): Promise<Snag[]> => {
  const keeps = await isKeeper(trx, course_id, staff_member_id, { since, until })
  return keeps ? [] : snagsOfKeeper(await findTeacherName(trx, staff_member_id))
}

/** What would speak against the rule, before anything is sent; nothing while the form is not filled in. */
export async function lookAtRule(db: Db, place: Place, changed: Changed, typed: RuleForm): Promise<Snag[]> {
  const ground = await findOpenGround(db, place)
  if (!ground) return []
  const courses = await listCourses(db, place.study_group_id, place.term_id)
  const form = filled(typed, courses, changed?.from || typed.since)
  const ids = courses.map((one) => one.id)
  if (Object.keys(refuseRule(form, ids, ground)).length > 0) return []
  const clashes = await findClashes(db, place, ground, changed?.id ?? null, form)
  return [...snagsOfClashes(clashes), ...(await findKeeperSnags(db, form))]
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
  ...{ course_id, weekday, pair_number, hours, room_id, staff_member_id, is_distant },
  form: form ? FORM_WORDS[form] : null,
  ...{ weeks: WEEKS[weeks], since, until }
})

/** Rules of anybody that meet this one on at least one day. */
async function findClashes(trx: Db, place: Place, ground: Ground, id: number | null, form: RuleForm): Promise<Clash[]> {
  const others = (await queries.listWeekday(trx, place.term_id, form.weekday)).filter((one) => one.id !== id)
  const course = (await listCourses(trx, place.study_group_id, place.term_id)).find((one) => one.id === form.course_id)
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
  const met = clashesOf(seat, others, await listApart(trx, [place.study_group_id]))
  if (met.length === 0) return []
  const grounds = await findGrounds(
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
    await lockTimetable(trx)
    const rule = await queries.findRule(trx, id)
    if (!rule || !(await findOpenGround(trx, rule))) return null
    const lessons = await dropUntouched(trx, rule, today)
    await queries.dropRule(trx, id)
    const line = { deed: 'timetable.rule_removed', object_kind: 'timetable_rule', object_id: id }
    await record(trx, actor, { ...line, before: wordsOf(rule), after: { lessons } })
    return { study_group_id: rule.study_group_id, term_id: rule.term_id, lessons }
  })
}

/** The rule with the lessons that would go with it and those that stay. */
export async function weighRemoval(db: Db, today: string, id: number) {
  const rule = await queries.findRule(db, id)
  if (!rule || !(await findOpenGround(db, rule))) return undefined
  return { rule, ...(await countMade(db, rule, today)) }
}
