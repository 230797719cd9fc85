import type { Db } from '../../src/platform/db.ts'
import { addPerson, hire, journalScene } from '../support/scene.ts'

const one = async <T>(query: { executeTakeFirstOrThrow(): Promise<T> }) => query.executeTakeFirstOrThrow()

type Item = { index: string; kind: string; control?: string; hours?: number }

/** The journal's scene with a module ПМ.01 of СА-21: МДК, УП of 20 hours, ПП and its exam, all kept by Иванова. */
export async function practiceScene(db: Db) {
  const scene = await journalScene(db)
  const { college, teacher, study_group } = scene
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
  const other = await one(db.insertInto('department').values({ name: 'Экономики', short_name: 'Э' }).returning('id'))
  const stranger = await hire(db, 'Чужова Нина Павловна', 'chuzhova', ['head'], other.id)
  return { ...scene, module, mdk, up, pp, exam, other, stranger }
}

/** A result somebody was given at the end of a course. */
export async function give(db: Db, course_id: number, student_id: number, kind: string, value: string) {
  const by = await db.selectFrom('account').select('id').orderBy('id').executeTakeFirstOrThrow()
  await db.insertInto('result').values({ course_id, student_id, kind, value, given_by: by.id }).execute()
}

export { addPerson }
