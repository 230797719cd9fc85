import type { Db } from '../platform/db.ts'
import { TEACHER } from './areas.ts'
import { type Spells, spellsOf } from './attendance.ts'
import { semesterOf, type TermSpan } from './calendar.ts'
import { addCourses, type CourseRows } from './courses.ts'
import { addTimetable, type Entry } from './entries.ts'
import { entryYearOf, GROUPS, OWN_GROUP } from './groups.ts'
import { type Activity, activitiesOf, finalWeeksOf } from './load.ts'
import type { Programme } from './programmes.ts'
import type { Pupil } from './pupils.ts'
import type { Member } from './staff.ts'
import { addSubgroups, type Subgroups } from './study-groups.ts'
import { layTimetable } from './timetable.ts'

/** What is known when the terms are laid out. */
export type Stage = {
  today: string
  /** The last working day, today included. */
  focus: string
  /** Working days of the illness that the demonstration promises; the document came on the last one. */
  illness: string[]
  year: number
  terms: TermSpan[]
  term_ids: number[]
  programmes: Programme[]
  groups: number[]
  subgroups: Subgroups
  rooms: number[]
  teachers: Member[]
  pupils: Pupil[]
  lessonKinds: Map<string, number>
  workKinds: Map<string, number>
}

export type LaidTerm = { entries: Entry[]; courses: CourseRows; spells: Spells; skipped: Activity | undefined }

/** Journal pages, lesson plans and the timetable of one term. */
export async function addTerm(db: Db, stage: Stage, i: number): Promise<LaidTerm> {
  const term = stage.terms[i] as TermSpan
  const { pupils, today, illness, focus, programmes } = stage
  const loads = GROUPS.map((group, k) => {
    const semester = semesterOf(term, entryYearOf(group, stage.year))
    const programme = programmes[k] as Programme
    return { activities: activitiesOf(k, semester, programme), finalWeeks: finalWeeksOf(semester, programme) }
  })
  const wanted =
    term.days.includes(focus) && i === stage.terms.length - 1 ? { teacher: TEACHER, day: focus } : undefined
  const slots = layTimetable(term.days, loads, wanted) // first, because it settles who leads the practices
  const activities = loads.flatMap((load) => load.activities)
  await addMissingSubgroups(db, stage, activities)
  const courses = await addCourses(db, activities, { ...stage, term, term_id: stage.term_ids[i] ?? 0 })
  const entries = await addTimetable(db, slots, courses, stage)
  return { entries, courses, spells: spellsOf(pupils, term, today, illness), skipped: skippedOf(activities) }
}

/** A group keeps its divisions from term to term. */
async function addMissingSubgroups(
  db: Db,
  { pupils, groups, subgroups }: Stage,
  activities: Activity[]
): Promise<void> {
  const divided = activities.flatMap(({ group, division }) => (division === null ? [] : [`${group} ${division}`]))
  const missing = [...new Set(divided)].filter((key) => !subgroups.has(key))
  const divisions = missing.map((key): [number, string] => [Number(key.split(' ')[0]), key.slice(key.indexOf(' ') + 1)])
  for (const [key, ids] of await addSubgroups(db, pupils, groups, divisions)) subgroups.set(key, ids)
}

/** The subject of the own group that one student skips: the one divided for laboratory lessons, else the smallest. */
function skippedOf(activities: Activity[]): Activity | undefined {
  const own = activities.filter(({ group, kind }) => group === OWN_GROUP && kind === 'theory')
  const bySize = own.toSorted((a, b) => a.topics.length - b.topics.length)
  return bySize.find(({ teachers, division }) => division !== null && teachers.includes(TEACHER)) ?? bySize[0]
}
