// Which lessons have their record in the journal, and how complete and how late it is.
import { TEACHER } from './areas.ts'
import { daysAfter } from './calendar.ts'
import { chanceOf } from './chance.ts'
import { endOf, instantOf } from './college.ts'
import type { Entry } from './entries.ts'
import { OWN_GROUP } from './groups.ts'
import { PRACTICE_PAIRS } from './practices.ts'

export type Diary = {
  today: string
  /** The last working day, today included. */
  focus: string
  /** Records later than this day may be missing. */
  recent: string
  entries: Entry[]
}

/** Teachers who keep the journal late. */
const LATE = [5, 9, 13]

/** By noon two lessons are over. */
const PAIRS_BY_NOON = 2

/** The lessons that are recorded: all up to today but what the demonstration leaves to do. */
export function keptOf({ today, focus, recent, entries }: Diary): Entry[] {
  const toDo = entries.findLast(
    ({ teacher, substitute, held_on }) => held_on === focus && teacher === TEACHER && substitute === null
  )
  return entries.filter((entry) => {
    const { held_on, pair, activity, teacher, substitute, id } = entry
    const end = activity.kind === 'practice' ? PRACTICE_PAIRS : pair
    if (held_on > today || entry === toDo || (held_on === today && end > PAIRS_BY_NOON)) return false
    const isLate = held_on > recent && substitute === null && LATE.includes(teacher)
    return !(isLate && chanceOf('forgotten', id).happens(0.2))
  })
}

/** The lesson of the demonstration teacher whose topic is not written yet. */
export const withoutTopic = (kept: Entry[]): Entry | undefined =>
  kept
    .filter(
      ({ teacher, substitute, activity }) => teacher === TEACHER && substitute === null && activity.group === OWN_GROUP
    )
    .at(-3)

export type Record = {
  topic: string
  homework: string
  topic_kept_at: string | null
  homework_kept_at: string | null
  roll_called_at: string
}

/** What stands in the journal of a lesson and when it was written. */
export function recordOf({ id, held_on, pair, topic, teacher }: Entry, isEmpty: boolean, today: string): Record {
  const chance = chanceOf('record', id)
  const late = LATE.includes(teacher) && chance.happens(0.3) ? chance.int(1, 4) : 0
  const kept_on = late > 0 ? daysAfter(held_on, late) : held_on
  const at = late > 0 ? '17:30' : endOf(pair)
  const hasHomework = topic.homework !== '' && !chance.happens(0.07) && kept_on <= today
  const hasTopic = !isEmpty && kept_on <= today
  return {
    topic: hasTopic ? topic.title : '',
    homework: hasHomework ? topic.homework : '',
    topic_kept_at: hasTopic ? instantOf(kept_on, at) : null,
    homework_kept_at: hasHomework ? instantOf(kept_on, at) : null,
    roll_called_at: instantOf(held_on, endOf(pair))
  }
}
