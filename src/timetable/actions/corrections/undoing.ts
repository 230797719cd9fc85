import type { Actor } from '../../../access/actor.ts'
import { record } from '../../../audit/actions.ts'
import type { Db } from '../../../platform/db.ts'
import * as queries from '../../queries/corrections.ts'
import { listCourses } from '../../queries/courses.ts'
import { findEntry } from '../../queries/entries.ts'
import type { ChangeRefusal } from '../../rules/changes.ts'
import { isConfirmable } from '../../rules/clashes.ts'
import { type ChangeOutcome, changing, findClashes, refuse, standingOf } from './changing.ts'

type DeedRow = Awaited<ReturnType<typeof queries.listDeed>>[number]

/** Takes a correction back while no lesson was held on it; answers with the lesson it was made of. */
export function undoCorrection(db: Db, actor: Actor, correction_id: number): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const rows = await queries.listDeed(trx, correction_id)
    const [first] = rows
    if (!first) return { kind: 'no-such-page' }
    const refusal = refuseUndoing(rows) ?? ((await findLater(trx, rows)) ? 'later' : null)
    if (refusal) return refuse(refusal)
    const ids = rows.map(({ id }) => id)
    await queries.putUndone(trx, ids)
    const hindered = await putBack(trx, rows)
    if (hindered) return refuse(hindered)
    await record(trx, actor, {
      ...{ deed: 'timetable.correction_undone', object_kind: 'timetable_correction', object_id: correction_id },
      before: { held_on: first.to_on ?? first.from_on, reason: first.reason }
    })
    return { kind: 'kept', id: first.timetable_entry_id ?? 0 }
  })
}

/** What was put there goes, so nobody may have been given it. */
function refuseUndoing(rows: DeedRow[]): ChangeRefusal | null {
  if (rows.some(({ is_closed }) => is_closed)) return 'closed'
  if (rows.some(({ lesson_id }) => lesson_id !== null)) return 'held'
  const isGiven = rows.some(
    ({ kind, substitution_id }) => ['add', 'subject'].includes(kind) && substitution_id !== null
  )
  return isGiven ? 'substituted' : null
}

const findLater = (trx: Db, rows: DeedRow[]) =>
  queries.findLater(
    trx,
    rows.flatMap((row) => [row.timetable_entry_id, row.from_entry_id].filter((id) => id !== null)),
    rows.at(-1)?.id ?? 0
  )

async function putBack(trx: Db, rows: DeedRow[]): Promise<ChangeRefusal | null> {
  const [row, second] = rows
  if (!row) return null
  const id = row.timetable_entry_id ?? 0
  if (row.kind === 'add' || row.kind === 'subject') await queries.dropEntry(trx, id)
  if (row.kind === 'cancel' || row.kind === 'subject') return restore(trx, row)
  // Whatever removed the lesson since leaves nothing to put back.
  if (row.kind === 'add' || row.now_on === null) return null
  if (row.kind === 'move') return moveBack(trx, row)
  return second?.now_on ? swapBack(trx, row, second) : 'later'
}

async function moveBack(trx: Db, row: DeedRow): Promise<ChangeRefusal | null> {
  const { id, held_on, pair_number, room_id, course_id } = wasOf(row)
  const at = await queries.findAt(trx, course_id, held_on, pair_number)
  if (at && at.id !== id) return 'taken'
  if (await isBusy(trx, id, wasOf(row), [id])) return 'busy-place'
  await queries.putPlace(trx, id, { held_on, pair_number, room_id })
  return null
}

async function swapBack(trx: Db, row: DeedRow, second: DeedRow): Promise<ChangeRefusal | null> {
  const [one, other] = [wasOf(row), wasOf(second)]
  for (const was of [one, other]) if (await isBusy(trx, was.id, was, [one.id, other.id])) return 'busy-place'
  await queries.putSwapped(trx, { ...one, ...placeNow(row) }, { ...other, ...placeNow(second) })
  return null
}

const placeNow = (row: DeedRow) => ({ held_on: row.now_on ?? '', pair_number: row.now_pair ?? 0 })

/** A person would be in two places if the lesson stood there again. */
async function isBusy(trx: Db, id: number, { held_on, pair_number, room_id }: queries.Entry, except: number[]) {
  const entry = await findEntry(trx, id)
  if (!entry) return false
  const clashes = await findClashes(trx, { ...standingOf(entry), held_on, pair_number, room_id }, except)
  return clashes.some((clash) => !isConfirmable(clash))
}

/** The lesson that went comes back under its number, so that its earlier corrections are still its own. */
async function restore(trx: Db, row: DeedRow): Promise<ChangeRefusal | null> {
  const { id: _, ...was } = wasOf(row)
  const course = (await listCourses(trx, row.study_group_id, row.term_id)).find(({ id }) => id === row.course_id)
  if (!course) return 'no-course'
  const { subgroup_id, division, subject, kind: item_kind } = course
  const names = { subgroup_id, division, subject, item_kind, group_name: '', teacher: '', room_name: '' }
  const { study_group_id, term_id } = row
  const clashes = await findClashes(trx, { ...was, ...names, study_group_id, term_id }, [])
  if (clashes.some((clash) => !isConfirmable(clash))) return 'busy-place'
  const id = row.from_entry_id === null ? {} : { id: row.from_entry_id }
  return (await queries.addEntry(trx, { ...was, ...id })) === undefined ? 'taken' : null
}

const wasOf = (row: DeedRow): queries.Entry => ({
  ...{ id: row.timetable_entry_id ?? 0, course_id: row.course_id, held_on: row.from_on ?? '' },
  ...{ pair_number: row.from_pair ?? 0, hours: row.from_hours ?? 2, kind: row.from_kind ?? 'lesson' },
  ...{ form: row.from_form, is_distant: row.from_is_distant },
  ...{ room_id: row.from_room_id, staff_member_id: row.from_staff_member_id ?? 0 },
  timetable_rule_id: row.from_rule_id
})
