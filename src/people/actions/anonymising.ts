import { type Doer, scopesOf } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { findSettings } from '../../college/queries.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findLeaver, listSoleGuardians } from '../queries/anonymising.ts'
import { blankWords, closeAccounts, dropAnswers, putNeutral } from '../queries/neutral.ts'
import { lockPersons } from '../queries/persons.ts'
import { lockStudent } from '../queries/students.ts'
import { type AnonymisingRefusal, refuseAnonymising } from '../rules/anonymising.ts'

/** Only those who keep all cards take names away. */
export const mayAnonymise = (actor: Doer): boolean => scopesOf(actor, 'student cards: write').includes('all')

type Confirmation = { id: number; typed: string }

/** Takes the name and all that is beside the journal from a student gone for long; marks, absences, results and order lines stay. */
export function anonymise(
  db: Db,
  actor: Doer,
  clock: { today(): string; now(): { toJSDate(): Date } },
  { id, typed }: Confirmation
) {
  return inTransaction(db, async (trx): Promise<'anonymised' | 'no-such-page' | AnonymisingRefusal> => {
    if (!mayAnonymise(actor)) return 'no-such-page'
    await lockStudent(trx, id)
    const today = clock.today()
    const leaver = await findLeaver(trx, today, id)
    if (!leaver) return 'no-such-page'
    const refusal = refuseAnonymising(leaver, today, (await findSettings(trx)).personal_data_years)
    if (refusal) return refusal
    if (typed !== leaver.last_name) return 'not-confirmed'
    const kin = (await listSoleGuardians(trx, id)).flatMap(({ person_id, is_sole }) => (is_sole ? [person_id] : []))
    const people = [leaver.person_id, ...kin]
    await lockPersons(trx, people)
    await dropAnswers(trx, id, people)
    await blankWords(trx, id, people)
    await closeAccounts(trx, people, clock.now().toJSDate())
    await putNeutral(trx, today, leaver, kin)
    const line = { object_kind: 'student', object_id: id, about_id: leaver.person_id }
    await record(trx, actor, { deed: 'person.anonymised', ...line, after: { guardians: kin.length } })
    return 'anonymised'
  })
}
