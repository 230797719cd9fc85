import { type Doer, scopesOf } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findPerson, listNamesakes } from '../queries/persons.ts'
import {
  addPerson,
  addStudent,
  findByRecordNumber,
  findStudent,
  lockStudent,
  putPerson,
  putRecordNumber
} from '../queries/students.ts'
import { type Card, type CardRefusal, differenceOf, refuseCard } from '../rules/cards.ts'

type CardRight = 'student cards: read' | 'student cards: write'

/** Opens a card; who looked at whose is on the audit trail, because a card is personal data. */
export function openCard(db: Db, actor: Doer, today: string, id: number, right: CardRight = 'student cards: read') {
  return inTransaction(db, async (trx) => {
    const card = await findStudent(trx, actor, right, today, id)
    if (!card) return undefined
    const line = { object_kind: 'student', object_id: card.id, about_id: card.person_id }
    await record(trx, actor, { deed: 'card.viewed', ...line })
    return card
  })
}

const personOf = ({ last_name, first_name, middle_name, sex, born_on }: Card) => ({
  ...{ last_name, first_name, middle_name, sex, born_on: born_on || null }
})

/** Whose card a new one is: somebody new, somebody new in spite of `namesakes`, or a known person who is not a student yet. */
export type Whose = 'new' | 'confirmed' | { person_id: number }
type Added = { student_id: number } | CardRefusal | 'no-such-page'

/** Only who sees the whole college adds students: a new one is in no group until an order says so. */
export function addCard(db: Db, actor: Doer, today: string, card: Card, whose: Whose) {
  return inTransaction(db, async (trx): Promise<Added> => {
    if (!scopesOf(actor, 'student cards: write').includes('all')) return 'no-such-page'
    const refusal = refuseCard(card, today)
    if (refusal) return refusal
    if (card.record_number && (await findByRecordNumber(trx, card.record_number, 0))) return 'number-taken'
    if (whose === 'new' && (await listNamesakes(trx, card, card.born_on || null)).length > 0) return 'namesakes'
    const known = typeof whose === 'object' ? await findPerson(trx, whose.person_id) : null
    if (known === undefined || (known && known.student_id !== null)) return 'no-such-page'
    const person_id = known ? known.id : await addPerson(trx, personOf(card))
    const student_id = await addStudent(trx, person_id, card.record_number || null)
    await record(trx, actor, {
      ...{ deed: 'card.added', object_kind: 'student', object_id: student_id, about_id: person_id },
      after: known ? { person_id, record_number: card.record_number } : card
    })
    return { student_id }
  })
}

export function changeCard(db: Db, actor: Doer, today: string, id: number, card: Card) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-page' | CardRefusal> => {
    await lockStudent(trx, id)
    const before = await findStudent(trx, actor, 'student cards: write', today, id)
    if (!before) return 'no-such-page'
    const refusal = refuseCard(card, today)
    if (refusal) return refusal
    if (card.record_number && (await findByRecordNumber(trx, card.record_number, id))) return 'number-taken'
    const difference = differenceOf(cardOf(before), card)
    if (!difference) return 'changed'
    await putPerson(trx, before.person_id, personOf(card))
    await putRecordNumber(trx, id, card.record_number || null)
    const line = { object_kind: 'student', object_id: id, about_id: before.person_id }
    await record(trx, actor, { deed: 'card.changed', ...line, ...difference })
    return 'changed'
  })
}

type Stored = NonNullable<Awaited<ReturnType<typeof findStudent>>>

/** What stands on a card, as the form has it. */
export const cardOf = ({ last_name, first_name, middle_name, sex, born_on, record_number }: Stored): Card => ({
  ...{ last_name, first_name, middle_name },
  ...{ sex: sex ?? '', born_on: born_on ?? '', record_number: record_number ?? '' }
})
