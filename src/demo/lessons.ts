import type { Db } from '../platform/db.ts'
import { TEACHER } from './areas.ts'
import { type Absence, absenceAt, type Spells } from './attendance.ts'
import { type Chance, chanceOf } from './chance.ts'
import { endOf, instantOf } from './college.ts'
import type { Entry } from './entries.ts'
import { GROUPS } from './groups.ts'
import { recordOf, withoutTopic } from './keeping.ts'
import type { Activity } from './load.ts'
import { type Held, type Journal, makeUp, marksOf } from './marks.ts'
import { type Pupil, partOf, stayOn } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'
import { type PlannedWork, passWork, worksOf } from './works.ts'

export type Filling = {
  today: string
  teachers: Member[]
  pupils: Pupil[]
  lessonKinds: Map<string, number>
  workKinds: Map<string, number>
  spells: Spells
  /** Subjects that the skipper skips. */
  skipped: Set<Activity>
  /** What is studied this term. */
  current: Set<Activity>
}

/** Records the kept lessons with their works, marks and absences. */
export async function addLessons(db: Db, kept: Entry[], filling: Filling): Promise<Journal> {
  const { teachers, lessonKinds, today } = filling
  const memberOf = (teacher: number) => teachers[teacher]?.staff_member_id ?? 0
  const empty = withoutTopic(kept)
  const ids = await addNumbered(
    db,
    'lesson',
    kept.map((entry) => ({
      course_id: entry.course_id,
      held_on: entry.held_on,
      pair_number: entry.pair,
      hours: entry.topic.hours,
      lesson_kind_id: lessonKinds.get(entry.topic.kind) ?? 0,
      lesson_plan_topic_id: entry.topic_id,
      taught_by: memberOf(entry.substitute ?? entry.teacher),
      substitutes_for: entry.substitute === null ? null : memberOf(entry.teacher),
      ...recordOf(entry, entry === empty, today)
    }))
  )
  const journal: Journal = { lessons: [], works: [], marks: [], absences: [] }
  const tests = new Map<number, number>()
  for (const [i, entry] of kept.entries()) keepLesson(journal, { id: ids[i] ?? 0, entry }, filling, tests)
  await addRows(db, 'work', journal.works)
  await addRows(
    db,
    'mark',
    journal.marks.map(({ entry, ...row }) => row)
  )
  await addRows(
    db,
    'absence',
    journal.absences.map(({ entry, ...row }) => row)
  )
  return journal
}

/** The second test of each of the demonstration teacher's journals is passed or not, without a grade. */
function plannedWorks({ topic, course_id, teacher }: Entry, chance: Chance, tests: Map<number, number>): PlannedWork[] {
  if (topic.kind !== 'Контрольная работа') return worksOf(topic, chance)
  const number = (tests.get(course_id) ?? 0) + 1
  tests.set(course_id, number)
  return teacher === TEACHER && number === 2 ? [passWork] : worksOf(topic, chance)
}

function keepLesson(journal: Journal, lesson: Held, filling: Filling, tests: Map<number, number>): void {
  const { entry, id } = lesson
  const { workKinds, spells, skipped } = filling
  const chance = chanceOf('works', entry.id)
  const works = plannedWorks(entry, chance, tests)
  journal.lessons.push(lesson)
  for (const [i, { kind }] of works.entries())
    journal.works.push({ lesson_id: id, number: i + 1, work_kind_id: workKinds.get(kind) ?? 0 })

  const away: Pupil[] = []
  for (const pupil of rosterOf(entry, filling.pupils)) {
    const skips = pupil.special === 'skipper' && skipped.has(entry.activity)
    const absence = absenceAt(pupil, entry, spells(pupil, entry.held_on), skips)
    if (absence) journal.absences.push({ ...absenceRow(lesson, absence, filling), student_id: pupil.student_id })
    if (absence?.code === 'н' && absence.hours === entry.topic.hours) away.push(pupil)
    if (absence === null || absence.code === 'о') journal.marks.push(...marksOf(lesson, pupil, works, filling))
  }
  if (away[0] && works.length > 0 && chance.happens(0.12)) makeUp(journal, lesson, away[0], works.length + 1, filling)
}

const rosterOf = ({ activity: { group, division }, held_on, part }: Entry, pupils: Pupil[]) =>
  pupils.filter((pupil) => {
    const stay = stayOn(pupil, group, held_on)
    return stay !== undefined && (division === null || partOf(stay, division, held_on) === part)
  })

function absenceRow({ id, entry }: Held, { code, hours, document, by, noted_on }: Absence, { teachers }: Filling) {
  const keeper = by === 'curator' ? GROUPS[entry.activity.group]?.curator : (entry.substitute ?? entry.teacher)
  const noted_at = instantOf(noted_on, by === 'curator' ? '15:20' : endOf(entry.pair))
  return { lesson_id: id, code, hours, document, noted_by: teachers[keeper ?? 0]?.account_id ?? 0, noted_at, entry }
}
