import { sql } from 'kysely'
import t, { type Test } from 'tap'
import {
  nextYear,
  refuseNewTerm,
  refuseTerm,
  refuseYear,
  type TermFacts,
  type YearForm
} from '../../src/college/rules/terms.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const methodist = await house.signIn('orlova')
  return { ...house, ...scene, methodist, term: `/terms/${scene.college.term.id}`, term_id: scene.college.term.id }
}

const deeds = (db: Db, deed: string) =>
  db
    .selectFrom('audit_entry')
    .select(['actor_name', 'object_kind', 'object_id', 'before', 'after'])
    .where('deed', '=', deed)
    .execute()

const was = { name: '1 семестр', was_name: '1 семестр', was_starts_on: '2026-09-01', was_ends_on: '2026-12-28' }

t.test('The list of terms', async (t) => {
  const { db, methodist, signIn, course, students, term } = await opened(t)

  t.test('tells where each stands and how many journals have all their results', async (t) => {
    t.match(
      (await methodist.open('/terms')).body,
      /2026\/2027 учебный год.*1 семестр.*01\.09\.2026 – 28\.12\.2026.*идёт.*0 из 1/s
    )
    const results = students.map(({ id }) => ({
      course_id: course.id,
      student_id: id,
      kind: 'semester',
      value: '4',
      given_by: 1
    }))
    await db.insertInto('result').values(results).execute()
    t.match((await methodist.open('/terms')).body, '1 из 1')
  })

  t.test('is read by a teacher, who changes nothing', async (t) => {
    const teacher = await signIn('ivanova')
    const { body } = await teacher.open('/terms')
    t.match(body, 'class="here" aria-current="page">Учебные периоды')
    t.notMatch(body, 'Закрыть')
    for (const path of [term, `${term}/closing`, `${term}/opening`, '/terms/years/new'])
      t.equal((await teacher.open(path)).statusCode, 404, path)
    for (const path of [term, `${term}/closing`, `${term}/opening`, '/terms/years'])
      t.equal((await teacher.submit(path, { reason: 'Нужно' })).statusCode, 404, path)
    t.same(await db.selectFrom('term').select('id').where('closed_at', 'is not', null).execute(), [])
  })

  t.test('does not exist for a student', async (t) => {
    await addAccount(db, 'abramov', [{ role: 'student' }], students[0].person_id)
    t.equal((await (await signIn('abramov')).open('/terms')).statusCode, 404)
  })
})

