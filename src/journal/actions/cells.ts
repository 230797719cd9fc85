import type { Actor } from '../../access/actor.ts'
import { type AuditLine, record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/cells.ts'
import { type Cell, type CellRefusal, textOf } from '../rules/cells.ts'
import { type Change, changeOf } from '../rules/entries.ts'

/** One thing typed into one cell; `before` is the text that was on the screen. */
export type Entry = { lesson_id: number; student_id: number; before: string; value: string; document?: string }

export type EntryOutcome =
  | { kind: 'saved'; text: string; hours_missed: number; average: number | null }
  | { kind: 'refused'; refusal: CellRefusal }
  | { kind: 'conflict'; text: string; by: string; at: Date | null }
  | { kind: 'no-such-cell' }

type Known = Awaited<ReturnType<typeof queries.listCells>>[number]
type Accepted = { entry: Entry; known: Known; change: Change; text: string }

/**
 * Enters marks and absences into cells of one course; the only way they enter the journal. Each entry stands or is refused on
 * its own; all that stand are written with their audit lines in one transaction and a fixed number of statements.
 */
export function enterCells(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  entries: Entry[]
): Promise<EntryOutcome[]> {
  return inTransaction(db, async (trx) => {
    await queries.lockLessons(trx, [...new Set(entries.map(({ lesson_id }) => lesson_id))])
    const known = new Map(
      (await queries.listCells(trx, actor, today, course_id, entries)).map((cell) => [keyOf(cell), cell])
    )
    const judged = entries.map((entry) => judge(entry, known.get(keyOf(entry)), today))
    await write(trx, actor, judged.filter((one) => typeof one !== 'string' && 'change' in one) as Accepted[])
    return answer(trx, course_id, entries, judged, known)
  })
}

const keyOf = ({ lesson_id, student_id }: queries.CellAddress) => `${lesson_id}.${student_id}`

const cellOf = ({ code, hours, marks }: Known): Cell => ({
  absence: code === null ? null : { code, hours: hours ?? 0 },
  marks
})

/** Sight, then whether the cell is still as it was on the screen, then the rules. */
function judge(
  entry: Entry,
  known: Known | undefined,
  today: string
): Accepted | CellRefusal | 'no-such-cell' | 'conflict' | 'same' {
  if (!known) return 'no-such-cell'
  const now = cellOf(known)
  const text = textOf(now, known.lesson_hours)
  if (entry.value.trim() === text && entry.document === undefined) return 'same' // a repeat after a lost answer writes nothing
  const change = changeOf({ ...known, now }, entry.value, entry.document ?? known.document ?? '', today)
  if (typeof change === 'string') return change
  const next = textOf(change, known.lesson_hours)
  const named = entry.document !== undefined && entry.document !== (known.document ?? '')
  if (next === text && !named) return 'same'
  if (entry.before.trim() !== text) return 'conflict'
  return { entry, known, change, text: next }
}

async function write(trx: Db, actor: Actor, accepted: Accepted[]): Promise<void> {
  if (accepted.length === 0) return
  await addMissingWorks(trx, accepted)
  const by = actor.account_id
  const marks = accepted.flatMap(({ known, change }) =>
    change.marks
      .filter((mark) => !known.marks.some((old) => old.work_number === mark.work_number && old.value === mark.value))
      .map((mark) => ({ ...addressOf(known), ...mark, given_by: by }))
  )
  const goneMarks = accepted.flatMap(({ known, change }) =>
    known.marks
      .filter((old) => !change.marks.some((mark) => mark.work_number === old.work_number))
      .map(({ work_number }) => ({ ...addressOf(known), work_number }))
  )
  const absences = accepted.flatMap(({ entry, known, change }) =>
    change.absence
      ? [{ ...addressOf(known), ...change.absence, document: entry.document ?? known.document ?? '', noted_by: by }]
      : []
  )
  const goneAbsences = accepted
    .filter(({ known, change }) => known.code !== null && !change.absence)
    .map(({ known }) => addressOf(known))
  const changedAbsences = absences.filter((absence) => isNewAbsence(absence, accepted))
  if (marks.length > 0) await queries.putMarks(trx, marks)
  if (goneMarks.length > 0) await queries.dropMarks(trx, goneMarks)
  if (changedAbsences.length > 0) await queries.putAbsences(trx, changedAbsences)
  if (goneAbsences.length > 0) await queries.dropAbsences(trx, goneAbsences)
  await record(trx, actor, ...accepted.map(lineOf))
}

const addressOf = ({ lesson_id, student_id }: Known) => ({ lesson_id, student_id })

function isNewAbsence(
  absence: { lesson_id: number; student_id: number; code: string; hours: number; document: string },
  accepted: Accepted[]
) {
  const old = accepted.find(({ known }) => keyOf(known) === keyOf(absence))?.known
  return old?.code !== absence.code || old.hours !== absence.hours || (old.document ?? '') !== absence.document
}

/** A mark typed over a lesson without a work for it opens one of the first kind of its scale. */
async function addMissingWorks(trx: Db, accepted: Accepted[]): Promise<void> {
  const missing = accepted.flatMap(({ known, change }) =>
    change.new_works.map((work) => ({ ...work, lesson_id: known.lesson_id }))
  )
  if (missing.length === 0) return
  const kinds = new Map((await queries.listDefaultKinds(trx)).map(({ scale, id }) => [scale, id]))
  await queries.addWorks(
    trx,
    missing.map(({ lesson_id, number, scale }) => ({ lesson_id, number, work_kind_id: kinds.get(scale) ?? 0 }))
  )
}

function lineOf({ entry, known, text }: Accepted): AuditLine {
  const document = entry.document ? { document: entry.document } : {}
  return {
    ...{ deed: 'cell.changed', object_kind: 'lesson', object_id: known.lesson_id, about_id: known.person_id },
    before: { text: textOf(cellOf(known), known.lesson_hours) },
    after: { text, ...document }
  }
}

async function answer(
  trx: Db,
  course_id: number,
  entries: Entry[],
  judged: ReturnType<typeof judge>[],
  known: Map<string, Known>
): Promise<EntryOutcome[]> {
  const sums = new Map(
    (await queries.listSums(trx, course_id, [...new Set(entries.map(({ student_id }) => student_id))])).map((row) => [
      row.student_id,
      row
    ])
  )
  const saved = (student_id: number, text: string): EntryOutcome => {
    const { hours_missed, average } = sums.get(student_id) ?? { hours_missed: 0, average: null }
    return { kind: 'saved', text, hours_missed: hours_missed ?? 0, average }
  }
  const outcomes: EntryOutcome[] = []
  for (const [i, entry] of entries.entries()) {
    const one = judged[i] ?? 'no-such-cell'
    const cell = known.get(keyOf(entry))
    if (one === 'no-such-cell' || !cell) outcomes.push({ kind: 'no-such-cell' })
    else if (typeof one !== 'string') outcomes.push(saved(entry.student_id, one.text))
    else if (one === 'same') outcomes.push(saved(entry.student_id, textOf(cellOf(cell), cell.lesson_hours)))
    else if (one === 'conflict') outcomes.push(await conflictAt(trx, cell))
    else outcomes.push({ kind: 'refused', refusal: one })
  }
  return outcomes
}

/** Two people in one cell are rare, so who was first is looked up only then. */
async function conflictAt(trx: Db, cell: Known): Promise<EntryOutcome> {
  const last = await queries.listLastChanges(trx, cell.lesson_id, cell.person_id)
  return {
    kind: 'conflict',
    text: textOf(cellOf(cell), cell.lesson_hours),
    by: last?.actor_name ?? '',
    at: last?.at ?? null
  }
}
