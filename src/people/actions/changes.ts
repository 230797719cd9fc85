import type { Actor, Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import {
  addChange,
  findChange,
  findName,
  listDaysOff,
  listReported,
  lockChange,
  NAMES,
  putDecision,
  putName
} from '../queries/changes.ts'
import { listOwnPersons } from '../queries/own.ts'
import { lockPersons } from '../queries/persons.ts'
import { findContact, putContact } from '../queries/questionnaires.ts'
import { type ChangeRefusal, dueOf, type Report, refuseAccepting, refuseReport } from '../rules/changes.ts'
import { CONTACT_TITLES, NO_CONTACT } from '../rules/questionnaires.ts'

/** A report of one's own or a child's changed data becomes a task with a clock of three working days (R3 7.2; R0 3.5). */
export function reportChange(db: Db, actor: Actor, today: string, person_id: number, report: Report) {
  return inTransaction(db, async (trx): Promise<'reported' | 'no-such-page' | ChangeRefusal> => {
    const own = await listOwnPersons(trx, actor.person_id ?? -1, today)
    if (!own.some((one) => one.person_id === person_id)) return 'no-such-page'
    const refusal = refuseReport(report, today)
    if (refusal) return refusal
    const { field, value, remark } = report
    const due_on = dueOf(today, await listDaysOff(trx, today))
    const { id } = await addChange(trx, {
      ...{ person_id, field, value, remark, document_on: report.document_on || null },
      ...{ reported_by: actor.account_id, reported_on: today, due_on }
    })
    const line = { object_kind: 'personal_data_change', object_id: id, about_id: person_id }
    await record(trx, actor, { deed: 'change.reported', ...line, after: { field, due_on } })
    return 'reported'
  })
}

/** The reporter takes back what nobody has decided yet. */
export function recallChange(db: Db, actor: Actor, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<'recalled' | 'no-such-page' | ChangeRefusal> => {
    await lockChange(trx, id)
    const change = (await listReported(trx, actor.account_id)).find((one) => one.id === id)
    if (!change || change.field === 'consent') return 'no-such-page'
    if (change.state !== 'waiting') return 'not-waiting'
    await putDecision(trx, id, { state: 'recalled', reason: '', decided_by: actor.account_id, decided_on: today })
    const line = { object_kind: 'personal_data_change', object_id: id, about_id: change.person_id }
    await record(trx, actor, { deed: 'change.recalled', ...line })
    return 'recalled'
  })
}

/** Writes what was reported into the card and closes the task, or neither. */
export function acceptChange(db: Db, actor: Doer, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<'accepted' | 'no-such-page' | ChangeRefusal> => {
    await lockChange(trx, id)
    const change = await findChange(trx, actor, 'consents: write', today, id)
    if (!change) return 'no-such-page'
    const refusal = refuseAccepting(change, { last_name: change.last_name, is_student: change.student_id !== null })
    if (refusal) return refusal
    const difference = await enter(trx, change)
    await putDecision(trx, id, { state: 'accepted', reason: '', decided_by: actor.account_id, decided_on: today })
    const line = { object_kind: 'personal_data_change', object_id: id, about_id: change.person_id }
    await record(trx, actor, { deed: 'change.accepted', ...line, ...difference })
    return 'accepted'
  })
}

type Reported = { person_id: number; field: string; value: string }
const isContact = (field: string): field is keyof typeof CONTACT_TITLES => Object.hasOwn(CONTACT_TITLES, field)
/** Puts the value where it belongs; what belongs nowhere was entered by hand. */
async function enter(trx: Db, { person_id, field, value }: Reported) {
  await lockPersons(trx, [person_id])
  if (isContact(field)) {
    const before = (await findContact(trx, person_id)) ?? NO_CONTACT
    await putContact(trx, person_id, { ...before, [field]: value })
    return { before: { [field]: before[field] }, after: { [field]: value } }
  }
  const name = NAMES.find((one) => one === field)
  if (!name) return { after: { field } }
  const before = await findName(trx, person_id)
  await putName(trx, person_id, { [name]: value })
  return { before: { [name]: before[name] }, after: { [name]: value } }
}

export function refuseChange(db: Db, actor: Doer, today: string, id: number, reason: string) {
  return inTransaction(db, async (trx): Promise<'refused' | 'no-such-page' | ChangeRefusal> => {
    await lockChange(trx, id)
    const change = await findChange(trx, actor, 'consents: write', today, id)
    if (!change) return 'no-such-page'
    if (change.state !== 'waiting' || change.field === 'consent') return 'not-waiting'
    if (reason === '') return 'no-reason'
    await putDecision(trx, id, { state: 'refused', reason, decided_by: actor.account_id, decided_on: today })
    const line = { object_kind: 'personal_data_change', object_id: id, about_id: change.person_id }
    await record(trx, actor, { deed: 'change.refused', ...line, after: { reason } })
    return 'refused'
  })
}
