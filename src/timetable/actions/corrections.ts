// Corrections of a day, each with its reason, kept with what stood before (R1 5.5, R2 5.4).
import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import * as queries from '../queries/corrections.ts'
import { findEntry, listEntries, type TimetableRow } from '../queries/entries.ts'
import { findGrounds, listCourses, lockTimetable } from '../queries/rules.ts'
import { type ChangeRefusal, refuseChange, refusePlace } from '../rules/changes.ts'
import { type Clash, clashesOf, type Seat } from '../rules/clashes.ts'
import { refuseClashes } from '../rules/rules.ts'

export type ChangeOutcome =
  | { kind: 'kept'; id: number }
  | { kind: 'refused'; refusal: ChangeRefusal; clashes?: Clash[] }
  | { kind: 'no-such-page' }
export type Why = queries.Why
export type PlaceForm = { held_on: string; pair_number: number; room_id: number | null; is_confirmed: boolean }

const refuse = (refusal: ChangeRefusal, clashes?: Clash[]): ChangeOutcome => ({
  ...{ kind: 'refused', refusal },
  ...(clashes ? { clashes } : {})
})

/** One change of the timetable at a time, all of it or nothing. */
const changing = (db: Db, work: (trx: Db) => Promise<ChangeOutcome>) =>
  attempt<ChangeOutcome>(
    db,
    ({ kind }) => kind === 'kept',
    async (trx): Promise<ChangeOutcome> => {
      await lockTimetable(trx)
      return work(trx)
    }
  )

/** The lesson, unless it may not be touched. */
async function findOpen(trx: Db, id: number, why: Why): Promise<TimetableRow | ChangeOutcome> {
  const entry = await findEntry(trx, id)
  if (!entry) return { kind: 'no-such-page' }
  const refusal = refuseChange(entry, why.reason)
  return refusal ? refuse(refusal) : entry
}
const isOutcome = (found: TimetableRow | ChangeOutcome): found is ChangeOutcome => !('course_id' in found)

const seatOf = (entry: TimetableRow): Seat & { id: number } => ({
  ...entry,
  staff_member_id: entry.substitute_id ?? entry.staff_member_id,
  teacher: entry.substitute ?? entry.teacher
})

/** Who would be in two places if the lesson stood there. */
async function findClashes(trx: Db, seat: Seat, held_on: string, except: number[]): Promise<Clash[]> {
  const day = await listEntries(trx, { from: held_on, to: held_on, of: { kind: 'college', id: 0 } })
  return clashesOf(seat, day.filter(({ id }) => !except.includes(id)).map(seatOf))
}

const termOf = async (trx: Db, { term_id, study_group_id }: { term_id: number; study_group_id: number }) =>
  (await findGrounds(trx, term_id, [study_group_id])).get(study_group_id) ?? { starts_on: '', ends_on: '' }

/** Puts a lesson on another day, pair or into another room. */
export function moveEntry(db: Db, actor: Actor, id: number, form: PlaceForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    const refusal = refusePlace(form, await termOf(trx, entry))
    if (refusal) return refuse(refusal)
    const { held_on, pair_number, room_id } = form
    const isThere = entry.held_on === held_on && entry.pair_number === pair_number
    if (isThere && entry.room_id === room_id) return refuse('same-place')
    if (!isThere && (await queries.findAt(trx, entry.course_id, held_on, pair_number))) return refuse('taken')
    const clashes = await findClashes(trx, { ...seatOf(entry), pair_number, room_id }, held_on, [id])
    const clash = refuseClashes(clashes, form.is_confirmed)
    if (clash === 'clash' || clash === 'hard-clash') return refuse(clash, clashes)
    await queries.putPlace(trx, id, { held_on, pair_number, room_id })
    const to = { ...entry, held_on, pair_number, room_id }
    await queries.addCorrections(trx, actor.account_id, 'move', why, [{ course_id: entry.course_id, from: entry, to }])
    await note(trx, actor, id, placeOf(entry), { ...placeOf(to), ...why })
    return { kind: 'kept', id }
  })
}

