import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addRow, dropRow, findRow, putRow } from '../queries/records.ts'
import { findMember, lockMember } from '../queries/staff.ts'
import { differenceOf } from '../rules/cards.ts'
import { KINDS, type Kind, type Row, refuseRow, type WrongField } from '../rules/records.ts'

/** Which row of which list of whose card; 0 is a new one. */
export type Place = { kind: Kind; staff_member_id: number; id: number }
type Outcome = 'kept' | 'no-such-page' | WrongField

/** Writes a row of a card: education, courses or an award (R4 3.8.1–3.8.2). */
export function keepRow(db: Db, actor: Doer, today: string, place: Place, row: Row) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const { kind, staff_member_id, id } = place
    const found = await findPlace(trx, actor, place)
    if (!found) return 'no-such-page'
    const wrong = refuseRow(kind, row, today)
    if (wrong) return wrong
    const line = { object_kind: 'staff_member', object_id: staff_member_id, about_id: found.person_id }
    if (!found.before) {
      await addRow(trx, kind, staff_member_id, row)
      await record(trx, actor, { deed: 'staff_record.added', ...line, after: { list: KINDS[kind].title, ...row } })
      return 'kept'
    }
    const difference = differenceOf(typedOf(kind, found.before), row)
    if (!difference) return 'kept'
    await putRow(trx, kind, id, row)
    await record(trx, actor, { deed: 'staff_record.changed', ...line, ...difference })
    return 'kept'
  })
}

export function removeRow(db: Db, actor: Doer, place: Place) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-page'> => {
    const found = await findPlace(trx, actor, place)
    if (!found?.before) return 'no-such-page'
    await dropRow(trx, place.kind, place.id)
    const line = { object_kind: 'staff_member', object_id: place.staff_member_id, about_id: found.person_id }
    const before = { list: KINDS[place.kind].title, ...typedOf(place.kind, found.before) }
    await record(trx, actor, { deed: 'staff_record.removed', ...line, before })
    return 'removed'
  })
}

/** The person of the card and the row as it is; null where there is no such card or row. */
async function findPlace(trx: Db, actor: Doer, { kind, staff_member_id, id }: Place) {
  if (!holds(actor, 'staff cards: write')) return null
  await lockMember(trx, staff_member_id)
  const member = await findMember(trx, staff_member_id)
  const before = id === 0 ? null : await findRow(trx, kind, { id, staff_member_id })
  return member && before !== undefined ? { person_id: member.person_id, before } : null
}

/** Only the fields that the form has. */
export const typedOf = (kind: Kind, row: Row): Row =>
  Object.fromEntries(KINDS[kind].fields.map(({ name }) => [name, row[name] ?? '']))
