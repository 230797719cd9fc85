import { sql } from 'kysely'
import t from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { acceptChange } from '../../src/people/actions/changes.ts'
import { clockOf, dueOf, refuseAccepting, refuseReport } from '../../src/people/rules/changes.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount } from '../support/house.ts'
import { courseScene, enrol } from '../support/scene.ts'
import { openFamilies } from './scene.ts'

const changes = (db: Db) => db.selectFrom('personal_data_change').selectAll().orderBy('id').execute()
const contactOf = (db: Db, person_id: number) =>
  db.selectFrom('contact').selectAll().where('person_id', '=', person_id).executeTakeFirst()

t.test('«Мои данные»', async (t) => {
  const { db, signIn, belova, abramov, mother, whole } = await openFamilies(t)

  t.test(
    'shows a student the own card, a parent the children until they come of age, and staff their post',
    async (t) => {
      await db.insertInto('contact').values({ person_id: belova.person_id, phone: '+7 900 111-22-33' }).execute()
      t.match(
        (await (await signIn('anna')).open('/people/own')).body,
        /Белова Анна Олеговна.*01\.03\.2009.*900 111-22-33/s
      )
      const parent = await signIn('mother')
      t.match((await parent.open('/people/own')).body, /Белова Инна.*Белова Анна Олеговна.*ребёнок.*900 111-22-33/s)
      await db.updateTable('person').set({ born_on: '2008-11-20' }).where('id', '=', belova.person_id).execute()
      t.notMatch((await parent.open('/people/own')).body, 'Белова Анна')
      await db.updateTable('person').set({ born_on: '2009-03-01' }).where('id', '=', belova.person_id).execute()
      t.match((await (await signIn('ivanova')).open('/people/own')).body, 'Иванова Анна Петровна')
      await addAccount(db, 'authority', [{ role: 'authority' }])
      t.match((await (await signIn('authority')).open('/people/own')).body, 'не связана с человеком')
    }
  )

  t.test('says nothing of special data until the college keeps them', async (t) => {
    await db.insertInto('health_record').values({ student_id: belova.id, sport_group: 'special_a' }).execute()
    const anna = await signIn('anna')
    t.notMatch((await anna.open('/people/own')).body, 'физкультура')
    await db.insertInto('setting').values({ name: 'keeps_special_data', value: '1' }).execute()
    t.match((await anna.open('/people/own')).body, 'физкультура: специальная')
    await db.deleteFrom('setting').execute()
  })

  t.test('takes a report about oneself or a child, which becomes a task of three working days', async (t) => {
    await db.insertInto('day_off').values({ held_on: '2026-11-23', name: 'Праздник' }).execute()
    const parent = await signIn('mother')
    await parent.open('/people/own/changes/new')
    const form = {
      person: String(belova.person_id),
      field: 'phone',
      value: ' +7 900  555-66-77 ',
      document_on: '',
      remark: ''
    }
    const answer = await parent.submit('/people/own/changes', form)
    t.equal(answer.headers.location, '/people/own?done=reported')
    t.match(await changes(db), [
      { person_id: belova.person_id, field: 'phone', value: '+7 900 555-66-77', due_on: '2026-11-26', state: 'waiting' }
    ])
    const [line] = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'change.reported').execute()
    t.match(line, { about_id: belova.person_id, after: { field: 'phone' } })
    t.match((await parent.open('/people/own')).body, 'ждёт, внесут до 26.11.2026')
    t.same(await contactOf(db, belova.person_id), {
      ...(await contactOf(db, belova.person_id)),
      phone: '+7 900 111-22-33'
    })
  })

  t.test('refuses what is not typed well, with the message at the field', async (t) => {
    const anna = await signIn('anna')
    await anna.open('/people/own/changes/new')
    const form = { person: String(belova.person_id), field: 'email', value: 'почта', document_on: '', remark: 'прошу' }
    const answer = await anna.submit('/people/own/changes', form)
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="почта" aria-invalid="true" aria-describedby="value_refusal"/)
    t.match(answer.body, 'прошу</textarea>')
    t.match((await anna.submit('/people/own/changes', { ...form, field: 'rank' })).body, 'Выберите, что изменилось')
  })

  t.test('takes no report about somebody else, and recalls only the own one', async (t) => {
    const form = { field: 'phone', value: '+7 900 000-00-00', document_on: '', remark: '' }
    const ivan = await signIn('ivan')
    await ivan.open('/people/own/changes/new')
    for (const person of [belova.person_id, mother])
      t.equal((await ivan.submit('/people/own/changes', { ...form, person: String(person) })).statusCode, 404)
    const parent = await signIn('mother')
    t.equal(
      (await parent.submit('/people/own/changes', { ...form, person: String(abramov.person_id) })).statusCode,
      404
    )
    const [mine] = await changes(db)
    t.equal((await ivan.submit(`/people/own/changes/${mine?.id}/removal`, {})).statusCode, 404)
    t.equal((await parent.submit(`/people/own/changes/${mine?.id}/removal`, {})).statusCode, 303)
    t.match((await changes(db))[0], { state: 'recalled' })
    t.ok(whole)
  })
})

