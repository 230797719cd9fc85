import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { remembered } from '../../src/platform/remembering.ts'
import { testDatabase } from '../support/database.ts'

const opened = async (t: Parameters<typeof testDatabase>[0]) => {
  const { whole, db } = await testDatabase(t)
  const built: unknown[] = []
  type Asked = { name: string; others: string[]; isShort: boolean; until: string | null }
  const listSettings = remembered((db: Db, { name, others, isShort, until }: Asked) => {
    built.push(name)
    const query = db.selectFrom('setting').select(isShort ? ['name'] : ['name', 'value'])
    const either = query.where((eb) => eb.or([eb('name', '=', name), eb('name', '=', sql<string>`any(${others})`)]))
    return (until === null ? either : either.where('name', '<', until)).orderBy('name').compile()
  })
  await db
    .insertInto('setting')
    .values(['a', 'b', 'c'].map((name) => ({ name, value: JSON.stringify(name) })))
    .execute()
  const names = async (db: Db, asked: Partial<Asked>) =>
    (await listSettings(db, { name: 'a', others: ['c'], isShort: true, until: null, ...asked })).map(({ name }) => name)
  return { whole, db, built, listSettings, names }
}

t.test('A remembered statement is built once and asked with other values', async (t) => {
  const { db, built, names } = await opened(t)
  t.same(await names(db, {}), ['a', 'c'])
  t.same(await names(db, { name: 'b' }), ['b', 'c'])
  t.same(await names(db, { others: ['a', 'b'] }), ['a', 'b'])
  t.same(await db.transaction().execute((trx) => names(trx, { name: 'c' })), ['c'])
  t.equal(built.length, 1)
})

t.test('What shapes a statement makes another one: null, true and false', async (t) => {
  const { db, built, names, listSettings } = await opened(t)
  t.same(await names(db, { until: 'b' }), ['a'])
  t.same(await names(db, { until: 'd' }), ['a', 'c'])
  t.same(await names(db, { until: null }), ['a', 'c'])
  t.match(await listSettings(db, { name: 'b', others: [], isShort: false, until: null }), [{ name: 'b', value: 'b' }])
  t.equal(built.length, 3)
})

t.test('A statement of one college is never asked in another', async (t) => {
  const { whole, db, names } = await opened(t)
  await sql`create schema other`.execute(whole)
  await sql`create table other.setting as select 'a' as name from college.setting where false`.execute(whole)
  t.same(await names(db, {}), ['a', 'c'])
  t.same(await names(whole.withSchema('other'), {}), [])
})

t.test('A statement that looks at a value cannot be built', async (t) => {
  const { db } = await opened(t)
  const curious = remembered((db: Db, name: string) =>
    db.selectFrom('setting').selectAll().where('name', '=', `${name}`).compile()
  )
  await t.rejects(curious(db, 'a'), /may not look/)
})

t.test('A statement asked often, alone and in transactions, gives the same answer prepared as not', async (t) => {
  const { db, names } = await opened(t)
  for (let i = 0; i < 8; i++) t.same(await names(db, { name: 'b' }), ['b', 'c'])
  await t.rejects(
    Promise.all(Array.from({ length: 8 }, () => db.insertInto('setting').values({ name: 'a', value: '1' }).execute())),
    { code: '23505' }
  )
  const { rows } = await sql<{
    count: number
  }>`select count(*) from pg_prepared_statements where statement like '%setting%'`.execute(db)
  t.ok((rows[0]?.count ?? 0) > 0)
})
