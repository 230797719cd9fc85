import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readProductionCalendar } from '../../src/college/reader.ts'
import {
  calendarWeekday,
  dayPlus,
  daysFrom,
  isStudyDay,
  lastDayOf,
  monthOf,
  monthsOf,
  refuseDays,
  type StudyDays,
  weekdayOf
} from '../../src/college/rules/days.ts'
import { packed, proposalsOf, unpacked, weekdayAccusative } from '../../src/college/rules/production.ts'
import { root } from '../../src/platform/config.ts'
import { openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const fixture = readFileSync(new URL('./fixtures/calendar-2027.xml', import.meta.url))
const none: StudyDays = { off: new Map(), working: new Map(), study_days_per_week: 6 }
const five: StudyDays = { ...none, study_days_per_week: 5 }

t.test('A day of lessons follows its weekday unless it was moved', async (t) => {
  const calendar = {
    ...none,
    off: new Map([['2026-11-04', 'День народного единства']]),
    working: new Map([
      ['2026-11-08', 3],
      ['2026-11-07', 1]
    ])
  }
  t.equal(isStudyDay('2026-11-04', calendar), false, 'a holiday')
  t.equal(isStudyDay('2026-11-05', calendar), true)
  t.equal(isStudyDay('2026-11-14', calendar), true, 'Saturday of a week of six days')
  t.equal(isStudyDay('2026-11-14', five), false, 'and of five')
  t.equal(isStudyDay('2026-11-15', calendar), false, 'Sunday')
  t.equal(isStudyDay('2026-11-08', calendar), true, 'a Sunday that was made a day of lessons')
  t.equal(isStudyDay('2026-11-04', { ...calendar, working: new Map([['2026-11-04', 3]]) }), true, 'working wins')
  t.equal(weekdayOf('2026-11-08', calendar), 3)
  t.equal(weekdayOf('2026-11-07', calendar), 1)
  t.equal(weekdayOf('2026-11-06', calendar), 5)
})

t.test('Days are counted in the calendar, over months and leap years', async (t) => {
  t.same(['1969-12-31', '2024-02-29', '2026-11-22', '2026-11-23'].map(calendarWeekday), [3, 4, 7, 1])
  t.equal(dayPlus('2024-02-28', 2), '2024-03-01')
  t.same(daysFrom('2026-12-30', '2027-01-01'), ['2026-12-30', '2026-12-31', '2027-01-01'])
  t.same(daysFrom('2026-12-30', '2026-12-29'), [])
  t.equal(lastDayOf('2027-02'), '2027-02-28')
  t.same(
    [monthsOf('2026-09-01')[0], monthsOf('2026-09-01')[4], monthsOf('2026-09-01')[11]],
    ['2026-09', '2027-01', '2027-08']
  )
  const november = monthOf('2026-11', none)
  t.equal(november.length, 6, 'the first is a Sunday')
  t.same(november[0]?.slice(0, 6), [null, null, null, null, null, null])
  t.match(november[0]?.[6], { day: '2026-11-01', kind: 'weekend' })
  t.match(november[5]?.[0], { day: '2026-11-30', kind: 'study' })
  t.equal(november[5]?.[1], null)
})

t.test('What may be marked in the calendar', async (t) => {
  const off = { kind: 'off', first: '2026-11-04', last: '', name: 'Праздник', follows: 0 }
  const working = { kind: 'working', first: '2026-11-08', last: '', name: '', follows: 1 }
  t.same(refuseDays(off, none), {})
  t.same(refuseDays({ ...off, last: '2026-11-10' }, none), {})
  t.same(refuseDays({ ...off, first: '2026-02-31' }, none), { first: 'day-missing' })
  t.same(refuseDays({ ...off, last: '2026-11-03' }, none), { last: 'ends-first' })
  t.same(refuseDays({ ...off, last: '2027-01-05' }, none), { last: 'too-long' })
  t.same(refuseDays({ ...off, name: '' }, none), { name: 'name-missing' })
  t.same(refuseDays(off, { ...none, off: new Map([['2026-11-04', 'День']]) }), { first: 'day-taken' })
  t.same(refuseDays(working, none), {})
  t.same(refuseDays({ ...working, follows: 0 }, none), { follows: 'no-weekday' })
  t.same(refuseDays({ ...working, last: '2026-11-09' }, none), { last: 'one-day' })
  t.same(refuseDays({ ...working, first: '2026-11-09' }, none), { follows: 'is-usual' }, 'Monday as Monday')
  t.same(refuseDays({ ...working, first: '2026-11-14', follows: 6 }, none), { follows: 'is-usual' })
  t.same(refuseDays({ ...working, first: '2026-11-14', follows: 6 }, five), {}, 'Saturday of a week of five days')
})

t.test('A production calendar is read', async (t) => {
  const reading = readProductionCalendar(fixture)
  if (!reading.ok) return t.fail(reading.refusal)
  t.equal(reading.calendar.year, 2027)
  t.match(reading.calendar.days, [
    { day: '2027-01-01', kind: 'off', title: 'Новогодние каникулы', moved_from: '' },
    { day: '2027-02-20', kind: 'working' },
    { day: '2027-02-22', kind: 'off', title: '', moved_from: '2027-02-20' },
    { kind: 'short' },
    {},
    {},
    { day: '2027-05-10', moved_from: '2027-05-09' }
  ])
  const of = (text: string) => readProductionCalendar(new TextEncoder().encode(text))
  const one = (day: string) => of(`<calendar year="2027"><days>${day}</days></calendar>`)
  t.match(one('<day d="02.29" t="1"/>'), { ok: false, refusal: 'Не понят день: строка d="02.29"' })
  t.match(one('<day d="02.28" t="9"/>'), { ok: false, refusal: /Не понят вид дня t="9"/ })
  t.match(one('<day d="02.28" t="1" f="13.01"/>'), { ok: false, refusal: /f="13\.01"/ })
  t.match(one('<day d="02.28" t="1"/><day d="02.28" t="2"/>'), { ok: false, refusal: /дважды/ })
  t.match(one('<day d="02.28" t="1"/>'), { ok: true })
  for (const text of [
    '',
    'не XML',
    '<a/>',
    '<calendar><days/></calendar>',
    '<calendar year="2027"/>',
    '<calendar year="27'
  ])
    t.equal(of(text).ok, false, text)
  const old = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="windows-1251"?><calendar year="2027"><holidays><holiday id="1" title="'),
    Buffer.from([0xcc, 0xe0, 0xe9]),
    Buffer.from('"/></holidays><days><day d="05.01" t="1" h="1"/></days></calendar>')
  ])
  t.match(readProductionCalendar(old), { calendar: { days: [{ title: 'Май' }] } })
})

