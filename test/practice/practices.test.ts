import t from 'tap'
import { openHouse } from '../support/house.ts'
import { practiceScene } from './scene.ts'

const opened = async (t: Parameters<typeof openHouse>[0]) => {
  const house = await openHouse(t)
  const scene = await practiceScene(house.db)
  return { ...house, ...scene, master: await house.signIn('ivanova') }
}

const SPAN = { starts_on: '16.11.2026', ends_on: '28.11.2026', is_spread: 'no' }
const PLACE = {
  ...{ organisation: 'ООО «Связь»', address: 'ул. Мира, 1', contract_number: '12-П', contract_on: '01.09.2026' },
  ...{ supervisor_name: 'Орлов Иван Ильич', supervisor_post: 'инженер', supervisor_phone: '+7 900 000-00-01' }
}

t.test('The master keeps dates, place, contract and supervisor; the list tells what is missing', async (t) => {
  const { db, master, pp, up } = await opened(t)
  t.match((await master.open('/practices')).body, /ПП\.01[\s\S]*нет сроков, нет места/)

  t.equal((await master.submit(`/practices/${pp}/span`, SPAN)).statusCode, 303)
  t.equal(
    (await master.submit(`/practices/${pp}/places`, { ...PLACE, contract_number: '', contract_on: '' })).statusCode,
    303
  )
  t.match((await master.open('/practices')).body, /16\.11 – 28\.11\.2026[\s\S]*ООО «Связь»[\s\S]*нет договора/)

  const { id } = await db.selectFrom('practice_place').select('id').executeTakeFirstOrThrow()
  t.equal((await master.submit(`/practices/${pp}/places/${id}`, PLACE)).statusCode, 303)
  const card = (await master.open(`/practices/${pp}?done=place`)).body
  t.match(card, /№ 12-П от 01\.09\.2026/)
  t.match(card, /Орлов Иван Ильич, инженер, \+7 900 000-00-01/)
  t.notMatch(card, /Внимание:/)

  const deeds = await db
    .selectFrom('audit_entry')
    .select('deed')
    .where('deed', 'like', 'practice.%')
    .orderBy('id')
    .execute()
  t.same(
    deeds.map(({ deed }) => deed),
    ['practice.changed', 'practice.place_added', 'practice.place_changed']
  )
  const asked = (await master.open(`/practices/${pp}/places/${id}/removal`)).body
  t.match(asked, /Убрать место практики\?/, 'a question first')
  t.match(asked, /ООО «Связь», договор № 12-П/)
  t.equal((await master.open(`/practices/${up}/places/${id}/removal`)).statusCode, 404, 'a place of another practice')
  t.equal((await master.submit(`/practices/${pp}/places/${id}/removal`, {})).statusCode, 303)
  t.match((await master.open(`/practices/${pp}`)).body, /Место не указано/)
})

t.test('What is refused keeps what was typed, beside its sentence', async (t) => {
  const { master, up } = await opened(t)
  await master.open(`/practices/${up}`)
  for (const [form, sentence] of [
    [{ ...SPAN, starts_on: '31.02.2026' }, 'Укажите первый день практики'],
    [{ ...SPAN, ends_on: '10.11.2026' }, 'Последний день не может быть раньше первого'],
    [{ ...SPAN, ends_on: '15.01.2027' }, 'Практика должна лежать внутри учебного периода группы']
  ] as const) {
    const answer = await master.submit(`/practices/${up}/span`, form)
    t.equal(answer.statusCode, 422)
    t.match(answer.body, new RegExp(`value="${form.ends_on}"[\\s\\S]*${sentence}|${sentence}`))
    t.match(answer.body, form.starts_on)
    t.match(answer.body, /aria-invalid="true" aria-describedby="(starts|ends)_on_refusal"/)
  }
  const place = await master.submit(`/practices/${up}/places`, { ...PLACE, organisation: ' ', contract_on: 'вчера' })
  t.equal(place.statusCode, 422)
  t.match(place.body, /Укажите организацию или мастерскую/)
  t.match(place.body, /value="вчера"/)
  t.match(
    (await master.submit(`/practices/${up}/places`, { ...PLACE, contract_number: '' })).body,
    /Укажите номер договора/
  )
})

