import { warnOfSums } from './reader/checks.ts'
import { type Curriculum, hoursBySemester, type Notices } from './reader/curriculum.ts'
import { readItems } from './reader/items.ts'
import { openPlan } from './reader/tables.ts'
import { readTerms } from './reader/terms.ts'
import { readTitle, refuseLevel, warnOfDuration } from './reader/title.ts'

export type {
  ControlForm,
  Curriculum,
  CurriculumItem,
  CurriculumTerm,
  HourKind,
  ItemKind,
  Notice
} from './reader/curriculum.ts'
export { hoursBySemester, hoursOfAll } from './reader/curriculum.ts'
export { itemKey } from './reader/keys.ts'

export type CurriculumReading = { ok: true; curriculum: Curriculum } | { ok: false; refusal: string }

/**
 * Reads a curriculum saved by «Планы» (ММИС Лаб, .plx). Never throws: a file that is no curriculum of a college
 * is refused in one Russian sentence, a doubtful row is read as far as it goes and named in `errors` (something of
 * it is lost) or `warnings` (taken as it stands, but worth a look).
 */
export const readCurriculum = (file: Uint8Array, fileName: string): CurriculumReading => {
  const plan = openPlan(file, fileName)
  if (!plan.ok) return plan
  const refusal = refuseLevel(plan.tables, fileName)
  if (refusal) return { ok: false, refusal }

  const notices: Notices = { errors: [], warnings: [] }
  const terms = readTerms(plan.tables, notices)
  const items = readItems(plan.tables, terms, notices)
  const semesters = hoursBySemester(items).at(-1)?.semester ?? 0
  warnOfSums(plan.tables, items, notices)
  warnOfDuration(plan.tables, semesters, notices)
  return { ok: true, curriculum: { ...readTitle(plan.tables), semesters, items, ...notices } }
}
