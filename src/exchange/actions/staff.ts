import { randomBytes } from 'node:crypto'
import { hashPassword } from '../../accounts/passwords.ts'
import { addAccounts, lockLogins } from '../../accounts/queries/issuing.ts'
import { record } from '../../audit/actions.ts'
import type { Db } from '../../platform/db.ts'
import { listDepartments, listLogins } from '../queries/college.ts'
import { addNumbered } from '../queries/effects.ts'
import { listKnown, listMembers } from '../queries/people.ts'
import { nameKey } from '../rules/names.ts'
import { nameOf, partsOf } from '../rules/people.ts'
import { planStaff, type StaffWrite } from '../rules/staff.ts'
import type { Setting, Writing } from './lists.ts'
import { added, changeRows, type Done, type Fields, PERSON_TYPES, personRow } from './writing.ts'

export async function planStaffRows(db: Db, { today, rows, decisions, at }: Setting) {
  const names = rows.map(({ values }) => nameKey(nameOf(partsOf(values))))
  return planStaff(rows, decisions, {
    ...{ at, members: await listMembers(db, today), people: await listKnown(db, [...new Set(names)]) },
    departments: await listDepartments(db),
    logins: await listLogins(
      db,
      rows.flatMap(({ values }) => (values.login ? [values.login] : []))
    )
  })
}

const STAFF_TYPES = 'person_id bigint, post text, hired_on date, work_phone text, work_email text, department_id bigint'

/** The number of statements does not depend on the number of people. */
export async function writeStaff(trx: Db, writing: Writing<StaffWrite>): Promise<Done> {
  const { actor, writes, step } = writing
  const unknown = writes.filter(({ person_id }) => person_id === null)
  const persons = await addNumbered(
    trx,
    'person',
    PERSON_TYPES,
    unknown.map(({ person }) => personRow(person))
  )
  const people = new Map(writes.map(({ number, person_id }) => [number, person_id ?? 0]))
  for (const [i, { number }] of unknown.entries()) people.set(number, persons[i] ?? 0)
  const personOf = ({ number }: StaffWrite) => people.get(number) ?? 0
  await step()

  const fresh = writes.filter(({ staff_member_id }) => staff_member_id === null)
  const members = await addNumbered(
    trx,
    'staff_member',
    STAFF_TYPES,
    fresh.map((one) => ({ person_id: personOf(one), ...blankStaff, ...staffOf(one) }))
  )
  const numbers = new Map(writes.map(({ number, staff_member_id }) => [number, staff_member_id ?? 0]))
  for (const [i, { number }] of fresh.entries()) numbers.set(number, members[i] ?? 0)
  const known = writes.filter(({ person_id }) => person_id !== null)
  const personChanges = await changeRows(
    trx,
    'person',
    known.map((one) => ({ id: personOf(one), fields: one.person }))
  )
  const staffChanges = await changeRows(
    trx,
    'staff_member',
    writes.flatMap((one) => (one.staff_member_id === null ? [] : [{ id: one.staff_member_id, fields: staffOf(one) }]))
  )
  await record(
    trx,
    actor,
    ...writes.flatMap((one) => {
      const after = { ...one.person, ...staffOf(one) }
      const line = {
        object_kind: 'staff_member',
        object_id: numbers.get(one.number) ?? 0,
        about_id: personOf(one),
        after
      }
      if (one.staff_member_id === null) return [{ ...line, deed: 'card.added' }]
      const was = (id: number, among: typeof personChanges) => among.find(({ row_key }) => row_key.id === id)?.before
      const before = { ...was(personOf(one), personChanges), ...was(one.staff_member_id, staffChanges) }
      return Object.keys(after).length > 0 ? [{ ...line, deed: 'card.changed', before }] : []
    })
  )
  await step()
  const accounts = await openAccounts(trx, writing, personOf)
  await step()
  return {
    effects: [
      ...persons.map((id) => added('person', { id })),
      ...members.map((id) => added('staff_member', { id })),
      ...[...personChanges, ...staffChanges, ...accounts]
    ],
    result: accounts.length > 0 ? { accounts: accounts.length } : {}
  }
}

const blankStaff = { post: '', hired_on: null, work_phone: '', work_email: '', department_id: null }
const staffOf = ({ staff, department_id }: StaffWrite): Fields => ({
  ...staff,
  ...(department_id === null ? {} : { department_id })
})

/** Accounts nobody can enter yet: the password is issued to each by a slip, as to everybody else (R1 5.2). */
async function openAccounts(trx: Db, { actor, writes }: Writing<StaffWrite>, personOf: (one: StaffWrite) => number) {
  const logins = writes.filter(({ login }) => login !== '')
  if (logins.length === 0) return []
  await lockLogins(trx)
  const password_hash = await hashPassword(randomBytes(32).toString('hex'))
  const issued = { password_hash, issued_by: actor.account_id, issued_at: null }
  const ids = await addAccounts(
    trx,
    logins.map((one) => ({ person_id: personOf(one), login: one.login, ...issued }))
  )
  await record(
    trx,
    actor,
    ...logins.map((one) => ({
      ...{
        deed: 'account.opened',
        object_kind: 'account',
        object_id: ids.get(personOf(one)) ?? 0,
        about_id: personOf(one)
      },
      after: { login: one.login }
    }))
  )
  return [...ids.values()].map((id) => added('account', { id }))
}
