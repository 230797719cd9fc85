import type { Db } from '../../src/platform/db.ts'
import { addAccount } from './house.ts'

const one = async <T>(query: { executeTakeFirstOrThrow(): Promise<T> }) => query.executeTakeFirstOrThrow()

/** A person by «Фамилия Имя Отчество»; answers with the id. */
export async function addPerson(db: Db, fullName: string) {
  const [last_name = '', first_name = '', middle_name = ''] = fullName.split(' ')
  return (await one(db.insertInto('person').values({ last_name, first_name, middle_name }).returning('id'))).id
}

/** Somebody of the staff with an account of that login and roles. */
export async function hire(db: Db, fullName: string, login: string, roles: string[], department_id?: number) {
  const person_id = await addPerson(db, fullName)
  const { id: staff_member_id } = await one(db.insertInto('staff_member').values({ person_id }).returning('id'))
  const account_id = await addAccount(
    db,
    login,
    roles.map((role) => (role === 'head' && department_id ? { role, department_id } : { role })),
    person_id
  )
  return { person_id, staff_member_id, account_id, login }
}

/** A student in the group from a day until a day. */
export async function enrol(
  db: Db,
  study_group_id: number,
  fullName: string,
  since = '2026-09-01',
  until: string | null = null
) {
  const person_id = await addPerson(db, fullName)
  const { id } = await one(db.insertInto('student').values({ person_id }).returning('id'))
  await db.insertInto('enrolment').values({ student_id: id, study_group_id, since, until }).execute()
  return { id, person_id }
}

/** The college around any group: a department, the year 2026/2027 with its first semester, a specialty and a curriculum of six semesters. */
export async function collegeScene(db: Db) {
  await db
    .insertInto('college_profile')
    .values({ full_name: 'Колледж связи', short_name: 'КС', director_name: 'И. И. Белов' })
    .execute()
  const department = await one(
    db.insertInto('department').values({ name: 'Информационных технологий', short_name: 'ИТ' }).returning('id')
  )
  const year = await one(
    db.insertInto('academic_year').values({ starts_on: '2026-09-01', ends_on: '2027-06-30' }).returning('id')
  )
  const term = await one(
    db
      .insertInto('term')
      .values({
        academic_year_id: year.id,
        number: 1,
        name: '1 семестр',
        starts_on: '2026-09-01',
        ends_on: '2026-12-28'
      })
      .returning('id')
  )
  const specialty = await one(
    db
      .insertInto('specialty')
      .values({ code: '09.02.07', name: 'Информационные системы и программирование' })
      .returning('id')
  )
  const curriculum = await one(
    db
      .insertInto('curriculum')
      .values({ specialty_id: specialty.id, name: 'План набора 2025', entry_year: 2025, semesters: 6 })
      .returning('id')
  )
  return { department, year, term, specialty, curriculum }
}
export type College = Awaited<ReturnType<typeof collegeScene>>

/** A course of a new group of the second year: its subject, teacher's load and hours. */
export async function courseScene(
  db: Db,
  college: College,
  teacher: { staff_member_id: number },
  { group = 'СА-21', subject = 'Операционные системы', index = 'ОП.01' } = {}
) {
  const study_group = await one(
    db
      .insertInto('study_group')
      .values({
        name: group,
        department_id: college.department.id,
        specialty_id: college.specialty.id,
        curriculum_id: college.curriculum.id,
        entry_year: 2025
      })
      .returning('id')
  )
  const item = await one(
    db
      .insertInto('curriculum_item')
      .values({
        curriculum_id: college.curriculum.id,
        position: 1,
        item_index: index,
        item_key: `${index}.${group}`,
        name: subject,
        kind: 'discipline'
      })
      .returning('id')
  )
  await db.insertInto('curriculum_term').values({ curriculum_item_id: item.id, semester: 3, hours_total: 72 }).execute()
  const course = await one(
    db
      .insertInto('course')
      .values({ study_group_id: study_group.id, curriculum_item_id: item.id, term_id: college.term.id, semester: 3 })
      .returning('id')
  )
  await db
    .insertInto('course_teacher')
    .values({ course_id: course.id, staff_member_id: teacher.staff_member_id, since: '2026-09-01' })
    .execute()
  return {
    study_group,
    item,
    course,
    page: `/journal/courses/${course.id}`,
    cells: `/journal/courses/${course.id}/cells`
  }
}

/** A lesson the teacher gave on the day, with the kinds of work named. */
export async function addLesson(
  db: Db,
  course_id: number,
  teacher: { staff_member_id: number },
  held_on: string,
  { pair_number = 1, hours = 2, topic = 'Права доступа', works = [] as string[] } = {}
) {
  const kind = await one(db.selectFrom('lesson_kind').select('id').where('name', '=', 'Урок'))
  const lesson = await one(
    db
      .insertInto('lesson')
      .values({
        course_id,
        held_on,
        pair_number,
        hours,
        topic,
        taught_by: teacher.staff_member_id,
        lesson_kind_id: kind.id
      })
      .returning('id')
  )
  const kinds = await db.selectFrom('work_kind').select(['id', 'name']).execute()
  const values = works.map((name, i) => ({
    lesson_id: lesson.id,
    number: i + 1,
    work_kind_id: kinds.find((one) => one.name === name)?.id ?? 0
  }))
  if (values.length > 0) await db.insertInto('work').values(values).execute()
  return lesson
}

/** Group СА-21 with three students, taught by Иванова; a lesson on Monday 16 and on Friday 20 November 2026. */
export async function journalScene(db: Db) {
  const college = await collegeScene(db)
  const teacher = await hire(db, 'Иванова Анна Петровна', 'ivanova', ['teacher'])
  const colleague = await hire(db, 'Смирнов Олег Игоревич', 'smirnov', ['teacher'])
  const scene = await courseScene(db, college, teacher)
  const students = [
    await enrol(db, scene.study_group.id, 'Абрамов Иван Сергеевич'),
    await enrol(db, scene.study_group.id, 'Белова Анна Олеговна'),
    await enrol(db, scene.study_group.id, 'Ёлкина Вера Ильинична')
  ] as const
  const monday = await addLesson(db, scene.course.id, teacher, '2026-11-16', { works: ['Ответ на занятии'] })
  const friday = await addLesson(db, scene.course.id, teacher, '2026-11-20')
  const curator = await hire(db, 'Петрова Елена Викторовна', 'petrova', ['curator'])
  await db
    .insertInto('curatorship')
    .values({ study_group_id: scene.study_group.id, staff_member_id: curator.staff_member_id, since: '2026-09-01' })
    .execute()
  const deputy = await hire(db, 'Буланова Мария Львовна', 'bulanova', ['deputy'])
  const head = await hire(db, 'Громов Павел Андреевич', 'gromov', ['head'], college.department.id)
  return { ...scene, college, teacher, colleague, curator, deputy, head, students, monday, friday }
}
