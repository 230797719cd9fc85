import t from 'tap'
import { openHouse } from '../support/house.ts'
import { addLesson, addPerson, courseScene, hire, journalScene } from '../support/scene.ts'

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

t.test('A name nobody has is nobody’s load', async (t) => {
  const { db, signIn } = await opened(t)
  await addPerson(db, 'Никто Никита Никитич')
  const deputy = await signIn('bulanova')
  t.equal((await deputy.open('/courses/teachers/99999')).statusCode, 404)
})