t.test('Closing a term', async (t) => {
  const { db, methodist, signIn, term, term_id, course, students, cells, monday, study_group } = await opened(t)

  t.test('is asked first: what it means and which journals lack results', async (t) => {
    const subgroup = await db
      .insertInto('subgroup')
      .values({ study_group_id: study_group.id, division: 'Английский язык', number: 1 })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('subgroup_member')
      .values({ subgroup_id: subgroup.id, student_id: students[1].id, since: '2026-09-01' })
      .execute()
    const { curriculum_item_id } = await db.selectFrom('course').select('curriculum_item_id').executeTakeFirstOrThrow()
    await db
      .insertInto('course')
      .values({ study_group_id: study_group.id, curriculum_item_id, term_id, semester: 3, subgroup_id: subgroup.id })
      .execute()
    await db
      .insertInto('curriculum_control')
      .values({ curriculum_item_id, semester: 3, control_form: 'exam' })
      .execute()
    const given = { course_id: course.id, student_id: students[0].id, kind: 'semester', value: '5', given_by: 1 }
    await db.insertInto('result').values(given).execute()

    const { body } = await methodist.open(`${term}/closing`)
    t.match(body, 'станут только для чтения')
    t.match(body, 'журналов 2 из 2')
    t.match(
      body,
      new RegExp(
        `СА-21</td><td><a href="/results/courses/${course.id}">Операционные системы</a></td><td>Иванова А. П.</td><td class="num">5<`
      ),
      'three semester marks and three exams, one given'
    )
    t.match(body, /подгруппа 1<\/a><\/td><td>не назначен<\/td><td class="num">2</, 'one student of the subgroup')
    t.match(body, 'Период ещё идёт')
  })

  t.test('makes its journals read-only, and stays on the audit trail', async (t) => {
    t.equal((await methodist.submit(`${term}/closing`, {})).statusCode, 303)
    const teacher = await signIn('ivanova')
    const typed = await teacher.type(cells, { cell: `${monday.id}.${students[0].id}`, before: '', value: '5' })
    t.match(typed.body, 'Период закрыт')
    t.match((await methodist.open('/terms')).body, 'закрыт ')
    t.match(await deeds(db, 'term.closed'), [
      { actor_name: 'Орлова Н. Ф.', object_kind: 'term', object_id: term_id, after: { missing: 7 } }
    ])
  })

  t.test('is done once', async (t) => {
    const again = await methodist.submit(`${term}/closing`, {})
    t.equal(again.statusCode, 422)
    t.match(again.body, 'Период уже закрыт')
    const moved = await methodist.submit(term, { starts_on: '01.09.2026', ends_on: '29.12.2026', ...was })
    t.match(moved.body, 'сначала откройте его', 'and its dates stand')
  })

  t.test('is undone with a reason', async (t) => {
    const refused = await methodist.submit(`${term}/opening`, { reason: '  ' })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Укажите причину')
    t.equal((await methodist.submit(`${term}/opening`, { reason: 'Не выставлены экзамены' })).statusCode, 303)
    t.match(await deeds(db, 'term.opened'), [{ object_id: term_id, after: { reason: 'Не выставлены экзамены' } }])
    const teacher = await signIn('ivanova')
    t.match(
      (await teacher.type(cells, { cell: `${monday.id}.${students[0].id}`, before: '', value: '5' })).body,
      'saved'
    )
    t.match((await methodist.submit(`${term}/opening`, { reason: 'Ещё раз' })).body, 'и так открыт')
  })

  t.test('but not when its year is closed', async (t) => {
    await db.updateTable('academic_year').set({ closed_at: new Date() }).execute()
    t.match((await methodist.submit(`${term}/closing`, {})).body, 'Учебный год закрыт')
    t.match(
      (await methodist.submit(term, { starts_on: '01.09.2026', ends_on: '29.12.2026', ...was })).body,
      'Учебный год закрыт'
    )
  })
})

t.test('The dates of a term', async (t) => {
  const { db, methodist, term, term_id } = await opened(t)
  const days = () => db.selectFrom('term').select(['starts_on', 'ends_on']).where('id', '=', term_id).executeTakeFirst()

  t.test('are moved, and the year grows with them', async (t) => {
    t.match((await methodist.open(term)).body, 'Занятия в журналах: 16.11.2026 – 20.11.2026')
    t.equal((await methodist.submit(term, { starts_on: '31.08.2026', ends_on: '30.12.26', ...was })).statusCode, 303)
    t.same(await days(), { starts_on: '2026-08-31', ends_on: '2026-12-30' })
    t.match(await db.selectFrom('academic_year').selectAll().execute(), [
      { starts_on: '2026-08-31', ends_on: '2027-06-30' }
    ])
    t.match(await deeds(db, 'term.moved'), [
      { object_id: term_id, before: { ends_on: '2026-12-28' }, after: { ends_on: '2026-12-30' } }
    ])
  })

  t.test('are not moved over what another moved meanwhile', async (t) => {
    const { statusCode, body } = await methodist.submit(term, {
      starts_on: '01.09.2026',
      ends_on: '27.12.2026',
      ...was
    })
    t.equal(statusCode, 422)
    t.match(body, 'даты или название изменили')
    t.match(body, 'Сейчас: 1 семестр, 31.08.2026 – 30.12.2026')
    t.match(body, 'name="was_ends_on" value="2026-12-30"')
  })

  t.test('come back as they were typed, each with its sentence at the field', async (t) => {
    const { statusCode, body } = await methodist.submit(term, { starts_on: '31.02.2026', ends_on: 'декабрь', ...was })
    t.equal(statusCode, 422)
    for (const [field, typed] of [
      ['starts_on', '31.02.2026'],
      ['ends_on', 'декабрь']
    ]) {
      t.match(
        body,
        `name="${field}" size="10" value="${typed}" aria-invalid="true" aria-describedby="${field}_refusal"`
      )
      t.match(body, new RegExp(`id="${field}_refusal">Укажите день`))
    }
  })
})