t.test('Of a production calendar a college takes what suits its week', async (t) => {
  const reading = readProductionCalendar(fixture)
  if (!reading.ok) return t.fail(reading.refusal)
  const usual = (calendar: StudyDays) =>
    proposalsOf(reading.calendar, calendar).flatMap(({ day, isUsual }) => (isUsual ? [day.slice(5)] : []))
  t.same(usual(none), ['01-01', '03-08', '05-09', '05-10'], 'Saturday is a day of lessons anyway')
  t.same(usual(five), ['01-01', '02-20', '02-22', '03-08', '05-09', '05-10'])
  const known = {
    ...none,
    off: new Map([
      ['2027-01-01', 'Новогодние каникулы'],
      ['2027-03-08', 'Праздник весны']
    ])
  }
  const [first, swap, , women, , moved] = proposalsOf(reading.calendar, known)
  t.match(first, { state: 'same' })
  t.match(swap, { follows: 1, name: 'Рабочий день вместо 22.02', note: /шестидневной/ })
  t.match(women, { state: 'changed', now: 'Праздник весны', name: 'Международный женский день' })
  t.match(moved, { state: 'added', name: 'День Победы, перенос выходного с 09.05' })
  const set = { ...none, working: new Map([['2027-03-08', 3]]) }
  t.match(proposalsOf(reading.calendar, set)[3], { state: 'changed', now: 'учебный день за среду' })
  t.same(unpacked(packed({ day: '2027-05-10', follows: 0, name: 'День "Победы"' })), {
    ...{ day: '2027-05-10', follows: 0, name: 'День "Победы"' }
  })
  t.same([unpacked('2027-02-31 0 День'), unpacked('2027-02-01 8 День'), unpacked('')], [null, null, null])
  t.same([3, 5, 1].map(weekdayAccusative), ['среду', 'пятницу', 'понедельник'])
})

