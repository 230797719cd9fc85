import type { Db } from '../../src/platform/db.ts'
import { hire, journalScene } from '../support/scene.ts'

const one = async <T>(query: { executeTakeFirstOrThrow(): Promise<T> }) => query.executeTakeFirstOrThrow()

type Item = { index: string; kind: string; control?: string; hours?: number }

type Journal = Awaited<ReturnType<typeof journalScene>>

/** A module ПМ.01 of СА-21: МДК, УП of 20 hours, ПП and its exam, all kept by Иванова. */
export async function addModule(db: Db, { college, teacher, study_group }: Journal) {
  const addItem = async ({ index, kind }: Item, position: number, parent_id: number | null) =>
    one(
      db
        .insertInto('curriculum_item')
        .values({
          ...{ curriculum_id: college.curriculum.id, position, parent_id, kind },
          ...{ item_index: index, item_key: index, name: `${index} по-русски` }
        })
        .returning('id')
    )
  const module = await addItem({ index: 'ПМ.01', kind: 'module' }, 10, null)
  const addPart = async (part: Item, position: number) => {
    const { id } = await addItem(part, position, module.id)
    await db
      .insertInto('curriculum_term')
      .values({ curriculum_item_id: id, semester: 3, hours_total: part.hours ?? 0 })
      .execute()
    if (part.control)
      await db
        .insertInto('curriculum_control')
        .values({ curriculum_item_id: id, semester: 3, control_form: part.control })
        .execute()
    const course = await one(
      db
        .insertInto('course')
        .values({ study_group_id: study_group.id, curriculum_item_id: id, term_id: college.term.id, semester: 3 })
        .returning('id')
    )
    await db
      .insertInto('course_teacher')
      .values({ course_id: course.id, staff_member_id: teacher.staff_member_id, since: '2026-09-01' })
      .execute()
    return course.id
  }
  const mdk = await addPart({ index: 'МДК.01.01', kind: 'course', control: 'exam', hours: 40 }, 11)
  const up = await addPart({ index: 'УП.01', kind: 'training_practice', control: 'graded_credit', hours: 20 }, 12)
  const pp = await addPart({ index: 'ПП.01', kind: 'industrial_practice', control: 'graded_credit', hours: 36 }, 13)
  const exam = await addPart({ index: 'ПМ.01.ЭК', kind: 'module_exam' }, 14)
  return { module, mdk, up, pp, exam }
}

/** The journal's scene with the module, and the head of another department. */
export async function practiceScene(db: Db) {
  const scene = await journalScene(db)
  const module = await addModule(db, scene)
  const other = await one(db.insertInto('department').values({ name: 'Экономики', short_name: 'Э' }).returning('id'))
  const stranger = await hire(db, 'Чужова Нина Павловна', 'chuzhova', ['head'], other.id)
  return { ...scene, ...module, other, stranger }
}

/** Practices with long names, one to come and one with days to record; answers with the addresses of their pages. */
export async function addPractices(db: Db, scene: Journal) {
  const { module, up, pp } = await addModule(db, scene)
  const long = 'Общество с ограниченной ответственностью «Научно-производственное объединение «Электросвязьмонтаж»'
  await db
    .insertInto('practice')
    .values([up, pp].map((course_id) => ({ course_id, starts_on: '2026-11-16', ends_on: '2026-11-28' })))
    .execute()
  const { id } = await one(
    db
      .insertInto('practice_place')
      .values({ course_id: pp, organisation: long, address: long, supervisor_name: 'Орлов Иван Ильич' })
      .returning('id')
  )
  await db
    .insertInto('practice_day')
    .values([16, 27].map((day) => ({ course_id: up, held_on: `2026-11-${day}`, hours: 6, topic: long })))
    .execute()
  return [
    ...[
      '',
      `/${up}`,
      `/${pp}`,
      `/${up}/days`,
      `/${pp}/places/new`,
      `/${pp}/places/${id}`,
      `/${pp}/places/${id}/removal`
    ].map((path) => `/practices${path}`),
    `/practices/modules/${scene.study_group.id}/${module.id}`,
    ...['/courses/teachers', `/courses/teachers/${scene.teacher.staff_member_id}`]
  ]
}

/** A result somebody was given at the end of a course. */
export async function give(db: Db, course_id: number, student_id: number, kind: string, value: string) {
  const by = await db.selectFrom('account').select('id').orderBy('id').executeTakeFirstOrThrow()
  await db.insertInto('result').values({ course_id, student_id, kind, value, given_by: by.id }).execute()
}
