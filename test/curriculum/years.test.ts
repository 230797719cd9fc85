import t, { type Test } from 'tap'
import { dayWithin, type Figures, refuseYearOpening, stepsOf } from '../../src/curriculum/rules/years.ts'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test, now = '2026-11-20T10:41') => {
  const house = await openHouse(t, { now })
  const scene = await journalScene(house.db)
  await hire(house.db, 'Осипова Инна Павловна', 'osipova', ['methodist'])
  const methodist = await house.signIn('osipova')
  await methodist.open('/years')
  const year = scene.college.year.id
  const url = `/years/${year}`
  const stored = () => house.db.selectFrom('academic_year').selectAll().where('id', '=', year).executeTakeFirstOrThrow()
  return { ...house, ...scene, methodist, year, url, stored }
}

const deeds = (db: Db, deed: string) =>
  db.selectFrom('audit_entry').select(['object_id', 'before', 'after']).where('deed', '=', deed).execute()

const READY: Figures = {
  ...{ terms: 2, days_off: 8, calendars: 2, bell_days: 6, groups: 3, first_course: 1, unpromoted: [], graduating: [] },
  ...{
    without_curator: [],
    without_curriculum: [],
    without_calendar: [],
    without_timetable: [],
    items: 30,
    taught: 30
  },
  ...{
    teachers: 20,
    planned_courses: 120,
    approved_courses: 120,
    timetable_entries: 400,
    students: 75,
    without_account: 0
  }
}
const SOME = [{ id: 1, name: 'СА-21' }]

t.test('Steps of a year', async (t) => {
  const undone = (change: Partial<Figures>) =>
    stepsOf({ ...READY, ...change }).flatMap(({ key, isDone }) => (isDone ? [] : [key]))
  t.same(undone({}), [])
  t.same(undone({ terms: 0 }), ['terms'])
  t.same(undone({ calendars: 1 }), ['days_off'])
  t.same(undone({ bell_days: 0 }), ['bells'])
  t.same(undone({ unpromoted: SOME }), ['groups'])
  t.same(undone({ without_curator: SOME }), ['curators'])
  t.same(undone({ without_curriculum: SOME }), ['curricula'])
  t.same(undone({ taught: 29 }), ['load'])
  t.same(undone({ approved_courses: 119 }), ['lesson_plans'])
  t.same(undone({ without_timetable: SOME }), ['timetable'])
  t.same(undone({ without_calendar: SOME }), ['calendars'])
  t.same(undone({ without_account: 1 }), ['people'])
  t.same(undone({ groups: 0, first_course: 0 }), ['groups', 'curators', 'curricula', 'calendars'])

  const fresh = { opened_at: null, closed_at: null }
  for (const change of [{ terms: 0 }, { bell_days: 0 }, { unpromoted: SOME }, { without_curator: SOME }, { groups: 0 }])
    t.equal(refuseYearOpening(fresh, { ...READY, ...change }), 'not-ready', JSON.stringify(change))
  for (const change of [
    { calendars: 0 },
    { taught: 0 },
    { timetable_entries: 0 },
    { without_calendar: SOME },
    { students: 0 }
  ])
    t.equal(refuseYearOpening(fresh, { ...READY, ...change }), null, 'what may be done later keeps nobody waiting')
  t.equal(refuseYearOpening({ ...fresh, opened_at: new Date() }, READY), 'already-open')
  t.equal(refuseYearOpening({ ...fresh, closed_at: new Date() }, READY), 'is-closed')

  const year = { starts_on: '2026-09-01', ends_on: '2027-06-30' }
  t.equal(dayWithin(year, '2026-07-01'), '2026-09-01')
  t.equal(dayWithin(year, '2026-11-20'), '2026-11-20')
  t.equal(dayWithin(year, '2027-08-01'), '2027-06-30')
})

