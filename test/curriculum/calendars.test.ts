import t, { type Test } from 'tap'
import {
  boundsOf,
  gapsOf,
  monthsOver,
  proposalOf,
  refuseSpans,
  type Span,
  stripOf,
  weeksByKind,
  weeksOf
} from '../../src/curriculum/rules/calendars.ts'
import { refuseOwnDays, type TermFacts } from '../../src/curriculum/rules/group-terms.ts'
import { openHouse } from '../support/house.ts'
import { courseScene, hire, journalScene } from '../support/scene.ts'

const bounds = boundsOf('2026-09-01')
const span = (kind: Span['kind'], starts_on: string, ends_on: string): Span => ({ kind, starts_on, ends_on })
const year: Span[] = [
  span('theory', '2026-09-01', '2026-12-20'),
  span('exams', '2026-12-21', '2026-12-27'),
  span('vacation', '2026-12-28', '2027-01-10'),
  span('theory', '2027-01-11', '2027-06-13'),
  span('training_practice', '2027-06-16', '2027-06-30'),
  span('vacation', '2027-07-01', '2027-08-31')
]

t.test('Spans of a year do not overlap and lie in it', async (t) => {
  t.same(bounds, { starts_on: '2026-09-01', ends_on: '2027-08-31' })
  t.same(refuseSpans([...year, { kind: '', starts_on: '', ends_on: '' }], bounds), {})
  const one = (kind: string, starts_on: string, ends_on: string) => refuseSpans([{ kind, starts_on, ends_on }], bounds)
  t.same(one('', '2026-09-01', '2026-09-02'), { kind_0: 'kind-missing' })
  t.same(one('lunch', '2026-09-01', '2026-09-02'), { kind_0: 'kind-missing' })
  t.same(one('theory', 'вчера', ''), { starts_on_0: 'day-missing', ends_on_0: 'day-missing' })
  t.same(one('theory', '2026-08-31', '2027-09-01'), { starts_on_0: 'outside-year', ends_on_0: 'outside-year' })
  t.same(one('theory', '2026-09-03', '2026-09-02'), { ends_on_0: 'ends-first' })
  t.same(one('theory', '2026-09-03', '2026-09-03'), {}, 'one day is a span')
  t.same(refuseSpans([year[3] as Span, span('exams', '2027-06-13', '2027-06-15')], bounds), { starts_on_1: 'overlaps' })
})

t.test('Gaps are shown, but a lone Sunday is none', async (t) => {
  t.same(gapsOf(year), [{ starts_on: '2027-06-14', ends_on: '2027-06-15' }])
  t.same(gapsOf([span('theory', '2026-09-01', '2026-09-05'), span('exams', '2026-09-07', '2026-09-12')]), [])
  t.same(gapsOf([]), [])
})

t.test('A year is a strip of weeks with letters', async (t) => {
  const weeks = weeksOf(bounds)
  t.equal(weeks.length, 53)
  t.same(weeks[0], { starts_on: '2026-09-01', ends_on: '2026-09-06' }, 'the first is shorter')
  t.same(weeks.at(-1), { starts_on: '2027-08-30', ends_on: '2027-08-31' })
  t.equal(
    monthsOver(weeks).reduce((sum, { weeks }) => sum + weeks, 0),
    53
  )
  t.same(monthsOver(weeks)[0], { month: '2026-09', weeks: 5 })
  const strip = stripOf(weeks, year)
  t.same([strip[0], strip[16], strip[17], strip[41]], [['theory'], ['exams'], ['vacation'], ['training_practice']])
  t.same(stripOf(weeks, [span('theory', '2026-09-01', '2026-09-09'), span('exams', '2026-09-10', '2026-09-12')])[1], [
    'theory',
    'exams'
  ])
  t.same(stripOf(weeks, [span('exams', '2026-09-13', '2026-09-20')])[1], [], 'Sunday belongs to the next week')
  t.same(weeksByKind(year), { theory: 37.9, exams: 1, vacation: 10.9, training_practice: 2.1 })
})

