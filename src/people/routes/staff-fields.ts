import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { tidy } from '../rules/cards.ts'
import type { StaffCard } from '../rules/staff.ts'
import { Csrf, NameFields } from './fields.ts'

const Text = Type.String({ maxLength: 200, default: '' })

export const StaffCardFields = {
  ...NameFields,
  ...{ sex: Text, born_on: Text, post: Text, hired_on: Text, work_phone: Text, work_email: Text },
  ...{ employed_since: Text, teaching_since: Text, category: Text, category_given_on: Text, category_until: Text },
  ...{ category_order: Text, is_pedagogical: Text, department_id: Type.Integer({ default: 0 }) },
  _csrf: Csrf
}
export const MemberUrl = Type.Object({ staffMemberId: Type.Integer() })
export const readStaff = { config: { right: 'staff cards: read' as const } }
export const writeStaff = { config: { right: 'staff cards: write' as const } }

const DAYS = ['born_on', 'hired_on', 'employed_since', 'teaching_since', 'category_given_on', 'category_until'] as const
type Days = Record<(typeof DAYS)[number], string>

const withDays = (card: Days, write: (day: string) => string): Days =>
  Object.fromEntries(DAYS.map((name) => [name, write(card[name])])) as Days

type Typed = Omit<StaffCard, 'is_pedagogical'> & { is_pedagogical: string }

/** The card in a form as it was typed. */
export const staffCardIn = (typed: Typed): StaffCard => ({
  ...{ last_name: tidy(typed.last_name), first_name: tidy(typed.first_name), middle_name: tidy(typed.middle_name) },
  ...{ sex: typed.sex, post: tidy(typed.post), department_id: typed.department_id, category: typed.category },
  ...{ work_phone: tidy(typed.work_phone), work_email: tidy(typed.work_email) },
  ...{ category_order: tidy(typed.category_order), is_pedagogical: typed.is_pedagogical !== '' },
  ...withDays(typed, (day) => dayOf(day.trim()))
})

/** A day as a form shows it; what is none is shown as it was typed. */
export const shownDay = (day: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? formats.day(day) : day)

/** The card as a form shows it: days as people write them. */
export const shownStaffCard = (card: StaffCard): StaffCard => ({ ...card, ...withDays(card, shownDay) })
