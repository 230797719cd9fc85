import { type Actor, holds } from '../../access/actor.ts'
import { grantRole } from '../../accounts/actions/grants.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addCuratorship, endCuratorship, endMainCurators, listCurators, listWorking } from '../queries/curators.ts'
import { lockStudyGroup } from '../queries/groups.ts'
import {
  type Appointment,
  type CuratorRefusal,
  refuseAppointment,
  refuseRelease,
  replacedBy
} from '../rules/curators.ts'
import { dayBefore } from '../rules/lines.ts'

/**
 * Appoints a curator from that day; the present main one is so until the day before (R1 5.4). Who may grant roles grants the role
 * of a curator along with it, without which the account does not show the group.
 */
export function appointCurator(db: Db, actor: Actor, today: string, study_group_id: number, appointment: Appointment) {
  return inTransaction(db, async (trx): Promise<CuratorRefusal | 'no-such-group' | null> => {
    const group = await lockStudyGroup(trx, study_group_id)
    if (!group) return 'no-such-group'
    const held = await listCurators(trx, study_group_id, today)
    const isWorking = (await listWorking(trx, today)).some(({ id }) => id === appointment.staff_member_id)
    const refusal = refuseAppointment(held, appointment, { isWorking, disbanded_on: group.disbanded_on })
    if (refusal) return refusal
    const replaced = replacedBy(held, appointment).map(({ staff_member_id, since }) => ({ staff_member_id, since }))
    if (replaced.length > 0) await endMainCurators(trx, study_group_id, appointment.since, dayBefore(appointment.since))
    await addCuratorship(trx, { study_group_id, ...appointment, until: null })
    const line = { deed: 'curator.appointed', object_kind: 'study_group', object_id: study_group_id }
    await record(trx, actor, { ...line, before: replaced.length > 0 ? { replaced } : undefined, after: appointment })
    await giveRole(trx, actor, today, study_group_id, appointment)
    return null
  })
}

async function giveRole(trx: Db, actor: Actor, today: string, study_group_id: number, appointment: Appointment) {
  const { staff_member_id, order_number } = appointment
  const [held] = (await listCurators(trx, study_group_id, today)).filter(
    (one) => one.staff_member_id === staff_member_id
  )
  if (!held?.account_id || held.has_role || !holds(actor, 'settings: write')) return
  const since = appointment.since < today ? today : appointment.since
  await grantRole(trx, actor, today, held.account_id, {
    role: 'curator',
    department_id: 0,
    order_number,
    since,
    until: ''
  })
}

type Key = { study_group_id: number; staff_member_id: number; since: string }

/** The curator is one until that day, included. */
export function releaseCurator(db: Db, actor: Actor, today: string, { study_group_id, ...key }: Key, until: string) {
  return inTransaction(db, async (trx): Promise<CuratorRefusal | 'no-such-group' | null> => {
    const group = await lockStudyGroup(trx, study_group_id)
    if (!group) return 'no-such-group'
    const held = await listCurators(trx, study_group_id, today)
    const refusal = refuseRelease(
      held.find((one) => one.staff_member_id === key.staff_member_id && one.since === key.since),
      until
    )
    if (refusal) return refusal
    await endCuratorship(trx, { study_group_id, ...key }, until)
    const line = { deed: 'curator.released', object_kind: 'study_group', object_id: study_group_id }
    await record(trx, actor, { ...line, before: key, after: { until } })
    return null
  })
}
