import { sql } from 'kysely'
import t from 'tap'
import { importCurriculum, planImport } from '../../src/curriculum/actions/importing.ts'
import { listRows } from '../../src/curriculum/queries/plans.ts'
import type { Curriculum } from '../../src/curriculum/reader.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from '../support/database.ts'
import { statementsOf } from '../support/statements.ts'
import {
  addCourse,
  addGroup,
  deeds,
  itemOf,
  planScene,
  readPlan,
  realPlan,
  smallPlan,
  smallWith,
  system,
  take
} from './scene.ts'

/** Hours of each semester as they stand in the tables, without the modules, which repeat their rows. */
const hoursStored = async (db: Db) => {
  const rows = await db
    .selectFrom('curriculum_term')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'curriculum_term.curriculum_item_id')
    .select((eb) => ['curriculum_term.semester', eb.fn.sum<number>('curriculum_term.hours_total').as('hours')])
    .where('curriculum_item.kind', 'not in', ['module', 'heading'])
    .groupBy('curriculum_term.semester')
    .orderBy('curriculum_term.semester')
    .execute()
  return rows.map(({ hours }) => hours)
}

/** How many statements the import takes. */
const countStatements = async (db: Db, curriculum: Curriculum) =>
  (await statementsOf(() => take(db, curriculum))).length

const state = async (db: Db) => ({
  plans: await db.selectFrom('curriculum').selectAll().execute(),
  rows: await db.selectFrom('curriculum_item').selectAll().orderBy('id').execute(),
  deeds: await deeds(db)
})

t.test('A curriculum is taken in', async (t) => {
  const { db } = await testDatabase(t)
  const first = await take(db, readPlan(smallPlan))

  t.test('whole: every row with its module, hours and forms of control, as the file has them', async (t) => {
    const rows = await listRows(db, first.curriculum_id)
    const stored = rows.map(({ id, is_used, is_dropped, ...row }) => row)
    const read = readPlan(smallPlan).items.map(({ source_code, ...row }) => row)
    const inOrder = (all: typeof stored) =>
      all.map((row) => ({
        ...row,
        terms: row.terms.map((term) => ({
          ...term,
          hours: term.hours.toSorted((a, b) => a.kind.localeCompare(b.kind)),
          controls: term.controls.toSorted()
        }))
      }))
    t.strictSame(inOrder(stored), inOrder(read))
    t.strictSame(await hoursStored(db), [34, 92, 128, 342])
    t.strictSame(first.plan.counts, { created: 10, changed: 0, left: 0, dropped: 0, removed: 0 })
  })

  t.test('and its specialty with it, and the audit trail tells of it', async (t) => {
    t.match(await db.selectFrom('specialty').selectAll().execute(), [
      { code: '54.02.99', name: 'Изготовление бумажных змеев' }
    ])
    t.match(await db.selectFrom('audit_entry').selectAll().execute(), [
      {
        ...{ deed: 'curriculum.added', object_id: first.curriculum_id, account_id: null, actor_name: 'Система' },
        after: { hours: 596, file_name: 'план.plx' }
      }
    ])
  })

  t.test('again, and nothing at all is written', async (t) => {
    const before = await state(db)
    const again = await take(db, readPlan(smallPlan))
    t.equal(again.curriculum_id, first.curriculum_id)
    t.equal(again.plan.is_same, true)
    t.equal(again.plan.counts.left, 10)
    t.strictSame(await state(db), before)
  })
})

t.test(
  'A real plan has the hours it was made with, and again is harmless',
  { skip: !realPlan && 'no real plan here' },
  async (t) => {
    const { db } = await testDatabase(t)
    const statements = await countStatements(db, readPlan(realPlan ?? ''))
    t.strictSame(await hoursStored(db), [612, 900, 612, 864, 612, 864])
    const { count } = await db
      .selectFrom('curriculum_item')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    t.equal(count, 61)
    const again = await take(db, readPlan(realPlan ?? ''))
    t.strictSame(again.plan.counts, { created: 0, changed: 0, left: 61, dropped: 0, removed: 0 })
    t.equal(again.plan.total.after, 4464)
    t.equal(await countStatements(db, readPlan(smallPlan)), statements, 'a short plan takes as many statements')
  }
)

