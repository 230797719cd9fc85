import t from 'tap'
import { addAccount, openHouse } from '../support/house.ts'
import { addLesson, addPerson, courseScene, hire, journalScene } from '../support/scene.ts'
import { itemOf, planScene } from './scene.ts'

/** The journal's scene with departments of teachers, a second subject of Смирнов and a teacher without load. */
const opened = async (t: Parameters<typeof openHouse>[0]) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const { db } = house
  await db
    .updateTable('staff_member')
    .set({ department_id: scene.college.department.id, is_pedagogical: true })
    .where('id', 'in', [scene.teacher.staff_member_id, scene.colleague.staff_member_id])
    .execute()
  const other = await db
    .insertInto('department')
    .values({ name: 'Экономики', short_name: 'Э' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const stranger = await hire(db, 'Чужова Нина Павловна', 'chuzhova', ['head'], other.id)
  return { ...house, ...scene, other, stranger }
}

t.test('All teachers stand in one table with their hours, and who has none is told in words', async (t) => {
  const { signIn, db } = await opened(t)
  const deputy = await signIn('bulanova')
  const page = (await deputy.open('/courses/teachers')).body
  t.match(
    page,
    /Иванова Анна Петровна[\s\S]*?<td class="num">72<\/td>[\s\S]*?<strong>72<\/strong><\/td><td class="num">4<\/td><td class="num">1<\/td>/
  )
  t.match(page, /class="wrong"[\s\S]*?Смирнов Олег Игоревич[\s\S]*?нет нагрузки/)
  t.notMatch((await deputy.open('/courses/teachers?q=Иванова')).body, /Смирнов/)

  const file = await deputy.open('/courses/teachers/file')
  t.match(file.headers['content-type'], 'text/csv')
  t.match(file.body, /Иванова Анна Петровна;Информационных технологий;72;0;72;4;1;0/)
  t.match(await db.selectFrom('audit_entry').select('after').where('deed', '=', 'load.exported').execute(), [
    { after: { rows: 2 } }
  ])
})

t.test('One teacher: subject, group, subgroup and semester with hours of the plan and given', async (t) => {
  const { signIn, teacher } = await opened(t)
  const visitor = await signIn('ivanova')
  const page = (await visitor.open(`/courses/teachers/${teacher.staff_member_id}`)).body
  t.match(page, /1 семестр[\s\S]*Операционные системы[\s\S]*СА-21[\s\S]*вся группа[\s\S]*72[\s\S]*>4</)
})

t.test('Hours of a journal that passed to another are divided between the two', async (t) => {
  const { db, signIn, course, colleague } = await opened(t)
  await db.updateTable('course_teacher').set({ until: '2026-11-17' }).where('course_id', '=', course.id).execute()
  await db
    .insertInto('course_teacher')
    .values({ course_id: course.id, staff_member_id: colleague.staff_member_id, since: '2026-11-18' })
    .execute()
  await addLesson(db, course.id, colleague, '2026-11-19')
  const deputy = await signIn('bulanova')
  const file = (await deputy.open('/courses/teachers/file')).body
  t.match(file, /Иванова Анна Петровна;[^;]*;4;0;4;4;1;0/)
  t.match(file, /Смирнов Олег Игоревич;[^;]*;68;0;68;2;1;0/)
  const own = await signIn('smirnov')
  t.match(
    (await own.open(`/courses/teachers/${colleague.staff_member_id}`)).body,
    /с 18\.11\.2026[\s\S]*<strong>68<\/strong>/
  )
})

t.test('More than 1440 hours a year is told, and by how many', async (t) => {
  const { db, signIn, item, teacher } = await opened(t)
  await db.updateTable('curriculum_term').set({ hours_total: 1440 }).where('curriculum_item_id', '=', item.id).execute()
  const deputy = await signIn('bulanova')
  t.notMatch((await deputy.open('/courses/teachers')).body, /больше 1440/)
  await db.updateTable('curriculum_term').set({ hours_total: 1452 }).where('curriculum_item_id', '=', item.id).execute()
  t.match((await deputy.open('/courses/teachers')).body, /больше 1440 часов в год: на 12 ч/)
  t.match((await deputy.open(`/courses/teachers/${teacher.staff_member_id}`)).body, /Больше 1440 часов в год: на 12 ч/)
})

t.test('A teacher sees the own load, a head that of the own department, a curator that of the own group', async (t) => {
  const { db, signIn, college, colleague, teacher, stranger, other } = await opened(t)
  const far = await courseScene(db, college, colleague, { group: 'ЭК-21', subject: 'Экономика', index: 'ОП.09' })
  await db.updateTable('study_group').set({ department_id: other.id }).where('id', '=', far.study_group.id).execute()
  const pages = async (login: string) => {
    const visitor = await signIn(login)
    const { body } = await visitor.open('/courses/teachers')
    const codes = []
    for (const one of [teacher, colleague, stranger])
      codes.push((await visitor.open(`/courses/teachers/${one.staff_member_id}`)).statusCode)
    return { names: ['Иванова Анна', 'Смирнов Олег'].filter((name) => body.includes(name)), codes }
  }
  t.same(await pages('ivanova'), { names: ['Иванова Анна'], codes: [200, 404, 404] })
  t.same(await pages('petrova'), { names: ['Иванова Анна'], codes: [200, 404, 404] }, 'the curator')
  t.same(await pages('gromov'), { names: ['Иванова Анна', 'Смирнов Олег'], codes: [200, 200, 404] }, 'the head')
  t.same(
    await pages('chuzhova'),
    { names: ['Смирнов Олег'], codes: [404, 200, 200] },
    'another head sees the own group'
  )
})

t.test('A row of the plan without a teacher stands out on the page of the group', async (t) => {
  const { db, signIn, course, study_group } = await opened(t)
  const head = await signIn('gromov')
  const address = `/courses?group=${study_group.id}`
  t.notMatch((await head.open(address)).body, /нет преподавателя/)
  await db.deleteFrom('absence').execute()
  await db.deleteFrom('work').execute()
  await db.deleteFrom('lesson').where('course_id', '=', course.id).execute()
  await db.deleteFrom('course').where('id', '=', course.id).execute()
  t.match((await head.open(address)).body, /<tr class="wrong">[\s\S]*нет преподавателя/)
  t.match((await head.open('/courses')).body, /0 из 1, без преподавателя: 1/)
})

t.test('Hours of a group against its plan', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { crafts, group, autumn, ivanova, petrov, curriculum_id, students } = await planScene(db)
  await addAccount(db, 'head', [{ role: 'head', department_id: crafts }])
  const head = await house.signIn('head')
  const page = `/courses?group=${group}&term=${autumn}`
  const mdk = await itemOf(db, 'МДК.01.01')
  const practice = await itemOf(db, 'УП.01.01')
  const totals = (body: string) =>
    [...(/<tfoot>([\s\S]*?)<\/tfoot>/.exec(body)?.[1] ?? '').matchAll(/<strong>(\d+)<\/strong>/g)].map(([, n]) =>
      Number(n)
    )
  const name = (item: number, staff: number, subgroup = 0) =>
    db
      .insertInto('course')
      .values({
        ...{ study_group_id: group, term_id: autumn, curriculum_item_id: item, semester: 3 },
        subgroup_id: subgroup || null
      })
      .returning('id')
      .executeTakeFirstOrThrow()
      .then(({ id }) =>
        db.insertInto('course_teacher').values({ course_id: id, staff_member_id: staff, since: '2026-09-01' }).execute()
      )

  t.test('count each row once and rows of a module not again with the module', async (t) => {
    const plan = (await head.open(`/curricula/${curriculum_id}`)).body
    t.match(plan, /Всего[\s\S]*?<strong>596<\/strong>[\s\S]*?<strong>128<\/strong>/, 'semester 3 has 128 hours')
    const body = (await head.open(page)).body
    t.same(totals(body), [128, 128, 0])
    t.match(body, 'Без преподавателя: 2 строки, 128 ч занятий.')
  })

  t.test('of subgroups are each teacher’s own, and a subgroup without a teacher stands out', async (t) => {
    const [one, two] = await db
      .insertInto('subgroup')
      .values([1, 2].map((number) => ({ study_group_id: group, division: 'мастерские', number })))
      .returning('id')
      .execute()
    await db
      .insertInto('subgroup_member')
      .values(
        students.map((student_id, i) => ({
          student_id,
          subgroup_id: (i % 2 ? one : two)?.id ?? 0,
          since: '2026-09-01'
        }))
      )
      .execute()
    await name(practice, ivanova.staff_member_id, one?.id)
    const half = (await head.open(page)).body
    t.match(half, /<tr class="wrong">[\s\S]*УП\.01\.01[\s\S]*мастерские, подгруппа 2: нет преподавателя/)
    t.same(totals(half), [128, 128, 72])
    await name(practice, petrov.staff_member_id, two?.id)
    await name(mdk, petrov.staff_member_id)
    const whole = (await head.open(page)).body
    t.notMatch(whole, /class="wrong"|Без преподавателя/)
    t.same(totals(whole), [128, 128, 200], '56 + twice 72')
    t.match((await head.open(`/courses/teachers/${ivanova.staff_member_id}`)).body, '<strong>72</strong>')
  })

  t.test('without self-study and hours of exams are hours of lessons', async (t) => {
    const part = { curriculum_item_id: mdk, semester: 3 }
    await db.deleteFrom('curriculum_hours').where('curriculum_item_id', '=', mdk).execute()
    await db
      .insertInto('curriculum_hours')
      .values([
        { ...part, kind: 'self_study', hours: 8 },
        { ...part, kind: 'control', hours: 1.5 }
      ])
      .execute()
    const body = (await head.open(page)).body
    t.match(
      body,
      /Устройство змеев[\s\S]*?<td class="num">56<\/td><td class="num">46,5<\/td><td class="num">46,5<\/td>/
    )
  })
})

t.test('A name nobody has is nobody’s load', async (t) => {
  const { db, signIn } = await opened(t)
  await addPerson(db, 'Никто Никита Никитич')
  const deputy = await signIn('bulanova')
  t.equal((await deputy.open('/courses/teachers/99999')).statusCode, 404)
})
