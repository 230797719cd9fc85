import t, { type Test } from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, journalScene } from '../support/scene.ts'

const YEARS = {
  semesters: [
    ['2026-09-01', '2026-12-28', 1],
    ['2027-01-12', '2027-06-28', 2]
  ],
  'a semester that ends in January': [
    ['2026-09-01', '2027-01-23', 1],
    ['2027-02-01', '2027-06-30', 2]
  ],
  quarters: [
    ['2026-09-01', '2026-10-25', 1],
    ['2026-11-05', '2026-12-28', 1],
    ['2027-01-11', '2027-03-21', 2],
    ['2027-03-30', '2027-05-31', 2]
  ],
  trimesters: [
    ['2026-09-01', '2026-11-30', 1],
    ['2026-12-01', '2027-02-28', 2],
    ['2027-03-01', '2027-06-15', 2]
  ]
} as const

t.test('A term belongs to the semester of the plan in which its middle day is', async (t) => {
  const { db } = await openHouse(t)
  for (const [name, terms] of Object.entries(YEARS)) {
    const academic_year_id = await addYear(db, '2026-09-01')
    const values = terms.map(([starts_on, ends_on], i) => ({
      ...{ academic_year_id, number: i + 1, name: `${i + 1}`, starts_on, ends_on }
    }))
    const added = await db.insertInto('term').values(values).returning('half').execute()
    t.same(
      added.map(({ half }) => half),
      terms.map(([, , half]) => half),
      name
    )
    await db.deleteFrom('term').execute()
    await db.deleteFrom('academic_year').execute()
  }
})

async function addYear(db: Db, starts_on: string) {
  const year = db.insertInto('academic_year').values({ starts_on, ends_on: '2027-06-30' }).returning('id')
  return (await year.executeTakeFirstOrThrow()).id
}

/** The journal's scene in a year of four quarters, added out of their order: their numbers tell nothing. */
async function quarters(t: Test) {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const { db } = house
  const { term, year } = scene.college
  await db.updateTable('term').set({ name: '2 четверть', starts_on: '2026-11-02' }).where('id', '=', term.id).execute()
  const added = await db
    .insertInto('term')
    .values(
      [
        { number: 2, name: '1 четверть', starts_on: '2026-09-01', ends_on: '2026-10-25' },
        { number: 3, name: '4 четверть', starts_on: '2027-03-29', ends_on: '2027-06-20' },
        { number: 4, name: '3 четверть', starts_on: '2027-01-11', ends_on: '2027-03-21' }
      ].map((one) => ({ ...one, academic_year_id: year.id }))
    )
    .returning('id')
    .execute()
  const [first = 0, fourth = 0, third = 0] = added.map(({ id }) => id)
  await db
    .insertInto('curriculum_term')
    .values({ curriculum_item_id: scene.item.id, semester: 4, hours_total: 30 })
    .execute()
  return { ...house, ...scene, terms: { first, second: term.id, third, fourth } }
}

