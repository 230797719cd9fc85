import type { Actor } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { lessonsInSight } from './sight.ts'

/** Every change of one cell, the newest first: who, when, before, after (D10). */
export function listCellChanges(db: Db, lesson_id: number, person_id: number) {
  return db
    .selectFrom('audit_entry')
    .select(['id', 'at', 'actor_name', 'before', 'after'])
    .where('object_kind', '=', 'lesson')
    .where('object_id', '=', lesson_id)
    .where('about_id', '=', person_id)
    .where('deed', '=', 'cell.changed')
    .$narrowType<{ before: { text: string }; after: { text: string; document?: string } }>()
    .orderBy('id', 'desc')
    .execute()
}

/** A lesson in sight with the student of the cell, when the student was ever in its group. */
export function findCellPlace(db: Db, reader: Actor, today: string, lesson_id: number, student_id: number) {
  return lessonsInSight(db, reader, today)
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .innerJoin('enrolment', 'enrolment.study_group_id', 'course.study_group_id')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['lesson.id as lesson_id', 'lesson.held_on', 'lesson.hours', 'lesson.topic', 'course.id as course_id'])
    .select([
      'study_group.name as group_name',
      'curriculum_item.name as subject',
      'student.id as student_id',
      'person.id as person_id'
    ])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('lesson.id', '=', lesson_id)
    .where('student.id', '=', student_id)
    .limit(1)
    .executeTakeFirst()
}
