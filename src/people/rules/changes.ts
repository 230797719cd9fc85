import { DateTime } from 'luxon'
import { isDay } from '../../platform/days.ts'
import { wordFor } from '../../platform/formats.ts'
import { CONTACT_TITLES, NO_CONTACT, refuseContact } from './questionnaires.ts'

/** What one may report as changed; «другое» is written by whoever keeps the cards. */
export const CHANGE_FIELDS = {
  last_name: 'Фамилия',
  first_name: 'Имя',
  middle_name: 'Отчество',
  born_on: 'Дата рождения',
  ...CONTACT_TITLES,
  other: 'Другое: документ, семья, образование'
} as const
export type ChangeField = keyof typeof CHANGE_FIELDS
export const CHANGE_NAMES: Record<string, string> = { ...CHANGE_FIELDS, other: 'Другое', consent: 'Отозвано согласие' }
const isField = (field: string): field is ChangeField => Object.hasOwn(CHANGE_FIELDS, field)

export const CHANGE_STATES = {
  waiting: 'ждёт',
  accepted: 'внесено',
  refused: 'отклонено',
  recalled: 'отозвано'
} as const
export type ChangeState = keyof typeof CHANGE_STATES

export const CHANGE_REFUSALS = {
  'no-field': 'Выберите, что изменилось.',
  'no-value': 'Укажите новое значение.',
  'bad-born-on': 'Укажите дату рождения как 01.09.2008.',
  'bad-phone': 'Укажите телефон цифрами, например +7 900 000-00-00.',
  'bad-email': 'Укажите адрес почты как имя@узел.ru.',
  'bad-document-on': 'Укажите дату документа как 01.11.2026, не позже сегодняшней.',
  'not-waiting': 'Об этом сообщении уже решили.',
  'by-order': 'Фамилию обучающегося меняет только приказ: подпишите приказ о смене фамилии, потом отметьте внесённой.',
  'no-reason': 'Напишите, почему отклонено: это прочитает тот, кто сообщил.'
} as const
export type ChangeRefusal = keyof typeof CHANGE_REFUSALS

export const CHANGE_PLACES: Partial<Record<ChangeRefusal, string>> = {
  ...{ 'no-field': 'field', 'no-value': 'value', 'bad-born-on': 'value', 'bad-phone': 'value', 'bad-email': 'value' },
  ...{ 'bad-document-on': 'document_on', 'no-reason': 'reason' }
}

export type Report = { field: string; value: string; remark: string; document_on: string }

export function refuseReport({ field, value, document_on }: Report, today: string): ChangeRefusal | null {
  if (!isField(field)) return 'no-field'
  if (value === '' && field !== 'middle_name') return 'no-value'
  if (field === 'born_on' && !(isDay(value) && value < today)) return 'bad-born-on'
  const contact = refuseContact({ ...NO_CONTACT, [field]: value })
  if (contact === 'bad-phone' || contact === 'bad-email') return contact
  return document_on === '' || (isDay(document_on) && document_on <= today) ? null : 'bad-document-on'
}

/** Working days in which a reported change has to be entered (R3 7.2). */
export const DAYS_TO_ENTER = 3

/** The last working day for entering what was reported on the day; weekends and days off are not counted. */
export function dueOf(reported_on: string, days_off: Set<string>): string {
  let day = DateTime.fromISO(reported_on)
  for (let left = DAYS_TO_ENTER; left > 0; ) {
    day = day.plus({ days: 1 })
    if (day.weekday < 6 && !days_off.has(day.toISODate() ?? '')) left--
  }
  return day.toISODate() ?? reported_on
}

const days = (n: number) => `${n} ${wordFor(n, 'день', 'дня', 'дней')}`

/** «просрочено на 2 дня», «последний день», «осталось 3 дня»: days of the calendar. */
export function clockOf(due_on: string, today: string): string {
  const left = DateTime.fromISO(due_on).diff(DateTime.fromISO(today), 'days').days
  if (left < 0) return `просрочено на ${days(-left)}`
  return left === 0 ? 'сегодня последний день' : `осталось ${days(left)}`
}

type Waiting = { state: string; field: string; value: string }

/** A student's surname is changed by an order only; once it is signed, the report may be marked as entered. */
export function refuseAccepting({ state, field, value }: Waiting, whose: { last_name: string; is_student: boolean }) {
  if (state !== 'waiting') return 'not-waiting' satisfies ChangeRefusal
  const needsOrder = field === 'last_name' && whose.is_student && whose.last_name !== value
  return needsOrder ? ('by-order' satisfies ChangeRefusal) : null
}
