import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../../platform/db.ts'

/** When and where practices go (F7): the room that keeps them stands below, its tables are read here. */
export const listPractices = (db: Db, course_ids: number[]) =>
  db
    .selectFrom('practice')
    .select(['practice.course_id', 'practice.starts_on', 'practice.ends_on'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('practice_place as place')
          .select(['place.id', 'place.organisation', 'place.address', 'place.contract_number', 'place.contract_on'])
          .select(['place.supervisor_name', 'place.supervisor_post'])
          .whereRef('place.course_id', '=', 'practice.course_id')
          .orderBy('place.id')
      ).as('places')
    )
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('practice_student as sent')
          .select(['sent.student_id', 'sent.practice_place_id', 'sent.sheet_handed_on'])
          .whereRef('sent.course_id', '=', 'practice.course_id')
      ).as('students')
    )
    .where('practice.course_id', 'in', [...course_ids, -1])
    .orderBy('practice.starts_on')
    .execute()

export type PracticeRow = Awaited<ReturnType<typeof listPractices>>[number]