t.test('Students go to different organisations and hand in their certificates', async (t) => {
  const { db, master, pp, students, stranger } = await opened(t)
  await master.open(`/practices/${pp}`)
  await master.submit(`/practices/${pp}/places`, PLACE)
  t.match((await master.open(`/practices/${pp}`)).body, /вся группа/, 'a single place takes everybody')
  await master.submit(`/practices/${pp}/places`, { ...PLACE, organisation: 'АО «Сеть»' })
  const places = await db.selectFrom('practice_place').select(['id', 'organisation']).orderBy('id').execute()
  t.match((await master.open(`/practices/${pp}`)).body, /Абрамов[\s\S]*не направлен/)

  const [first, second, third] = students.map(({ id }) => String(id))
  const send = { student: [first, second] as string[], place: String(places[1]?.id), deed: 'send' }
  t.equal((await master.submit(`/practices/${pp}/students`, send)).statusCode, 303)
  await master.submit(`/practices/${pp}/students`, {
    student: String(third),
    sheet_handed_on: '19.11.2026',
    deed: 'hand'
  })
  t.match(
    await db
      .selectFrom('practice_student')
      .select(['practice_place_id', 'sheet_handed_on'])
      .orderBy('student_id')
      .execute(),
    [
      { practice_place_id: places[1]?.id, sheet_handed_on: null },
      { practice_place_id: places[1]?.id },
      { practice_place_id: null, sheet_handed_on: '2026-11-19' }
    ]
  )
  t.match((await master.open(`/practices/${pp}`)).body, /сдан 19\.11\.2026/)

  await master.submit(`/practices/${pp}/students`, { all: 'yes', sheet_handed_on: '18.11.2026', deed: 'hand' })
  t.equal((await master.open(`/practices/${pp}`)).body.split('сдан 18.11.2026').length, 4, 'the whole group at once')
  await master.submit(`/practices/${pp}/students`, { all: 'yes', deed: 'unhand' })
  t.notMatch((await master.open(`/practices/${pp}`)).body, /сдан 18/)

  const refused = async (form: Record<string, string>) => (await master.submit(`/practices/${pp}/students`, form)).body
  t.match(await refused({ deed: 'send', place: '0' }), /Отметьте обучающихся/)
  t.match(await refused({ deed: 'send', student: String(stranger.person_id + 1000), place: '0' }), /обновите страницу/)
  t.match(await refused({ deed: 'send', student: String(first), place: '999' }), /Выберите базу практики/)
  t.match(
    await refused({ deed: 'hand', student: String(first), sheet_handed_on: '25.11.2026' }),
    /не позже сегодняшнего/
  )
})

t.test('The days are laid out past Sundays and holidays, and those that have come become lessons', async (t) => {
  const { db, master, up, teacher } = await opened(t)
  await db.insertInto('day_off').values({ held_on: '2026-11-19', name: 'День колледжа' }).execute()
  await master.open(`/practices/${up}`)
  await master.submit(`/practices/${up}/span`, SPAN)
  const page = (await master.open(`/practices/${up}/days?again=yes&hours=6&topic=Монтаж`)).body
  const held = [...page.matchAll(/name="held_on" value="([^"]+)"/g)].map(([, day]) => day)
  const hours = [...page.matchAll(/name="hours" size="2" inputmode="numeric" maxlength="3" value="(\d+)"/g)].map(
    ([, n]) => n
  )
  t.same(held, ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-20'], '19 November is off')
  t.same(hours, ['6', '6', '6', '2'], 'the last day has the rest of the 20 hours')

  const form = {
    held_on: [...held, '2026-11-27'] as string[],
    hours: ['6', '6', '', '2', '6'],
    topic: ['Инструктаж', '', 'нет', 'Зачёт', 'Ремонт']
  }
  t.equal((await master.submit(`/practices/${up}/days`, form)).statusCode, 303)
  const refused = await master.submit(`/practices/${up}/lessons`, {})
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /Впишите содержание работ/)
  t.equal(
    (await db.selectFrom('lesson').select('id').where('course_id', '=', up).execute()).length,
    0,
    'all or nothing'
  )

  await master.submit(`/practices/${up}/days`, { ...form, topic: ['Инструктаж', 'Кабель', '', 'Зачёт', 'Ремонт'] })
  t.equal((await master.submit(`/practices/${up}/lessons`, {})).statusCode, 303)
  const lessons = await db.selectFrom('lesson').selectAll().where('course_id', '=', up).orderBy('held_on').execute()
  t.match(lessons, [
    { held_on: '2026-11-16', hours: 6, topic: 'Инструктаж', taught_by: teacher.staff_member_id, roll_called_at: null },
    { held_on: '2026-11-17', hours: 6, topic: 'Кабель' },
    { held_on: '2026-11-20', hours: 2, topic: 'Зачёт' }
  ])
  t.equal(lessons.length, 3, 'a day to come is no lesson yet')
  t.equal((await db.selectFrom('audit_entry').select('id').where('deed', '=', 'lesson.added').execute()).length, 3)
  const card = (await master.open(`/practices/${up}`)).body
  t.match(card, /27\.11\.2026[\s\S]*впереди/)
  t.match(card, /14 из 20/)
  t.match((await master.submit(`/practices/${up}/lessons`, {})).body, /Записывать нечего/)
})

