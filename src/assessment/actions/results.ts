import type { Actor } from '../../access/actor.ts'
import { type AuditLine, record } from '../../audit/actions.ts'
import { type ResultKind, resultKindsOf } from '../../college/rules/results.ts'
import { listSums } from '../../journal/queries/sums.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as cells from '../queries/cells.ts'
import { type Course, findCourse, lockCourse } from '../queries/courses.ts'
import { listLastChanges } from '../queries/history.ts'
import { type DebtChange, debtChangeOf, type ResultRefusal, resultOf, type Standing } from '../rules/results.ts'

/** One result entered; `before` and `noted` are what was on the screen, `note` undefined leaves the note as it is. */
export type ResultEntry = {
  student_id: number
  kind: string
  before: string
  value: string
  note?: string
  noted?: string
}

export type ResultOutcome =
  | { kind: 'saved'; text: string; hours_missed: number; average: number | null }
  | { kind: 'refused'; refusal: ResultRefusal }
  | { kind: 'conflict'; text: string; by: string; at: Date | null }

type Accepted = { address: Address; person_id: number; before: Standing; after: Standing; debt: DebtChange }
type Address = { student_id: number; kind: ResultKind }
type Judged = Accepted | ResultRefusal | 'conflict' | 'same'

/**
 * Gives, corrects and empties results of one course; the only way they enter the journal. Each entry stands or is refused on its
 * own; all that stand are written with their debts and audit lines in one transaction and a fixed number of statements.
 */
export function enterResults(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  entries: ResultEntry[]
): Promise<ResultOutcome[] | 'no-such-course'> {
  return inTransaction(db, async (trx) => {
    await lockCourse(trx, course_id)
    const course = await findCourse(trx, actor, today, course_id)
    if (!course) return 'no-such-course'
    const students = [...new Set(entries.map(({ student_id }) => student_id))]
    const known = new Map((await cells.listKnown(trx, course_id, today, students)).map((one) => [one.student_id, one]))
    const judged = entries.map((entry) => judge(course, entry, known.get(entry.student_id), today))
    await write(
      trx,
      actor,
      today,
      course_id,
      judged.filter((one) => typeof one !== 'string')
    )
    return answer(trx, course_id, entries, judged, known)
  })
}

const standingOf = (known: cells.Known | undefined, kind: string) =>
  known?.results.find((result) => result.kind === kind) ?? { value: '', note: '', opened_on: null, had_debt: false }

/** Whether the result is still as it was on the screen, then the rules. */
function judge(course: Course, entry: ResultEntry, known: cells.Known | undefined, today: string): Judged {
  if (!known) return 'not-in-group'
  const kind = entry.kind as ResultKind
  const { value, note, opened_on, had_debt } = standingOf(known, kind)
  if (entry.value.trim() === value && (entry.note ?? note).trim() === note) return 'same' // a repeat after a lost answer
  const facts = {
    ...course,
    kinds: resultKindsOf(course.item_kind, course.controls ?? []),
    is_enrolled: known.is_enrolled,
    had_debt
  }
  const typed = { value: entry.value, note: entry.note ?? (entry.value.trim() === '' ? '' : note) }
  const after = resultOf(facts, kind, typed, today)
  if (typeof after === 'string') return after
  if (after.value === value && after.note === note) return 'same'
  if (entry.before.trim() !== value || (entry.noted ?? note).trim() !== note) return 'conflict'
  const debt = debtChangeOf(value, after.value, opened_on, today)
  return {
    ...{ address: { student_id: known.student_id, kind }, person_id: known.person_id },
    ...{ before: { value, note }, after, debt }
  }
}

/** Debts before the results they go with, results before the debts they leave. */
async function write(trx: Db, actor: Actor, today: string, course_id: number, accepted: Accepted[]): Promise<void> {
  const addressesOf = (debt: DebtChange) => accepted.filter((one) => one.debt === debt).map(({ address }) => address)
  const [dropped, cleared, opened] = [addressesOf('drop'), addressesOf('clear'), addressesOf('open')]
  const emptied = accepted.filter(({ after }) => after.value === '').map(({ address }) => address)
  const given = accepted
    .filter(({ after }) => after.value !== '')
    .map(({ address, after }) => ({ course_id, ...address, ...after, given_by: actor.account_id }))
  if (dropped.length > 0) await cells.dropDebts(trx, course_id, dropped)
  if (emptied.length > 0) await cells.dropResults(trx, course_id, emptied)
  if (given.length > 0) await cells.putResults(trx, given)
  if (cleared.length > 0) await cells.clearDebts(trx, course_id, cleared, today)
  const debts = opened.map((address) => ({ course_id, ...address, opened_on: today }))
  if (debts.length > 0) await cells.addDebts(trx, debts)
  await record(trx, actor, ...accepted.map((one) => lineOf(course_id, one)))
}

function lineOf(course_id: number, { address: { kind }, person_id, before, after, debt }: Accepted): AuditLine {
  return {
    ...{ deed: 'result.changed', object_kind: 'course', object_id: course_id, about_id: person_id },
    before: { kind, text: before.value, note: before.note },
    after: { kind, text: after.value, note: after.note, ...(debt === 'none' ? {} : { debt }) }
  }
}

async function answer(
  trx: Db,
  course_id: number,
  entries: ResultEntry[],
  judged: Judged[],
  known: Map<number, cells.Known>
): Promise<ResultOutcome[]> {
  const sums = new Map((await listSums(trx, course_id, [...known.keys(), -1])).map((row) => [row.student_id, row]))
  const met = entries.filter((_, i) => judged[i] === 'conflict')
  const last =
    met.length > 0
      ? await listLastChanges(
          trx,
          course_id,
          met.map((entry) => personOf(known, entry))
        )
      : []
  return entries.map((entry, i): ResultOutcome => {
    const one = judged[i] ?? 'not-in-group'
    const { value } = standingOf(known.get(entry.student_id), entry.kind)
    if (one === 'conflict') {
      const change = last.find(({ about_id, kind }) => about_id === personOf(known, entry) && kind === entry.kind)
      return { kind: 'conflict', text: value, by: change?.actor_name ?? '', at: change?.at ?? null }
    }
    if (typeof one === 'string' && one !== 'same') return { kind: 'refused', refusal: one }
    const { hours_missed, average } = sums.get(entry.student_id) ?? { hours_missed: 0, average: null }
    return { kind: 'saved', text: one === 'same' ? value : one.after.value, hours_missed: hours_missed ?? 0, average }
  })
}

const personOf = (known: Map<number, cells.Known>, { student_id }: ResultEntry) =>
  known.get(student_id)?.person_id ?? -1
