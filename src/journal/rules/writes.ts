// What accepted entries write: rows of works, marks and absences, and the lines of the audit trail. Pure.
import type { AuditLine } from '../../audit/actions.ts'
import type { CellWrites } from '../queries/cell-writes.ts'
import type { listCells } from '../queries/cells.ts'
import { type Absence, type Cell, textOf } from './cells.ts'
import type { Change } from './entries.ts'

/** One thing typed into one cell; `before` is the text that was on the screen. */
export type Entry = { lesson_id: number; student_id: number; before: string; value: string; document?: string }
export type Known = Awaited<ReturnType<typeof listCells>>[number]
/** An entry that stands: what was known of its cell, what the cell becomes, and its text then. */
export type Accepted = { entry: Entry; known: Known; change: Change; text: string }

export const cellOf = ({ code, hours, marks }: Known): Cell => ({
  absence: code === null ? null : { code, hours: hours ?? 0 },
  marks
})

/** Only what differs from what stands is written, so that a mark keeps who gave it and when. */
export function writesOf(accepted: Accepted[]): Omit<CellWrites, 'course_id' | 'student_ids'> {
  const rows = accepted.map(({ entry, known, change }) => ({
    works: change.new_works,
    marks: change.marks.filter(({ work_number, value }) => markOf(known, work_number) !== value),
    gone_marks: known.marks.filter(({ work_number }) => change.marks.every((mark) => mark.work_number !== work_number)),
    absences: changedAbsence(known, change.absence && { ...change.absence, document: documentOf(entry, known) }),
    gone_absences: known.code !== null && !change.absence ? [{}] : []
  }))
  const all = (kind: keyof (typeof rows)[number]) => {
    const those = accepted.flatMap(
      ({ known }, i) => rows[i]?.[kind].map((row) => ({ ...addressOf(known), ...row })) ?? []
    )
    return those.length > 0 ? JSON.stringify(those) : null
  }
  const lessons = new Map(accepted.map(({ known }) => [known.lesson_id, known.cells_version]))
  const lesson_ids = [...lessons.keys()].sort((a, b) => a - b) // one order for everybody: nobody waits for each other
  return {
    ...{ lesson_ids, versions: lesson_ids.map((id) => lessons.get(id) ?? 0) },
    ...{ works: all('works'), marks: all('marks'), gone_marks: all('gone_marks') },
    ...{ absences: all('absences'), gone_absences: all('gone_absences') },
    lines: JSON.stringify(accepted.map(lineOf))
  }
}

const addressOf = ({ lesson_id, student_id }: Known) => ({ lesson_id, student_id })
const markOf = ({ marks }: Known, number: number) => marks.find(({ work_number }) => work_number === number)?.value
const documentOf = (entry: Entry, known: Known) => entry.document ?? known.document ?? ''

function changedAbsence(known: Known, absence: (Absence & { document: string }) | null) {
  if (!absence) return []
  const { code, hours, document } = absence
  const stands = known.code === code && known.hours === hours && (known.document ?? '') === document
  return stands ? [] : [absence]
}

function lineOf({ entry, known, text }: Accepted): AuditLine {
  const document = entry.document ? { document: entry.document } : {}
  return {
    ...{ deed: 'cell.changed', object_kind: 'lesson', object_id: known.lesson_id, about_id: known.person_id },
    before: { text: textOf(cellOf(known), known.lesson_hours) },
    after: { text, ...document }
  }
}
