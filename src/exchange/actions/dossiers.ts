import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { findSettings } from '../../college/queries.ts'
import { listOwnPersons } from '../../people/queries/own.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findPersonKeys } from '../queries/dossiers.ts'
import { mayAskFor, type Section } from '../rules/dossiers.ts'
import { accountSections, cardSections, otherSections, privacySections, studySections } from './dossier-sections.ts'

export type Where = { schema: string; zone: string; today: string }

/** The person of whom the actor may ask for everything; undefined when there is none. */
export async function findAsked(db: Db, actor: Doer, today: string, person_id: number) {
  const keys = await findPersonKeys(db, person_id)
  if (!keys) return undefined
  const own = await listOwnPersons(db, actor.person_id ?? -1, today)
  const isOwn = own.some((one) => one.person_id === person_id)
  return mayAskFor(actor, keys, isOwn) ? { keys, isOwn } : undefined
}

/** Everything held about one person, in sections; that it was given out is on the audit trail (152-ФЗ ст. 14, 19). */
export function exportPerson(db: Db, actor: Doer, where: Where, person_id: number) {
  return inTransaction(db, async (trx): Promise<{ sections: Section[] } | 'no-such-page'> => {
    const asked = await findAsked(trx, actor, where.today, person_id)
    if (!asked) return 'no-such-page'
    const keeps = (await findSettings(trx)).keeps_special_data === 1
    const withSpecial = keeps && (asked.isOwn || holds(actor, 'special data: read'))
    const sections = [
      ...(await cardSections(trx, asked.keys)),
      ...(await privacySections(trx, asked.keys)),
      ...(await studySections(trx, asked.keys)),
      ...(await otherSections(trx, asked.keys, where.schema, withSpecial)),
      ...(await accountSections(trx, asked.keys, where.zone))
    ].filter(({ rows }) => rows.length > 0)
    const line = { object_kind: 'person', object_id: person_id, about_id: person_id }
    await record(trx, actor, { deed: 'person.exported', ...line, after: { sections: sections.length } })
    return { sections }
  })
}
