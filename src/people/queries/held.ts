import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'

/** What is held about these students beside the journal: answers, documents, guardians of today, special data. */
export const listHeld = (db: Db, student_ids: number[]) =>
  db
    .selectFrom('student')
    .leftJoin('questionnaire', 'questionnaire.student_id', 'student.id')
    .leftJoin('health_record', 'health_record.student_id', 'student.id')
    .select(['student.id as student_id', 'questionnaire.base_education', 'questionnaire.education_document'])
    .select(['questionnaire.educated_on', 'questionnaire.financing', 'questionnaire.lives_in_dormitory'])
    .select(['health_record.sport_group', 'health_record.sport_until', 'health_record.disability'])
    .select('health_record.restrictions')
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('handed_document')
          .select(['handed_document.kind', 'handed_document.handed_on'])
          .whereRef('handed_document.student_id', '=', 'student.id')
          .orderBy('handed_document.kind')
      ).as('documents'),
      jsonArrayFrom(
        eb
          .selectFrom('guardian')
          .innerJoin('person', 'person.id', 'guardian.person_id')
          .select(['person.last_name', 'person.first_name', 'person.middle_name', 'guardian.kinship'])
          .whereRef('guardian.student_id', '=', 'student.id')
          .where('guardian.until', 'is', null)
          .orderBy('guardian.since')
      ).as('guardians'),
      jsonArrayFrom(
        eb
          .selectFrom('social_category')
          .select(['social_category.category', 'social_category.document', 'social_category.until'])
          .whereRef('social_category.student_id', '=', 'student.id')
          .orderBy('social_category.category')
      ).as('categories')
    ])
    .where('student.id', 'in', [...student_ids, -1])
    .execute()
