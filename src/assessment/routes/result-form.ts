// The page of results: its rows as they stand or as they were typed, and its form read back into entries.
import { RESULT_NAMES, type ResultKind } from '../../college/rules/results.ts'
import { nameOf } from '../../journal/rules/grid.ts'
import type { ResultEntry, ResultOutcome } from '../actions/results.ts'
import type { StandingResult, StudentRow } from '../queries/rows.ts'
import { RESULT_REFUSALS, valuesOf } from '../rules/results.ts'
import { adviceOf, marksNeededFor, missedShareOf, warningsOf } from '../rules/warnings.ts'

export type Fields = Record<string, string | string[] | undefined>
type Limits = Parameters<typeof adviceOf>[1]

const text = (fields: Fields, name: string): string => [fields[name]].flat().at(-1)?.trim() ?? ''
const keyOf = (kind: string, student_id: number) => `${kind}_${student_id}`

/** Reads the rows that the person touched; a row left as it was on the screen is nobody's entry. */
export function entriesOf(fields: Fields): ResultEntry[] {
  return Object.keys(fields).flatMap((name) => {
    const [, kind = '', student = ''] = /^value_([a-z_]{1,20})_([1-9]\d{0,15})$/.exec(name) ?? []
    const entry = kind === '' ? undefined : entryAt(fields, kind, Number(student))
    return entry ?? []
  })
}

function entryAt(fields: Fields, kind: string, student_id: number): ResultEntry | undefined {
  const key = keyOf(kind, student_id)
  const [value, before] = [text(fields, `value_${key}`), text(fields, `before_${key}`)]
  const [note, noted] = [text(fields, `note_${key}`), text(fields, `noted_${key}`)]
  return value === before && note === noted ? undefined : { student_id, kind, value, before, note, noted }
}

/** What stands in the way of each entry that was not saved, by the name of its cell. */
export function sentencesOf(entries: ResultEntry[], outcomes: ResultOutcome[]): Map<string, string> {
  const sentences = new Map<string, string>()
  for (const [i, outcome] of outcomes.entries()) {
    const key = keyOf(entries[i]?.kind ?? '', entries[i]?.student_id ?? -1)
    if (outcome.kind === 'refused') sentences.set(key, RESULT_REFUSALS[outcome.refusal])
    if (outcome.kind === 'conflict') {
      const by = outcome.by ? ` (${outcome.by})` : ''
      const now = `Пока страница была открыта, в журнал внесено «${outcome.text || 'пусто'}»${by}`
      sentences.set(key, `${now}. Сравните и сохраните ещё раз`)
    }
  }
  return sentences
}

type Page = {
  kinds: ResultKind[]
  item_kind: string
  ends_on: string
  planned_hours: number | null
  limits: Limits
  mayWrite: boolean
}
type Typed = { fields: Fields; sentences: Map<string, string> }

/** One row a student, with a cell for each kind of result. */
export function rowsOf(students: StudentRow[], page: Page, typed?: Typed) {
  const marks_needed = marksNeededFor(page.item_kind, page.planned_hours ?? 0, page.limits)
  return students.map((student) => {
    const figures = { ...student, marks_needed }
    return {
      ...figures,
      name: nameOf(student),
      share: missedShareOf(figures),
      advice: student.is_enrolled ? adviceOf(figures, page.limits) : null,
      mayWrite: page.mayWrite && student.is_enrolled,
      cells: page.kinds.map((kind) => cellOf(figures, kind, page, typed))
    }
  })
}
export type ResultRow = ReturnType<typeof rowsOf>[number]

function cellOf(student: StudentRow & { marks_needed: number }, kind: ResultKind, page: Page, typed?: Typed) {
  const key = keyOf(kind, student.student_id)
  const standing = student.results.find((result) => result.kind === kind)
  const entry = typed && entryAt(typed.fields, kind, student.student_id)
  const [before, noted] = [standing?.value ?? '', standing?.note ?? '']
  const value = entry?.value ?? before
  return {
    ...{ key, title: RESULT_NAMES[kind], before, noted, value, note: entry?.note ?? noted },
    choices: [...new Set([...valuesOf(kind), ...(value === '' ? [] : [value])])],
    sentence: typed?.sentences.get(key),
    warnings: standing ? warningsOf(standing, student, page.ends_on, page.limits) : [],
    debt: debtOf(standing)
  }
}

const debtOf = (standing: StandingResult | undefined) =>
  standing?.opened_on ? { opened_on: standing.opened_on, cleared_on: standing.cleared_on } : null

/** How much of what is due has been given: only students who are in the course at its end are due a result. */
export function progressOf(rows: ResultRow[]) {
  const cells = rows.filter(({ is_enrolled }) => is_enrolled).flatMap((row) => row.cells)
  return {
    due: cells.length,
    given: cells.filter(({ before }) => before !== '').length,
    unexplained: cells.filter(({ warnings }) => warnings.some(({ name }) => name === 'unexplained')).length
  }
}
