import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { type Card, tidy } from '../rules/cards.ts'

const Text = Type.String({ maxLength: 100, default: '' })
export const Csrf = Type.Optional(Type.String())
export const NameFields = { last_name: Text, first_name: Text, middle_name: Text }
export const CardFields = { ...NameFields, sex: Text, born_on: Text, record_number: Text }
export const StudentUrl = Type.Object({ studentId: Type.Integer() })
export const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
export const read = { config: { right: 'student cards: read' as const } }
export const write = { config: { right: 'student cards: write' as const } }

/** The card in a form as it was typed. */
export function cardIn({ last_name, first_name, middle_name, sex, born_on, record_number }: Card): Card {
  return {
    ...{ last_name: tidy(last_name), first_name: tidy(first_name), middle_name: tidy(middle_name), sex },
    ...{ born_on: dayOf(born_on.trim()), record_number: tidy(record_number) }
  }
}

/** The card as a form shows it: the day as people write it. */
export const shownCard = (card: Card): Card => ({
  ...card,
  born_on: /^\d{4}-\d{2}-\d{2}$/.test(card.born_on) ? formats.day(card.born_on) : card.born_on
})
