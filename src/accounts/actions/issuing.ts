import type { Actor } from '../../access/actor.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findGroup, listGroupPeople } from '../queries/groups.ts'
import { lockLogins } from '../queries/issuing.ts'
import { chosenOf, type IssueRefusal, whoIs } from '../rules/issuing.ts'
import { type Issued, issueToAll } from './credentials.ts'

type Outcome = (Issued & { about: string })[] | IssueRefusal | 'no-such-group'

/**
 * Credentials for students and parents of a group in one go (R1 5.2, R2 4.2): for the people chosen, or for everybody
 * who has none yet when `chosen` is null. All or nobody.
 */
export function issueToGroup(db: Db, actor: Actor, today: string, group_id: number, chosen: number[] | null) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    await lockLogins(trx)
    const group = await findGroup(trx, actor, today, group_id)
    if (!group) return 'no-such-group'
    const everybody = await listGroupPeople(trx, group_id, today)
    const people = chosenOf(everybody, chosen)
    if (people.length === 0) return chosen ? 'nobody-chosen' : 'nobody-without'
    const issued = await issueToAll(trx, actor, today, people, { hasRoles: true })
    const tiesOf = Map.groupBy(everybody, ({ person_id }) => person_id)
    return issued.map((one) => ({ ...one, about: whoIs(tiesOf.get(one.person_id) ?? [], group.name) }))
  })
}
