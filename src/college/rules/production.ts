// What of a production calendar a college takes over: it is drawn up for a week of five days, colleges mostly have six. Pure.
import { isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import type { ProductionCalendar } from '../reader.ts'
import { weekdayName } from './bells.ts'
import { calendarWeekday, type StudyDays } from './days.ts'

/** A day as it is to be written: `follows` is the weekday of a working day, 0 for a day off. */
export type SpecialDay = { day: string; follows: number; name: string }
export type Proposal = SpecialDay & {
  state: 'added' | 'changed' | 'same'
  /** what stands now, in words, when it is to change */
  now: string
  /** a college with this week usually takes it over */
  isUsual: boolean
  note: string
}

const SIX_DAY_SWAP =
  'Обмен с рабочей субботой: при шестидневной неделе суббота и так учебная, поэтому обычно не переносят'

/** Every day of the file that would change the calendar of the college, with what is usual for its week. */
export function proposalsOf(file: ProductionCalendar, calendar: StudyDays): Proposal[] {
  const holidays = new Map(file.days.flatMap(({ day, title }) => (title ? [[day, title] as const] : [])))
  const isSwap = (day: string) => calendar.study_days_per_week === 6 && calendarWeekday(day) === 6 && !holidays.has(day)
  return file.days.flatMap((one): Proposal[] => {
    if (one.kind === 'short') return []
    const base = one.kind === 'off' ? one.moved_from : one.day
    const swaps = base !== '' && isSwap(base)
    const wanted = one.kind === 'off' ? offDay(one, holidays) : workingDay(one.day, file)
    return [{ ...wanted, ...stateOf(wanted, calendar), isUsual: !swaps, note: swaps ? SIX_DAY_SWAP : '' }]
  })
}

function offDay(
  { day, title, moved_from }: ProductionCalendar['days'][number],
  holidays: Map<string, string>
): SpecialDay {
  const from = moved_from && `перенос выходного с ${formats.dayAndMonth(moved_from)}`
  const name = [title || holidays.get(moved_from), from].filter(Boolean).join(', ') || 'Выходной день'
  return { day, follows: 0, name: name.slice(0, 1).toUpperCase() + name.slice(1) }
}

/** A working Saturday stands for the weekday that was given for it. */
function workingDay(day: string, { days }: ProductionCalendar): SpecialDay {
  const given = days.find(({ kind, moved_from }) => kind === 'off' && moved_from === day)
  return {
    day,
    follows: calendarWeekday(given?.day ?? day),
    name: given ? `Рабочий день вместо ${formats.dayAndMonth(given.day)}` : 'Рабочий день'
  }
}

function stateOf({ day, follows, name }: SpecialDay, { off, working }: StudyDays) {
  const [offName, weekday] = [off.get(day), working.get(day)]
  if (offName === undefined && weekday === undefined) return { state: 'added' as const, now: '' }
  const isSame = follows === 0 ? offName === name && weekday === undefined : weekday === follows
  const now = weekday === undefined ? (offName ?? '') : `учебный день за ${weekdayAccusative(weekday)}`
  return { state: isSame ? ('same' as const) : ('changed' as const), now: isSame ? '' : now }
}

/** 3 → «среду»: «за среду» */
export const weekdayAccusative = (weekday: number): string => weekdayName(weekday).replace(/а$/, 'у')

/** A chosen line of the preview as one value of a form, and back. */
export const packed = ({ day, follows, name }: SpecialDay): string => `${day} ${follows} ${name}`
export function unpacked(text: string): SpecialDay | null {
  const [, day = '', follows = '', name = ''] = /^(\d{4}-\d{2}-\d{2}) ([0-7]) (.{1,300})$/s.exec(text) ?? []
  return isDay(day) ? { day, follows: Number(follows), name } : null
}
