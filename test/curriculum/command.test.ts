import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../../src/platform/config.ts'
import { testDatabase } from '../support/database.ts'
import { addGroup, deeds, smallPlan, spoiltPlan } from './scene.ts'

t.test('The command takes a curriculum in', async (t) => {
  const { db, url } = await testDatabase(t)
  const run = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' }
    const done = spawnSync(process.execPath, [join(root, 'src/import.ts'), ...args], {
      env,
      encoding: 'utf8',
      input: ''
    })
    return { code: done.status, told: done.stdout, refused: done.stderr }
  }
  const countPlans = async () => (await db.selectFrom('curriculum').select('id').execute()).length

  t.test('only showing what would change, where nobody can say yes', async (t) => {
    const { code, told } = run('curriculum', smallPlan)
    t.equal(code, 0)
    t.match(told, 'Новый план: 54.02.99 Изготовление бумажных змеев')
    t.match(told, /Новые строки +10\n/)
    t.match(told, /Семестр +1 +2 +3 +4 +всего\n +Станет +34 +92 +128 +342 +596/)
    t.match(told, 'Ничего не записано')
    t.equal(await countPlans(), 0)
  })

  t.test('not at all when the group is unknown', async (t) => {
    const { code, refused } = run('curriculum', smallPlan, '--yes', '--group', 'ЗМ-99')
    t.equal(code, 1)
    t.match(refused, 'Группы «ЗМ-99» нет')
    t.equal(await countPlans(), 0)
  })

  t.test('neither the plan nor the group, when the group studies something else', async (t) => {
    const department = db.insertInto('department').values({ name: 'ОР', short_name: 'ОР' }).returning('id')
    const specialty = db.insertInto('specialty').values({ code: '09.02.07', name: 'ИС' }).returning('id')
    const { id: department_id } = await department.executeTakeFirstOrThrow()
    const { id: specialty_id } = await specialty.executeTakeFirstOrThrow()
    await addGroup(db, 'ИС-25', { department_id, specialty_id })
    const { code, refused } = run('curriculum', smallPlan, '--yes', '--group', 'ис 25')
    t.equal(code, 1)
    t.match(refused, 'Группа учится по другой специальности')
    t.equal(await countPlans(), 0)
  })

  t.test('with --yes, in the name of the system, and again is harmless', async (t) => {
    t.match(run('curriculum', smallPlan, '--yes'), { code: 0, told: /Загружено: \/curricula\/\d+/ })
    t.match(run('curriculum', smallPlan, '--yes'), { code: 0, told: 'Файл ничего не меняет' })
    t.equal(await countPlans(), 1)
    t.strictSame(await deeds(db), ['curriculum.added'])
    const line = await db.selectFrom('audit_entry').select(['account_id', 'actor_name']).executeTakeFirstOrThrow()
    t.strictSame(line, { account_id: null, actor_name: 'Командная строка' })
  })

  t.test('naming the places of errors and taking nothing', async (t) => {
    const file = join(mkdtempSync(join(tmpdir(), 'plan-')), 'план.plx')
    writeFileSync(file, spoiltPlan('Дисциплина="Устройство змеев"', 'Дисциплина=""'))
    const { code, told, refused } = run('curriculum', file, '--yes')
    t.equal(code, 1)
    t.match(told, 'Строки плана, строка 5 (МДК.01.01), наименование: Наименование не указано.')
    t.match(refused, 'исправьте их в программе «Планы»')
  })

  t.test('and sets a group on it when it is approved', async (t) => {
    const plan = await db.selectFrom('curriculum').select(['id', 'specialty_id']).executeTakeFirstOrThrow()
    const { id: department_id } = await db.selectFrom('department').select('id').executeTakeFirstOrThrow()
    const group = await addGroup(db, 'ЗМ-25', { department_id, specialty_id: plan.specialty_id })
    const placed = ['curriculum', smallPlan, '--yes', '--group', 'зм 25']
    t.match(run(...placed), { code: 1, refused: 'Это проект плана: сначала утвердите его' })
    const approval = 'протокол № 1 от 28.08.2026'
    t.match(run(...placed, '--approval', approval), { code: 0, told: 'учится группа ЗМ-25' })
    const kept = db.selectFrom('curriculum').select(['state', 'approval', 'approved_by'])
    t.strictSame(await kept.executeTakeFirst(), { state: 'approved', approval, approved_by: 'Командная строка' })
    const row = db.selectFrom('study_group').select('curriculum_id').where('id', '=', group)
    t.strictSame(await row.executeTakeFirst(), { curriculum_id: plan.id })
  })

  t.test('refusing what is no curriculum or no file, and telling how to be called', async (t) => {
    t.match(run('curriculum', join(root, 'package.json'), '--yes'), { code: 1, refused: 'не учебный план' })
    t.match(run('curriculum', 'nowhere.plx'), { code: 1, refused: 'Файла «nowhere.plx» нет' })
    t.match(run('curriculum', root), { code: 1, refused: 'нет.' })
    t.match(run(), { code: 2, refused: 'npm run import -- curriculum ФАЙЛ.plx' })
  })
})
