// What stands in the way of a rule of the timetable, field by field. Pure.
import { isDay } from '../../platform/days.ts'
import { WEEKS, type Weeks } from './laying.ts'

export const RULE_REFUSALS = {
  'no-course': 'Выберите предмет. Если его нет в списке, его нет в нагрузке группы на этот период',
  'no-weekday': 'Выберите день недели',
  'no-pair': 'Укажите номер пары от 1 до 10',
  'no-hours': 'Укажите часы от 1 до 12: пара — 2 часа',
  'no-teacher': 'Выберите преподавателя',
  'no-weeks': 'Назовите недели периода, например 1–8, 10',
  'day-missing': 'Укажите день: дд.мм.гггг',
  'ends-first': 'Последний день не может быть раньше первого',
  'outside-term': 'Дни должны быть внутри учебного периода группы',
  'from-outside': 'День изменения должен быть внутри срока правила',
  clash: 'Исправьте или подтвердите, если так и задумано',
  'hard-clash': 'Накладка: в это время занята группа или преподаватель'
} as const
export type RuleRefusal = keyof typeof RULE_REFUSALS

export type RuleForm = {
  course_id: number
  weekday: number
  pair_number: number
  hours: number
  room_id: number | null
  staff_member_id: number
  /** lecture, practice or laboratory; null when nobody says */
  form: string | null
  is_distant: boolean
  weeks: Weeks
  /** null when the list could not be read */
  week_numbers: number[] | null
  since: string
  until: string
  is_confirmed: boolean
}
export type RuleFields = Partial<Record<keyof RuleForm | 'form' | 'from', RuleRefusal>>

export const isWeeks = (text: string): text is Weeks => text in WEEKS

/** The fields, each with its own sentence. */
export function refuseRule(
  form: RuleForm,
  courses: number[],
  term: { starts_on: string; ends_on: string }
): RuleFields {
  const refusals: RuleFields = {}
  if (!courses.includes(form.course_id)) refusals.course_id = 'no-course'
  if (!(form.weekday >= 1 && form.weekday <= 7)) refusals.weekday = 'no-weekday'
  if (!(form.pair_number >= 1 && form.pair_number <= 10)) refusals.pair_number = 'no-pair'
  if (!(form.hours >= 1 && form.hours <= 12)) refusals.hours = 'no-hours'
  if (!(form.staff_member_id > 0)) refusals.staff_member_id = 'no-teacher'
  if (form.weeks === 'listed' && !form.week_numbers?.length) refusals.week_numbers = 'no-weeks'
  if (!isDay(form.since)) refusals.since = 'day-missing'
  else if (form.since < term.starts_on) refusals.since = 'outside-term'
  if (!isDay(form.until)) refusals.until = 'day-missing'
  else if (form.until > term.ends_on) refusals.until = 'outside-term'
  else if (form.until < form.since) refusals.until = 'ends-first'
  return refusals
}

/** A rule changes from a day on which it is in force. */
export function refuseFrom(from: string, rule: { since: string; until: string }): RuleFields {
  if (!isDay(from)) return { from: 'day-missing' }
  return rule.since <= from && from <= rule.until ? {} : { from: 'from-outside' }
}
