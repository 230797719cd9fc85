import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db, inTransaction } from '../../platform/db.ts'
import { addCorrections, dropEntries, type Why } from '../queries/corrections.ts'
import { listEntries, type TimetableRow } from '../queries/entries.ts'
import { lockTimetable } from '../queries/grounds.ts'
import * as queries from '../queries/substitutions.ts'
import { type Choice, refuseAbsence, refuseChoices } from '../rules/absences.ts'
import type { ChangeRefusal } from '../rules/changes.ts'

type AbsenceForm = { staff_member_id: number; since: string; until: string; reason: string }
/** Notes that a teacher is away on these days; answers with the note. */
export function noteAbsence(db: Db, actor: Actor, form: AbsenceForm): Promise<ChangeRefusal | { id: number }> {
  return inTransaction(db, async (trx) => {
    await lockTimetable(trx)
    const refusal = refuseAbsence(form)
    if (refusal) return refusal
    if (await queries.findMeeting(trx, form.staff_member_id, form.since, form.until)) return 'already-absent'
    const id = await queries.addAbsence(trx, { ...form, noted_by: actor.account_id })
    await record(trx, actor, { deed: 'staff_absence.added', object_kind: 'staff_absence', object_id: id, after: form })
    return { id }
  })
}

/** Takes the note back; substitutions that were made stay. */
export function dropAbsence(db: Db, actor: Actor, id: number): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const found = await queries.findAbsence(trx, id)
    if (!found) return false
    const { staff_member_id, since, until, reason } = found
    await queries.dropAbsence(trx, id)
    const before = { staff_member_id, since, until, reason }
    await record(trx, actor, { deed: 'staff_absence.removed', object_kind: 'staff_absence', object_id: id, before })
    return true
  })
}

type Settled =
  | { kind: 'kept'; substituted: number; cancelled: number }
  | { kind: 'refused'; refusals: Map<number, ChangeRefusal> }
  | { kind: 'nothing-chosen' }
  | { kind: 'no-such-page' }

/** Decides for many lessons of somebody who is away at once, each as chosen, all of them or none (R1 5.6, 6.1). */
export function settleAbsence(db: Db, actor: Actor, id: number, choices: Choice[], why: Why): Promise<Settled> {
  return attempt<Settled>(
    db,
    ({ kind }) => kind === 'kept',
    async (trx): Promise<Settled> => {
      await lockTimetable(trx)
      const absence = await queries.findAbsence(trx, id)
      if (!absence) return { kind: 'no-such-page' }
      if (choices.length === 0) return { kind: 'nothing-chosen' }
      const { since: from, until: to, staff_member_id } = absence
      const own = await listEntries(trx, { from, to, of: { kind: 'staff', id: staff_member_id } })
      const lessons = new Map(own.map((one) => [one.id, one]))
      if (choices.some(({ entry_id }) => !lessons.has(entry_id))) return { kind: 'no-such-page' }
      const asked = choices.flatMap(({ entry_id, kind }) => (kind === 'cancel' ? [] : [entry_id]))
      const candidates = Map.groupBy(await queries.listCandidates(trx, asked), ({ entry_id }) => entry_id)
      const refusals = refuseChoices(choices, lessons, candidates, why.reason)
      if (refusals.size > 0) return { kind: 'refused', refusals }
      return write(trx, actor, choices, lessons, why)
    }
  )
}

type Lessons = Map<number, TimetableRow>

async function write(trx: Db, actor: Actor, choices: Choice[], lessons: Lessons, why: Why): Promise<Settled> {
  const given = choices.filter(({ kind }) => kind !== 'cancel')
  const gone = choices.flatMap(({ kind, entry_id }) => (kind === 'cancel' ? (lessons.get(entry_id) ?? []) : []))
  await queries.putSubstitutions(
    trx,
    given.map(({ entry_id, staff_member_id, kind }) => ({
      ...{ timetable_entry_id: entry_id, staff_member_id, kind, made_by: actor.account_id, ...why }
    }))
  )
  const rows = gone.map((from) => ({ course_id: from.course_id, from, to: null }))
  if (rows.length > 0) await addCorrections(trx, actor.account_id, 'cancel', why, rows)
  await dropEntries(
    trx,
    gone.map(({ id }) => id)
  )
  await record(
    trx,
    actor,
    ...given.map((choice) => givenLine(choice, lessons, why)),
    ...gone.map((one) => goneLine(one, why))
  )
  return { kind: 'kept', substituted: given.length, cancelled: gone.length }
}

const lessonOf = ({ course_id, held_on, pair_number }: TimetableRow) => ({ course_id, held_on, pair_number })

function givenLine({ entry_id, staff_member_id, kind }: Choice, lessons: Lessons, why: Why) {
  const entry = lessons.get(entry_id) as TimetableRow
  return {
    ...{ deed: 'substitution.made', object_kind: 'timetable_entry', object_id: entry_id },
    before: { ...lessonOf(entry), staff_member_id: entry.substitute_id ?? entry.staff_member_id },
    after: { ...lessonOf(entry), staff_member_id, kind, ...why }
  }
}

const goneLine = (entry: TimetableRow, why: Why) => ({
  ...{ deed: 'timetable.corrected', object_kind: 'timetable_entry', object_id: entry.id },
  ...{ before: lessonOf(entry), after: { ...why, is_cancelled: true } }
})
