import { systemActor } from '../../access/actor.ts'
import type { Role } from '../../access/rights.ts'
import { type Issued, issueFirstCredentials } from '../../accounts/actions/credentials.ts'
import { grantRole } from '../../accounts/actions/grants.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { isAnybodyKnown } from '../queries/beginning.ts'
import { addMember } from '../queries/staff.ts'
import { addPerson } from '../queries/students.ts'
import { BEGINNING_POST, type BeginningRefusal, refuseBeginning } from '../rules/beginning.ts'
import type { Name } from '../rules/cards.ts'
import { EMPTY_STAFF_CARD } from '../rules/staff.ts'

/** The administrator grants roles but keeps no cards of the staff: until somebody is hired for that, the first person does both. */
const FIRST_ROLES: Role[] = ['administrator', 'hr']

const system = systemActor(null, 'Командная строка', FIRST_ROLES)

/** The first person of a new college: a card of the staff, two roles and a one-time password (R0 2.8). */
export function beginCollege(db: Db, today: string, name: Name): Promise<Issued | BeginningRefusal> {
  return attempt<Issued | BeginningRefusal>(
    db,
    (outcome) => typeof outcome === 'object',
    async (trx) => {
      const refusal = refuseBeginning(name, await isAnybodyKnown(trx))
      if (refusal) return refusal
      const person_id = await addPerson(trx, { ...name, sex: null, born_on: null })
      const staff_member_id = await addMember(trx, person_id, { ...EMPTY_STAFF_CARD, post: BEGINNING_POST })
      await record(trx, system, {
        ...{ deed: 'card.added', object_kind: 'staff_member', object_id: staff_member_id, about_id: person_id },
        after: { ...name, post: BEGINNING_POST }
      })
      return issueToAdministrator(trx, today, person_id)
    }
  )
}

async function issueToAdministrator(trx: Db, today: string, person_id: number): Promise<Issued> {
  const issued = await issueFirstCredentials(trx, system, today, person_id)
  if (issued === 'no-such-person') throw new Error('the first person is out of sight')
  for (const role of FIRST_ROLES) {
    const grant = { role, department_id: 0, order_number: '', since: today, until: '' }
    const refusal = await grantRole(trx, system, today, issued.account_id, grant)
    if (refusal) throw new Error(`the first ${role} is refused: ${refusal}`)
  }
  return issued
}