t.test('A newer file of the same plan', async (t) => {
  const { db } = await testDatabase(t)
  const { curriculum_id, group, autumn } = await planScene(db)
  const before = await listRows(db, curriculum_id)
  const idOf = (key: string) => before.find(({ item_key }) => item_key === key)?.id

  t.test('with other hours changes those rows and no others; rows keep their numbers', async (t) => {
    const newer = smallWith((item) =>
      item.item_key === 'ОП.01'
        ? {
            ...item,
            name: 'Бумага, краски и клей',
            terms: item.terms.map((term) => ({ ...term, hours_total: term.hours_total + 1.5 }))
          }
        : item
    )
    const preview = await planImport(db, system, newer)
    t.equal(preview.curriculum_id, curriculum_id)
    t.strictSame(preview.counts, { created: 0, changed: 1, left: 9, dropped: 0, removed: 0 })
    t.match(preview.rows.find(({ change }) => change === 'changed')?.differences, [
      { what: 'наименование', before: 'Бумага и краски', after: 'Бумага, краски и клей' },
      { what: '1-й семестр', before: /^34 ч\. \(лекции 20, практические 14\)/, after: /^35,5 ч\./ },
      { what: '2-й семестр' }
    ])
    t.match(preview.hours[0], { semester: 1, before: 34, after: 35.5 })

    t.equal((await take(db, newer)).curriculum_id, curriculum_id)
    t.strictSame(
      (await listRows(db, curriculum_id)).map(({ id }) => id),
      before.map(({ id }) => id)
    )
    t.equal((await hoursStored(db))[0], 35.5)
    const line = await db.selectFrom('audit_entry').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    t.match(line, {
      deed: 'curriculum.renewed',
      before: { hours: 596, rows: [{ name: 'Бумага и краски' }] },
      after: { hours: 599, rows: [{ name: 'Бумага, краски и клей' }] }
    })
    t.equal((line.after as unknown as { rows: unknown[] }).rows.length, 1)
  })

  t.test('in another order only moves the rows', async (t) => {
    const turned = smallWith((item) => ({ ...item, position: 11 - item.position }))
    const { plan } = await take(db, turned)
    t.equal(plan.counts.changed, 1, 'the row that had been renamed')
    t.equal((await listRows(db, curriculum_id))[0]?.item_key, 'ГИА.01')
    await take(db, readPlan(smallPlan))
  })

  t.test(
    'without a module: what no journal stands on goes, the rest is marked and stays with its module',
    async (t) => {
      const course = await addCourse(db, group, autumn, 'МДК.01.01')
      const without = smallWith((item) => (/^(ПМ|МДК|УП|ПП)\./.test(item.item_key) ? null : item))
      const { plan } = await take(db, without)
      t.equal(plan.counts.dropped, 2)
      const rows = await listRows(db, curriculum_id)
      t.strictSame(
        rows.filter(({ is_dropped }) => is_dropped).map(({ item_key }) => item_key),
        ['ПМ.01', 'МДК.01.01']
      )
      t.notOk(rows.some(({ item_key }) => item_key === 'УП.01.01'))
      t.equal(await itemOf(db, 'МДК.01.01'), idOf('МДК.01.01'))

      const again = await take(db, without)
      t.equal(again.plan.is_same, true, 'what is dropped already is no news')

      await take(db, readPlan(smallPlan))
      const back = await listRows(db, curriculum_id)
      t.notOk(back.some(({ is_dropped }) => is_dropped))
      t.equal(back.find(({ item_key }) => item_key === 'МДК.01.01')?.id, idOf('МДК.01.01'))

      await db.deleteFrom('course').where('id', '=', course).execute()
      await take(db, without)
      t.notOk((await listRows(db, curriculum_id)).some(({ item_key }) => item_key === 'МДК.01.01'))
    }
  )
})

