import t from 'tap'
import { signOrder } from '../../src/movement/actions/signing.ts'
import { enrol } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'
import { clerk, deeds, opened, staysOf, TODAY } from './orders-scene.ts'

t.test('An order says in words what its lines do', async (t) => {
  const { db, students, draft, cancel, registrar, other } = await opened(t)
  const [ivan, anna] = students
  const into = { study_group_id: String(other.study_group.id), reason: 'по личному заявлению' }
  const { url, id } = await draft('transfer', [ivan.id, anna.id], { ...into, effective_on: '18.11.2026' })
  const textIn = (body: string) => /<textarea[^>]*>([^<]*)</.exec(body)?.[1] ?? ''

  t.test('composed from them', async (t) => {
    const text = textIn((await registrar.open(`${url}/wording`)).body)
    t.match(text, /из группы СА-21 \(09\.02\.07, очная форма\) в группу СА-22 .* следующих обучающихся:/)
    t.match(text, /1\.1\. Абрамова Ивана Сергеевича;\n1\.2\. Белову Анну Олеговну\./)
  })

  t.test('edited while a draft, and kept', async (t) => {
    const typed = { about: 'О переводе', text: 'ПРИКАЗЫВАЮ:\r\n\r\n 1. Перевести  Абрамова и Белову. ' }
    t.equal((await registrar.submit(`${url}/wording`, typed)).headers.location, `${url}/wording?done=kept`)
    const { body } = await registrar.open(`${url}/wording`)
    t.equal(textIn(body), 'ПРИКАЗЫВАЮ:\n1. Перевести Абрамова и Белову.')
    t.match(body, /Сформировать заново.*Ваши правки текста пропадут/s)
    t.match((await registrar.open(`/print/preview/order?order=${id}`)).body, '1. Перевести Абрамова и Белову.')
    t.match(await deeds(db, 'order.worded'), [{ object_id: id, after: { about: 'О переводе' } }])
    const empty = await registrar.submit(`${url}/wording`, { about: 'О переводе', text: ' ' })
    t.equal(empty.statusCode, 422)
    t.match(empty.body, 'Текст приказа пуст')
  })

  t.test('not signed when the lines have changed since, until somebody looks', async (t) => {
    const line = /lines\/(\d+)\/removal/.exec((await registrar.open(url)).body)?.[1]
    await registrar.submit(`${url}/lines/${line}/removal`, {})
    t.match((await registrar.open(url)).body, /Проект пока не подписать: проверьте текст/)
    const refused = await registrar.submit(`${url}/signing`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'после правки текста изменились пункты')
    t.equal((await staysOf(db, anna.id)).length, 1)
    await registrar.submit(`${url}/wording/renewal`, {})
    t.match(
      textIn((await registrar.open(`${url}/wording`)).body),
      /1\. Перевести .* Белову Анну Олеговну по личному заявлению\./
    )
    t.equal((await registrar.submit(`${url}/signing`, {})).statusCode, 303)
  })

  t.test('and frozen when it is signed, as is the order that cancels it', async (t) => {
    await db.updateTable('person').set({ last_name: 'Серова' }).where('id', '=', anna.person_id).execute()
    t.match((await registrar.open(`${url}/wording`)).body, /больше не правят.*Белову Анну Олеговну/s)
    t.equal((await registrar.submit(`${url}/wording`, { about: 'О', text: 'иначе' })).statusCode, 422)
    t.equal((await registrar.submit(`${url}/wording/renewal`, {})).statusCode, 422)
    await cancel(url)
    const { cancelled_by } = await db
      .selectFrom('movement_order')
      .select('cancelled_by')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    t.match(
      (await registrar.open(`/movement/orders/${cancelled_by}/wording`)).body,
      /Отменить приказ от 20\.11\.2026 № \d+-к «О переводе обучающейся»/
    )
    t.equal((await registrar.open('/movement/orders/999/wording')).statusCode, 404)
  })
})