t.test('The worklist of changes', async (t) => {
  const { db, registrar, signIn, belova, abramov, college, colleague } = await openFamilies(t)
  const other = await courseScene(db, college, colleague, { group: 'ИБ-24', index: 'ОП.02' })
  const stranger = await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  const { account_id } = colleague
  const add = async (person_id: number, field: string, value: string, due_on = '2026-11-25') =>
    (
      await db
        .insertInto('personal_data_change')
        .values({ person_id, field, value, due_on, reported_on: '2026-11-20', reported_by: account_id })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id
  const phone = await add(belova.person_id, 'phone', '+7 900 555-66-77')
  const late = await add(abramov.person_id, 'living_address', 'г. Кинель, ул. Мира, 5', '2026-11-18')
  const far = await add(stranger.person_id, 'phone', '+7 900 000-00-01')
  const staff = await add(colleague.person_id, 'phone', '+7 900 000-00-02')

  t.test('says how late a task is, in words, and how many wait on the first page', async (t) => {
    const { body } = await registrar.open('/people/changes')
    t.match(body, /Абрамов Иван.*просрочено на 2 дня.*Белова Анна.*осталось 5 дней/s)
    t.notMatch((await registrar.open('/people/changes?state=overdue')).body, 'Белова')
    t.match((await registrar.open('/')).body, /4 сообщения ждут, из них просрочено 1/)
    t.notMatch((await (await signIn('ivanova')).open('/')).body, 'сообщения ждут')
  })

  t.test('has own group for the curator and the staff for the specialist', async (t) => {
    const curator = await signIn('petrova')
    const { body } = await curator.open('/people/changes')
    t.match(body, 'Белова')
    t.notMatch(body, /Яшин|Смирнов/)
    t.equal((await curator.open(`/people/changes/${far}`)).statusCode, 404)
    t.equal((await curator.submit(`/people/changes/${far}/acceptance`, {})).statusCode, 404)
    t.equal((await curator.submit(`/people/changes/${staff}/refusal`, { reason: 'нет' })).statusCode, 404)
    const hr = await signIn('kadrova')
    t.match((await hr.open('/people/changes')).body, 'Смирнов')
    t.equal((await hr.open(`/people/changes/${phone}`)).statusCode, 404)
    t.match((await hr.open('/')).body, '1 сообщение ждёт')
    const deputy = await signIn('bulanova')
    t.match((await deputy.open(`/people/changes/${phone}`)).body, '555-66-77')
    t.equal((await deputy.submit(`/people/changes/${phone}/acceptance`, {})).statusCode, 404)
  })

  t.test('writes the card when a change is accepted, once', async (t) => {
    const page = `/people/changes/${phone}`
    await db.insertInto('contact').values({ person_id: belova.person_id, email: 'anna@example.ru' }).execute()
    t.match((await registrar.open(page)).body, 'Внести в карточку')
    t.equal((await registrar.submit(`${page}/acceptance`, {})).statusCode, 303)
    t.match(await contactOf(db, belova.person_id), { phone: '+7 900 555-66-77', email: 'anna@example.ru' })
    t.match((await registrar.open(`/people/students/${belova.id}`)).body, '+7 900 555-66-77')
    const again = await registrar.submit(`${page}/acceptance`, {})
    t.equal(again.statusCode, 422)
    t.match(again.body, 'уже решили')
    const [line] = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'change.accepted').execute()
    t.match(line, { about_id: belova.person_id, before: { phone: '' }, after: { phone: '+7 900 555-66-77' } })
  })

  t.test('changes a surname of a student by an order only, that of the staff at once', async (t) => {
    const id = await add(belova.person_id, 'last_name', 'Серова')
    const page = `/people/changes/${id}`
    t.match((await registrar.open(page)).body, 'href="/movement/orders/new?kind=surname_change"')
    t.match((await registrar.open('/movement/orders/new?kind=surname_change')).body, '"surname_change" selected')
    t.match((await registrar.submit(`${page}/acceptance`, {})).body, 'меняет только приказ')
    await db.updateTable('person').set({ last_name: 'Серова' }).where('id', '=', belova.person_id).execute()
    t.equal((await registrar.submit(`${page}/acceptance`, {})).statusCode, 303)
    const own = await add(colleague.person_id, 'last_name', 'Смирнов-Белов')
    const hr = await signIn('kadrova')
    await hr.open(`/people/changes/${own}`)
    t.equal((await hr.submit(`/people/changes/${own}/acceptance`, {})).statusCode, 303)
    const { last_name } = await db
      .selectFrom('person')
      .select('last_name')
      .where('id', '=', colleague.person_id)
      .executeTakeFirstOrThrow()
    t.equal(last_name, 'Смирнов-Белов')
  })

  t.test('is refused with a reason that the reporter reads', async (t) => {
    const page = `/people/changes/${late}`
    await registrar.open(page)
    t.equal((await registrar.submit(`${page}/refusal`, { reason: '  ' })).statusCode, 422)
    t.equal((await registrar.submit(`${page}/refusal`, { reason: 'Нет справки о регистрации' })).statusCode, 303)
    t.match((await (await signIn('smirnov')).open('/people/own')).body, /отклонено.*Нет справки о регистрации/s)
    t.match((await registrar.open('/people/changes?state=decided')).body, /Абрамов.*отклонено/s)
  })
})