t.test('A calendar is proposed from the terms', async (t) => {
  const terms = [
    { starts_on: '2027-01-11', ends_on: '2027-06-30' },
    { starts_on: '2026-09-01', ends_on: '2026-12-28' }
  ]
  t.same(proposalOf(terms, bounds), [
    span('theory', '2026-09-01', '2026-12-28'),
    span('vacation', '2026-12-29', '2027-01-10'),
    span('theory', '2027-01-11', '2027-06-30'),
    span('vacation', '2027-07-01', '2027-08-31')
  ])
})

t.test('Own dates of a term', async (t) => {
  const term = (id: number, starts_on: string, ends_on: string, more: Partial<TermFacts> = {}): TermFacts => ({
    ...{ id, starts_on, ends_on, is_closed: false, own: { starts_on: '', ends_on: '' } },
    ...{ first_lesson_on: null, last_lesson_on: null, ...more }
  })
  const two = [term(1, '2026-09-01', '2026-12-28'), term(2, '2027-01-11', '2027-06-30')]
  const wanted = (id: number, starts_on: string, ends_on: string) => new Map([[id, { starts_on, ends_on }]])
  t.same(refuseOwnDays(two, wanted(2, '2027-01-11', '2027-05-20'), bounds), {})
  t.same(refuseOwnDays(two, wanted(2, '', ''), bounds), {})
  t.same(refuseOwnDays(two, wanted(2, '2027-01-11', ''), bounds), { ends_on_2: 'day-missing' })
  t.same(refuseOwnDays(two, wanted(2, '2027-05-20', '2027-05-20'), bounds), { ends_on_2: 'ends-first' })
  t.same(refuseOwnDays(two, wanted(2, '2027-01-11', '2027-09-01'), bounds), { ends_on_2: 'outside-year' })
  t.same(refuseOwnDays(two, wanted(2, '2026-12-28', '2027-05-20'), bounds), { starts_on_2: 'overlaps' })
  const held = [term(1, '2026-09-01', '2026-12-28', { first_lesson_on: '2026-09-02', last_lesson_on: '2026-12-10' })]
  t.same(refuseOwnDays(held, wanted(1, '2026-09-03', '2026-12-28'), bounds), { starts_on_1: 'lessons-outside' })
  t.same(refuseOwnDays(held, wanted(1, '2026-09-01', '2026-12-09'), bounds), { ends_on_1: 'lessons-outside' })
  const own = { own: { starts_on: '2026-09-01', ends_on: '2027-01-05' }, last_lesson_on: '2027-01-05' }
  t.same(refuseOwnDays([term(1, '2026-09-01', '2026-12-28', own)], wanted(1, '', ''), bounds), {
    ends_on_1: 'lessons-outside'
  })
  const closed = [term(1, '2026-09-01', '2026-12-28', { is_closed: true })]
  t.same(refuseOwnDays(closed, wanted(1, '2026-09-01', '2026-12-20'), bounds), { starts_on_1: 'term-closed' })
  t.same(refuseOwnDays(closed, new Map(), bounds), {})
})

const opened = async (t: Test, now?: string) => {
  const house = await openHouse(t, now ? { now } : {})
  const scene = await journalScene(house.db)
  const other = await courseScene(house.db, scene.college, scene.teacher, { group: 'СА-22', index: 'ОП.02' })
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const deeds = (deed: string) =>
    house.db
      .selectFrom('audit_entry')
      .select(['object_id', 'before', 'after'])
      .where('deed', '=', deed)
      .orderBy('object_id')
      .execute()
  const page = `/calendars/${scene.study_group.id}`
  return { ...house, ...scene, deeds, other: other.study_group, page2: page, methodist: await house.signIn('orlova') }
}

const form = (spans: Span[]) =>
  Object.fromEntries(
    spans.flatMap(({ kind, starts_on, ends_on }, i) => [
      [`kind_${i}`, kind],
      [`starts_on_${i}`, starts_on],
      [`ends_on_${i}`, ends_on]
    ])
  )
const wasOf = (body: string) => /name="was" value="([^"]*)"/.exec(body)?.[1] ?? ''