t.test('In a year of quarters', async (t) => {
  const { db, signIn, terms, study_group, item, course, teacher, colleague, year } = await quarters(t).then((one) => ({
    ...one,
    year: one.college.year
  }))
  const head = await signIn('gromov')
  const load = (term: number) => `/courses?group=${study_group.id}&term=${term}`

  t.test('two quarters are one semester of the plan', async (t) => {
    for (const [term, semester, hours] of [
      [terms.first, 3, 72],
      [terms.second, 3, 72],
      [terms.third, 4, 30],
      [terms.fourth, 4, 30]
    ] as const) {
      const page = (await head.open(load(term))).body
      t.match(page, `2 курс, ${semester}-й семестр обучения`)
      t.match(page, new RegExp(`Операционные системы</th><td class="num">${hours}</td>`))
    }
  })

  t.test('a row that another quarter teaches is not without a teacher', async (t) => {
    const page = (await head.open(load(terms.first))).body
    t.match(page, 'ведётся: 2 четверть')
    t.notMatch(page, 'нет преподавателя')
    t.match((await head.open(`/courses?term=${terms.first}`)).body, /СА-21<[\s\S]*?1 из 1</)
    t.match((await head.open(load(terms.third))).body, /<tr class="wrong">[\s\S]*нет преподавателя/)
    t.match((await head.open(`/courses?term=${terms.third}`)).body, /0 из 1, без преподавателя: 1/)
  })

  t.test('the hours of the semester are divided by days and make it up again', async (t) => {
    await head.open(load(terms.first))
    const naming = { study_group_id: String(study_group.id), term_id: String(terms.first) }
    const chosen = { curriculum_item_id: String(item.id), staff_member_id: String(teacher.staff_member_id) }
    t.equal((await head.submit('/courses', { ...naming, ...chosen })).statusCode, 303)
    t.match(
      (await head.open(load(terms.first))).body,
      /<td class="num">72<\/td><td class="num">72<\/td><td class="num">35<\/td>/
    )
    t.match(
      (await head.open(load(terms.second))).body,
      /<td class="num">72<\/td><td class="num">72<\/td><td class="num">37<\/td>/
    )
    const own = (await head.open(`/courses/teachers/${teacher.staff_member_id}?year=${year.id}`)).body
    t.match(own, /1 четверть[\s\S]*>35<[\s\S]*2 четверть[\s\S]*>37<[\s\S]*<strong>72<\/strong>/)
  })

  t.test('one lesson plan serves both, and the topics of the first are not proposed in the second', async (t) => {
    const visitor = await signIn('ivanova')
    await visitor.open('/lesson-plans')
    const begun = await visitor.submit('/lesson-plans', { course_id: String(course.id) })
    const plan = Number(String(begun.headers.location).match(/\d+/)?.[0])
    const first = await db
      .selectFrom('course')
      .select(['id', 'lesson_plan_id'])
      .where('term_id', '=', terms.first)
      .executeTakeFirstOrThrow()
    t.equal(first.lesson_plan_id, plan)
    const kind = await db.selectFrom('lesson_kind').select('id').where('name', '=', 'Урок').executeTakeFirstOrThrow()
    const topics = await db
      .insertInto('lesson_plan_topic')
      .values(
        ['Ядро', 'Процессы'].map((title, i) => ({
          ...{ lesson_plan_id: plan, position: i + 1, title, hours: 2, lesson_kind_id: kind.id }
        }))
      )
      .returning('id')
      .execute()
    const lesson = await addLesson(db, first.id, teacher, '2026-09-07', { topic: 'Ядро' })
    await db
      .updateTable('lesson')
      .set({ lesson_plan_topic_id: topics[0]?.id ?? null })
      .where('id', '=', lesson.id)
      .execute()
    t.match(
      (await visitor.open(`/journal/courses/${course.id}/lessons/new?held_on=2026-11-19`)).body,
      /<textarea[^>]*name="topic"[^>]*>Процессы</
    )
    t.match((await visitor.open(`/lesson-plans/${plan}`)).body, /2 четверть[\s\S]*проведено 1 из 2 тем/)
  })

  t.test('a journal opened later goes on by the plan of the earlier one', async (t) => {
    await db.deleteFrom('absence').execute()
    await db.deleteFrom('work').execute()
    await db.deleteFrom('lesson').where('course_id', '=', course.id).execute()
    const plan = (await db.selectFrom('lesson_plan').select('id').executeTakeFirstOrThrow()).id
    await db.deleteFrom('course').where('id', '=', course.id).execute()
    await head.open(load(terms.second))
    const naming = { study_group_id: String(study_group.id), term_id: String(terms.second) }
    const chosen = { curriculum_item_id: String(item.id), staff_member_id: String(colleague.staff_member_id) }
    t.equal((await head.submit('/courses', { ...naming, ...chosen })).statusCode, 303)
    const course2 = db.selectFrom('course').select('lesson_plan_id').where('term_id', '=', terms.second)
    t.equal((await course2.executeTakeFirstOrThrow()).lesson_plan_id, plan)
  })
})

t.test('Dates of a term that a group has of its own are the dates of its load', async (t) => {
  const house = await openHouse(t)
  const { db, signIn } = house
  const { study_group, college, item, course, teacher, colleague } = await journalScene(db)
  const spring = await db
    .insertInto('term')
    .values({
      ...{ academic_year_id: college.year.id, number: 2, name: '2 семестр' },
      ...{ starts_on: '2027-01-12', ends_on: '2027-06-28' }
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('group_term')
    .values([
      { study_group_id: study_group.id, term_id: spring.id, starts_on: '2026-12-21', ends_on: '2027-04-30' },
      { study_group_id: study_group.id, term_id: college.term.id, starts_on: '2026-10-01', ends_on: '2026-12-18' }
    ])
    .execute()
  await db.insertInto('curriculum_term').values({ curriculum_item_id: item.id, semester: 4, hours_total: 30 }).execute()
  const head = await signIn('gromov')
  const page = (await head.open(`/courses?group=${study_group.id}&term=${spring.id}`)).body
  t.match(page, 'у группы 21.12.2026 – 30.04.2027')
  const naming = { study_group_id: String(study_group.id), term_id: String(spring.id) }
  const chosen = { curriculum_item_id: String(item.id), staff_member_id: String(teacher.staff_member_id) }
  t.equal((await head.submit('/courses', { ...naming, ...chosen })).statusCode, 303)
  const named = await db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .select('course_teacher.since')
    .where('course.term_id', '=', spring.id)
    .executeTakeFirstOrThrow()
  t.equal(named.since, '2026-12-21', 'taught from the first day of the group’s own term')

  await db.updateTable('course_teacher').set({ since: '2026-10-01' }).where('course_id', '=', course.id).execute()
  const change = { staff_member_id: String(colleague.staff_member_id), since: '25.12.2026' }
  await head.open(`/courses/${course.id}`)
  const late = await head.submit(`/courses/${course.id}/teachers`, change)
  t.equal(late.statusCode, 422, 'after the group’s own last day')
  t.match(late.body, 'День должен быть внутри учебного периода')
  const own = (await head.open(`/courses/teachers/${teacher.staff_member_id}`)).body
  t.match(own, /Операционные системы[\s\S]*весь период/)
})
