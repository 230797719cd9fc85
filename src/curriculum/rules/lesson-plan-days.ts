import { formats } from '../../platform/formats.ts'

type Topic = { id: number; hours: number; planned_on: string | null }
export type Days = {
  taught: { topic_id: number | null; held_on: string }[]
  free: { held_on: string; hours: number }[]
}

/**
 * The calendar of each topic: the day written in the plan, else the days it was taught, else the next of the timetable — as many
 * pairs as its hours need. Topics for which there is no day left have none.
 */
export function daysOfTopics(topics: Topic[], { taught, free }: Days): string[][] {
  const held = Map.groupBy(taught, ({ topic_id }) => topic_id)
  let next = 0
  return topics.map(({ id, hours, planned_on }) => {
    if (planned_on) return [planned_on]
    const own = held.get(id)
    if (own) return [...new Set(own.map(({ held_on }) => held_on))]
    const days = new Set<string>()
    for (let left = hours; left > 0 && next < free.length; next++) {
      const slot = free[next]
      if (slot) days.add(slot.held_on)
      left -= slot?.hours ?? 0
    }
    return [...days]
  })
}

/** «02.09», «02.09, 04.09», «02.09–09.09» */
export const daysInWords = (days: string[]): string => {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  if (days.length > 2) return `${formats.dayAndMonth(first)}–${formats.dayAndMonth(last)}`
  return days.map(formats.dayAndMonth).join(', ')
}