t.test('The study calendar of groups', async (t) => {
  const { db, methodist, signIn, deeds, study_group, other, college, page2: page } = await opened(t)
  const of = (id: number) => db.selectFrom('study_span').select('kind').where('study_group_id', '=', id).execute()
  const y = { year: String(college.year.id) }

  t.test('is proposed from the terms and written for all groups of a course at once', async (t) => {
    t.match((await methodist.open('/calendars')).body, /2 курс.*СА-21<\/a>.*графика нет/s)
    const { body } = await methodist.open(`${page}/spans`)
    t.match(body, /value="theory" selected.*value="01\.09\.2026".*value="28\.12\.2026"/s)
    t.match(body, 'Подставлены даты учебных периодов')
    const answer = await methodist.submit(`${page}/spans`, { ...form(year), ...y, other: String(other.id), was: '' })
    t.equal(answer.headers.location, `${page}?year=${college.year.id}&done=spans`)
    t.same([(await of(study_group.id)).length, (await of(other.id)).length], [6, 6])
    const lines = await deeds('calendar.changed')
    t.match(lines, [{ object_id: study_group.id }, { object_id: other.id }])
    t.match(lines[0], { before: { spans: [] }, after: { spans: ['Т 2026-09-01 – 2026-12-20'] } })
  })

  t.test('is a strip of letters, its parts, gaps and weeks', async (t) => {
    t.match((await methodist.open('/calendars')).body, /СА-21<\/a><\/th><td class="theory">Т<\/td>/)
    const { body } = await methodist.open(page)
    t.match(body, '<td class="exams">Э</td>')
    t.match(body, 'Не расписано: 14.06.2027 – 15.06.2027')
    t.match(body, /Теоретическое обучение<\/th><td>01\.09\.2026 – 20\.12\.2026/)
    t.match(body, '37,9')
    t.match(body, 'УТВЕРЖДАЮ')
  })

  t.test('refuses overlaps at their row, and what was typed stays', async (t) => {
    const was = wasOf((await methodist.open(`${page}/spans`)).body)
    const wrong = [...year.slice(0, 5), span('vacation', '2027-06-20', '2027-08-31')]
    const { statusCode, body } = await methodist.submit(`${page}/spans`, { ...form(wrong), ...y, was })
    t.equal(statusCode, 422)
    t.match(body, /name="starts_on_5"[^>]*value="2027-06-20"[^>]*aria-invalid="true" aria-describedby="refusal_5"/)
    t.match(body, 'Эти дни заняты другой строкой')
    t.equal((await of(study_group.id)).length, 6)
  })

  t.test('the second of two who change it is told', async (t) => {
    const late = await methodist.submit(`${page}/spans`, { ...form(year.slice(0, 2)), ...y, was: '' })
    t.equal(late.statusCode, 422)
    t.match(late.body, 'график изменили')
    t.equal((await of(study_group.id)).length, 6)
  })

  t.test('is replaced as a whole, the other group keeps its own', async (t) => {
    const was = wasOf((await methodist.open(`${page}/spans`)).body)
    t.equal((await methodist.submit(`${page}/spans`, { ...form(year.slice(0, 4)), ...y, was })).statusCode, 303)
    t.same([(await of(study_group.id)).length, (await of(other.id)).length], [4, 6])
  })

  t.test('is read by a teacher, who changes nothing; a group of another year has none', async (t) => {
    const teacher = await signIn('ivanova')
    t.notMatch((await teacher.open(page)).body, 'Изменить график')
    for (const path of [`${page}/spans`, `${page}/terms`]) {
      t.equal((await teacher.open(path)).statusCode, 404)
      t.equal((await teacher.submit(path, y)).statusCode, 404)
    }
    await db.updateTable('study_group').set({ entry_year: 2030 }).where('id', '=', other.id).execute()
    t.equal((await methodist.open(`/calendars/${other.id}`)).statusCode, 404)
    t.equal((await methodist.submit(`/calendars/${other.id}/spans`, { ...form(year), ...y })).statusCode, 404)
    t.equal((await methodist.open('/calendars/999999')).statusCode, 404)
  })

  t.test('stands when its year is closed', async (t) => {
    await db.updateTable('academic_year').set({ closed_at: new Date() }).execute()
    t.notMatch((await methodist.open(page)).body, 'Изменить график')
    t.equal((await methodist.submit(`${page}/spans`, { ...form(year), ...y })).statusCode, 404)
  })
})