t.test('Dates that change leave no day behind unseen: outside the practice, or made a day off since', async (t) => {
  const { db, master, up, study_group } = await opened(t)
  const weeks = { study_group_id: study_group.id, kind: 'training_practice' }
  await db
    .insertInto('study_span')
    .values({ ...weeks, starts_on: '2026-11-23', ends_on: '2026-12-05' })
    .execute()
  t.match((await master.open(`/practices/${up}`)).body, /По календарному графику группы: 23\.11\.2026 – 05\.12\.2026/)
  await master.submit(`/practices/${up}/span`, { ...SPAN, starts_on: '23.11.2026' })
  const days = ['2026-11-23', '2026-11-24', '2026-11-28']
  const form = { held_on: days, hours: days.map(() => '6'), topic: days.map(() => 'Монтаж') }
  t.equal((await master.submit(`/practices/${up}/days`, form)).statusCode, 303)
  t.notMatch((await master.open(`/practices/${up}`)).body, /Разложите дни заново/)
  await db.insertInto('day_off').values({ held_on: '2026-11-24', name: 'День колледжа' }).execute()
  await master.submit(`/practices/${up}/span`, { ...SPAN, starts_on: '23.11.2026', ends_on: '27.11.2026' })
  const { body } = await master.open(`/practices/${up}`)
  t.match(body, /Вне сроков практики стоят незаписанные дни: 28\.11/)
  t.match(body, /пришлись на выходные: 24\.11 — День колледжа/)
})

t.test('Hours beyond 12 and days outside the practice are not planned', async (t) => {
  const { master, up } = await opened(t)
  await master.open(`/practices/${up}`)
  const day = { held_on: '2026-11-16', hours: '6', topic: 'Инструктаж' }
  t.match((await master.submit(`/practices/${up}/days`, day)).body, /Сначала укажите первый и последний день/)
  await master.submit(`/practices/${up}/span`, SPAN)
  t.match((await master.submit(`/practices/${up}/days`, { ...day, hours: '13' })).body, /от 1 до 12/)
  t.match((await master.submit(`/practices/${up}/days`, { ...day, held_on: '2026-12-01' })).body, /внутри сроков/)
  t.match((await master.submit(`/practices/${up}/days`, { ...day, hours: '' })).body, /хотя бы одного дня/)
})

t.test('The head of department keeps the card but records no lesson; others only read or see nothing', async (t) => {
  const { db, signIn, up } = await opened(t)
  const head = await signIn('gromov')
  await head.open(`/practices/${up}`)
  t.equal((await head.submit(`/practices/${up}/span`, SPAN)).statusCode, 303)
  t.equal(
    (await head.submit(`/practices/${up}/days`, { held_on: '2026-11-16', hours: '6', topic: 'Инструктаж' })).statusCode,
    303
  )
  t.notMatch((await head.open(`/practices/${up}`)).body, /Записать в журнал/)
  t.equal((await head.submit(`/practices/${up}/lessons`, {})).statusCode, 404)
  t.equal((await db.selectFrom('lesson').select('id').where('course_id', '=', up).execute()).length, 0)

  for (const login of ['petrova', 'bulanova']) {
    const reader = await signIn(login)
    const page = await reader.open(`/practices/${up}`)
    t.equal(page.statusCode, 200)
    t.notMatch(page.body, /<form method="post" action="\/practices/)
    t.equal((await reader.submit(`/practices/${up}/span`, SPAN)).statusCode, 404)
  }
  for (const login of ['smirnov', 'chuzhova']) {
    const other = await signIn(login)
    t.equal((await other.open(`/practices/${up}`)).statusCode, 404, login)
    t.equal((await other.submit(`/practices/${up}/span`, SPAN)).statusCode, 404, login)
    t.equal((await other.submit(`/practices/${up}/places`, PLACE)).statusCode, 404, login)
    t.equal((await other.open(`/practices/${up}/days`)).statusCode, 404, login)
    t.notMatch((await other.open('/practices')).body, /УП\.01/)
  }
  const former = await signIn('ivanova')
  await db.updateTable('course_teacher').set({ until: '2026-11-10' }).where('course_id', '=', up).execute()
  t.equal((await former.open(`/practices/${up}`)).statusCode, 200)
  t.match((await former.submit(`/practices/${up}/span`, SPAN)).body, /вносят её преподаватель/)
})

t.test('A closed term is read-only for practices too', async (t) => {
  const { db, master, up } = await opened(t)
  await master.open(`/practices/${up}`)
  await db
    .updateTable('term')
    .set({ closed_at: new Date('2026-11-19T10:00Z') })
    .execute()
  const answer = await master.submit(`/practices/${up}/span`, SPAN)
  t.equal(answer.statusCode, 422)
  t.match(answer.body, /Период закрыт/)
  t.equal((await db.selectFrom('practice').select('course_id').execute()).length, 0)
})