t.test('Terms of a year', async (t) => {
  const { db, methodist, signIn, term, college, study_group } = await opened(t)
  const year = `/terms/years/${college.year.id}/terms`
  const quarter = { name: '2 четверть', starts_on: '12.01.2027', ends_on: '20.03.2027' }
  const names = async () =>
    (await db.selectFrom('term').select(['number', 'name']).orderBy('number').execute()).map(
      ({ number, name }) => `${number} ${name}`
    )

  t.test('have names of their own', async (t) => {
    const days = { starts_on: '01.09.2026', ends_on: '28.12.2026' }
    const empty = await methodist.submit(term, { ...was, ...days, name: ' ' })
    t.equal(empty.statusCode, 422)
    t.match(empty.body, 'aria-describedby="name_refusal"')
    t.equal((await methodist.submit(term, { ...was, ...days, name: '1  четверть' })).statusCode, 303)
    t.same(await names(), ['1 1 четверть'])
    t.match(await deeds(db, 'term.moved'), [{ before: { name: '1 семестр' }, after: { name: '1 четверть' } }])
  })

  t.test('are added, four at most, on days of the year that are free', async (t) => {
    t.match((await methodist.open(`${year}/new`)).body, 'Уже есть: 1 четверть (01.09.2026 – 28.12.2026)')
    const refused = await methodist.submit(year, { ...quarter, starts_on: '28.12.2026', name: '1 Четверть' })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Период с таким названием')
    t.match(refused.body, 'Эти дни уже заняты')
    t.match(refused.body, 'value="28.12.2026"')
    t.equal((await methodist.submit(year, quarter)).statusCode, 303)
    const third = { name: '3 четверть', starts_on: '22.03.2027', ends_on: '31.05.2027' }
    const fourth = { name: 'Лето', starts_on: '01.06.2027', ends_on: '30.06.2027' }
    for (const one of [third, fourth]) t.equal((await methodist.submit(year, one)).statusCode, 303)
    t.same(await names(), ['1 1 четверть', '2 2 четверть', '3 3 четверть', '4 Лето'])
    t.match(
      (await methodist.open('/terms')).body,
      /1 четверть<br><small>1-й семестр учебного плана[\s\S]*2 четверть<br><small>2-й семестр учебного плана/
    )
    const fifth = { name: 'Август', starts_on: '01.08.2027', ends_on: '30.08.2027' }
    t.match((await methodist.submit(year, fifth)).body, 'не бывает больше четырёх')
    t.notMatch((await methodist.open('/terms')).body, `${year}/new`)
    t.equal((await deeds(db, 'term.added')).length, 3)
    t.equal((await methodist.submit('/terms/years/99999/terms', quarter)).statusCode, 404)
  })

  t.test('are removed while no journal stands on them', async (t) => {
    const held = await methodist.submit(`${term}/removal`, {})
    t.equal(held.statusCode, 422)
    t.match(held.body, 'Удалить нельзя: журналов: 1')
    const { id } = await db.selectFrom('term').select('id').where('name', '=', '2 четверть').executeTakeFirstOrThrow()
    const own = { study_group_id: study_group.id, term_id: id, starts_on: '2027-01-12', ends_on: '2027-03-01' }
    await db.insertInto('group_term').values(own).execute()
    t.equal((await methodist.submit(`/terms/${id}/removal`, {})).headers.location, '/terms?done=removed')
    t.same(await names(), ['1 1 четверть', '3 3 четверть', '4 Лето'])
    t.match(await deeds(db, 'term.removed'), [{ object_id: id, before: { name: '2 четверть' } }])
    t.equal((await methodist.submit(`/terms/${id}/removal`, {})).statusCode, 404)
    t.equal((await methodist.submit(year, quarter)).statusCode, 303)
    t.same((await names())[1], '2 2 четверть', 'and its number is free again')
  })

  t.test('are not added by a teacher', async (t) => {
    const teacher = await signIn('ivanova')
    for (const path of [year, `${term}/removal`]) t.equal((await teacher.submit(path, quarter)).statusCode, 404, path)
    t.equal((await teacher.open(`${year}/new`)).statusCode, 404)
  })

  t.test('stand as they are in a closed year, and a year without terms is still shown', async (t) => {
    await db.updateTable('academic_year').set({ closed_at: new Date() }).execute()
    t.match((await methodist.submit(`${term}/removal`, {})).body, 'Учебный год закрыт')
    t.equal((await methodist.open(`${year}/new`)).statusCode, 404)
    await db.insertInto('academic_year').values({ starts_on: '2028-09-01', ends_on: '2029-06-30' }).execute()
    t.match((await methodist.open('/terms')).body, /2028\/2029 учебный год.*В этом году нет учебных периодов/s)
  })
})