t.test('The questionnaire and the documents of a card', async (t) => {
  const { db, registrar, signIn, belova, mother } = await openFamilies(t)
  const page = `/people/students/${belova.id}/questionnaire`
  const form = {
    ...{ phone: '+7 900 111-22-33', email: 'anna@example.ru', registered_address: 'г. Самара, ул. Лесная, 1' },
    ...{
      base_education: '9',
      education_document: 'аттестат школы № 3',
      educated_on: '25.06.2025',
      financing: 'budget'
    },
    ...{ lives_in_dormitory: '1', handed_passport: '20.8.2025', handed_medical: '20.08.2025' }
  }

  t.test('are written by the registrar and the curator, seen on the card, and on the audit trail', async (t) => {
    await registrar.open(page)
    t.equal((await registrar.submit(page, form)).statusCode, 303)
    const { body } = await registrar.open(`/people/students/${belova.id}`)
    t.match(body, /ул. Лесная, 1.*живёт в общежитии.*9 классов, аттестат школы № 3, выдан 25.06.2025.*бюджет/s)
    t.match(body, 'Паспорт (копия) — 20.08.2025; Медицинская справка 086/у — 20.08.2025')
    const [line] = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'questionnaire.changed').execute()
    t.match(line, { about_id: belova.person_id, before: { phone: '' }, after: { phone: '+7 900 111-22-33' } })
    const curator = await signIn('petrova')
    t.match((await curator.open(page)).body, 'value="20.08.2025"')
    t.equal((await curator.submit(page, { ...form, handed_passport: '' })).statusCode, 303)
    t.notMatch((await curator.open(`/people/students/${belova.id}`)).body, 'Паспорт')
    t.equal((await (await signIn('bulanova')).open(page)).statusCode, 404)
  })

  t.test('keep what was typed, with the message at the field', async (t) => {
    const bad = await registrar.submit(page, { ...form, handed_snils: '20.08.2030' })
    t.equal(bad.statusCode, 422)
    t.match(bad.body, /id="handed_snils"[^>]*value="20.08.2030" aria-invalid="true"/)
    t.match((await registrar.submit(page, { ...form, phone: 'нет' })).body, /value="нет" aria-invalid="true"/)
    t.match((await registrar.submit(page, { ...form, educated_on: '31.02.2025' })).body, 'Укажите день выдачи')
  })

  t.test('include how to reach a guardian', async (t) => {
    const contacts = `/people/students/${belova.id}/guardians/${mother}/contacts`
    await registrar.open(contacts)
    t.equal((await registrar.submit(contacts, { phone: 'x', email: '' })).statusCode, 422)
    t.equal(
      (await registrar.submit(contacts, { phone: '8 (846) 200-10-20', email: 'mama@example.ru' })).statusCode,
      303
    )
    t.match((await registrar.open(`/people/students/${belova.id}`)).body, '8 (846) 200-10-20, mama@example.ru')
    t.equal((await registrar.open(`/people/students/${belova.id}/guardians/999/contacts`)).statusCode, 404)
  })
})