/** Two lessons exchange their days and pairs. */
export function swapEntries(db: Db, actor: Actor, id: number, other_id: number, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const [one, other] = [await findOpen(trx, id, why), await findOpen(trx, other_id, why)]
    if (isOutcome(one)) return one
    if (isOutcome(other)) return other.kind === 'no-such-page' ? refuse('no-other') : other
    if (one.study_group_id !== other.study_group_id || one.term_id !== other.term_id) return refuse('no-other')
    if (one.course_id === other.course_id || id === other_id) return refuse('same-place')
    const taken = [
      await queries.findAt(trx, one.course_id, other.held_on, other.pair_number),
      await queries.findAt(trx, other.course_id, one.held_on, one.pair_number)
    ]
    if (taken.some(Boolean)) return refuse('taken')
    const both = [id, other_id]
    const clashes = [
      ...(await findClashes(trx, { ...seatOf(one), pair_number: other.pair_number }, other.held_on, both)),
      ...(await findClashes(trx, { ...seatOf(other), pair_number: one.pair_number }, one.held_on, both))
    ]
    if (clashes.length > 0) return refuse('hard-clash', clashes)
    await queries.putSwapped(trx, one, other)
    await queries.addCorrections(trx, actor.account_id, 'swap', why, [
      { course_id: one.course_id, from: one, to: { ...one, held_on: other.held_on, pair_number: other.pair_number } },
      { course_id: other.course_id, from: other, to: { ...other, held_on: one.held_on, pair_number: one.pair_number } }
    ])
    await note(trx, actor, id, placeOf(one), { ...placeOf(other), ...why })
    return { kind: 'kept', id }
  })
}

/** A lesson that will not be held. */
export function cancelEntry(db: Db, actor: Actor, id: number, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    if (entry.substitution_id !== null) return refuse('substituted')
    await queries.addCorrections(trx, actor.account_id, 'cancel', why, [
      { course_id: entry.course_id, from: entry, to: null }
    ])
    await queries.dropEntry(trx, id)
    await note(trx, actor, id, placeOf(entry), { ...why, is_cancelled: true })
    return { kind: 'kept', id }
  })
}

export type NewForm = PlaceForm & { course_id: number; staff_member_id: number; hours: number; kind: string }

/** A lesson, a consultation, an exam that no rule has. */
export function addOneEntry(db: Db, actor: Actor, group: Group, form: NewForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const course = (await listCourses(trx, group.study_group_id, group.term_id)).find(({ id }) => id === form.course_id)
    if (!course) return refuse('no-course')
    if (!(form.staff_member_id > 0)) return refuse('no-teacher')
    if (!(form.hours >= 1 && form.hours <= 12)) return refuse('no-hours')
    const refusal = refuseChange({ lesson_id: null, is_closed: group.is_closed }, why.reason)
    const place = refusal ?? refusePlace(form, await termOf(trx, group))
    if (place) return refuse(place)
    const { is_confirmed, ...row } = form
    const seat = { ...row, ...course, ...group, group_name: '', teacher: '', room_name: '' }
    const clashes = await findClashes(trx, seat, form.held_on, [])
    const clash = refuseClashes(clashes, is_confirmed)
    if (clash === 'clash' || clash === 'hard-clash') return refuse(clash, clashes)
    const id = await queries.addEntry(trx, { ...row, timetable_rule_id: null })
    if (id === undefined) return refuse('taken')
    await queries.addCorrections(trx, actor.account_id, 'add', why, [
      { course_id: form.course_id, from: null, to: { ...row, id } }
    ])
    await note(trx, actor, id, null, { ...placeOf(row), kind: form.kind, ...why })
    return { kind: 'kept', id }
  })
}
type Group = { study_group_id: number; term_id: number; is_closed: boolean }

/** Another subject of the group at the same time, with its own teacher. */
export function putSubject(
  db: Db,
  actor: Actor,
  id: number,
  { course_id, staff_member_id }: { course_id: number; staff_member_id: number },
  why: Why
): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    if (entry.substitution_id !== null) return refuse('substituted')
    const course = (await listCourses(trx, entry.study_group_id, entry.term_id)).find((one) => one.id === course_id)
    if (!course || course.id === entry.course_id) return refuse('no-course')
    const staff = staff_member_id || course.teacher_id
    if (!staff) return refuse('no-teacher')
    const { subgroup_id, division, subject } = course
    const seat = { ...seatOf(entry), staff_member_id: staff, subgroup_id, division, subject }
    const clashes = await findClashes(trx, seat, entry.held_on, [id])
    if (clashes.length > 0) return refuse('hard-clash', clashes)
    const { held_on, pair_number, hours, room_id } = entry
    const row = { course_id, held_on, pair_number, hours, room_id, kind: 'lesson', staff_member_id: staff }
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

