// May this person enter this into this cell? Pure; the order of questions is the order of the answers people need.
import {
  type Absence,
  type Cell,
  type CellRefusal,
  type GivenMark,
  MARKS_OF_SCALE,
  readCell,
  type Work
} from './cells.ts'

/** What is known of the cell's lesson and of the person who writes. */
export type CellFacts = {
  held_on: string
  lesson_hours: number
  is_enrolled: boolean
  /** the term is closed and nobody unlocked the page for today */
  is_closed: boolean
  /** taught this lesson */
  is_keeper: boolean
  /** curates the group today */
  is_curator: boolean
  works: Work[]
  now: Cell
}

export type Change = { absence: Absence | null; marks: GivenMark[]; new_works: { number: number; scale: string }[] }

/** What the cell will hold when `text` is entered, or why it must not be. */
export function changeOf(facts: CellFacts, text: string, document: string, today: string): Change | CellRefusal {
  const typed = readCell(text)
  if (typeof typed === 'string') return typed
  if (facts.held_on > today) return 'not-held-yet'
  if (facts.is_closed) return 'page-closed'
  if (!facts.is_enrolled) return 'not-in-group'
  if (!facts.is_keeper && !facts.is_curator) return 'not-your-lesson'
  const absence = absenceOf(typed.code, typed.hours, facts)
  if (typeof absence === 'string') return absence
  const planned = marksOf(facts, typed.values, absence)
  if (typeof planned === 'string') return planned
  return refuseByRole(facts, absence, planned.marks, document) ?? { absence, ...planned }
}

function absenceOf(code: Absence['code'] | null, hours: number | null, { lesson_hours, now }: CellFacts) {
  if (code === null) return null
  if (code === 'о') return hours === null ? { code, hours: 0 } : 'unknown-entry'
  const kept = now.absence && now.absence.code !== 'о' ? now.absence.hours : lesson_hours
  const lost = hours ?? (code === 'б' || code === 'у' ? kept : lesson_hours)
  if (lost < 1 || lost > lesson_hours) return 'too-many-hours'
  return { code, hours: lost }
}

const sameAbsence = (a: Absence | null, b: Absence | null) => a?.code === b?.code && a?.hours === b?.hours
const sameMarks = (a: GivenMark[], b: GivenMark[]) => {
  const key = (marks: GivenMark[]) =>
    marks
      .map(({ work_number, value }) => `${work_number}=${value}`)
      .sort()
      .join()
  return key(a) === key(b)
}
const isReason = (absence: Absence | null) => absence?.code === 'б' || absence?.code === 'у'

/** The teacher enters «н» and «о», the curator turns «н» into «б» or «у» with a document (R1 5.3, R3 7.3). */
function refuseByRole(
  { now, is_keeper, is_curator }: CellFacts,
  absence: Absence | null,
  marks: GivenMark[],
  document: string
) {
  const changed = !sameAbsence(now.absence, absence)
  const reason = isReason(absence) || isReason(now.absence)
  if (!is_keeper && (!sameMarks(now.marks, marks) || (changed && (!reason || !now.absence || !absence))))
    return 'only-reason'
  if (!changed || !reason) return null
  if (!is_curator) return isReason(now.absence) ? 'reason-stands' : 'reason-is-curators'
  if (isReason(absence) && document.trim() === '') return 'document-needed'
  return null
}

type Planned = { marks: GivenMark[]; new_works: { number: number; scale: string }[] }

/** Which work each typed mark is for: by position, in place of the marks that stand, or for the make-up work beside «н». */
function marksOf(facts: CellFacts, values: (string | null)[], absence: Absence | null): Planned | CellRefusal {
  const numbers = numbersFor(facts, values, absence)
  const new_works: Planned['new_works'] = []
  const marks: GivenMark[] = []
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    const number = numbers[i] ?? nextNumber(facts, new_works)
    if (number > 9) return 'too-many-marks'
    const work = facts.works.find((one) => one.number === number)
    if (!work) new_works.push({ number, scale: /^\d$/.test(value) ? 'five' : 'pass' })
    const refusal = refuseValue(work, value, absence, facts.now, number)
    if (refusal) return refusal
    marks.push({ work_number: number, value })
  }
  return { marks, new_works }
}

const nextNumber = ({ works }: CellFacts, added: { number: number }[]) =>
  Math.max(0, ...works.map(({ number }) => number), ...added.map(({ number }) => number)) + 1

function numbersFor({ works, now }: CellFacts, values: (string | null)[], absence: Absence | null): number[] {
  const all = works.map(({ number }) => number)
  if (values.includes(null) || values.length >= all.length) return all
  const standing = now.marks.map(({ work_number }) => work_number).sort((a, b) => a - b)
  if (standing.length === values.length) return standing
  const makeups = works.filter(({ is_makeup }) => is_makeup).map(({ number }) => number)
  return absence?.code === 'н' ? makeups : all
}

/** A mark that already stands is not judged again when its neighbour changes. */
function refuseValue(
  work: Work | undefined,
  value: string,
  absence: Absence | null,
  now: Cell,
  number: number
): CellRefusal | null {
  const stands =
    now.marks.some((mark) => mark.work_number === number && mark.value === value) && absence?.code === now.absence?.code
  if (stands) return null
  if (absence?.code === 'н' && !work?.is_makeup) return 'makeup-needed'
  if (work && !MARKS_OF_SCALE[work.scale]?.includes(value)) return work.scale === 'pass' ? 'pass-needed' : 'five-needed'
  return null
}
