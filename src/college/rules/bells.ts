// Bells of a weekday: pairs in order, without overlaps. Pure.

export const WEEKDAYS = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'] as const
/** 1 → понедельник */
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? ''

export const BELL_REFUSALS = {
  'time-missing': 'Укажите и начало, и конец пары',
  'time-wrong': 'Укажите время, например 08:30',
  'ends-first': 'Пара должна заканчиваться позже, чем начинается',
  overlaps: 'Пара начинается раньше, чем кончилась предыдущая',
  'changed-meanwhile':
    'Пока страница была открыта, звонки изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type BellRefusal = keyof typeof BELL_REFUSALS

export const MOST_PAIRS = 10
/** Times as HH:MM. */
export type Bell = { pair_number: number; starts_at: string; ends_at: string }
type Ends = 'starts' | 'ends'
/** By field: «starts_3» is the beginning of the third pair. */
export type BellFields = Partial<Record<`${Ends}_${number}` | 'form', BellRefusal>>

/** «8.30», «8:30» and «08-30» → 08:30; anything else stays as it is, for the rule to refuse. */
export function timeOf(typed: string): string {
  const [, h = '', m = ''] = /^(\d{1,2})[.:\-\s]?(\d{2})$/.exec(typed.trim()) ?? []
  return h === '' ? typed.trim() : `${h.padStart(2, '0')}:${m}`
}

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** What stands in the way of these pairs, in the order of their numbers; pairs left empty are not among them. */
export function refuseBells(bells: Bell[]): BellFields {
  const refusals: BellFields = {}
  let free_from = '00:00'
  for (const { pair_number, starts_at, ends_at } of bells) {
    const refuse = (end: Ends, refusal: BellRefusal) => {
      refusals[`${end}_${pair_number}`] = refusal
    }
    for (const [end, time] of [['starts', starts_at] as const, ['ends', ends_at] as const])
      if (!isTime(time)) refuse(end, time === '' ? 'time-missing' : 'time-wrong')
    if (!isTime(starts_at) || !isTime(ends_at)) continue
    if (starts_at >= ends_at) refuse('ends', 'ends-first')
    else if (starts_at < free_from) refuse('starts', 'overlaps')
    free_from = ends_at
  }
  return refusals
}

/** «1 пара 08:30–10:00, 2 пара 10:10–11:40»: as the audit trail and the comparison of two editors have it. */
export const bellsInWords = (bells: Bell[]): string =>
  bells.map(({ pair_number, starts_at, ends_at }) => `${pair_number} пара ${starts_at}–${ends_at}`).join(', ')

/** What is proposed to a college that has no bells yet: pairs of an hour and a half with a break for dinner after the second. */
export const USUAL_BELLS: Bell[] = [
  ['08:30', '10:00'],
  ['10:10', '11:40'],
  ['12:20', '13:50'],
  ['14:00', '15:30'],
  ['15:40', '17:10'],
  ['17:20', '18:50']
].map(([starts_at = '', ends_at = ''], i) => ({ pair_number: i + 1, starts_at, ends_at }))
