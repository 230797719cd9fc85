import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import pino from 'pino'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { buildApp } from '../../src/app.ts'
import { listPersonTables } from '../../src/exchange/queries/dossier-tables.ts'
import { wordOf } from '../../src/exchange/rules/dossiers.ts'
import { anonymise } from '../../src/people/actions/anonymising.ts'
import { leftBefore, refuseAnonymising } from '../../src/people/rules/anonymising.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, signIn } from '../support/house.ts'
import { addPerson, courseScene, enrol, hire } from '../support/scene.ts'
import { openFamilies } from './scene.ts'

const opened = async (t: Test) => {
  const scene = await openFamilies(t)
  await hire(scene.db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  return scene
}

/** The parts of a dossier by the ends of their names. */
const unpacked = (answer: { rawPayload: Buffer }) =>
  Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(answer.rawPayload))).map(([name, part]) => [
      name.replace(/^.*\./, ''),
      strFromU8(part)
    ])
  )

t.test('«Всё об этом человеке»', async (t) => {
  const { db, registrar, signIn, belova, abramov, mother, monday, colleague } = await opened(t)
  const page = `/persons/${belova.person_id}/dossier`
  const student_id = belova.id
  await db.insertInto('contact').values({ person_id: belova.person_id, phone: '+7 900 111-22-33' }).execute()
  await db.insertInto('handed_document').values({ student_id, kind: 'passport', handed_on: '2026-08-20' }).execute()
  await db.insertInto('health_record').values({ student_id, sport_group: 'special_a' }).execute()
  const given_by = colleague.account_id
  await db
    .insertInto('mark')
    .values({ lesson_id: monday.id, student_id, work_number: 1, value: '4', given_by })
    .execute()

  await t.test(
    'is one archive with a page to read and the same for a machine; giving it out is on the trail',
    async (t) => {
      await registrar.open(page)
      const answer = await registrar.submit(page, {})
      t.equal(answer.headers['content-disposition'], `attachment; filename="person-${belova.person_id}.zip"`)
      const { html = '', json = '' } = unpacked(answer)
      t.match(html, /Белова.*\+7 900 111-22-33.*Белова Инна Львовна.*СА-21/s)
      const told = JSON.parse(json) as Record<string, Record<string, string>[]>
      t.match(told['Текущие оценки'], [{ День: '16.11.2026', Предмет: 'Операционные системы', Оценка: '4' }])
      t.match(told['Учётная запись'], [{ Логин: 'anna' }])
      t.match(JSON.stringify(told), /Документы, которые обучающийся сдал.*20.08.2026/)
      t.notMatch(json, /special_a|argon2/, 'no special data where they are not kept, and never a hash')
      const lines = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'person.exported').execute()
      t.match(lines, [{ about_id: belova.person_id, actor_name: 'Зимина О. Ю.' }])
    }
  )

  await t.test('has the special data for those with the right and for oneself', async (t) => {
    await db.insertInto('setting').values({ name: 'keeps_special_data', value: '1' }).execute()
    for (const [login, seen] of [
      ['zimina', true],
      ['anna', true],
      ['mother', true],
      ['lapin', false]
    ] as const) {
      const visitor = await signIn(login)
      await visitor.open(page)
      t.equal(/special_a/.test(unpacked(await visitor.submit(page, {})).json ?? ''), seen, login)
    }
    await db.deleteFrom('setting').execute()
  })

  await t.test('does not exist for others', async (t) => {
    for (const login of ['ivan', 'petrova', 'ivanova', 'bulanova', 'kadrova'])
      t.equal((await (await signIn(login)).open(page)).statusCode, 404, login)
    const parent = await signIn('mother')
    for (const id of [abramov.person_id, colleague.person_id, 999])
      t.equal((await parent.submit(`/persons/${id}/dossier`, {})).statusCode, 404)
    t.equal((await parent.open(`/persons/${mother}/dossier`)).statusCode, 200)
    t.equal((await (await signIn('kadrova')).open(`/persons/${colleague.person_id}/dossier`)).statusCode, 200)
    await db.updateTable('person').set({ born_on: '2008-11-20' }).where('id', '=', belova.person_id).execute()
    t.equal((await parent.open(page)).statusCode, 404, 'a child of age asks alone')
  })

  await t.test('does not tell where others sat, nor what the person did with others', async (t) => {
    await db
      .insertInto('audit_entry')
      .values([
        {
          account_id: given_by,
          actor_name: 'Смирнов О. И.',
          deed: 'card.viewed',
          object_kind: 'student',
          address: '10.0.0.7',
          about_id: belova.person_id
        },
        {
          account_id: given_by,
          actor_name: 'Смирнов О. И.',
          deed: 'cell.changed',
          object_kind: 'lesson',
          about_id: abramov.person_id,
          after: '{"mark":"2"}'
        }
      ])
      .execute()
    await registrar.open(page)
    t.notMatch(unpacked(await registrar.submit(page, {})).json, '10.0.0.7')
    await registrar.open(`/persons/${colleague.person_id}/dossier`)
    t.notMatch(unpacked(await registrar.submit(`/persons/${colleague.person_id}/dossier`, {})).json, 'Изменена клетка')
  })

  t.test('finds every table that has a column of the person', async (t) => {
    const { rows } = await sql<{ name: string }>`select distinct table_name as name from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema = 'college' and table_type = 'BASE TABLE'
        and column_name in ('person_id', 'student_id', 'staff_member_id') order by 1`.execute(db)
    const found = await listPersonTables(db, 'college')
    t.same(
      [...new Set(found.map(({ name }) => name))],
      rows.map(({ name }) => name)
    )
    for (const { title } of found) t.match(title, /[а-яё]/i)
  })

  t.test('says days and yes as people do', async (t) => {
    t.equal(wordOf('2026-11-20'), '20.11.2026')
    t.equal(wordOf('2026-11-20T10:41:00+03:00'), '20.11.2026 10:41')
    t.equal(wordOf(true), 'да')
    t.equal(wordOf(null), '')
    t.equal(wordOf('№ 5-к'), '№ 5-к')
  })
})

