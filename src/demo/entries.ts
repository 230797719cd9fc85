import type { Db } from '../platform/db.ts'
import { TEACHER, TEACHERS } from './areas.ts'
import { instantOf } from './college.ts'
import type { CourseRows } from './courses.ts'
import { GROUPS } from './groups.ts'
import { PRACTICE_PAIRS } from './practices.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'
import type { Slot } from './timetable.ts'

/** A lesson of the timetable for one teacher: a divided group has two at once. */
export type Entry = Slot & {
  id: number
  course_id: number
  topic_id: number
  /** Which subgroup, when the group is divided. */
  part: number
  teacher: number
  /** Who taught instead. */
  substitute: number | null
}

type Filling = { teachers: Member[]; rooms: number[] }

export async function addTimetable(
  db: Db,
  slots: Slot[],
  courses: CourseRows,
  { teachers, rooms }: Filling
): Promise<Entry[]> {
  const next = new Map<Slot['activity'], number>()
  const entries = slots.flatMap((slot): Entry[] => {
    const { activity } = slot
    const number = next.get(activity) ?? 0
    next.set(activity, number + 1)
    const rows = courses.get(activity)
    const common = { ...slot, id: 0, topic_id: rows?.topics[number] ?? 0, substitute: null }
    return activity.teachers.map((teacher, part) => ({ ...common, part, teacher, course_id: rows?.courses[part] ?? 0 }))
  })
  const ids = await addNumbered(
    db,
    'timetable_entry',
    entries.map(({ course_id, held_on, pair, topic, teacher, activity }) => ({
      ...{ course_id, held_on, pair_number: pair, hours: topic.hours },
      room_id: activity.item.kind === 'industrial_practice' ? null : (rooms[teacher] ?? null),
      staff_member_id: teachers[teacher]?.staff_member_id ?? 0
    }))
  )
  return entries.map((entry, i) => ({ ...entry, id: ids[i] ?? 0 }))
}

const timesOf = ({ activity, held_on, pair }: Slot) =>
  Array.from({ length: activity.kind === 'practice' ? PRACTICE_PAIRS : 1 }, (_, k) => `${held_on} ${pair + k}`)

/**
 * Two substitutions: a colleague took a lesson of the demonstration teacher by the first day, and she one in the
 * other department by the second. The entries are marked, too.
 */
export async function addSubstitutions(
  db: Db,
  entries: Entry[],
  days: [string, string],
  { teachers }: Filling
): Promise<void> {
  const busy = new Set(entries.flatMap((entry) => timesOf(entry).map((time) => `${time} ${entry.teacher}`)))
  const isFree = (teacher: number, { held_on, pair }: Slot) => !busy.has(`${held_on} ${pair} ${teacher}`)
  const theory = entries.filter(({ activity }) => activity.kind === 'theory' && activity.division === null)
  const taken = theory.findLast(({ held_on, teacher }) => teacher === TEACHER && held_on <= days[0])
  const given = theory.findLast(
    (entry) => GROUPS[entry.activity.group]?.department === 1 && entry.held_on <= days[1] && isFree(TEACHER, entry)
  )
  if (taken)
    taken.substitute = [...TEACHERS.keys()].find((teacher) => teacher !== TEACHER && isFree(teacher, taken)) ?? null
  if (given) given.substitute = TEACHER
  const row = (entry: Entry, reason: string, order_number: string) => ({
    ...{ timetable_entry_id: entry.id, reason, order_number, made_at: instantOf(entry.held_on, '08:10') },
    staff_member_id: teachers[entry.substitute ?? 0]?.staff_member_id ?? 0
  })
  await addRows(db, 'substitution', [
    ...(taken && taken.substitute !== null
      ? [row(taken, 'Командировка: областной семинар преподавателей', '211-л')]
      : []),
    ...(given ? [row(given, 'Болезнь преподавателя', '218-л')] : [])
  ])
}
