import type { Insertable } from 'kysely'
import { type ResultKind, resultKindsOf } from '../journal/rules/results.ts'
import type { Db } from '../platform/db.ts'
import type { Result } from '../platform/schema.ts'
import { daysAfter, type TermSpan } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { instantOf } from './college.ts'
import type { CourseRows } from './courses.ts'
import type { Entry } from './entries.ts'
import type { Activity } from './load.ts'
import type { Journal } from './marks.ts'
import { type Pupil, partOf, stayOn } from './pupils.ts'
import { addRows } from './rows.ts'
import type { Member } from './staff.ts'

type Tally = { points: number; marks: number; missed: number; hours: number }
/** By course and student. */
export type Tallies = (course_id: number, student_id: number) => Tally

/** What the journal says of each student in each course: points, marks and hours. */
export function talliesOf({ lessons, marks, absences }: Journal): Tallies {
  const hours = new Map<number, number>()
  for (const { entry } of lessons) hours.set(entry.course_id, (hours.get(entry.course_id) ?? 0) + entry.topic.hours)
  const all = new Map<string, Tally>()
  const tallyOf = (course: number, student: number): Tally => {
    const key = `${course} ${student}`
    const tally = all.get(key) ?? { points: 0, marks: 0, missed: 0, hours: hours.get(course) ?? 0 }
    all.set(key, tally)
    return tally
  }
  for (const { entry, student_id, value } of marks) {
    if (!/\d/.test(value)) continue
    const tally = tallyOf(entry.course_id, student_id)
    tally.points += Number(value)
    tally.marks++
  }
  for (const { entry, student_id, hours: lost } of absences) tallyOf(entry.course_id, student_id).missed += lost
  return tallyOf
}

type Filling = {
  term: TermSpan
  today: string
  entries: Entry[]
  courses: CourseRows
  pupils: Pupil[]
  teachers: Member[]
  tallies: Tallies
}
type ResultRow = Insertable<Result>

/** Results of the courses whose last lesson is over; those without lessons get theirs when the term is over. */
export async function addResults(db: Db, filling: Filling): Promise<void> {
  const rows = [...filling.courses.keys()].flatMap((activity) => resultsOf(activity, filling))
  await addRows(db, 'result', rows)
  await addRows(db, 'debt', rows.filter(({ value }) => value === '2' || value === 'н/а').map(debtOf(filling.today)))
}

function resultsOf(activity: Activity, filling: Filling): ResultRow[] {
  const { term, today, entries, courses, pupils } = filling
  const last = entries.findLast((entry) => entry.activity === activity)?.held_on ?? term.ends_on
  if (last >= today) return []
  const ids = courses.get(activity)?.courses ?? []
  return pupils.flatMap((pupil) => {
    const stay = stayOn(pupil, activity.group, last)
    if (!stay) return []
    const part = activity.division === null ? 0 : partOf(stay, activity.division, last)
    if (part === null) return []
    return resultsOfPupil(activity, pupil, { course_id: ids[part] ?? 0, last, part }, filling)
  })
}

/** Those of the item and its forms of control. */
const kindsOf = ({ kind, controls }: Activity): ResultKind[] =>
  resultKindsOf(kind === 'exam' ? 'module_exam' : 'discipline', controls)

type Place = { course_id: number; last: string; part: number }

function resultsOfPupil(
  activity: Activity,
  pupil: Pupil,
  { course_id, last, part }: Place,
  filling: Filling
): ResultRow[] {
  const chance = chanceOf('result', course_id, pupil.student_id)
  const tally = filling.tallies(course_id, pupil.student_id)
  const given_by = filling.teachers[activity.teachers[part] ?? 0]?.account_id ?? 0
  return kindsOf(activity).map((kind) => ({
    ...{ course_id, student_id: pupil.student_id, kind, given_by, given_at: instantOf(last, '16:30') },
    ...assessed(kind, pupil, tally, chance)
  }))
}

const NOT_ASSESSED_ABOVE = 0.5
const clamp = (points: number) => Math.max(2, Math.min(5, Math.round(points)))

/** The average rounded; an exam and a project differ now and then, and then the reason is noted. */
function assessed(kind: ResultKind, { ability }: Pupil, tally: Tally, chance: Chance): { value: string; note: string } {
  if (tally.hours > 0 && tally.missed / tally.hours > NOT_ASSESSED_ABOVE) {
    return { value: 'н/а', note: `Пропущено ${tally.missed} ч из ${tally.hours}` }
  }
  if (kind === 'credit') return { value: 'зач', note: '' }
  const average = tally.marks > 0 ? tally.points / tally.marks : ability
  const points = kind === 'semester' || kind === 'graded_credit' ? average : average + chance.normal() * 0.5
  const value = clamp(points)
  const differs = tally.marks > 0 && Math.abs(value - average) >= 1
  return {
    value: String(value),
    note: differs ? `По итогам ${value > average ? 'лучше' : 'хуже'} текущей успеваемости` : ''
  }
}

/** Two debts of three are cleared within two months. */
const debtOf =
  (today: string) =>
  ({ course_id, student_id, kind, given_at }: ResultRow) => {
    const chance = chanceOf('debt', course_id, student_id)
    const opened_on = String(given_at).slice(0, 10)
    const cleared_on = chance.happens(0.65) ? daysAfter(opened_on, chance.int(14, 60)) : null
    return {
      course_id,
      student_id,
      kind,
      opened_on,
      cleared_on: cleared_on !== null && cleared_on <= today ? cleared_on : null
    }
  }