/** Takes a correction back while no lesson was held on it; answers with the day it stood on. */
export function undoCorrection(db: Db, actor: Actor, correction_id: number): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const rows = await queries.listDeed(trx, correction_id)
    const [first] = rows
    if (!first) return { kind: 'no-such-page' }
    if (rows.some(({ is_closed }) => is_closed)) return refuse('closed')
    if (rows.some(({ lesson_id }) => lesson_id !== null)) return refuse('held')
    const entries = rows.flatMap(({ timetable_entry_id }) => timetable_entry_id ?? [])
    if (await queries.findLater(trx, entries, rows.at(-1)?.id ?? 0)) return refuse('later')
    await queries.putUndone(
      trx,
      rows.map(({ id }) => id)
    )
    const back = await putBack(trx, rows)
    if (back !== null) return refuse(back)
    await record(trx, actor, {
      ...{ deed: 'timetable.correction_undone', object_kind: 'timetable_correction', object_id: correction_id },
      before: { held_on: first.to_on ?? first.from_on, reason: first.reason }
    })
    return { kind: 'kept', id: first.timetable_entry_id ?? 0 }
  })
}

type DeedRow = Awaited<ReturnType<typeof queries.listDeed>>[number]

async function putBack(trx: Db, rows: DeedRow[]): Promise<ChangeRefusal | null> {
  const [one, other] = rows.map(wasOf)
  const id = rows[0]?.timetable_entry_id ?? 0
  if (!one) return null
  if (rows[0]?.kind === 'swap' && other) {
    if (one.id === 0 || other.id === 0) return 'later'
    await queries.putSwapped(trx, { ...one, ...placeNow(rows[0]) }, { ...other, ...placeNow(rows[1]) })
    return null
  }
  if (rows[0]?.kind === 'add' || rows[0]?.kind === 'subject') await queries.dropEntry(trx, id)
  if (rows[0]?.kind === 'add') return null
  if (await isElsewhere(trx, one, rows[0])) return 'taken'
  if (rows[0]?.kind === 'move') {
    const { held_on, pair_number, room_id } = one
    await queries.putPlace(trx, id, { held_on, pair_number, room_id })
    return null
  }
  const { id: _, ...entry } = one
  return (await queries.addEntry(trx, entry)) === undefined ? 'taken' : null
}

const placeNow = (row: DeedRow | undefined) => ({ held_on: row?.now_on ?? '', pair_number: row?.now_pair ?? 0 })

/** Somebody has taken the place meanwhile. */
async function isElsewhere(trx: Db, entry: queries.Entry, row: DeedRow | undefined): Promise<boolean> {
  const at = await queries.findAt(trx, entry.course_id, entry.held_on, entry.pair_number)
  return at !== undefined && at.id !== row?.timetable_entry_id
}

const wasOf = (row: DeedRow): queries.Entry => ({
  ...{ id: row.timetable_entry_id ?? 0, course_id: row.course_id, held_on: row.from_on ?? '' },
  ...{ pair_number: row.from_pair ?? 0, hours: row.from_hours ?? 2, kind: row.from_kind ?? 'lesson' },
  ...{ room_id: row.from_room_id, staff_member_id: row.from_staff_member_id ?? 0 },
  timetable_rule_id: row.from_rule_id
})

const placeOf = ({
  course_id,
  held_on,
  pair_number,
  room_id,
  staff_member_id
}: Omit<queries.Entry, 'id' | 'timetable_rule_id' | 'kind'>) => ({
  ...{ course_id, held_on, pair_number, room_id, staff_member_id }
})

const note = (trx: Db, actor: Actor, id: number, before: object | null, after: object) =>
  record(trx, actor, {
    ...{ deed: 'timetable.corrected', object_kind: 'timetable_entry', object_id: id },
    ...{ before, after }
  })
