import { minutesOf, pairAndClocks } from './clocks.ts'
import { weekdayIn } from './days.ts'
import { list, namesIn, type Tree, word } from './fet-trees.ts'

/** `shift` is how many pairs the morning has, for an afternoon that FET counts as a day of its own. */
export type Dated = { weekday: number; week: number; shift: number }
export type Hour = { name: string; pair: number; starts_at: string; ends_at: string }

const ACADEMIC_MINUTES = 65

/** «А-Понедельник» is the first Monday of the cycle, «В-Понедельник» the second; days without names are taken in order. */
export function daysOf(fet: Tree): Map<string, Dated> {
  const isHalved = /mornings/i.test(word(list(fet, ['Mode'])[0] as unknown))
  const names = namesIn(fet, 'Days_List', 'Day')
  const named = names.map(weekdayIn)
  const inDay = isHalved ? 2 : 1
  if (named.includes(null) && names.length > 7 * inDay) return new Map()
  const pairs = hoursOf(fet).at(-1)?.pair ?? 0
  return new Map(
    names.map((name, i) => {
      const weekday = named.includes(null) ? Math.floor(i / inDay) + 1 : (named[i] ?? 1)
      const times = named.includes(null)
        ? (i % inDay) + 1
        : named.slice(0, i + 1).filter((one) => one === weekday).length
      const shift = isHalved && times % 2 === 0 ? pairs : 0
      return [name, { weekday, week: Math.ceil(times / inDay), shift }]
    })
  )
}

/** Hours in their order with the pair each is in: its own number, its place in the list, or every second one. */
export function hoursOf(fet: Tree): Hour[] {
  const read = namesIn(fet, 'Hours_List', 'Hour').map((name) => ({ name, ...pairAndClocks(name) }))
  const isCounted = read.every(({ pair }, i) => pair !== null && pair > (read[i - 1]?.pair ?? 0))
  const hours = read.map(({ name, pair, clocks }, i) => ({
    ...{ name, pair: isCounted ? (pair ?? i + 1) : i + 1 },
    ...{ starts_at: clocks[0] ?? '', ends_at: clocks.length > 1 ? (clocks.at(-1) ?? '') : '' }
  }))
  return isAcademic(hours) ? hours.map((hour) => ({ ...hour, pair: Math.ceil(hour.pair / 2) })) : hours
}

/** True for hours of forty-five minutes: they begin less than an hour apart. */
export function isAcademic(hours: Hour[]): boolean {
  const starts = hours.map(({ starts_at }) => starts_at)
  if (starts.length < 2 || starts.includes('')) return false
  const steps = starts.slice(1).map((ends_at, i) => minutesOf({ starts_at: starts[i] ?? '', ends_at }))
  return (steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 90) <= ACADEMIC_MINUTES
}