t.test('A year is opened when what it needs is there', async (t) => {
  const { db, methodist, url, year, stored, study_group, college, colleague } = await opened(t)

  t.test('the page says with numbers and names what is missing', async (t) => {
    const { body } = await methodist.open(url)
    t.match(body, /Режим работы: звонки.*не готово.*Время пар не указано/s)
    t.match(body, /Кураторы групп.*готово.*Есть у каждой группы/s)
    t.match(body, /Преподаватель назначен: 1 из 1 строки/)
    t.match(body, /3 обучающихся, без учётной записи 3/)
    t.match(body, /Календарные учебные графики.*Нет графика.*СА-21/s)
    t.notMatch(body, 'Открыть год</button>')
    const refused = await methodist.submit(`${url}/opening`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'сначала выполните обязательные шаги')
    t.equal((await stored()).opened_at, null)
  })

  t.test('a group left on its course and one without a curator are named', async (t) => {
    await db.insertInto('bell').values({ weekday: 1, pair_number: 1, starts_at: '08:30', ends_at: '10:00' }).execute()
    const past = await db
      .insertInto('academic_year')
      .values({ starts_on: '2025-09-01', ends_on: '2026-06-30' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('study_group_year')
      .values({ study_group_id: study_group.id, academic_year_id: past.id, course: 1 })
      .execute()
    const place = { department_id: college.department.id, specialty_id: college.specialty.id }
    const { id } = await db
      .insertInto('study_group')
      .values({ ...place, name: 'БД-11', entry_year: 2026 })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { body } = await methodist.open(url)
    t.match(body, /Не переведены: <a href="\/movement\/groups\/\d+">СА-21/)
    t.match(body, /Нет куратора: <a href="\/movement\/groups\/\d+">БД-11/)
    t.match(body, /Нет плана: <a[^>]*>БД-11/)
    t.equal((await methodist.submit(`${url}/opening`, {})).statusCode, 422)
    await db.deleteFrom('study_group_year').execute()
    await db
      .insertInto('curatorship')
      .values({ study_group_id: id, staff_member_id: colleague.staff_member_id, since: '2026-09-01' })
      .execute()
  })

  t.test('it is opened, warns of the rest, and the years of its groups are kept from then on', async (t) => {
    const { body } = await methodist.open(url)
    t.match(body, 'Обязательное готово')
    t.equal((await methodist.submit(`${url}/opening`, {})).headers.location, `${url}?done=opened`)
    t.ok((await stored()).opened_at)
    const kept = await db
      .selectFrom('study_group_year')
      .select(['course', 'order_id'])
      .where('academic_year_id', '=', year)
      .orderBy('course')
      .execute()
    t.same(kept, [
      { course: 1, order_id: null },
      { course: 2, order_id: null }
    ])
    t.match(await deeds(db, 'year.opened'), [
      { object_id: year, after: { undone: ['Нерабочие дни', 'Учебные планы групп'] } }
    ])
    t.match((await methodist.submit(`${url}/opening`, {})).body, 'Год уже открыт')
    t.equal((await methodist.open('/years/999')).statusCode, 404)
  })
})

t.test('A year is closed after its terms, and what it leaves behind is named', async (t) => {
  const { db, methodist, url, stored, year, college, course, students, teacher, study_group } = await opened(
    t,
    '2027-07-05T10:00'
  )
  await addLesson(db, course.id, teacher, '2026-12-01')
  const result = { course_id: course.id, student_id: students[0].id, kind: 'semester' }
  await db
    .insertInto('result')
    .values({ ...result, value: '2', given_by: teacher.account_id })
    .execute()
  await db
    .insertInto('debt')
    .values({ ...result, opened_on: '2026-12-28' })
    .execute()

  t.test('not while a term is open', async (t) => {
    const { body } = await methodist.open(`${url}/closing`)
    t.match(body, /href="\/terms\/\d+\/closing">1 семестр/)
    t.match(body, 'не хватает в журналах: 1 (всего оценок: 2)')
    t.match(body, 'не ликвидировано: 1')
    t.match(body, /не сформированы: <a[^>]*>СА-21/)
    const refused = await methodist.submit(`${url}/closing`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'сначала закройте его учебные периоды')
  })

  t.test('then it is, and its terms stay closed', async (t) => {
    const account = await db.selectFrom('account').select('id').where('login', '=', 'osipova').executeTakeFirstOrThrow()
    const parameters = JSON.stringify({ academicYear: '2026/2027', term: null })
    const sheet = {
      kind: 'sheet',
      title: 'Сводная',
      state: 'done',
      study_group_id: study_group.id,
      ordered_by: account.id
    }
    await db
      .insertInto('printout')
      .values({ ...sheet, parameters })
      .execute()
    await db.updateTable('term').set({ closed_at: new Date() }).execute()
    t.match((await methodist.open(`${url}/closing`)).body, 'сформированы по всем группам')
    t.equal((await methodist.submit(`${url}/closing`, {})).statusCode, 303)
    t.ok((await stored()).closed_at)
    t.match(await deeds(db, 'year.closed'), [{ object_id: year, after: { missing: 2, debts: 1, sheetless: 0 } }])
    t.match((await methodist.submit(`${url}/closing`, {})).body, 'Год уже закрыт')
    const reopened = await methodist.submit(`/terms/${college.term.id}/opening`, { reason: 'ошибка' })
    t.match(reopened.body, 'Учебный год закрыт')
  })

  t.test('and opened again only with a reason', async (t) => {
    const bare = await methodist.submit(`${url}/reopening`, { reason: ' ' })
    t.equal(bare.statusCode, 422)
    t.match(bare.body, /<textarea[^>]*aria-describedby="refusal"/)
    t.equal((await methodist.submit(`${url}/reopening`, { reason: 'Закрыт по ошибке' })).statusCode, 303)
    t.equal((await stored()).closed_at, null)
    t.match(await deeds(db, 'year.reopened'), [{ after: { reason: 'Закрыт по ошибке' } }])
    t.match((await methodist.submit(`${url}/reopening`, { reason: 'ещё' })).body, 'Год и так открыт')
  })
})
