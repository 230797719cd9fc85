import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addChange, listDaysOff } from '../queries/changes.ts'
import { addConsents, addText, endConsent, findText, lockConsent } from '../queries/consents.ts'
import { lockPersons } from '../queries/persons.ts'
import { listGiven, listSigners, type Signer } from '../queries/signers.ts'
import { fullName } from '../rules/cards.ts'
import { dueOf } from '../rules/changes.ts'
import {
  CONSENT_KINDS,
  type ConsentRefusal,
  isConsentKind,
  mayWithdraw,
  refuseReceipt,
  refuseWithdrawing
} from '../rules/consents.ts'
import { reachOf } from '../rules/reach.ts'

/** Whose consent and who signed it. */
export type Signature = { person_id: number; given_by: number }
export type Receipt = { kind: string; signatures: Signature[]; given_on: string; document: string }
/** Nothing is written when one of them cannot be; `who` is the first of those. */
type Refused = { refusal: ConsentRefusal; who: string }

/** Notes signed consents of a checked list. */
export function noteConsents(db: Db, actor: Doer, today: string, receipt: Receipt) {
  return inTransaction(db, async (trx): Promise<'noted' | 'no-such-page' | Refused> => {
    const { kind, signatures, given_on, document } = receipt
    if (!isConsentKind(kind)) return { refusal: 'no-kind', who: '' }
    if (signatures.length === 0) return { refusal: 'nobody-chosen', who: '' }
    const ids = signatures.map(({ person_id }) => person_id)
    await lockPersons(trx, ids)
    const people = await listSigners(trx, actor, 'consents: write', today, ids)
    if (people.length < new Set(ids).size) return 'no-such-page'
    const refused = await refuseReceipts(trx, today, receipt, people)
    if (refused) return refused
    const text = await findText(trx, kind, given_on)
    if (!text) return { refusal: 'no-text', who: '' }
    const rows = signatures.map((one) => ({ ...one, given_on, document, consent_text_id: text.id }))
    const added = await addConsents(
      trx,
      rows.map((row) => ({ ...row, noted_by: actor.account_id }))
    )
    const by = new Map(signatures.map(({ person_id, given_by }) => [person_id, given_by]))
    const lines = added.map(({ id, person_id }) => ({
      ...{ deed: 'consent.given', object_kind: 'consent', object_id: id, about_id: person_id },
      after: { consent: kind, version: text.version, given_on, given_by: by.get(person_id), kept_in: document }
    }))
    await record(trx, actor, ...lines)
    return 'noted'
  })
}

async function refuseReceipts(
  trx: Db,
  today: string,
  { kind, signatures, given_on }: Receipt,
  people: Signer[]
): Promise<Refused | null> {
  const given = await listGiven(
    trx,
    kind,
    today,
    people.map(({ person_id }) => person_id)
  )
  const byId = new Map(people.map((person) => [person.person_id, person]))
  const seen = new Set<number>()
  for (const signature of signatures) {
    const person = byId.get(signature.person_id) as Signer
    const facts = {
      ...{ born_on: person.born_on, is_student: person.student_id !== null },
      guardian_ids: person.guardians.map(({ person_id }) => person_id)
    }
    const isTwice = given.has(person.person_id) || seen.has(person.person_id)
    const refusal = isTwice ? 'is-given' : refuseReceipt({ ...signature, given_on }, facts, today)
    if (refusal) return { refusal, who: fullName(person) }
    seen.add(person.person_id)
  }
  return null
}

/** A withdrawal that came on paper: the consent ends and stays on record. */
export function withdrawConsent(db: Db, actor: Doer, today: string, id: number, withdrawn_on: string) {
  return inTransaction(db, async (trx): Promise<'withdrawn' | 'no-such-page' | ConsentRefusal> => {
    const consent = await lockConsent(trx, id)
    const [person] = consent ? await listSigners(trx, actor, 'consents: write', today, [consent.person_id]) : []
    if (!consent || !person) return 'no-such-page'
    const refusal = refuseWithdrawing(consent, withdrawn_on, today)
    if (refusal) return refusal
    await endConsent(trx, id, withdrawn_on, consent.given_by)
    await record(trx, actor, lineOf(consent, withdrawn_on))
    return 'withdrawn'
  })
}

/** Taken back by the person who gave it, or who has come of age; whoever keeps the cards gets a task, nothing is deleted. */
export function withdrawOwnConsent(db: Db, actor: Doer, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<'withdrawn' | 'no-such-page' | ConsentRefusal> => {
    const consent = await lockConsent(trx, id)
    if (!consent || actor.account_id === null || !mayWithdraw(consent, actor.person_id, today)) return 'no-such-page'
    const refusal = refuseWithdrawing(consent, today, today)
    if (refusal) return refusal
    await endConsent(trx, id, today, actor.person_id)
    await addChange(trx, {
      ...{ person_id: consent.person_id, field: 'consent', consent_id: id, value: kindName(consent.kind), remark: '' },
      ...{ document_on: null, reported_by: actor.account_id, reported_on: today },
      due_on: dueOf(today, await listDaysOff(trx, today))
    })
    await record(trx, actor, lineOf(consent, today))
    return 'withdrawn'
  })
}

const kindName = (kind: string) => (isConsentKind(kind) ? CONSENT_KINDS[kind] : kind)

const lineOf = (consent: { id: number; person_id: number; kind: string; given_on: string }, withdrawn_on: string) => ({
  ...{ deed: 'consent.withdrawn', object_kind: 'consent', object_id: consent.id, about_id: consent.person_id },
  ...{ before: { consent: consent.kind, given_on: consent.given_on }, after: { withdrawn_on } }
})

/** A new wording; only those who keep everybody's consents write it. */
export function addConsentText(db: Db, actor: Doer, since: string, { kind, body }: { kind: string; body: string }) {
  return inTransaction(db, async (trx): Promise<'added' | 'no-such-page' | ConsentRefusal> => {
    if (!reachOf(actor, 'consents: write').all) return 'no-such-page'
    if (!isConsentKind(kind)) return 'no-kind'
    if (body === '') return 'no-text'
    const { id, version } = await addText(trx, { kind, since, body })
    const line = { deed: 'consent.text_added', object_kind: 'consent_text', object_id: id }
    await record(trx, actor, { ...line, after: { consent: kind, version, text: body } })
    return 'added'
  })
}
