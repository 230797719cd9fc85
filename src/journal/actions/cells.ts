import type { Actor } from '../../access/actor.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { putCells } from '../queries/cell-writes.ts'
import { type CellAddress, listCells, listLastChanges, lockLessons } from '../queries/cells.ts'
import { listSums, type Sums } from '../queries/sums.ts'
import { type CellRefusal, textOf } from '../rules/cells.ts'
import { changeOf } from '../rules/entries.ts'
import { type Accepted, cellOf, type Entry, type Known, writesOf } from '../rules/writes.ts'

export type EntryOutcome =
  | { kind: 'saved'; text: string; hours_missed: number; average: number | null }
  | { kind: 'refused'; refusal: CellRefusal }
  | { kind: 'conflict'; text: string; by: string; at: Date | null }
  | { kind: 'no-such-cell' }

/**
 * Enters marks and absences into cells of one course; the only way they enter the journal. Each entry stands or is refused on
 * its own; all that stand are written with their audit lines in one statement.
 */
export async function enterCells(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  entries: Entry[]
): Promise<EntryOutcome[]> {
  const entered = await tryCells(db, actor, today, course_id, entries)
  if (entered) return entered
  // Somebody wrote into these lessons between reading and writing: now the others wait.
  return inTransaction(db, async (trx) => {
    await lockLessons(trx, lessonsOf(entries))
    const outcomes = await tryCells(trx, actor, today, course_id, entries)
    if (!outcomes) throw new Error('cells were written in spite of the lock')
    return outcomes
  })
}

const lessonsOf = (entries: Entry[]) => [...new Set(entries.map(({ lesson_id }) => lesson_id))].sort((a, b) => a - b)
const studentsOf = (entries: Entry[]) => [...new Set(entries.map(({ student_id }) => student_id))]

/** Undefined when a cell of these lessons was written after it had been read; then nothing is written. */
async function tryCells(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  entries: Entry[]
): Promise<EntryOutcome[] | undefined> {
  const cells = await listCells(db, actor, today, course_id, entries)
  const known = new Map(cells.map((cell) => [keyOf(cell), cell]))
  const judged = entries.map((entry) => judge(entry, known.get(keyOf(entry)), today))
  const accepted = judged.filter((one) => typeof one === 'object')
  const student_ids = studentsOf(entries)
  if (accepted.length === 0) return answer(db, entries, judged, known, await listSums(db, course_id, student_ids))
  const sums = await putCells(db, actor, { course_id, student_ids, ...writesOf(accepted) })
  return sums && answer(db, entries, judged, known, sums)
}

const keyOf = ({ lesson_id, student_id }: CellAddress) => `${lesson_id}.${student_id}`

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

async function answer(
  db: Db,
  entries: Entry[],
  judged: ReturnType<typeof judge>[],
  known: Map<string, Known>,
  rows: Sums[]
): Promise<EntryOutcome[]> {
  const sums = new Map(rows.map((row) => [row.student_id, row]))
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
    else if (one === 'conflict') outcomes.push(await conflictAt(db, cell))
    else outcomes.push({ kind: 'refused', refusal: one })
  }
  return outcomes
}

/** Two people in one cell are rare, so who was first is looked up only then. */
async function conflictAt(db: Db, cell: Known): Promise<EntryOutcome> {
  const last = await listLastChanges(db, cell.lesson_id, cell.person_id)
  return {
    kind: 'conflict',
    text: textOf(cellOf(cell), cell.lesson_hours),
    by: last?.actor_name ?? '',
    at: last?.at ?? null
  }
}
