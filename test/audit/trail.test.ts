import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { record } from '../../src/audit/actions.ts'
import { DEEDS } from '../../src/audit/rules/deeds.ts'
import { spanOf } from '../../src/audit/rules/searching.ts'
import { csvOf } from '../../src/audit/rules/tables.ts'
import { linesOf, wordsOf } from '../../src/audit/rules/values.ts'
import { root } from '../../src/platform/config.ts'
import { openHouse } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const actor = {
    ...systemActor(scene.teacher.account_id, 'Иванова А. П.', []),
    address: '10.1.2.3',
    request: 'abcd1234'
  }
  await record(
    house.db,
    actor,
    {
      ...{ deed: 'cell.changed', object_kind: 'course', object_id: 77, about_id: scene.students[0].person_id },
      ...{ before: { mark: '3' }, after: { mark: '4' } }
    },
    { deed: 'lesson.added', object_kind: 'lesson', object_id: 5, after: { topic: '=1+1; "цикл"', hours: 2 } },
    { deed: 'unheard.of', object_kind: 'thing' }
  )
  return { ...house, ...scene, deputy: await house.signIn('bulanova') }
}

t.test('The audit trail', async (t) => {
  const { db, signIn, deputy } = await opened(t)

  t.test('is read by the deputy: who, when, from where, what was before and after', async (t) => {
    const { body } = await deputy.open('/audit')
    t.match(body, /Иванова А\. П\.<br><small>10\.1\.2\.3/)
    t.match(body, /Изменена клетка журнала<br><small>журнал № 77/)
    t.match(body, 'Абрамов Иван Сергеевич')
    t.match(body, /оценка: 3 → оценка: 4/)
    t.match(body, 'unheard.of', 'a deed without a name is shown by its code')
    t.match(body, 'Вход', 'signing in is on it')
  })

  t.test('is searched by who did it and whom it is about, by deed, object and day', async (t) => {
    const rows = async (query: string) =>
      ((await deputy.open(`/audit?${query}`)).body.match(/<td><a href="\/audit\/\d+">/g) ?? []).length
    t.equal(await rows('who=иванова анна'), 3)
    t.equal(await rows('who=ivanova'), 3)
    t.equal(await rows('who=Абрамов'), 1)
    t.equal(await rows('who=Никто'), 0)
    t.equal(await rows('deed=lesson.added'), 1)
    t.equal(await rows('object=course&number=77'), 1)
    t.equal(await rows('object=course&number=78'), 0)
    const today = (
      await sql<{ day: string }>`select to_char(now() at time zone 'Europe/Moscow', 'DD.MM.YYYY') as day`.execute(db)
    ).rows[0]?.day
    t.equal(await rows(`who=Абрамов&from=${today}&to=${today}`), 1)
    t.equal(await rows('who=Абрамов&to=01.09.2020'), 0)
    const wrong = await deputy.open('/audit?from=вчера')
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'value="вчера"')
  })

  t.test('shows one entry whole', async (t) => {
    const { id } = await db
      .selectFrom('audit_entry')
      .select('id')
      .where('deed', '=', 'cell.changed')
      .executeTakeFirstOrThrow()
    const { body } = await deputy.open(`/audit/${id}`)
    t.match(body, /Было.*оценка<\/th><td class="words">3<.*Стало.*оценка<\/th><td class="words">4</s)
    t.match(body, 'abcd1234')
    t.equal((await deputy.open('/audit/999999')).statusCode, 404)
  })

  t.test('goes back in time page by page and loses nothing that is added meanwhile', async (t) => {
    const actor = systemActor(null, 'Система', [])
    for (let i = 0; i < 60; i++) await record(db, actor, { deed: 'demo.filled', object_kind: 'college', object_id: i })
    const first = (await deputy.open('/audit?deed=demo.filled')).body
    const next = /href="(\/audit\?[^"]*before=\d+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    await record(db, actor, { deed: 'demo.filled', object_kind: 'college', object_id: 1000 })
    const second = (await deputy.open(next)).body
    const numbers = [first, second].flatMap((body) =>
      [...body.matchAll(/учреждение № (\d+)/g)].map(([, n]) => Number(n))
    )
    t.same(
      numbers,
      Array.from({ length: 60 }, (_, i) => 59 - i)
    )
    t.notMatch(second, 'Раньше →')
  })

  t.test('is exported as a table for spreadsheets, and the export is on it', async (t) => {
    const answer = await deputy.open('/audit/file?who=иванова')
    t.match(answer.headers['content-type'], 'text/csv')
    t.match(answer.headers['content-disposition'], 'attachment; filename="audit-2026-11-20.csv"')
    const lines = answer.body.split('\r\n')
    t.match(lines[0], /^\uFEFFНомер;Когда;Кто/)
    t.equal(lines.length, 5)
    t.match(answer.body, '"часы: 2; тема: =1+1; ""цикл"""')
    t.match(
      await db.selectFrom('audit_entry').select(['actor_name', 'after']).where('deed', '=', 'audit.exported').execute(),
      [{ actor_name: 'Буланова М. Л.', after: { rows: 3, filter: { who: 'иванова' } } }]
    )
  })

  t.test('does not exist for a teacher', async (t) => {
    const teacher = await signIn('ivanova')
    for (const path of ['/audit', '/audit/1', '/audit/file']) t.equal((await teacher.open(path)).statusCode, 404)
  })

  t.test('is changed by nobody: the database itself refuses', async (t) => {
    const refusal = /не изменяются и не удаляются/
    await t.rejects(db.updateTable('audit_entry').set({ actor_name: 'Другой' }).execute(), refusal)
    await t.rejects(db.deleteFrom('audit_entry').execute(), refusal)
    await t.rejects(sql`truncate college.audit_entry`.execute(db), refusal)
  })
})

t.test('Every deed of the rooms has a Russian name', async (t) => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts')
  )
  const deeds = files.flatMap((path) =>
    [
      ...readFileSync(join(root, 'src', path), 'utf8').matchAll(
        /\bdeed: (?:[^',{}]*\? )?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_.]+)')?/g
      )
    ].flatMap(([, a, b]) => [a, b])
  )
  t.ok(deeds.includes('account.unblocked'))
  t.same(
    [...new Set(deeds)].filter((deed) => deed !== undefined && !(deed in DEEDS)),
    [],
    'name it in src/audit/rules/deeds.ts'
  )
})

t.test('What was and what became, in words', async (t) => {
  t.same(linesOf({ topic: 'Права', is_whole: true, until: null }), [
    { field: 'тема', value: 'Права' },
    { field: 'is_whole', value: 'да' },
    { field: 'по', value: '—' }
  ])
  t.equal(wordsOf({ marks: [{ value: '5' }, { value: '4' }] }), 'оценки: значение: 5, значение: 4')
  t.equal(wordsOf({ role: 'teacher', since: '2026-09-01', until: null }), 'роль: Преподаватель; с: 01.09.2026; по: —')
  t.equal(wordsOf(null), '')
  t.equal(csvOf([['a;b', '=1', '"x"', 'ок']]), '\uFEFF"a;b";\'=1;"""x""";ок\r\n')
  t.same(spanOf({ from: '2026-09-01', to: '2026-09-01' }, 'Europe/Moscow'), {
    from: new Date('2026-08-31T21:00:00Z'),
    to: new Date('2026-09-01T21:00:00Z')
  })
  t.equal(spanOf({ from: '2026-09-02', to: '2026-09-01' }, 'Europe/Moscow'), 'bad-day')
})
