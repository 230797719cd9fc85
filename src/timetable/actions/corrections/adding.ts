import type { Actor } from '../../../access/actor.ts'
import type { Db } from '../../../platform/db.ts'
import * as queries from '../../queries/corrections.ts'
import { findKeeper, listCourses } from '../../queries/courses.ts'
import { refuseChange, refusePlace } from '../../rules/changes.ts'
import type { Snag } from '../../rules/snags.ts'
import {
  type ChangeOutcome,
  changing,
  findOpen,
  findSnags,
  groundOf,
  isOutcome,
  note,
  placeOf,
  refuse,
  refuseStanding,
  type Standing,
  standingOf,
  type Why
} from './changing.ts'
import type { PlaceForm } from './moves.ts'

/** `staff_member_id` 0 is whoever keeps the journal on the day. */
export type NewForm = PlaceForm &
  Pick<queries.Entry, 'course_id' | 'staff_member_id' | 'hours' | 'kind' | 'form' | 'is_distant'>
type Group = { study_group_id: number; term_id: number; is_closed: boolean }

/** A lesson, a consultation, an exam that no rule has. */
export function addOneEntry(db: Db, actor: Actor, group: Group, form: NewForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const course = (await listCourses(trx, group.study_group_id, group.term_id)).find(({ id }) => id === form.course_id)
    if (!course) return refuse('no-course')
    if (!(form.hours >= 1 && form.hours <= 12)) return refuse('no-hours')
    const refusal = refuseChange({ lesson_id: null, is_closed: group.is_closed }, why.reason)
    const place = refusal ?? refusePlace(form, await groundOf(trx, group))
    if (place) return refuse(place)
    const { is_confirmed, ...fields } = form
    const staff_member_id = form.staff_member_id || (await keeperOf(trx, course, form.held_on))
    if (!staff_member_id) return refuse('no-teacher')
    const row = { ...fields, staff_member_id }
    const hindered = refuseStanding(await findSnags(trx, newStanding(group, course, row), []), is_confirmed)
    if (hindered) return hindered
    const id = await queries.addEntry(trx, { ...row, timetable_rule_id: null })
    if (id === undefined) return refuse('taken')
    await queries.addCorrections(trx, actor.account_id, 'add', why, [
      { course_id: form.course_id, from: null, to: { ...row, id } }
    ])
    await note(trx, actor, id, null, { ...placeOf(row), kind: form.kind, ...why })
    return { kind: 'kept', id }
  })
}

type Course = Awaited<ReturnType<typeof listCourses>>[number]
const keeperOf = async (trx: Db, { id, teacher_id }: Course, day: string) =>
  (await findKeeper(trx, id, day))?.staff_member_id ?? teacher_id ?? 0

const newStanding = (
  { study_group_id, term_id }: Group,
  { subgroup_id, division, subject, kind: item_kind }: Course,
  row: Omit<NewForm, 'is_confirmed'>
): Standing => ({
  ...{ ...row, study_group_id, term_id, subgroup_id, division, subject, item_kind },
  ...{ group_name: '', teacher: '', room_name: '' }
})

/** What would speak against the lesson, before anything is sent; nothing while the form is not filled in. */
export async function lookAtEntry(db: Db, group: Group, form: NewForm): Promise<Snag[]> {
  const course = (await listCourses(db, group.study_group_id, group.term_id)).find(({ id }) => id === form.course_id)
  if (!course || !(form.hours >= 1) || refusePlace(form, await groundOf(db, group))) return []
  const staff_member_id = form.staff_member_id || (await keeperOf(db, course, form.held_on))
  return findSnags(db, newStanding(group, course, { ...form, staff_member_id }), [])
}

type SubjectForm = { course_id: number; staff_member_id: number; is_confirmed: boolean }

/** Another subject of the group at the same time, with its own teacher. */
export function putSubject(db: Db, actor: Actor, id: number, form: SubjectForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    if (entry.substitution_id !== null) return refuse('substituted')
    const courses = await listCourses(trx, entry.study_group_id, entry.term_id)
    const course = courses.find((one) => one.id === form.course_id)
    if (!course || course.id === entry.course_id) return refuse('no-course')
    const staff_member_id = form.staff_member_id || (await keeperOf(trx, course, entry.held_on))
    if (!staff_member_id) return refuse('no-teacher')
    const { subgroup_id, division, subject, kind: item_kind } = course
    const standing = { ...standingOf(entry), staff_member_id, subgroup_id, division, subject, item_kind }
    const hindered = refuseStanding(await findSnags(trx, standing, [id]), form.is_confirmed)
    if (hindered) return hindered
    const { held_on, pair_number, hours, room_id } = entry
    const row = { course_id: course.id, held_on, pair_number, hours, room_id, kind: 'lesson', staff_member_id }
    const added = await queries.addEntry(trx, { ...row, timetable_rule_id: null })
    if (added === undefined) return refuse('taken')
    await queries.addCorrections(trx, actor.account_id, 'subject', why, [
      { course_id: entry.course_id, from: entry, to: { ...row, id: added } }
    ])
    await queries.dropEntry(trx, id)
    await note(trx, actor, id, placeOf(entry), { ...placeOf(row), ...why })
    return { kind: 'kept', id: added }
  })
}
