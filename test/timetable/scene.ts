// The stage of the timetable's tests: a Friday with an absent teacher, a free one and a busy one.
import type { Db } from '../../src/platform/db.ts'
import { courseScene, hire, journalScene } from '../support/scene.ts'

/** Friday 20 November: Иванова has СА-21 on pairs 1 and 3; Смирнов is free on the first and busy on the third; Кузнецов teaches too. */
export async function substitutionScene(db: Db) {
  const scene = await journalScene(db)
  const { teacher, colleague, college } = scene
  await db.deleteFrom('lesson').where('id', '=', scene.friday.id).execute()
  const other = await courseScene(db, college, colleague, { group: 'ПР-21' })
  const third = await hire(db, 'Кузнецов Илья Олегович', 'kuznetsov', ['teacher'])
  const far = await courseScene(db, college, third, { group: 'БУ-11', subject: 'Право', index: 'ОП.07' })
  await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const entry = (course_id: number, staff: { staff_member_id: number }, held_on: string, pair_number: number) => ({
    ...{ course_id, held_on, pair_number, staff_member_id: staff.staff_member_id }
  })
  const rows = await db
    .insertInto('timetable_entry')
    .values([
      entry(scene.course.id, teacher, '2026-11-20', 1),
      entry(scene.course.id, teacher, '2026-11-20', 3),
      entry(other.course.id, colleague, '2026-11-20', 3),
      entry(far.course.id, third, '2026-11-20', 1)
    ])
    .returning('id')
    .execute()
  const [first = 0, second = 0, theirs = 0, strangers = 0] = rows.map(({ id }) => id)
  return { ...scene, other, third, far, first, second, theirs, strangers }
}

export const standing = (db: Db, id: number) =>
  db.selectFrom('timetable_entry').selectAll().where('id', '=', id).executeTakeFirst()
export const deedsOf = async (db: Db) =>
  (await db.selectFrom('audit_entry').select('deed').execute()).map(({ deed }) => deed)

/** One more journal of the group, kept by that teacher. */
export async function addCourse(
  db: Db,
  { college, study_group }: Awaited<ReturnType<typeof substitutionScene>>,
  name: string,
  keeper: { staff_member_id: number },
  subgroup_id: number | null = null
) {
  const { curriculum, term } = college
  const key = `${name} ${subgroup_id ?? ''}`
  const item = await db
    .insertInto('curriculum_item')
    .values({ curriculum_id: curriculum.id, position: 9, item_index: key, item_key: key, name, kind: 'discipline' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = {
    study_group_id: study_group.id,
    curriculum_item_id: item.id,
    term_id: term.id,
    semester: 3,
    subgroup_id
  }
  const { id } = await db.insertInto('course').values(row).returning('id').executeTakeFirstOrThrow()
  const { staff_member_id } = keeper
  await db.insertInto('course_teacher').values({ course_id: id, staff_member_id, since: '2026-09-01' }).execute()
  return id
}

/** A lesson of the timetable; answers with its number. */
export const addEntry = async (
  db: Db,
  course_id: number,
  { staff_member_id }: { staff_member_id: number },
  held_on: string,
  pair_number: number,
  more: { room_id?: number; hours?: number } = {}
) =>
  (
    await db
      .insertInto('timetable_entry')
      .values({ course_id, staff_member_id, held_on, pair_number, ...more })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
