import t from 'tap'
import { findBookRows } from '../../src/journal/queries/sheets/books.ts'
import { bookOf } from '../../src/journal/sheets/filling/book.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, journalScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'

t.test('Each teacher keeps the page of the own subgroup', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { students, monday, teacher, colleague, study_group, item, course, college, page } = await journalScene(db)
  const plain = await house.signIn('ivanova')
  await plain.open(page)
  const asked = (await statementsOf(() => plain.open(page))).length
  const [first, second] = await db
    .insertInto('subgroup')
    .values([1, 2].map((number) => ({ study_group_id: study_group.id, division: 'иностранный язык', number })))
    .returning('id')
    .execute()
  const [one, two] = [first?.id ?? 0, second?.id ?? 0]
  await db.updateTable('course').set({ subgroup_id: one }).where('id', '=', course.id).execute()
  const added = { study_group_id: study_group.id, curriculum_item_id: item.id, term_id: college.term.id, semester: 3 }
  const other = await db
    .insertInto('course')
    .values({ ...added, subgroup_id: two })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('course_teacher')
    .values({ course_id: other.id, staff_member_id: colleague.staff_member_id, since: '2026-09-01' })
    .execute()
  await addLesson(db, other.id, colleague, '2026-11-19')
  const [abramov, belova, elkina] = students.map(({ id }) => id)
  const spell = (
    subgroup_id: number,
    student_id: number | undefined,
    since = '2026-09-01',
    until: string | null = null
  ) => ({
    ...{ subgroup_id, student_id: student_id ?? 0, since, until }
  })
  await db
    .insertInto('subgroup_member')
    .values([
      spell(one, abramov, '2026-09-01', '2026-11-17'),
      spell(two, abramov, '2026-11-18'),
      spell(one, belova),
      spell(two, elkina)
    ])
    .execute()
  const marked = { lesson_id: monday.id, student_id: abramov ?? 0, work_number: 1, value: '4' }
  await db
    .insertInto('mark')
    .values({ ...marked, given_by: teacher.account_id })
    .execute()
  const ivanova = await house.signIn('ivanova')
  const smirnov = await house.signIn('smirnov')
  const otherPage = `/journal/courses/${other.id}`
  const rowOf = (body: string, student: number | undefined) =>
    new RegExp(`<tr id="s${student}">(.*?)</tr>`, 's').exec(body)?.[1]
  const numbersIn = (body: string) =>
    [...body.matchAll(/<tr id="s\d+"><td>(\d+)</g)].map(([, number]) => Number(number))

  t.test('with those who are in it on the days when they are, and what was given before stays', async (t) => {
    const { body } = await ivanova.open(page)
    t.match(body, 'Операционные системы, подгруппа 1')
    t.match(body, /преподаватель Иванова А\. П\. · деление «иностранный язык»/)
    t.match(rowOf(body, abramov), /<td>4<\/td><td class="x"><\/td>/)
    t.match(rowOf(body, belova), /<td><\/td><td><\/td>/)
    t.equal(rowOf(body, elkina), undefined)
    t.match(
      body,
      /Абрамов Иван С\.<\/th><td>подгруппа 1 с 01\.09\.2026 по 17\.11\.2026; подгруппа 2 с 18\.11\.2026<.*занимается в другой подгруппе/s
    )
    const late = await ivanova.submit(`/journal/lessons/${monday.id}/students/${elkina}`, { value: '5' })
    t.equal(late.statusCode, 422, 'nobody of the other subgroup gets a mark here')
  })

  t.test('and who teaches the student now sees the marks of the former subgroup', async (t) => {
    const { body } = await smirnov.open(otherPage)
    t.match(body, /Абрамов Иван С\.<\/th><td>[^<]*<\/td><td>4, средний балл 4,00</)
    t.equal(rowOf(body, belova), undefined)
    t.equal((await ivanova.open(otherPage)).statusCode, 404, 'the page of the other teacher is not hers')
    t.equal((await smirnov.open(page)).statusCode, 404)
  })

  const wanted = {
    study_group_id: study_group.id,
    course_ids: [course.id, other.id],
    from: '2026-09-01',
    to: '2026-12-28'
  }
  const order = {
    ...wanted,
    isWhole: true,
    lessonsPerPage: 24,
    sides: 'both',
    showAbsences: true,
    showAverage: true,
    showKept: false
  }
  const printed = async () => {
    const book = bookOf(order as never, await findBookRows(db, wanted, new Date('2026-11-20T08:00:00Z')))
    return (book?.chapters ?? []).flatMap((chapter) =>
      chapter.kind === 'module' ? [] : [chapter.students.map(({ number, name, cells }) => [number, name, ...cells])]
    )
  }

  t.test('on paper too', async (t) => {
    t.same(await printed(), [
      [
        [1, 'Абрамов И.С.', '4', ''],
        [2, 'Белова А.О.', '', '']
      ],
      [
        [1, 'Абрамов И.С.', ''],
        [3, 'Ёлкина В.И.', '']
      ]
    ])
  })

  t.test('Numbers are those of the group, or begin anew where the college says so', async (t) => {
    t.same(numbersIn((await smirnov.open(otherPage)).body), [1, 3])
    await db.insertInto('setting').values({ name: 'subgroup_keeps_numbers', value: '0' }).execute()
    t.same(numbersIn((await smirnov.open(otherPage)).body), [1, 2])
    t.same(
      (await printed()).map((rows) => rows.map(([number]) => number)),
      [
        [1, 2],
        [1, 2]
      ]
    )
  })

  t.test('A page of a whole group asks no more than it did', async (t) => {
    await db.updateTable('course').set({ subgroup_id: null }).where('id', '=', course.id).execute()
    await ivanova.open(page)
    t.equal((await statementsOf(() => ivanova.open(page))).length, asked)
  })
})
