import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, holds } from '../../access/actor.ts'
import { type Right, scopeOf } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { readRight } from '../rules.ts'
import { ordererOf } from './names.ts'

/** A kind of document, the right its orders need, and the right to see those of others where it is another one. */
export type Kind = { kind: string; right: Right; others?: Right }

export const PAGE_SIZE = 30

/** The person without the roles that see only their own load: a teacher sees own orders, not what others print of the group. */
const withoutOwnLoad = (reader: Doer, right: Right): Doer => ({
  ...reader,
  roles: reader.roles.filter(({ role }) => scopeOf(role, right) !== 'own load')
})

/** Orders of one kind: of groups in sight, and own ones while the group is in reach at all. */
function ofKind(db: Db, reader: Doer, today: string, { kind, right, others }: Kind): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'printout' | 'study_group'>()
  const read = readRight(right)
  const all = others ?? read
  if (!holds(reader, read)) return sql<SqlBool>`false`
  const own = eb.and([
    eb('printout.ordered_by', '=', reader.account_id ?? -1),
    eb.or([eb('printout.study_group_id', 'is', null), groupInSight(db, reader, read, today)])
  ])
  return eb.and([
    eb('printout.kind', '=', kind),
    eb.or([own, groupInSight(db, withoutOwnLoad(reader, all), all, today)])
  ])
}

/** Orders this person may see; every read and every deed on an order starts here (sight before deed). */
const printoutsInSight = (db: Db, reader: Doer, today: string, kinds: Kind[]) =>
  db
    .selectFrom('printout')
    .leftJoin('study_group', 'study_group.id', 'printout.study_group_id')
    .where((eb) => (kinds.length > 0 ? eb.or(kinds.map((kind) => ofKind(db, reader, today, kind))) : sql`false`))

const shown = (db: Db, reader: Doer, today: string, kinds: Kind[]) =>
  printoutsInSight(db, reader, today, kinds)
    .leftJoin('printed_file', 'printed_file.printout_id', 'printout.id')
    .select(['printout.id', 'printout.kind', 'printout.title', 'printout.state', 'printout.failure'])
    .select(['printout.done_pieces', 'printout.all_pieces', 'printout.done_pages', 'printout.ordered_at'])
    .select(['printout.ordered_by', 'printout.finished_at', 'study_group.name as group_name'])
    .select(['printed_file.pages', 'printed_file.bytes', 'printed_file.sha256', 'printed_file.file_name'])
    .select(ordererOf(db).as('by'))

export type Shown = Awaited<ReturnType<typeof listPrintouts>>[number]

/** One page of orders, the newest first, and one row more when there are others; found by title or group. */
export function listPrintouts(
  db: Db,
  reader: Doer,
  today: string,
  kinds: Kind[],
  { text, page }: { text: string; page: number }
) {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  return shown(db, reader, today, kinds)
    .$if(text.trim() !== '', (some) =>
      some.where((eb) => eb.or([eb('printout.title', 'ilike', pattern), eb('study_group.name', 'ilike', pattern)]))
    )
    .orderBy('printout.ordered_at', 'desc')
    .orderBy('printout.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

export const findPrintout = (db: Db, reader: Doer, today: string, kinds: Kind[], printout_id: number) =>
  shown(db, reader, today, kinds).where('printout.id', '=', printout_id).executeTakeFirst()

/** The order with its row locked until the end of the transaction. */
export const lockPrintout = (trx: Db, reader: Doer, today: string, kinds: Kind[], printout_id: number) =>
  printoutsInSight(trx, reader, today, kinds)
    .select(['printout.id', 'printout.kind', 'printout.state', 'printout.title', 'printout.ordered_by'])
    .where('printout.id', '=', printout_id)
    .forUpdate('printout')
    .executeTakeFirst()

/** The file of an order this person may see. */
export const findFile = (db: Db, reader: Doer, today: string, kinds: Kind[], printout_id: number) =>
  printoutsInSight(db, reader, today, kinds)
    .innerJoin('printed_file', 'printed_file.printout_id', 'printout.id')
    .select(['printed_file.content', 'printed_file.file_name', 'printed_file.sha256', 'printout.study_group_id'])
    .where('printout.id', '=', printout_id)
    .executeTakeFirst()
