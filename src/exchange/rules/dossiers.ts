import { type Doer, scopesOf } from '../../access/actor.ts'
import { isGivenAll } from '../../people/rules/reach.ts'

/** One table of what is held: headings and rows of plain texts. */
export type Section = { title: string; headings: string[]; rows: string[][] }

/** Tables with sections of their own, and those that hold no more than a secret or another copy. */
const TOLD = [
  ...['person', 'contact', 'guardian', 'enrolment', 'movement_order_line', 'consent', 'personal_data_change'],
  ...['mark', 'absence', 'result', 'debt', 'account', 'role_grant', 'session', 'audit_entry']
]
const SPECIAL = ['health_record', 'social_category']

/** Tables that are told as they stand; special categories only where they are kept and to those with the right. */
export const isToldAsIs = (table: string, withSpecial: boolean): boolean =>
  !TOLD.includes(table) && (withSpecial || !SPECIAL.includes(table))

type Asked = { staff_member_id: number | null }

/** Who may ask for everything about a person: oneself, whoever keeps all cards, the specialist for the staff. */
export function mayAskFor(actor: Doer, { staff_member_id }: Asked, isOwn: boolean): boolean {
  if (isOwn || isGivenAll(actor)) return true
  return staff_member_id !== null && scopesOf(actor, 'staff cards: write').includes('all')
}

/** A value as a person reads it: days as 01.09.2026, yes and no, nothing for what is not there. */
export function wordOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  return text.replace(/^(\d{4})-(\d{2})-(\d{2})(?=$|T)/, '$3.$2.$1').replace(/^(\S+)T(\d\d:\d\d).*$/, '$1 $2')
}

/** Rows of objects under the headings given by field, in their order. */
export const sectionOf = (title: string, headings: Record<string, string>, rows: object[]): Section => ({
  title,
  headings: Object.values(headings),
  rows: rows.map((row) => Object.keys(headings).map((field) => wordOf((row as Record<string, unknown>)[field])))
})

/** The same for a machine: under each title a list of records. */
export const recordsOf = (sections: Section[]): Record<string, Record<string, string>[]> =>
  Object.fromEntries(
    sections.map(({ title, headings, rows }) => [
      title,
      rows.map((row) => Object.fromEntries(headings.map((heading, i) => [heading, row[i] ?? ''])))
    ])
  )