t.test('A curriculum is not taken', async (t) => {
  const { db } = await testDatabase(t)
  const { crafts, sciences, specialty_id, curriculum_id } = await planScene(db)
  const before = await state(db)
  const plan = readPlan(smallPlan)
  const errors = [{ place: 'Строки плана', message: 'Индекс не указан.' }]
  const [item] = plan.items
  const term = { semester: 1, hours_total: 1, weeks: null, hours: [], controls: [] }
  const withTerm = (change: object) => ({ ...plan, items: item ? [{ ...item, terms: [{ ...term, ...change }] }] : [] })

  for (const [why, bad, refusal] of [
    ['with errors in the file', { ...plan, errors }, 'has-errors'],
    ['without the code of a specialty', { ...plan, specialty_code: '' }, 'no-specialty'],
    ['without hours', { ...plan, semesters: 0 }, 'no-hours'],
    ['of seven years', withTerm({ semester: 13 }), 'too-long'],
    ['with hours beyond measure', withTerm({ hours_total: 100_000 }), 'too-many-hours'],
    ['with weeks beyond measure', withTerm({ weeks: 1000 }), 'too-many-hours']
  ] as const)
    await t.test(why, async (t) => {
      t.equal(await importCurriculum(db, system, bad, 'план.plx'), refusal)
      t.equal((await planImport(db, system, bad)).refusal, refusal)
    })

  await t.test('from a head when groups of another department follow it', async (t) => {
    const head = (department_id: number) => ({ ...system, roles: [{ role: 'head' as const, department_id }] })
    t.equal(await importCurriculum(db, head(sciences), plan, 'план.plx'), 'foreign-plan')
    t.match(await importCurriculum(db, head(crafts), plan, 'план.plx'), { curriculum_id })
    await addGroup(db, 'ЗМ-24', { department_id: sciences, specialty_id, curriculum_id })
    t.equal(await importCurriculum(db, head(crafts), plan, 'план.plx'), 'foreign-plan')
  })

  t.strictSame(await state(db), before, 'nothing of all these is written')
})

t.test('A plan of another intake, form or base is another plan', async (t) => {
  const { db } = await testDatabase(t)
  const plan = readPlan(smallPlan)
  const others = [
    plan,
    { ...plan, entry_year: 2026 },
    { ...plan, entry_year: null },
    { ...plan, study_form: 'заочная' }
  ]
  const ids = new Set<number>()
  for (const other of [...others, { ...plan, base_education: null }, { ...plan, name: 'Змеи' }])
    for (let again = 0; again < 2; again++) ids.add((await take(db, other)).curriculum_id)
  t.equal(ids.size, 6)
  t.equal((await db.selectFrom('specialty').select('id').execute()).length, 1)
})

t.test('Two people bring one plan at once, and there is one plan', async (t) => {
  const { db } = await testDatabase(t)
  await db.insertInto('specialty').values({ code: '54.02.99', name: 'Изготовление бумажных змеев' }).execute()
  const both = await Promise.all([take(db, readPlan(smallPlan)), take(db, readPlan(smallPlan))])
  t.equal(both[0].curriculum_id, both[1].curriculum_id)
  t.strictSame(await deeds(db), ['curriculum.added'])
})

t.test('When the audit cannot be written, nothing is', async (t) => {
  const { db } = await testDatabase(t)
  await sql`drop table college.audit_entry`.execute(db)
  await t.rejects(importCurriculum(db, system, readPlan(smallPlan), 'план.plx'))
  t.strictSame(await db.selectFrom('curriculum').selectAll().execute(), [])
  t.strictSame(await db.selectFrom('specialty').selectAll().execute(), [])
})
