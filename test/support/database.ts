import pg from 'pg'
import type { Test } from 'tap'
import { connect, type Db } from '../../src/platform/db.ts'

let copies = 0

/** A fresh copy of the migrated template, dropped when the test ends: the whole database and the college's own view of it. */
export async function testDatabase(t: Test, template = 'template'): Promise<{ whole: Db; db: Db; url: string }> {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '')
  const name = `test_${process.pid}_${Date.now().toString(36)}_${copies++}`
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  url.pathname = `/${name}`
  const whole = connect(url.href, 4)
  t.teardown(async () => {
    await whole.destroy()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return { whole, db: whole.withSchema('college'), url: url.href }
}
