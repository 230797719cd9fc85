import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listGuardians } from '../queries/guardians.ts'
import {
  findContact,
  findQuestionnaire,
  listDocuments,
  putContact,
  putDocuments,
  putQuestionnaire
} from '../queries/questionnaires.ts'
import { findStudent, lockStudent } from '../queries/students.ts'
import { differenceOf } from '../rules/cards.ts'
import {
  type Contact,
  NO_CONTACT,
  NO_QUESTIONNAIRE,
  type Questionnaire,
  type QuestionnaireRefusal,
  refuseContact,
  refuseQuestionnaire,
  wrongDocumentOf
} from '../rules/questionnaires.ts'

export type Answers = { contact: Contact; questionnaire: Questionnaire; documents: Record<string, string> }
type Refused = { refusal: QuestionnaireRefusal; kind?: string }

/** Writes how to reach the student, the education so far and which documents were handed in. */
export function changeQuestionnaire(db: Db, actor: Doer, today: string, id: number, answers: Answers) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-page' | Refused> => {
    await lockStudent(trx, id)
    const student = await findStudent(trx, actor, 'student cards: write', today, id)
    if (!student) return 'no-such-page'
    const refused = refuseAnswers(answers, today)
    if (refused) return refused
    const { contact, questionnaire, documents } = answers
    const handed = Object.entries(documents).map(([kind, handed_on]) => ({ kind, handed_on }))
    const before = { ...(await answersOf(trx, id, student.person_id)) }
    await putContact(trx, student.person_id, contact)
    await putQuestionnaire(trx, id, questionnaire)
    await putDocuments(trx, id, handed)
    const difference = differenceOf(before, { ...contact, ...questionnaire, documents: wordsOf(handed) })
    const line = { object_kind: 'student', object_id: id, about_id: student.person_id }
    if (difference) await record(trx, actor, { deed: 'questionnaire.changed', ...line, ...difference })
    return 'changed'
  })
}

function refuseAnswers({ contact, questionnaire, documents }: Answers, today: string): Refused | null {
  const refusal = refuseContact(contact) ?? refuseQuestionnaire(questionnaire, today)
  if (refusal) return { refusal }
  const kind = wrongDocumentOf(documents, today)
  return kind ? { refusal: 'bad-handed-on', kind } : null
}

const wordsOf = (documents: { kind: string; handed_on: string }[]) =>
  documents
    .map(({ kind, handed_on }) => `${kind} ${handed_on}`)
    .sort()
    .join(', ')

/** What stood before, flat as the audit trail shows it. */
const answersOf = async (trx: Db, id: number, person_id: number) => ({
  ...((await findContact(trx, person_id)) ?? NO_CONTACT),
  ...((await findQuestionnaire(trx, id)) ?? NO_QUESTIONNAIRE),
  documents: wordsOf(await listDocuments(trx, id))
})

type Reached = { student_id: number; person_id: number; contact: Pick<Contact, 'phone' | 'email'> }

/** Writes how to reach a guardian of the student. */
export function changeGuardianContact(db: Db, actor: Doer, today: string, { student_id, person_id, contact }: Reached) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-page' | QuestionnaireRefusal> => {
    await lockStudent(trx, student_id)
    const student = await findStudent(trx, actor, 'student cards: write', today, student_id)
    const link = (await listGuardians(trx, student_id)).find((one) => one.person_id === person_id)
    if (!student || !link || link.until !== null) return 'no-such-page'
    const before = (await findContact(trx, person_id)) ?? NO_CONTACT
    const after = { ...before, ...contact }
    const refusal = refuseContact(after)
    if (refusal) return refusal
    await putContact(trx, person_id, after)
    const difference = differenceOf(before, after)
    const line = { object_kind: 'student', object_id: student_id, about_id: person_id }
    if (difference) await record(trx, actor, { deed: 'contact.changed', ...line, ...difference })
    return 'changed'
  })
}