const realdata = process.env.REALDATA ?? join(root, '../shared/realdata')
const skip = existsSync(join(realdata, 'calendar_ru_2026.xml')) ? false : 'no folder of real files'
t.test('Real production calendars', { skip }, async (t) => {
  const counts = [2024, 2025, 2026].map((year) => {
    const reading = readProductionCalendar(readFileSync(join(realdata, `calendar_ru_${year}.xml`)))
    if (!reading.ok) throw new Error(reading.refusal)
    const { days } = reading.calendar
    const off = days.filter(({ kind }) => kind === 'off')
    const left = proposalsOf(reading.calendar, none).filter(({ isUsual }) => !isUsual)
    return {
      off: off.length,
      nameless: proposalsOf(reading.calendar, none).filter(({ name }) => name === '').length,
      left
    }
  })
  t.same(
    counts.map(({ nameless }) => nameless),
    [0, 0, 0]
  )
  t.equal(counts[2]?.off, 18)
  t.same(counts[2]?.left, [], 'in 2026 only holidays were moved')
  t.match(
    counts[0]?.left.find(({ day }) => day === '2024-04-27'),
    { follows: 1 },
    'Saturday for Monday, unticked'
  )
})

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  return { ...house, ...scene, methodist: await house.signIn('orlova') }
}

