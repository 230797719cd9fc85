import type { Insertable } from 'kysely'
import type { Absence, Mark, Work } from '../platform/schema.ts'
import { daysAfter } from './calendar.ts'
import { chanceOf } from './chance.ts'
import { endOf, instantOf } from './college.ts'
import type { Entry } from './entries.ts'
import type { Filling } from './lessons.ts'
import type { Pupil } from './pupils.ts'
import { markOf, type PlannedWork } from './works.ts'

/** A lesson that was held, with its number in the journal. */
export type Held = { id: number; entry: Entry }

/** Everything that the journal holds of the lessons. */
export type Journal = {
  lessons: Held[]
  works: Insertable<Work>[]
  marks: (Insertable<Mark> & { entry: Entry })[]
  absences: (Insertable<Absence> & { entry: Entry })[]
}

/** A mark costs the database three look-ups, so of the last term fewer are remembered. */
const LAST_TERM_SHARE = 0.7

/** What the pupil got in the lesson: a mark for each work, or for some of them, as far as it is known by today. */
export function marksOf(lesson: Held, pupil: Pupil, works: PlannedWork[], filling: Filling): Journal['marks'] {
  const { entry } = lesson
  const chance = chanceOf('mark', entry.id, pupil.student_id)
  const remembered = filling.current.has(entry.activity) ? 1 : LAST_TERM_SHARE
  return works.flatMap((work, i) => {
    const value = markOf(pupil, work, chance)
    const given_on = work.days ? daysAfter(entry.held_on, work.days) : entry.held_on
    if (!chance.happens(work.share * remembered) || given_on > filling.today) return []
    const given_at = instantOf(given_on, work.days ? '16:10' : endOf(entry.pair))
    return [{ ...rowOf(lesson, pupil, filling), work_number: i + 1, value, given_at }]
  })
}

const rowOf = ({ id, entry }: Held, { student_id }: Pupil, { teachers }: Filling) => ({
  lesson_id: id,
  student_id,
  given_by: teachers[entry.substitute ?? entry.teacher]?.account_id ?? 0,
  entry
})

const MAKEUP_DAYS = 5

/** One who was away makes up for it and gets a mark beside the «н». */
export function makeUp(journal: Journal, lesson: Held, pupil: Pupil, work_number: number, filling: Filling): void {
  const { id, entry } = lesson
  const given_on = daysAfter(entry.held_on, MAKEUP_DAYS)
  if (given_on > filling.today) return
  const work = { kind: 'Отработка', share: 1 }
  const value = markOf(pupil, work, chanceOf('makeup', entry.id))
  journal.works.push({ lesson_id: id, number: work_number, work_kind_id: filling.workKinds.get(work.kind) ?? 0 })
  journal.marks.push({ ...rowOf(lesson, pupil, filling), work_number, value, given_at: instantOf(given_on, '15:40') })
}
