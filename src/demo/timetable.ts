import { type Board, countLeft, emptyBoard, isFree, type LaidGroup, type Place, put } from './board.ts'
import { weekdayOf } from './calendar.ts'
import type { Activity } from './load.ts'
import { layPractices } from './practices.ts'
import type { Topic } from './topics.ts'

/** One lesson of the timetable and the topic of its plan. */
export type Slot = Place & { topic: Topic }
type Wanted = { teacher: number; day: string }

const LAST_PAIR = 6
const DAY_PAIRS = 4

/**
 * Lays a term's lessons on its days: practices in one piece at its end, before them theory, evenly, without two lessons of one
 * group or teacher at once. The `wanted` teacher gets lessons on that day if the groups study theory then.
 */
export function layTimetable(
  days: string[],
  groups: { activities: Activity[]; finalWeeks: number }[],
  wanted?: Wanted
): Slot[] {
  const board = emptyBoard()
  const laid = groups.map(({ activities, finalWeeks }) => layPractices(board, days, activities, finalWeeks))
  if (wanted) layWanted(board, laid, wanted)
  days.forEach((day, i) => {
    for (const k of laid.keys()) layDay(board, laid[(i + k) % laid.length] as LaidGroup, day)
  })
  for (const group of laid) layRest(board, group)
  return withTopics(board.places)
}

/** In order of time each lesson takes the next topic of its plan. */
function withTopics(places: Place[]): Slot[] {
  const next = new Map<Activity, number>()
  const order = ({ held_on, pair }: Place) => `${held_on} ${pair}`
  return places
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((place) => {
      const number = next.get(place.activity) ?? 0
      next.set(place.activity, number + 1)
      return { ...place, topic: place.activity.topics[number] as Topic }
    })
}

const WANTED_PAIRS = 3

function layWanted(board: Board, groups: LaidGroup[], { teacher, day }: Wanted): void {
  let pair = 1
  for (const group of groups.filter(({ theory }) => theory.includes(day))) {
    const own = group.activities.find(({ teachers }) => teachers.includes(teacher))
    if (!own || pair > WANTED_PAIRS || !isFree(board, own, day, pair)) continue
    put(board, own, day, pair++)
    group.placed++
  }
}

/** Days of theory on which none of the teachers leads a practice. */
const openDays = ({ leading }: Board, { theory }: LaidGroup, { teachers }: Activity) =>
  theory.filter((day) => teachers.every((teacher) => !leading.has(`${day} ${teacher}`)))

const pace = new WeakMap<Activity, Map<string, number>>()

/** How many lessons of the activity should have been held by the end of the day. */
function dueBy(board: Board, group: LaidGroup, activity: Activity, day: string): number {
  const due = pace.get(activity) ?? paceOf(board, group, activity)
  pace.set(activity, due)
  return due.get(day) ?? activity.topics.length
}

/** Evenly over the days on which its teachers are free. */
function paceOf(board: Board, group: LaidGroup, activity: Activity): Map<string, number> {
  const open = new Set(openDays(board, group, activity))
  const due = new Map<string, number>()
  let passed = 0
  for (const day of group.theory) {
    if (open.has(day)) passed++
    due.set(day, (passed * activity.topics.length) / Math.max(1, open.size))
  }
  return due
}

/** A group's day: as many lessons as keep it on pace, from the first pair on. */
function layDay(board: Board, group: LaidGroup, day: string): void {
  const passed = group.theory.indexOf(day) + 1
  if (passed === 0) return
  const all = group.activities.reduce((sum, { topics }) => sum + topics.length, 0)
  const owed = Math.ceil((all * passed) / group.theory.length) - group.placed
  const quota = Math.min(owed, owed > DAY_PAIRS + 2 ? DAY_PAIRS + 1 : DAY_PAIRS)
  const today = new Map<Activity, number>()
  for (let pair = 1, laid = 0; pair <= LAST_PAIR && laid < quota; pair++) {
    const activity = bestAt(board, group, day, pair, today)
    if (!activity) continue
    put(board, activity, day, pair)
    group.last.set(`${weekdayOf(day)} ${pair}`, activity)
    today.set(activity, (today.get(activity) ?? 0) + 1)
    group.placed++
    laid++
  }
}

const HABIT = 0.5
const TWICE = 1.5

/** The subject that lags most, with some weight for the one that stood here last week and against a second time in one day. */
function bestAt(
  board: Board,
  group: LaidGroup,
  day: string,
  pair: number,
  today: Map<Activity, number>
): Activity | undefined {
  const before = group.last.get(`${weekdayOf(day)} ${pair}`)
  const scoreOf = (activity: Activity) => {
    const lag = dueBy(board, group, activity, day) - (activity.topics.length - countLeft(board, activity))
    return lag + (activity === before ? HABIT : 0) - (today.get(activity) ?? 0) * TWICE
  }
  return group.activities
    .filter((activity) => countLeft(board, activity) > 0 && isFree(board, activity, day, pair))
    .map((activity) => ({ activity, score: scoreOf(activity) }))
    .reduce<{ activity: Activity; score: number } | undefined>(
      (best, one) => (best && best.score >= one.score ? best : one),
      undefined
    )?.activity
}

/** What found no place in its turn goes wherever group and teachers are free, from the end of the theory backwards. */
function layRest(board: Board, { activities, theory }: LaidGroup): void {
  for (const activity of activities) {
    for (const day of theory.toReversed()) {
      for (let pair = 1; pair <= LAST_PAIR && countLeft(board, activity) > 0; pair++) {
        if (isFree(board, activity, day, pair)) put(board, activity, day, pair)
      }
    }
  }
}