t.test('An order is printed by who may read all of it', async (t) => {
  const { db, students, order, draft, registrar, signIn, other } = await opened(t)
  const own = await order('expulsion', [students[0].id], { effective_on: '20.11.2026' })
  const foreign = await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  const mixed = await order('expulsion', [foreign.id, students[2].id], { effective_on: '20.11.2026' })
  const waiting = await draft('expulsion', [students[1].id], { effective_on: '20.11.2026' })
  const ordered = async (login: string, id: number) => {
    const visitor = login === 'zimina' ? registrar : await signIn(login)
    await visitor.open('/print?kind=order')
    return (await visitor.submit('/print/orders/order', { order: String(id) })).statusCode
  }
  for (const login of ['zimina', 'bulanova']) {
    for (const { id } of [own, mixed, waiting]) t.equal(await ordered(login, id), 303, `${login} prints any`)
  }
  t.equal(await ordered('petrova', own.id), 303, 'a curator what is only about the own group')
  t.equal(await ordered('petrova', mixed.id), 422, 'not what names students of other groups')
  t.equal(await ordered('petrova', waiting.id), 422, 'nor a draft')
  t.equal(await ordered('petrova', 999), 422)
  const curator = await signIn('petrova')
  t.match((await curator.open(own.url)).body, 'Напечатать в PDF')
  t.notMatch((await curator.open(mixed.url)).body, 'Напечатать в PDF')
  t.notMatch((await curator.open('/print?kind=order')).body, '42-к')
  t.equal((await curator.open(`/print/preview/order?order=${mixed.id}`)).statusCode, 422)
  t.notMatch((await curator.open('/print')).body, 'Приказ № 42-к', 'nor the file that somebody else ordered')
})

t.test('Reasons are offered from a dictionary that the registrar keeps', async (t) => {
  const { db, draft, registrar } = await opened(t)
  const { url } = await draft('expulsion', [], {})
  t.match((await registrar.open(url)).body, /<option value="в связи с призывом на военную службу">/)
  const names = ' за прогулы \r\n\r\nза прогулы\r\nпо собственному желанию'
  t.equal((await registrar.submit('/movement/reasons/expulsion', { names })).statusCode, 303)
  const offered = [...(await registrar.open(url)).body.matchAll(/<option value="(\D[^"]*)">/g)].map(([, name]) => name)
  t.same(offered, ['за прогулы', 'по собственному желанию'])
  t.match(await deeds(db, 'reasons.changed'), [{ after: { kind: 'expulsion', names: offered } }])
  t.match((await registrar.open('/movement/reasons')).body, /за прогулы\nпо собственному желанию/)
  const long = await registrar.submit('/movement/reasons/transfer', { names: 'а'.repeat(151) })
  t.equal(long.statusCode, 422)
  t.match(long.body, 'Причина длиннее 150 знаков')
  t.equal((await registrar.submit('/movement/reasons/cancellation', { names: '' })).statusCode, 404)
})

t.test('A hundred and fifty newcomers are enrolled at once', async (t) => {
  const { db, registrar, draft, study_group } = await opened(t)
  const persons = await db
    .insertInto('person')
    .values(Array.from({ length: 150 }, (_, i) => ({ last_name: `Новиков${i}`, first_name: 'Иван', sex: 'male' })))
    .returning('id')
    .execute()
  await db
    .insertInto('student')
    .values(persons.map(({ id }) => ({ person_id: id })))
    .execute()
  const { url, id } = await draft('enrolment', [], {})
  const { body } = await registrar.open(`${url}?all=all`)
  const student_id = [...body.matchAll(/name="student_id" value="(\d+)" checked/g)].map(([, one]) => String(one))
  t.equal(student_id.length, 150, 'those who never were in a group are listed without a search')
  const line = { study_group_id: String(study_group.id), effective_on: '20.11.2026' }
  t.equal((await registrar.submit(`${url}/lines`, { student_id, ...line })).statusCode, 303)
  const many = await statementsOf(() => signOrder(db, clerk, TODAY, id))
  t.equal((await db.selectFrom('enrolment').select('id').where('since_order_id', '=', id).execute()).length, 150)

  const lone = await draft('enrolment', [], {})
  const person = await db
    .insertInto('person')
    .values({ last_name: 'Одинцов', first_name: 'Лев' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: student } = await db
    .insertInto('student')
    .values({ person_id: person.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await registrar.submit(`${lone.url}/lines`, { student_id: [String(student)], ...line })
  const one = await statementsOf(() => signOrder(db, clerk, TODAY, lone.id))
  t.equal(many.length, one.length, 'with as many statements as one')
  t.ok(many.length < 25, String(many.length))
})
