import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findPerson, listNamesakes } from '../queries/persons.ts'
import {
  addMember,
  findMember,
  listCards,
  listDepartments,
  lockMember,
  putMember,
  type StoredMember
} from '../queries/staff.ts'
import { addPerson, putPerson } from '../queries/students.ts'
import { differenceOf, SEXES } from '../rules/cards.ts'
import {
  CATEGORIES,
  type Category,
  refuseStaffCard,
  type StaffCard,
  type StaffRefusal,
  withoutStaleCategory
} from '../rules/staff.ts'
import type { Whose } from './cards.ts'

/** Opens a card of the staff; who looked at whose is on the audit trail, because a card is personal data. */
export function openMember(db: Db, actor: Doer, id: number) {
  return inTransaction(db, async (trx) => {
    const member = await findMember(trx, id)
    if (!member) return undefined
    const line = { object_kind: 'staff_member', object_id: id, about_id: member.person_id }
    await record(trx, actor, { deed: 'card.viewed', ...line })
    return member
  })
}

const personOf = ({ last_name, first_name, middle_name, sex, born_on }: StaffCard) => ({
  ...{ last_name, first_name, middle_name, sex, born_on: born_on || null }
})

type Added = { staff_member_id: number } | StaffRefusal | 'no-such-page'

/** A card for somebody new, or for a person who is known as a student or a parent. */
export function addStaffCard(db: Db, actor: Doer, today: string, typed: StaffCard, whose: Whose) {
  return inTransaction(db, async (trx): Promise<Added> => {
    if (!holds(actor, 'staff cards: write')) return 'no-such-page'
    const card = withoutStaleCategory(typed)
    const refusal = await refuseCard(trx, card, today)
    if (refusal) return refusal
    if (whose === 'new' && (await listNamesakes(trx, card, card.born_on || null)).length > 0) return 'namesakes'
    const known = typeof whose === 'object' ? await findPerson(trx, whose.person_id) : null
    if (known === undefined) return 'no-such-page'
    if (known && (await listCards(trx, [known.id])).size > 0) return 'works-already'
    const person_id = known ? known.id : await addPerson(trx, personOf(card))
    const staff_member_id = await addMember(trx, person_id, card)
    await record(trx, actor, {
      ...{ deed: 'card.added', object_kind: 'staff_member', object_id: staff_member_id, about_id: person_id },
      after: known ? { person_id, post: card.post } : worded(card)
    })
    return { staff_member_id }
  })
}

export function changeStaffCard(db: Db, actor: Doer, today: string, id: number, typed: StaffCard) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-page' | StaffRefusal> => {
    await lockMember(trx, id)
    const before = await findMember(trx, id)
    if (!before || !holds(actor, 'staff cards: write')) return 'no-such-page'
    const card = withoutStaleCategory(typed)
    const refusal = await refuseCard(trx, card, today)
    if (refusal) return refusal
    const difference = differenceOf(worded(staffCardOf(before)), worded(card))
    if (!difference) return 'changed'
    await putPerson(trx, before.person_id, personOf(card))
    await putMember(trx, id, card)
    const line = { object_kind: 'staff_member', object_id: id, about_id: before.person_id }
    await record(trx, actor, { deed: 'card.changed', ...line, ...difference })
    return 'changed'
  })
}

const refuseCard = async (trx: Db, card: StaffCard, today: string) =>
  refuseStaffCard(
    card,
    (await listDepartments(trx)).map(({ id }) => id),
    today
  )

/** As the audit trail tells it: words instead of codes. */
const worded = (card: StaffCard) => ({
  ...card,
  sex: SEXES[card.sex as keyof typeof SEXES] ?? '',
  category: CATEGORIES[card.category as Category] ?? ''
})

/** What stands on a card, as the form has it. */
export const staffCardOf = (stored: StoredMember): StaffCard => ({
  ...{ last_name: stored.last_name, first_name: stored.first_name, middle_name: stored.middle_name },
  ...{ sex: stored.sex ?? '', born_on: stored.born_on ?? '', post: stored.post },
  ...{ department_id: stored.department_id ?? 0, hired_on: stored.hired_on ?? '' },
  ...{ is_pedagogical: stored.is_pedagogical, work_phone: stored.work_phone, work_email: stored.work_email },
  ...{ employed_since: stored.employed_since ?? '', teaching_since: stored.teaching_since ?? '' },
  ...{ category: stored.category ?? '', category_given_on: stored.category_given_on ?? '' },
  ...{ category_until: stored.category_until ?? '', category_order: stored.category_order }
})

/** That a list of the staff was taken away as a file. */
export const noteExport = (db: Db, actor: Doer, rows: number, filter: object) =>
  record(db, actor, { deed: 'staff.exported', object_kind: 'staff_member', after: { rows, filter } })
