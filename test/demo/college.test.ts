import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { readCurriculum } from '../../src/curriculum/reader.ts'
import { DEMO_PASSWORD, DEMO_SIGN_INS, fillDemoWhenEmpty, REFILL_REFUSALS, refillDemo } from '../../src/demo/actions.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from '../support/database.ts'
import { openHouse, signIn } from '../support/house.ts'
import { RULES, TEACHERS_WORK } from './rules.ts'

const SUNDAY = '2026-11-22'

/** Runs a query with the college's tables in reach of their bare names. */
const ask = <Row>(whole: Db, query: string) =>
  whole.transaction().execute(async (trx) => {
    await sql`set local search_path = college, public`.execute(trx)
    return (await sql.raw<Row>(query).execute(trx)).rows
  })

/** Everything but hashes of passwords and the hours at which the filling itself worked. */
async function fingerprint(whole: Db): Promise<string[]> {
  const tables = await ask<{ name: string }>(
    whole,
    `select table_name as name from information_schema.tables where table_schema = 'college' and table_name <> 'migration'
     order by 1`
  )
  const hidden = `- 'password_hash' - 'imported_at' - 'applied_at'`
  const prints = tables.map(async ({ name }) => {
    const row = name === 'audit_entry' ? `(to_jsonb(one) - 'at')` : `(to_jsonb(one) ${hidden})`
    const [print] = await ask<{ md5: string }>(
      whole,
      `select count(*) || ' ' || md5(coalesce(string_agg(${row}::text, chr(10) order by ${row}::text), '')) as md5 from "${name}" as one`
    )
    return `${name} ${print?.md5}`
  })
  return Promise.all(prints)
}

async function obeysTheRules(t: Test, whole: Db, today: string) {
  for (const [sentence, query] of Object.entries(RULES)) {
    t.strictSame(await ask(whole, query.replaceAll(':today', `date '${today}'`)), [], sentence)
  }
}

t.test('the demonstration college of a Sunday in November', async (t) => {
  const house = await openHouse(t, { now: `${SUNDAY}T12:00` })
  const said: string[] = []
  t.equal(await fillDemoWhenEmpty(house.db, SUNDAY, (line) => said.push(line)), true, 'an empty base is filled')
  t.equal(await fillDemoWhenEmpty(house.db, SUNDAY, (line) => said.push(line)), true, 'and known as the demonstration')
  t.equal(said.length, 1, 'but filled only once')
  const filled = await fingerprint(house.whole)

  await t.test('obeys the rules of the journal', (t) => obeysTheRules(t, house.whole, SUNDAY))

  await t.test('lets everybody in', async (t) => {
    for (const [login, title] of DEMO_SIGN_INS) {
      const visitor = await signIn(house.app, login, DEMO_PASSWORD)
      t.equal((await visitor.open('/')).statusCode, 200, title)
    }
  })

  await t.test('has as many people as it promises', async (t) => {
    const [count] = await ask(
      house.whole,
      `select (select count(*) from department) as departments, (select count(*) from study_group) as groups,
         (select count(distinct entry_year) from study_group) as courses, (select count(*) from student) as students,
         (select count(*) from staff_member where post = 'Преподаватель') as teachers`
    )
    t.strictSame(count, { departments: 2, groups: 6, courses: 3, students: 150, teachers: 20 })
  })

  await t.test('shows the teacher a full term and something to do', async (t) => {
    for (const [sentence, query] of Object.entries(TEACHERS_WORK)) {
      const rows = await ask(house.whole, query.replaceAll(':today', `date '${SUNDAY}'`))
      t.ok(rows.length > 0, sentence)
    }
  })

  await t.test('is filled anew as it was, in place of the old one', async (t) => {
    t.equal(await refillDemo(house.whole, 'college', SUNDAY), 'filled')
    t.strictSame(await fingerprint(house.whole), filled)
  })
})

t.test('the demonstration college of a summer day, when both terms are over, obeys the rules', async (t) => {
  const { whole } = await testDatabase(t)
  t.equal(await refillDemo(whole, 'college', '2027-07-15'), 'filled')
  await obeysTheRules(t, whole, '2027-07-15')
})

t.test('on the first day of a year, with a curriculum read from a file, it obeys them, too', async (t) => {
  const { whole } = await testDatabase(t)
  const file = readFileSync(new URL('../curriculum/fixtures/small.plx', import.meta.url))
  const reading = readCurriculum(file, 'small.plx')
  if (!reading.ok) return t.fail(reading.refusal)
  t.equal(await refillDemo(whole, 'college', '2026-09-01', reading.curriculum), 'filled')
  const [found] = await ask<{ rows: number }>(
    whole,
    `select count(*) as rows from study_group join curriculum on curriculum.id = curriculum_id
     join specialty on specialty.id = curriculum.specialty_id where specialty.code = '${reading.curriculum.specialty_code}'`
  )
  t.equal(found?.rows, 4, 'four groups follow it')
  await obeysTheRules(t, whole, '2026-09-01')
})

t.test('a college with people of its own is left alone', async (t) => {
  const { whole, db } = await testDatabase(t)
  await db.insertInto('person').values({ last_name: 'Белов', first_name: 'Пётр' }).execute()
  t.equal(await refillDemo(whole, 'college', SUNDAY), 'real-college')
  t.match(REFILL_REFUSALS['real-college'], /ничего не изменено/)
  t.equal(await fillDemoWhenEmpty(db, SUNDAY, () => {}), false)
  t.strictSame(await ask(whole, 'select last_name from person'), [{ last_name: 'Белов' }])
})
