// Whose timetable is shown, and which days: what the address of the page says. Pure.
import { calendarWeekday, dayPlus, daysFrom } from '../../college/rules/days.ts'

/** `id` is that of the group, of the member of the staff or of the room; 0 for the whole college. */
export type Of = { kind: 'college' | 'group' | 'staff' | 'room'; id: number }

/** «group-12» → the group 12; null for what is no such word. */
export function ofWord(word: string): Of | null {
  if (word === 'college') return { kind: 'college', id: 0 }
  const [, kind, id] = /^(group|staff|room)-(\d{1,15})$/.exec(word) ?? []
  return kind ? { kind: kind as Of['kind'], id: Number(id) } : null
}
export const wordOf = ({ kind, id }: Of): string => (kind === 'college' ? kind : `${kind}-${id}`)

/** The Monday of the day's week. */
export const mondayOf = (day: string): string => dayPlus(day, 1 - calendarWeekday(day))

/** The days shown: one, or those of its week from Monday to Saturday; Sunday when it is asked for. */
export const shownDays = (view: 'day' | 'week', day: string, hasSunday = false): string[] =>
  view === 'day' ? [day] : daysFrom(mondayOf(day), dayPlus(mondayOf(day), hasSunday ? 6 : 5))

/** Before and after what is shown. A college without lessons on Sunday steps over it. */
export function stepsOf(view: 'day' | 'week', day: string): { before: string; after: string } {
  if (view === 'week') return { before: dayPlus(day, -7), after: dayPlus(day, 7) }
  const step = (by: number) => (calendarWeekday(dayPlus(day, by)) === 7 ? dayPlus(day, by * 2) : dayPlus(day, by))
  return { before: step(-1), after: step(1) }
}