t.test('A group whose term ends earlier', async (t) => {
  const scene = await opened(t, '2026-12-12T10:00')
  const { db, methodist, signIn, deeds, study_group, other, college, page2: page, course, students } = scene
  const id = college.term.id
  const was = { [`was_starts_on_${id}`]: '', [`was_ends_on_${id}`]: '' }
  const own = { [`starts_on_${id}`]: '01.09.2026', [`ends_on_${id}`]: '10.12.2026', year: String(college.year.id) }
  const result = { course_id: course.id, student_id: students[0].id, kind: 'semester', value: '5', given_by: 1 }
  const teacher = await signIn('ivanova')
  const results = `/results/courses/${course.id}`
  const lesson = { held_on: '11.12.2026', pair_number: '3', hours: '2', topic: 'Тема', homework: 'Нет' }

  t.test('has the common dates at first', async (t) => {
    await db
      .insertInto('result')
      .values({ ...result, given_at: new Date('2026-12-11T10:00Z') })
      .execute()
    t.notMatch((await teacher.open(results)).body, 'позже окончания периода')
    t.match((await teacher.open(`${scene.page}?month=all`)).body, '01.09.2026 – 28.12.2026')
  })

  t.test('gets dates of its own, which are audited', async (t) => {
    const refused = await methodist.submit(`${page}/terms`, { ...own, [`ends_on_${id}`]: '19.11.2026', ...was })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'есть занятия за пределами')
    t.match(refused.body, `aria-describedby="refusal_${id}"`)
    t.equal((await methodist.submit(`${page}/terms`, { ...own, ...was, other: String(other.id) })).statusCode, 303)
    t.equal((await db.selectFrom('group_term').selectAll().execute()).length, 2)
    t.match(await deeds('group_term.changed'), [
      { object_id: study_group.id, after: { name: '1 семестр', ends_on: '2026-12-10' } },
      { object_id: other.id }
    ])
    t.match((await methodist.open(page)).body, /01\.09\.2026 – 10\.12\.2026<\/td><td>01\.09\.2026 – 28\.12\.2026/)
  })

  t.test('its results are late after its own last day, and its journal ends then', async (t) => {
    t.match((await teacher.open(results)).body, 'позже окончания периода')
    t.match((await teacher.open(`${scene.page}?month=all`)).body, '01.09.2026 – 10.12.2026')
    await teacher.open(`${scene.page}/lessons/new`)
    const kind = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
    const add = () => teacher.submit(`${scene.page}/lessons`, { ...lesson, lesson_kind_id: String(kind.id) })
    const refused = await add()
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'День занятия должен быть внутри учебного периода')
    await db.deleteFrom('group_term').where('study_group_id', '=', study_group.id).execute()
    t.equal((await add()).statusCode, 303, 'with the common dates it is inside')
    await db.deleteFrom('lesson').where('held_on', '=', '2026-12-11').execute()
  })

  t.test('who leaves after its last day still lacks a result in the count of the term', async (t) => {
    const days = { study_group_id: study_group.id, term_id: id, starts_on: '2026-09-01', ends_on: '2026-12-10' }
    await db.insertInto('group_term').values(days).execute()
    const left = db.updateTable('enrolment').set({ until: '2026-12-11' })
    await left.where('student_id', '=', students[1].id).execute()
    const missing = async () =>
      /СА-21.*?<td class="num">(\d+)</s.exec((await methodist.open(`/terms/${id}/closing`)).body)?.[1]
    t.equal(await missing(), '2', 'three were there on the tenth, one has a result')
    await db.deleteFrom('group_term').where('study_group_id', '=', study_group.id).execute()
    t.equal(await missing(), '1', 'today two are')
  })

  t.test('the second of two who change them is told; empty fields bring the common dates back', async (t) => {
    await methodist.submit(`${page}/terms`, { ...own, ...was })
    const late = await methodist.submit(`${page}/terms`, { ...own, ...was, [`ends_on_${id}`]: '15.12.2026' })
    t.equal(late.statusCode, 422)
    t.match(late.body, 'даты изменили')
    const now = { [`was_starts_on_${id}`]: '2026-09-01', [`was_ends_on_${id}`]: '2026-12-10' }
    const back = { [`starts_on_${id}`]: '', [`ends_on_${id}`]: '', year: String(college.year.id), ...now }
    t.equal((await methodist.submit(`${page}/terms`, back)).statusCode, 303)
    const rows = await db.selectFrom('group_term').select('study_group_id').execute()
    t.same(rows, [{ study_group_id: other.id }], 'the other group keeps its own')
  })
})
