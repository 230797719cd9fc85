import { sql } from 'kysely'
import type { Curriculum } from '../curriculum/reader.ts'
import { config } from '../platform/config.ts'
import { type Db, inTransaction } from '../platform/db.ts'
import { migrate } from '../platform/migrations.ts'
import { COLLEGE_NAME } from './college.ts'
import { DEMO_PASSWORD, fillCollege } from './filling.ts'
import { accounting } from './plan/accounting.ts'
import { programming } from './plan/programming.ts'
import { curriculumOf } from './plan.ts'

export { DEMO_PASSWORD }

export const DEMO_SIGN_INS: [login: string, title: string][] = [
  ['teacher', 'Преподаватель'],
  ['curator', 'Классный руководитель (куратор), преподаватель'],
  ['student', 'Обучающийся'],
  ['parent', 'Родитель двух обучающихся'],
  ['head', 'Заведующий отделением'],
  ['deputy', 'Заместитель директора'],
  ['director', 'Директор'],
  ['methodist', 'Методист'],
  ['registrar', 'Секретарь учебной части'],
  ['hr', 'Специалист по кадрам'],
  ['administrator', 'Администратор'],
  ['authority', 'Орган управления образованием']
]

/** Two fillings wait for each other. */
const LOCK = 727002
const lock = (trx: Db) => sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)

type Holding = 'nobody' | 'demonstration' | 'college'

/** Whose database this is. */
async function holdingOf(db: Db): Promise<Holding> {
  const demo = await db.selectFrom('setting').select('name').where('name', '=', 'demo').executeTakeFirst()
  if (demo) return 'demonstration'
  const person = await db.selectFrom('person').select('id').limit(1).executeTakeFirst()
  const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
  return person || account ? 'college' : 'nobody'
}

/** Above the pages stands the name of the college instead of «Колледж». */
const nameCollege = (trx: Db, schema: string) =>
  trx.updateTable('region.college').set({ name: COLLEGE_NAME }).where('schema', '=', schema).execute()

const standardPlans = (): [Curriculum, Curriculum] => [curriculumOf(programming), curriculumOf(accounting)]

/** Fills the college when nobody is in it yet; answers whether it is the demonstration. */
export function fillDemoWhenEmpty(db: Db, today: string, say: (line: string) => void): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    await lock(trx)
    const holding = await holdingOf(trx)
    if (holding !== 'nobody') return holding === 'demonstration'
    say('База пуста: заполняется демонстрационный колледж…')
    await fillCollege(trx, today, standardPlans())
    await nameCollege(trx, config.collegeSchema)
    return true
  })
}

export const REFILL_REFUSALS = {
  'real-college':
    'В базе уже есть колледж, и он не демонстрационный: ничего не изменено. Для демонстрации задайте другую базу (DATABASE_URL) или другую схему (COLLEGE).'
} as const
export type RefillRefusal = keyof typeof REFILL_REFUSALS

/**
 * Puts a freshly filled demonstration in place of an empty college or an old demonstration, or answers why not. It is made in a
 * schema of its own and takes the place in one moment, so that whoever is reading meanwhile sees either the old or the new one.
 */
export async function refillDemo(
  whole: Db,
  schema: string,
  today: string,
  plan?: Curriculum
): Promise<RefillRefusal | 'filled'> {
  if ((await holdingOf(whole.withSchema(schema))) === 'college') return 'real-college'
  const draft = `${schema}_draft`
  await sql`drop schema if exists ${sql.id(draft)} cascade`.execute(whole)
  await migrate(whole, draft)
  await whole.deleteFrom('region.college').where('schema', '=', draft).execute()
  const [first, second] = standardPlans()
  await inTransaction(whole.withSchema(draft), (trx) => fillCollege(trx, today, [plan ?? first, second]))
  return inTransaction(whole, async (trx) => {
    await lock(trx)
    if ((await holdingOf(trx.withSchema(schema))) === 'college') return 'real-college'
    await sql`drop schema ${sql.id(schema)} cascade`.execute(trx)
    await sql`alter schema ${sql.id(draft)} rename to ${sql.id(schema)}`.execute(trx)
    await nameCollege(trx, schema)
    return 'filled'
  })
}