/** A student gone in 2020 with a mark, an order that changed the surname, a mother of nobody else and one of a sister, too. */
async function leaverScene(db: Db, scene: Awaited<ReturnType<typeof opened>>) {
  const leaver = await enrol(db, scene.study_group.id, 'Тихонова Ольга Ивановна', '2017-09-01', '2020-06-30')
  const [sole, shared] = [await addPerson(db, 'Тихонова Мария Петровна'), await addPerson(db, 'Тихонов Иван Львович')]
  for (const [person_id, student_id] of [
    [sole, leaver.id],
    [shared, leaver.id],
    [shared, scene.abramov.id]
  ] as const)
    await db.insertInto('guardian').values({ person_id, student_id, kinship: 'мать', since: '2017-09-01' }).execute()
  const account_id = await addAccount(db, 'tikhonova', [{ role: 'student' }], leaver.person_id)
  await db.updateTable('account').set({ blocked_at: new Date() }).where('id', '=', account_id).execute()
  await addAccount(db, 'tikhonova-mother', [{ role: 'parent' }], sole)
  await db.insertInto('contact').values({ person_id: leaver.person_id, phone: '+7 900 111-22-33' }).execute()
  await db
    .insertInto('consent')
    .values({
      person_id: leaver.person_id,
      consent_text_id: 1,
      given_on: '2017-09-01',
      given_by: sole,
      document: 'папка Тихоновой'
    })
    .execute()
  await db
    .insertInto('mark')
    .values({
      lesson_id: scene.monday.id,
      student_id: leaver.id,
      work_number: 1,
      value: '5',
      given_by: scene.teacher.account_id
    })
    .execute()
  const order = await db
    .insertInto('movement_order')
    .values({ kind: 'surname_change', number: '9-к', signed_on: '2019-03-01', state: 'signed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('movement_order_line')
    .values({
      order_id: order.id,
      student_id: leaver.id,
      effective_on: '2019-03-01',
      last_name: 'Тихонова',
      previous_last_name: 'Орлова'
    })
    .execute()
  return { leaver, sole, shared, account_id }
}

t.test('Taking the name from somebody gone for long', async (t) => {
  const scene = await opened(t)
  const { db, registrar, signIn, abramov } = scene
  const { leaver, sole, shared, account_id } = await leaverScene(db, scene)
  const page = `/people/leavers/${leaver.id}`
  await registrar.submit(`/people/students/${leaver.id}/questionnaire`, { phone: '+7 900 999-88-77' })

  await t.test('is offered to the registrar only, for those gone longer than the years of the setting', async (t) => {
    const { body } = await registrar.open('/people/leavers')
    t.match(body, 'Тихонова Ольга')
    t.notMatch(body, 'Абрамов')
    await db.insertInto('setting').values({ name: 'personal_data_years', value: '10' }).execute()
    t.notMatch((await registrar.open('/people/leavers')).body, 'Тихонова')
    t.match((await registrar.open(page)).body, 'Срок хранения персональных данных ещё не прошёл')
    t.equal((await registrar.submit(page, { last_name: 'Тихонова' })).statusCode, 422)
    await db.deleteFrom('setting').execute()
    for (const login of ['petrova', 'bulanova', 'lapin'])
      t.equal((await (await signIn(login)).open(page)).statusCode, 404, login)
    t.equal((await (await signIn('petrova')).submit(page, { last_name: 'Тихонова' })).statusCode, 404)
  })

  await t.test('is never possible for who is here', async (t) => {
    const present = `/people/leavers/${abramov.id}`
    t.match((await registrar.open(present)).body, 'Числится в группе')
    t.equal((await registrar.submit(present, { last_name: 'Абрамов' })).statusCode, 422)
  })

  await t.test('shows what will be and asks for the surname', async (t) => {
    const { body } = await registrar.open(page)
    t.match(body, new RegExp(`Тихонова Мария Петровна.*Представитель № ${sole}.*Тихонов Иван Львович.*остаётся`, 's'))
    t.match(body, /1 оценка.*1 пункт приказов/s)
    const answer = await registrar.submit(page, { last_name: 'тихонова' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="тихонова" aria-invalid="true"/)
  })

  await t.test('leaves marks and order lines whole and nothing of the name', async (t) => {
    t.equal((await registrar.submit(page, { last_name: 'Тихонова' })).statusCode, 303)
    const people = await db
      .selectFrom('person')
      .selectAll()
      .where('id', 'in', [leaver.person_id, sole, shared])
      .orderBy('id')
      .execute()
    t.match(people, [
      {
        last_name: 'Обучающийся',
        first_name: `№ ${leaver.id}`,
        middle_name: '',
        born_on: null,
        anonymised_on: '2026-11-20'
      },
      { last_name: 'Представитель', first_name: `№ ${sole}` },
      { last_name: 'Тихонов', first_name: 'Иван', anonymised_on: null }
    ])
    t.equal((await db.selectFrom('mark').selectAll().where('student_id', '=', leaver.id).execute()).length, 1)
    t.match(await db.selectFrom('movement_order_line').selectAll().where('student_id', '=', leaver.id).execute(), [
      { effective_on: '2019-03-01', last_name: 'Обучающийся', previous_last_name: 'Обучающийся' }
    ])
    t.match(await db.selectFrom('account').selectAll().where('id', '=', account_id).execute(), [
      { login: `closed-${account_id}` }
    ])
    t.match(await db.selectFrom('account').select(['blocked_at']).where('person_id', '=', sole).execute(), [
      { blocked_at: Date }
    ])
    t.same(await db.selectFrom('contact').selectAll().where('person_id', '=', leaver.person_id).execute(), [])
    t.match(await db.selectFrom('consent').selectAll().execute(), [{ given_on: '2017-09-01', document: '' }])
    t.match((await registrar.open(page)).body, 'Уже обезличен')
    const live = await sql<{ text: string }>`select to_jsonb(one)::text as text from college.person as one
      union all select to_jsonb(one)::text from college.account as one
      union all select to_jsonb(one)::text from college.consent as one
      union all select to_jsonb(one)::text from college.movement_order_line as one`.execute(db)
    t.notMatch(live.rows.map(({ text }) => text).join(), /Тихонова|tikhonova|Орлова/)
  })

  await t.test('is on the trail, which is never rewritten but read without the old values', async (t) => {
    const lines = await db.selectFrom('audit_entry').selectAll().where('about_id', '=', leaver.person_id).execute()
    t.match(lines.at(-1), { deed: 'person.anonymised', after: { guardians: 1 } })
    t.match(JSON.stringify(lines), '999-88-77', 'the entry itself stands')
    const administrator = await signIn('lapin')
    const { body } = await administrator.open('/audit?deed=questionnaire.changed')
    t.match(body, `Обучающийся № ${leaver.id}`)
    t.notMatch(body, '999-88-77')
    t.notMatch((await administrator.open('/audit/file?deed=questionnaire.changed')).body, '999-88-77')
  })
})

t.test('Who may lose the name', async (t) => {
  const gone = {
    ...{ left_on: '2020-06-30', is_present: false, has_debt: false, has_account: false, has_other_role: false },
    anonymised_on: null
  }
  const today = '2026-11-20'
  t.equal(leftBefore(today, 5), '2021-11-20')
  for (const [change, refusal] of [
    [{}, null],
    [{ left_on: '2021-11-19' }, null],
    [{ left_on: '2021-11-20' }, 'too-early'],
    [{ is_present: true }, 'not-left'],
    [{ left_on: null }, 'not-left'],
    [{ has_debt: true }, 'has-debt'],
    [{ has_account: true }, 'has-account'],
    [{ has_other_role: true }, 'is-staff'],
    [{ anonymised_on: '2026-01-01' }, 'is-done']
  ] as const)
    t.equal(refuseAnonymising({ ...gone, ...change }, today, 5), refusal, JSON.stringify(change))
})

t.test('When the audit cannot be written, the name stays', async (t) => {
  const scene = await opened(t)
  const { leaver } = await leaverScene(scene.db, scene)
  await sql`drop table college.audit_entry`.execute(scene.db)
  const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])
  await t.rejects(anonymise(scene.db, clerk, stoppedClock('2026-11-20T10:41'), { id: leaver.id, typed: 'Тихонова' }))
  const person = await scene.db.selectFrom('person').selectAll().where('id', '=', leaver.person_id).executeTakeFirst()
  t.match(person, { last_name: 'Тихонова', anonymised_on: null })
})

t.test('Every look into a card is on the trail', async (t) => {
  const { db, signIn, belova, mother } = await opened(t)
  const curator = await signIn('petrova')
  const card = `/people/students/${belova.id}`
  const looks = async () =>
    (
      await db
        .selectFrom('audit_entry')
        .select('id')
        .where('deed', '=', 'card.viewed')
        .where('about_id', '=', belova.person_id)
        .execute()
    ).length
  const ways = [card, `${card}/card`, `${card}/questionnaire`, `${card}/guardians/new`, `${card}/guardians/${mother}`]
  for (const [i, way] of [...ways, `${card}/guardians/${mother}/contacts`].entries()) {
    t.equal((await curator.open(way)).statusCode, 200, way)
    t.equal(await looks(), i + 1, `${way} leaves a line`)
  }
  await curator.open(card, { 'hx-request': 'true' })
  t.equal(await looks(), 7, 'a piece asked for by a script, too')
})

t.test('A curator does not leaf through the people of other groups', async (t) => {
  const { db, signIn, belova, college, colleague } = await opened(t)
  const other = await courseScene(db, college, colleague, { group: 'ИБ-24', index: 'ОП.02' })
  const stranger = await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  const father = await addPerson(db, 'Яшин Иван Львович')
  await db
    .insertInto('guardian')
    .values({ person_id: father, student_id: stranger.id, kinship: 'отец', since: '2026-09-01' })
    .execute()
  const curator = await signIn('petrova')
  const search = async (q: string) =>
    (await curator.open(`/people/students/${belova.id}/guardians/new?q=${encodeURIComponent(q)}`)).body
  t.notMatch(await search('яшин'), 'Иван Львович')
  const exact = await search('Яшин Иван')
  t.match(exact, 'Яшин Иван Львович')
  t.notMatch(exact, 'Яшин Лев', 'whose parent is not said')
  t.notMatch((await curator.open('/people/students?q=Яшин&all=1')).body, 'Яшин Лев')
})

t.test('No name of anybody stands in the log or in the title of a page', async (t) => {
  const scene = await opened(t)
  const { db, whole, belova, mother } = scene
  const app = await buildApp({ db: whole, secret: 'x'.repeat(40), clock: stoppedClock('2026-11-20T10:41') })
  t.teardown(() => app.close())
  const lines: string[] = []
  Object.assign(app.log, { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } })
  const names = (await db.selectFrom('person').select(['last_name', 'first_name']).execute()).flatMap(
    ({ last_name, first_name }) => [last_name, first_name]
  )
  const told = (text: string) => names.filter((name) => text.toLowerCase().includes(name.toLowerCase()))
  const card = `/people/students/${belova.id}`
  const { account_id } = await db
    .selectFrom('account')
    .select('id as account_id')
    .where('login', '=', 'anna')
    .executeTakeFirstOrThrow()
  const { id: staff } = await db.selectFrom('staff_member').select('id').limit(1).executeTakeFirstOrThrow()
  const pages: Record<string, string[]> = {
    zimina: [
      ...[
        card,
        `${card}/card`,
        `${card}/questionnaire`,
        `${card}/guardians/new?q=белова`,
        `${card}/guardians/${mother}`
      ],
      ...[`${card}/guardians/${mother}/contacts`, '/people/students?q=Белова', '/movement/orders?q=Белова'],
      ...[`/people/consents/persons/${belova.person_id}`, `/people/consents/blanks?person=${belova.person_id}`],
      ...[`/persons/${belova.person_id}/dossier`, `/people/leavers/${belova.id}`, '/people/own']
    ],
    lapin: [`/accounts/${account_id}`, '/accounts?q=Белова', '/audit?who=Белова'],
    ivanova: [
      ...[
        scene.page,
        `${scene.page}/students/${belova.id}`,
        `/journal/lessons/${scene.monday.id}/students/${belova.id}`
      ],
      ...[`/results/courses/${scene.course.id}/students/${belova.id}`, '/people/own', '/sessions']
    ],
    kadrova: [`/people/staff/${staff}`, '/people/staff?q=Иванова'],
    mother: ['/people/own', '/people/own/changes/new']
  }
  for (const [login, paths] of Object.entries(pages)) {
    const visitor = await signIn(app, login)
    for (const path of paths) {
      const { body, statusCode } = await visitor.open(encodeURI(path))
      t.equal(statusCode, 200, path)
      t.same(told(/<title>(.*?)<\/title>/s.exec(body)?.[1] ?? 'no title'), [], `the title of ${path}`)
    }
    await visitor.submit('/people/own/changes', { person: '1', field: 'last_name', value: 'Белова' })
  }
  t.ok(lines.length > 30, 'lines of the log were caught')
  t.same(told(lines.map((line) => decodeURIComponent(line)).join('\n')), [])
  t.notMatch(lines.join('\n'), '?', 'and no query strings')
})