t.test('A term of a group with dates of its own does not hold the common ones', async (t) => {
  const { db, methodist, term, term_id, study_group } = await opened(t)
  const days = { starts_on: '2026-09-01', ends_on: '2026-12-28' }
  const short = { ...was, starts_on: '01.09.2026', ends_on: '18.11.2026' }
  t.equal((await methodist.submit(term, short)).statusCode, 422, 'there is a lesson on the twentieth')
  await db
    .insertInto('group_term')
    .values({ study_group_id: study_group.id, term_id, ...days })
    .execute()
  t.equal((await methodist.submit(term, short)).statusCode, 303)
})

t.test('An academic year is added with its two terms', async (t) => {
  const { db, methodist } = await opened(t)
  const form = {
    ...{ first_starts_on: '01.09.2027', first_ends_on: '28.12.2027' },
    ...{ second_starts_on: '12.01.2028', second_ends_on: '28.06.2028' }
  }
  const { body } = await methodist.open('/terms/years/new')
  for (const day of Object.values(form)) t.match(body, `value="${day}"`, 'proposed')

  const refused = await methodist.submit('/terms/years', { ...form, second_starts_on: '20.12.2027' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'id="second_starts_on_refusal">Второй семестр')
  t.match(refused.body, 'value="20.12.2027"')

  t.equal((await methodist.submit('/terms/years', form)).statusCode, 303)
  const terms = await db
    .selectFrom('term')
    .select(['number', 'name', 'starts_on', 'ends_on'])
    .where('starts_on', '>', '2027-01-01')
    .orderBy('number')
    .execute()
  t.same(terms, [
    { number: 1, name: '1 семестр', starts_on: '2027-09-01', ends_on: '2027-12-28' },
    { number: 2, name: '2 семестр', starts_on: '2028-01-12', ends_on: '2028-06-28' }
  ])
  t.equal((await deeds(db, 'year.added')).length, 1)
  t.match((await methodist.open('/terms')).body, '2027/2028 учебный год')
  t.match((await methodist.submit('/terms/years', form)).body, 'уже заняты', 'once')
})

t.test('Terms change with their audit line or not at all', async (t) => {
  const { db, whole, methodist, term } = await opened(t)
  const before = [
    await db.selectFrom('term').selectAll().execute(),
    await db.selectFrom('academic_year').selectAll().execute()
  ]
  await methodist.open('/terms/years/new')
  await sql`alter table college.audit_entry add constraint no_more check (false) not valid`.execute(whole)
  for (const [path, form] of [
    [`${term}/closing`, {}],
    [term, { starts_on: '31.08.2026', ends_on: '30.12.2026', ...was }],
    [
      '/terms/years',
      {
        first_starts_on: '01.09.2027',
        first_ends_on: '28.12.2027',
        second_starts_on: '12.01.2028',
        second_ends_on: '28.06.2028'
      }
    ]
  ] as const)
    t.equal((await methodist.submit(path, form)).statusCode, 500, path)
  const after = [
    await db.selectFrom('term').selectAll().execute(),
    await db.selectFrom('academic_year').selectAll().execute()
  ]
  t.same(after, before)
})

const term: TermFacts = {
  ...{ is_closed: false, year_is_closed: false, first_lesson_on: '2026-09-02', last_lesson_on: '2026-12-24' },
  others: [{ starts_on: '2027-01-12', ends_on: '2027-06-28' }]
}

t.test('Dates of a term are refused', async (t) => {
  for (const [says, facts, starts_on, ends_on, answer] of [
    ['not when they hold all lessons', term, '2026-09-01', '2026-12-28', {}],
    ['on the very days of the first and the last', term, '2026-09-02', '2026-12-24', {}],
    ['when nothing is typed', term, '', '2026-12-28', { starts_on: 'day-missing' }],
    ['when there is no such day', term, '2026-09-01', '2026-12-32', { ends_on: 'day-missing' }],
    ['when the last is before the first', term, '2026-12-28', '2026-09-01', { ends_on: 'ends-first' }],
    ['when a lesson is before them', term, '2026-09-03', '2026-12-28', { starts_on: 'lessons-outside' }],
    ['when a lesson is after them', term, '2026-09-01', '2026-12-23', { ends_on: 'lessons-outside' }],
    ['when they run into another term', term, '2026-09-01', '2027-01-12', { form: 'overlaps' }],
    ['when the term is closed', { ...term, is_closed: true }, '2026-09-01', '2026-12-28', { form: 'term-closed' }],
    ['when its year is closed', { ...term, year_is_closed: true }, '2026-09-01', '2026-12-28', { form: 'year-closed' }]
  ] as const) {
    t.same(refuseTerm(facts, { starts_on, ends_on }), answer, says)
  }
})

t.test('One more term', async (t) => {
  const year = { starts_on: '2026-09-01', is_closed: false, names: ['1 семестр'] }
  const form = { name: '2 семестр', starts_on: '2027-01-12', ends_on: '2027-06-28' }
  const others = [{ starts_on: '2026-09-01', ends_on: '2026-12-28' }]
  t.same(refuseNewTerm(year, others, form), {})
  t.same(refuseNewTerm({ ...year, is_closed: true }, others, form), { form: 'year-closed' })
  t.same(refuseNewTerm({ ...year, names: ['1', '2', '3', '4'] }, others, form), { form: 'too-many' })
  t.same(refuseNewTerm(year, others, { ...form, starts_on: '2026-08-31', ends_on: '2027-09-01' }), {
    ...{ form: 'overlaps', starts_on: 'outside-year', ends_on: 'outside-year' }
  })
  t.same(refuseNewTerm(year, others, { name: '', starts_on: '', ends_on: '' }), {
    ...{ name: 'name-missing', starts_on: 'day-missing', ends_on: 'day-missing' }
  })
})

t.test('A new year', async (t) => {
  const proposed = nextYear('2026-09-01', '2026-11-20')
  t.equal(proposed.first_starts_on, '2027-09-01', 'follows the newest')
  t.equal(nextYear(undefined, '2026-03-01').first_starts_on, '2025-09-01', 'the first is the one that is running')
  t.equal(nextYear(undefined, '2026-08-20').first_starts_on, '2026-09-01', 'or about to')
  const refused = (change: Partial<YearForm>, others = term.others) => refuseYear(others, { ...proposed, ...change })
  t.same(refused({}), {})
  t.same(refused({ first_ends_on: '' }), { first_ends_on: 'day-missing' })
  t.same(refused({ second_starts_on: '2027-12-28' }), { second_starts_on: 'before-first' })
  t.same(refused({ second_ends_on: '2082-06-28' }), { second_ends_on: 'too-long' })
  t.same(refused({ first_starts_on: '2027-06-28', second_ends_on: '2028-05-31' }), { form: 'overlaps' })
})