t.test('Special data', async (t) => {
  const { db, registrar, signIn, belova } = await openFamilies(t)
  const page = `/people/students/${belova.id}/special`
  const form = { sport_group: 'special_a', sport_until: '31.05.2027', restrictions: 'без бега', is_large_family: '1' }

  t.test('do not exist until the college decides to keep them', async (t) => {
    t.equal((await registrar.open(page)).statusCode, 404)
    t.equal((await registrar.submit(page, form)).statusCode, 404)
    t.notMatch((await registrar.open(`/people/students/${belova.id}`)).body, 'Особые сведения')
  })

  t.test('are written by the registrar and read by the curator of the group; the trail has no values', async (t) => {
    await db.insertInto('setting').values({ name: 'keeps_special_data', value: '1' }).execute()
    t.match((await registrar.open(page)).body, 'Специальные категории')
    t.equal((await registrar.submit(page, { ...form, sport_until: 'май' })).statusCode, 422)
    t.equal((await registrar.submit(page, form)).statusCode, 303)
    const curator = await signIn('petrova')
    t.match((await curator.open(page)).body, /специальная «А», справка по 31.05.2027.*без бега.*многодетная/s)
    t.equal((await curator.submit(page, form)).statusCode, 404)
    for (const login of ['bulanova', 'gromov', 'kadrova', 'ivanova', 'anna'])
      t.equal((await (await signIn(login)).open(page)).statusCode, 404, login)
    t.notMatch((await (await signIn('bulanova')).open(`/people/students/${belova.id}`)).body, 'Особые сведения')
    const lines = await db.selectFrom('audit_entry').selectAll().where('deed', 'like', 'special.%').execute()
    t.match(lines.find(({ deed }) => deed === 'special.changed')?.after, {
      fields: ['sport_group', 'sport_until', 'restrictions', 'social_category']
    })
    t.notMatch(JSON.stringify(lines), /special_a|без бега|large_family/)
    t.ok(lines.some(({ deed, actor_name }) => deed === 'special.viewed' && actor_name === 'Петрова Е. В.'))
  })
})

t.test('When a change is due, and what is refused', async (t) => {
  t.equal(dueOf('2026-11-20', new Set()), '2026-11-25', 'Friday, then Monday to Wednesday')
  t.equal(dueOf('2026-11-16', new Set()), '2026-11-19')
  t.equal(dueOf('2026-11-21', new Set()), '2026-11-25', 'a Saturday counts from Monday')
  t.equal(dueOf('2026-11-20', new Set(['2026-11-24'])), '2026-11-26')
  t.equal(clockOf('2026-11-20', '2026-11-20'), 'сегодня последний день')
  t.equal(clockOf('2026-11-19', '2026-11-20'), 'просрочено на 1 день')
  t.equal(clockOf('2026-11-25', '2026-11-20'), 'осталось 5 дней')
  const report = { field: 'phone', value: '+7 900 000-00-00', remark: '', document_on: '' }
  for (const [change, refusal] of [
    [{}, null],
    [{ field: '' }, 'no-field'],
    [{ field: 'consent' }, 'no-field'],
    [{ value: '' }, 'no-value'],
    [{ field: 'middle_name', value: '' }, null],
    [{ value: 'нет' }, 'bad-phone'],
    [{ field: 'email', value: 'x' }, 'bad-email'],
    [{ field: 'born_on', value: '2026-12-01' }, 'bad-born-on'],
    [{ document_on: '2026-11-21' }, 'bad-document-on'],
    [{ document_on: '2026-11-20' }, null]
  ] as const)
    t.equal(refuseReport({ ...report, ...change }, '2026-11-20'), refusal, JSON.stringify(change))
  const waiting = { state: 'waiting', field: 'last_name', value: 'Серова' }
  t.equal(refuseAccepting(waiting, { last_name: 'Белова', is_student: true }), 'by-order')
  t.equal(refuseAccepting(waiting, { last_name: 'Серова', is_student: true }), null)
  t.equal(refuseAccepting(waiting, { last_name: 'Белова', is_student: false }), null)
  t.equal(refuseAccepting({ ...waiting, state: 'refused' }, { last_name: 'x', is_student: false }), 'not-waiting')
})

t.test('When the audit cannot be written, neither the card nor the task changes', async (t) => {
  const { db, belova, colleague } = await openFamilies(t)
  const { id } = await db
    .insertInto('personal_data_change')
    .values({
      ...{ person_id: belova.person_id, field: 'phone', value: '+7 900 555-66-77', due_on: '2026-11-25' },
      ...{ reported_on: '2026-11-20', reported_by: colleague.account_id }
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`drop table college.audit_entry`.execute(db)
  await t.rejects(acceptChange(db, systemActor(1, 'Зимина О. Ю.', ['registrar']), '2026-11-20', id))
  t.match(await changes(db), [{ state: 'waiting', decided_on: null }])
  t.equal(await contactOf(db, belova.person_id), undefined)
})
