import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { endGuardian, listGuardians, putGuardian } from '../queries/guardians.ts'
import { findPerson, listNamesakes } from '../queries/persons.ts'
import { addPerson, findStudent, lockStudent } from '../queries/students.ts'
import { type GuardianRefusal, type NewGuardian, refuseGuardian, refuseWithdrawal } from '../rules/guardians.ts'

type Adding = { student_id: number; guardian: NewGuardian; isConfirmed: boolean }

/** Links a parent or another representative with a student; somebody new is warned about when the name is known already. */
export function addGuardian(db: Db, actor: Doer, today: string, { student_id, guardian, isConfirmed }: Adding) {
  return inTransaction(db, async (trx): Promise<'added' | 'no-such-page' | GuardianRefusal> => {
    await lockStudent(trx, student_id)
    const student = await findStudent(trx, actor, 'student cards: write', today, student_id)
    if (!student) return 'no-such-page'
    const refusal = refuseGuardian(guardian, student, await listGuardians(trx, student_id))
    if (refusal) return refusal
    const { kinship, since, last_name, first_name, middle_name } = guardian
    const name = { last_name, first_name, middle_name }
    if (guardian.person_id !== 0 && !(await findPerson(trx, guardian.person_id))) return 'no-person'
    if (guardian.person_id === 0 && !isConfirmed && (await listNamesakes(trx, name, null)).length > 0)
      return 'namesakes'
    const person_id = guardian.person_id || (await addPerson(trx, { ...name, sex: null, born_on: null }))
    await putGuardian(trx, { person_id, student_id, kinship, since })
    await record(trx, actor, {
      ...{ deed: 'guardian.added', object_kind: 'student', object_id: student_id, about_id: person_id },
      after: { kinship, since, ...(guardian.person_id === 0 ? name : {}) }
    })
    return 'added'
  })
}

type Withdrawal = { student_id: number; person_id: number; until: string }

/** The link ends with that day; the line stays on the card. */
export function withdrawGuardian(db: Db, actor: Doer, today: string, { student_id, person_id, until }: Withdrawal) {
  return inTransaction(db, async (trx): Promise<'withdrawn' | 'no-such-page' | GuardianRefusal> => {
    await lockStudent(trx, student_id)
    const student = await findStudent(trx, actor, 'student cards: write', today, student_id)
    const link = (await listGuardians(trx, student_id)).find((one) => one.person_id === person_id)
    if (!student || !link) return 'no-such-page'
    const refusal = refuseWithdrawal(link, until)
    if (refusal) return refusal
    await endGuardian(trx, { person_id, student_id }, until)
    await record(trx, actor, {
      ...{ deed: 'guardian.withdrawn', object_kind: 'student', object_id: student_id, about_id: person_id },
      before: { kinship: link.kinship, since: link.since, until: null },
      after: { until }
    })
    return 'withdrawn'
  })
}