t.test('The calendar of the year', async (t) => {
  const { app, db, methodist, signIn, college, course, teacher } = await opened(t)
  const year = String(college.year.id)
  const off = () => db.selectFrom('day_off').select(['held_on', 'name']).orderBy('held_on').execute()
  const working = () => db.selectFrom('working_day').select(['held_on', 'follows_weekday']).execute()

  t.test('shows twelve months with letters on days off', async (t) => {
    const { body } = await methodist.open('/college/days')
    t.match(body, /2026\/2027 учебный год, неделя из шести дней/)
    t.equal([...body.matchAll(/<table class="month">/g)].length, 12)
    t.match(body, /<td class="weekend">22<i>в<\/i>/)
    t.match(body, /<td class="study today">20</)
    t.match(body, 'не отмечено ни одного дня')
  })

  t.test('days off are marked, and lessons that stand on them are counted', async (t) => {
    const entry = {
      course_id: course.id,
      held_on: '2026-11-25',
      pair_number: 1,
      staff_member_id: teacher.staff_member_id
    }
    await db.insertInto('timetable_entry').values(entry).execute()
    const form = { kind: 'off', first: '24.11.2026', last: '25.11.26', name: 'Карантин', year }
    const answer = await methodist.submit('/college/days', form)
    t.equal(answer.headers.location, `/college/days?year=${year}&done=added`)
    t.same(await off(), [
      { held_on: '2026-11-24', name: 'Карантин' },
      { held_on: '2026-11-25', name: 'Карантин' }
    ])
    const { body } = await methodist.open(`/college/days?year=${year}`)
    t.match(body, /<td class="off" title="Карантин">24<i>п<\/i>/)
    t.match(body, 'занятий: 1, перенесите их')
    const again = await methodist.submit('/college/days', form)
    t.equal(again.statusCode, 422)
    t.match(again.body, 'На эти дни уже есть запись')
    t.match(again.body, 'value="24.11.2026"')
  })

  t.test('a Sunday becomes a day of lessons by the timetable of Monday, and its bells are Monday’s', async (t) => {
    const refused = await methodist.submit('/college/days', { kind: 'working', first: '22.11.2026', year })
    t.match(refused.body, 'aria-describedby="follows_refusal"')
    const form = { kind: 'working', first: '22.11.2026', follows: '1', name: 'за 24.11', year }
    t.equal((await methodist.submit('/college/days', form)).statusCode, 303)
    t.same(await working(), [{ held_on: '2026-11-22', follows_weekday: 1 }])
    t.match((await methodist.open('/college/days')).body, /<td class="working">22<i>пн<\/i>/)
    t.match((await methodist.open('/college/days')).body, 'учебный за понедельник')
  })

  t.test('a day is made like the others again, and everything is audited', async (t) => {
    t.equal((await methodist.submit('/college/days/2026-11-24/removal', { year })).statusCode, 303)
    t.equal((await methodist.submit('/college/days/2026-11-24/removal', { year })).statusCode, 404)
    t.equal((await off()).length, 1)
    const lines = await db
      .selectFrom('audit_entry')
      .select(['before', 'after'])
      .where('deed', '=', 'days.changed')
      .orderBy('id')
      .execute()
    t.match(lines, [
      { before: null, after: { off: ['2026-11-24 Карантин', '2026-11-25 Карантин'] } },
      { after: { working: ['2026-11-22 за понедельник'] } },
      { before: { off: ['2026-11-24 Карантин'] }, after: null }
    ])
  })

  t.test('a production calendar is shown before it is taken over', async (t) => {
    const upload = async (file: Buffer | string) => {
      const form = new FormData()
      form.set('_csrf', methodist.token())
      form.set('file', new Blob([file]), 'calendar.xml')
      const sent = new Response(form)
      return app.inject({
        ...{ method: 'POST', url: '/college/days/imports', cookies: methodist.jar },
        ...{ payload: Buffer.from(await sent.arrayBuffer()) },
        headers: { 'content-type': sent.headers.get('content-type') ?? '' }
      })
    }
    await methodist.open('/college/days/imports')
    const wrong = await upload('<html>не то</html>')
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'Это не производственный календарь')
    const preview = await upload(fixture)
    t.equal(preview.statusCode, 200)
    t.match(preview.body, '6 новых дней, изменится 0')
    t.match(preview.body, /value="2027-01-01 0 Новогодние каникулы"[^>]* checked/)
    t.notMatch(preview.body, /value="2027-02-22[^>]* checked/)
    t.equal((await off()).length, 1, 'nothing is written yet')
    const take = [...preview.body.matchAll(/value="(2027-[^"]+)"[^>]* checked/g)].map(([, value = '']) => value)
    const answer = await methodist.submit('/college/days/imports/days', { take })
    t.equal(answer.headers.location, `/college/days?year=${year}&done=taken&days=4`)
    t.same(
      (await off()).map(({ held_on }) => held_on),
      ['2026-11-25', '2027-01-01', '2027-03-08', '2027-05-09', '2027-05-10']
    )
    t.match((await upload(fixture)).body, '2 новых дня, изменится 0, уже записано 4')
    t.equal((await methodist.submit('/college/days/imports/days', { take: ['мусор'] })).statusCode, 303)
  })

  t.test('is read by a teacher, who marks nothing', async (t) => {
    const reader = await signIn('ivanova')
    t.notMatch((await reader.open('/college/days')).body, 'Отметить дни')
    t.equal((await reader.submit('/college/days', { kind: 'off', first: '26.11.2026' })).statusCode, 404)
    t.equal((await reader.submit('/college/days/2026-11-25/removal', {})).statusCode, 404)
  })
})

t.test('A college without years is sent to add one', async (t) => {
  const { db, signIn } = await openHouse(t)
  await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  t.match((await (await signIn('orlova')).open('/college/days')).body, 'Добавьте учебный год')
})

t.test('A lesson of a moved day rings by the bells of the weekday it follows', async (t) => {
  const { db, signIn } = await openHouse(t, { now: '2026-11-22T08:00' })
  const { course, teacher } = await journalScene(db)
  const bell = { pair_number: 1, starts_at: '08:15', ends_at: '09:45' }
  await db
    .insertInto('bell')
    .values({ weekday: 1, ...bell })
    .execute()
  await db
    .insertInto('timetable_entry')
    .values({ course_id: course.id, held_on: '2026-11-22', pair_number: 1, staff_member_id: teacher.staff_member_id })
    .execute()
  const reader = await signIn('ivanova')
  t.notMatch((await reader.open('/journal')).body, '08:15')
  await db.insertInto('working_day').values({ held_on: '2026-11-22', follows_weekday: 1 }).execute()
  t.match((await reader.open('/journal')).body, '08:15')
})
