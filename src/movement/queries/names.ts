import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'

/** Names the group has had and will have, the latest first. */
export const listNames = (db: Db, study_group_id: number) =>
  db
    .selectFrom('study_group_name')
    .leftJoin('movement_order', 'movement_order.id', 'study_group_name.order_id')
    .select(['study_group_name.name', 'study_group_name.since', 'study_group_name.order_id'])
    .select(['movement_order.number', 'movement_order.signed_on'])
    .where('study_group_id', '=', study_group_id)
    .orderBy('since', 'desc')
    .execute()

/** Names of groups that are there after today or will be, those of `except` left out. */
export async function listTakenNames(db: Db, today: string, except: number[] = []): Promise<string[]> {
  const living = db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name'])
    .where('disbanded_on', 'is', null)
  const coming = db
    .selectFrom('study_group_name')
    .innerJoin('study_group', 'study_group.id', 'study_group_name.study_group_id')
    .select(['study_group.id', 'study_group_name.name'])
    .where('disbanded_on', 'is', null)
    .where('since', '>', today)
  const rows = await living.union(coming).execute()
  return rows.filter(({ id }) => !except.includes(id)).map(({ name }) => name)
}

/** What groups that are there will be called on that day. */
export async function listNamesOn(db: Db, day: string): Promise<string[]> {
  const due = sql<string>`coalesce((select coming.name from ${tableOf(db, 'study_group_name')} as coming
    where coming.study_group_id = study_group.id and coming.since <= ${day}::date order by coming.since desc limit 1), study_group.name)`
  const rows = await db.selectFrom('study_group').select(due.as('name')).where('disbanded_on', 'is', null).execute()
  return rows.map(({ name }) => name)
}

type Name = { study_group_id: number; name: string; since: string; order_id?: number | null }

/** A name from its day on; one given on that very day gives way to it. */
export const putName = (trx: Db, row: Name) =>
  trx
    .insertInto('study_group_name')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['study_group_id', 'since']).doUpdateSet({ name: row.name, order_id: null })
    )
    .execute()

/** Names by order, but for groups that were given one on that very day otherwise. */
export async function addNames(trx: Db, rows: Name[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('study_group_name')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['study_group_id', 'since']).doNothing())
    .execute()
}

/** Groups whose history does not say what they have been called so far get that name from their first September on. */
export const ensureNames = (trx: Db, ids: number[]) =>
  trx
    .insertInto('study_group_name')
    .columns(['study_group_id', 'name', 'since'])
    .expression((eb) =>
      eb
        .selectFrom('study_group')
        .select(['study_group.id', 'study_group.name', sql<string>`make_date(entry_year, 9, 1)`.as('since')])
        .where('study_group.id', 'in', [...ids, -1])
        .where((on) =>
          on.not(
            on.exists(
              on
                .selectFrom('study_group_name as known')
                .select('known.name')
                .whereRef('known.study_group_id', '=', 'study_group.id')
            )
          )
        )
    )
    .execute()

/**
 * Groups are called from today on by what their history says of today. In two steps, because names pass from group to group
 * (ИСП-11 becomes ИСП-21 while ИСП-21 becomes ИСП-31) and no two may be alike even for a moment. Answers with those renamed.
 */
export async function applyNames(trx: Db, today: string): Promise<{ id: number; former: string; name: string }[]> {
  const due = await trx
    .selectFrom('study_group')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('study_group_name')
          .select('study_group_name.name as due')
          .whereRef('study_group_name.study_group_id', '=', 'study_group.id')
          .where('study_group_name.since', '<=', today)
          .orderBy('study_group_name.since', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue()
    )
    .select(['study_group.id', 'study_group.name as former', 'latest.due as name'])
    .where('study_group.disbanded_on', 'is', null)
    .whereRef('latest.due', '!=', 'study_group.name')
    .orderBy('study_group.id')
    .execute()
  await nameGroups(trx, due)
  return due
}

/** Names that an order gave are gone; groups that bear them bear the former ones again. */
export async function revertNames(trx: Db, order_id: number): Promise<void> {
  const borne = await trx
    .selectFrom('study_group_name as given')
    .innerJoin('study_group', 'study_group.id', 'given.study_group_id')
    .select('study_group.id')
    .select(former(trx).as('name'))
    .where('given.order_id', '=', order_id)
    .whereRef('given.name', '=', 'study_group.name')
    .execute()
  await trx.deleteFrom('study_group_name').where('order_id', '=', order_id).execute()
  await nameGroups(
    trx,
    borne.flatMap(({ id, name }) => (name === null ? [] : [{ id, name }]))
  )
}

const former = (db: Db) => sql<string | null>`(select earlier.name from ${tableOf(db, 'study_group_name')} as earlier
  where earlier.study_group_id = given.study_group_id and earlier.since < given.since order by earlier.since desc limit 1)`

/** Names groups go back to when the order is taken back, with the groups. */
export const listFormerNames = (db: Db, order_id: number) =>
  db
    .selectFrom('study_group_name as given')
    .select(['given.study_group_id', former(db).as('name')])
    .where('given.order_id', '=', order_id)
    .execute()

async function nameGroups(trx: Db, rows: { id: number; name: string }[]): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await trx.updateTable('study_group').set({ name: sql`'~' || id` }).where('id', 'in', ids).execute()
  await trx
    .updateTable('study_group')
    .from(
      sql<{ id: number; name: string }>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as(
        sql`named(id bigint, name text)`
      )
    )
    .set({ name: sql`named.name` })
    .whereRef('study_group.id', '=', 'named.id' as never)
    .execute()
}
