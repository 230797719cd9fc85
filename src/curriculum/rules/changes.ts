import {
  type CurriculumItem,
  type CurriculumTerm,
  hoursBySemester,
  hoursOfAll,
  isTaught
} from '../reader/curriculum.ts'
import { CONTROL_NAMES, HOUR_KINDS, ITEM_KINDS } from './words.ts'

export type PlanRow = Omit<CurriculumItem, 'source_code'>
/** A row as it stands in the college; journals or lesson plans of its own or of its rows make it used. */
export type StoredRow = PlanRow & { id: number; is_used: boolean; is_dropped: boolean }

/** «dropped» is gone from the file but stays, because journals stand on it; «removed» goes altogether. */
export type Change = 'created' | 'changed' | 'left' | 'dropped' | 'removed'
export type Difference = { what: string; before: string; after: string }
export type PlannedRow = {
  change: Change
  before: StoredRow | null
  after: PlanRow | null
  differences: Difference[]
  /** What has to be written; a row that only moved is written and yet left as it was. */
  writes: { item: boolean; terms: boolean }
}

/** What becomes of each row, in the order of the new plan; rows that are gone from it come last. */
export function changesOf(stored: StoredRow[], items: PlanRow[]): PlannedRow[] {
  const byKey = new Map(stored.map((row) => [row.item_key, row]))
  const keys = new Set(items.map(({ item_key }) => item_key))
  const kept = items.map((item) => changeOf(byKey.get(item.item_key) ?? null, item))
  const gone = stored.filter(({ item_key }) => !keys.has(item_key))
  const held = heldBy(
    gone.filter(({ is_used }) => is_used),
    byKey
  )
  return [
    ...kept,
    ...gone
      .filter(({ item_key, is_dropped }) => !(is_dropped && held.has(item_key)))
      .map((before) => changeOfGone(before, held.has(before.item_key)))
  ]
}

/** The rows themselves and the modules above them: a row that stays needs its module to stay. */
function heldBy(rows: StoredRow[], byKey: Map<string, StoredRow>): Set<string> {
  const held = new Set<string>()
  for (let up of rows as (StoredRow | undefined)[])
    for (; up && !held.has(up.item_key); up = byKey.get(up.parent_key ?? '')) held.add(up.item_key)
  return held
}

function changeOf(before: StoredRow | null, after: PlanRow): PlannedRow {
  if (!before) return { change: 'created', before, after, differences: [], writes: { item: true, terms: true } }
  const differences = differencesOf(before, after)
  const writes = {
    item: before.is_dropped || titleOf(before) !== titleOf(after),
    terms: JSON.stringify(sorted(before.terms)) !== JSON.stringify(sorted(after.terms))
  }
  const isTold = differences.length > 0 || (writes.terms && isTaught(after))
  return { change: isTold ? 'changed' : 'left', before, after, differences, writes }
}

const changeOfGone = (before: StoredRow, isHeld: boolean): PlannedRow => ({
  change: isHeld ? 'dropped' : 'removed',
  ...{ before, after: null, differences: [], writes: { item: true, terms: false } }
})

const titleOf = (row: PlanRow) =>
  JSON.stringify([row.position, row.item_index, row.name, row.kind, row.cycle_index, row.cycle_name, row.parent_key])

const sorted = (terms: CurriculumTerm[]) =>
  terms
    .toSorted((a, b) => a.semester - b.semester)
    .map(({ semester, hours_total, weeks, hours, controls }) => [
      ...[semester, hours_total, weeks],
      hours.map(({ kind, hours }) => `${kind} ${hours}`).sort(),
      controls.toSorted()
    ])

function differencesOf(before: StoredRow, after: PlanRow): Difference[] {
  const titles = [
    { what: 'строка', before: before.is_dropped ? 'исключена' : 'в плане', after: 'в плане' },
    { what: 'индекс', before: before.item_index, after: after.item_index },
    { what: 'наименование', before: before.name, after: after.name },
    { what: 'вид', before: ITEM_KINDS[before.kind], after: ITEM_KINDS[after.kind] },
    { what: 'цикл', before: cycleOf(before), after: cycleOf(after) },
    { what: 'входит в', before: before.parent_key ?? '', after: after.parent_key ?? '' }
  ]
  const semesters = new Set([...before.terms, ...after.terms].map(({ semester }) => semester))
  const terms = [...semesters]
    .sort((a, b) => a - b)
    .map((semester) => ({
      what: `${semester}-й семестр`,
      before: semesterInWords(before, semester),
      after: semesterInWords(after, semester)
    }))
  return [...titles, ...terms].filter((one) => one.before !== one.after)
}

const cycleOf = (row: PlanRow) => `${row.cycle_index} ${row.cycle_name}`.trim()
const printed = (hours: number) => String(hours).replace('.', ',')

/** Those of the keys that are among the listed words, in the order of the words. */
const inOrder = <Key extends string>(words: Record<Key, string>, keys: Key[]): Key[] =>
  (Object.keys(words) as Key[]).filter((key) => keys.includes(key))

/** «36 ч. (лекции 18, практические 18), 2 нед., экзамен»; an empty string where the row has no such semester. */
export function semesterInWords(row: PlanRow, semester: number): string {
  const term = row.terms.find((one) => one.semester === semester)
  if (!term) return ''
  const hours = new Map(term.hours.map((part) => [part.kind, part.hours]))
  const parts = inOrder(HOUR_KINDS, [...hours.keys()]).map(
    (kind) => `${HOUR_KINDS[kind]} ${printed(hours.get(kind) ?? 0)}`
  )
  const controls = isTaught(row) ? term.controls : [] // a module only repeats those of its rows
  return [
    `${printed(term.hours_total)} ч.${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`,
    term.weeks === null ? '' : `${printed(term.weeks)} нед.`,
    ...inOrder(CONTROL_NAMES, controls).map((form) => CONTROL_NAMES[form])
  ]
    .filter(Boolean)
    .join(', ')
}

export type HoursChange = { semester: number; before: number | null; after: number }

/** Hours of each semester before and after; `before` is null for a plan that is new. */
export function hoursChangeOf(stored: StoredRow[] | null, curriculum: { items: PlanRow[] }) {
  const standing = stored?.filter(({ is_dropped }) => !is_dropped) ?? null
  const before = new Map(hoursBySemester(standing ?? []).map(({ semester, hours }) => [semester, hours]))
  const after = new Map(hoursBySemester(curriculum.items).map(({ semester, hours }) => [semester, hours]))
  const hours: HoursChange[] = [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .map((semester) => ({
      semester,
      before: standing && (before.get(semester) ?? 0),
      after: after.get(semester) ?? 0
    }))
  return { hours, total: { before: standing && hoursOfAll(standing), after: hoursOfAll(curriculum.items) } }
}
