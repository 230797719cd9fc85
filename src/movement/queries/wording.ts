import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { Group, WordedLine } from '../rules/wording.ts'

/** The lines of an order with all that its words need: sex, groups, and whether the student comes from an academic leave. */
export async function listWorded(db: Db, order_id: number): Promise<WordedLine[]> {
  const rows = await db
    .selectFrom('movement_order_line as line')
    .innerJoin('student', 'student.id', 'line.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoinLateral(
      () => stayBefore(db),
      (join) => join.onTrue()
    )
    .select(['person.last_name as present_last_name', 'person.first_name', 'person.middle_name', 'person.sex'])
    .select(['line.effective_on', 'line.until_on', 'line.reason', 'line.last_name as new_last_name'])
    .select(['line.previous_last_name', 'former.was_on_leave'])
    .select(jsonObjectFrom(groupOn(db, sql`${sql.ref('line.study_group_id')}`)).as('group'))
    .select(
      jsonObjectFrom(
        groupOn(db, sql`coalesce(${sql.ref('line.from_group_id')}, ${sql.ref('former.study_group_id')})`)
      ).as('from_group')
    )
    .where('line.order_id', '=', order_id)
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('line.id')
    .execute()
  return rows.map(({ present_last_name, previous_last_name, was_on_leave, group, from_group, ...row }) => ({
    ...{ ...row, last_name: previous_last_name ?? present_last_name, was_on_leave: was_on_leave === true },
    ...{ group: group as Group | null, from_group: from_group as Group | null }
  }))
}

/** The latest stay that began before the day of the line and not by its order. */
const stayBefore = (db: Db) =>
  db
    .selectFrom('enrolment')
    .leftJoin('movement_order as went', 'went.id', 'enrolment.until_order_id')
    .select('enrolment.study_group_id')
    .select(
      sql<boolean>`${sql.ref('went.kind')} = 'academic_leave' and went.id <> line.order_id and
        coalesce(${sql.ref('enrolment.released_order_id')}, line.order_id) = line.order_id`.as('was_on_leave')
    )
    .where(
      sql<SqlBool>`enrolment.student_id = line.student_id and enrolment.since < line.effective_on
        and enrolment.since_order_id is distinct from line.order_id`
    )
    .orderBy('enrolment.since', 'desc')
    .limit(1)
    .as('former')

const groupOn = (db: Db, id: Expression<unknown>) =>
  db
    .selectFrom('study_group as named')
    .innerJoin('specialty', 'specialty.id', 'named.specialty_id')
    .select(['named.name', 'specialty.code as specialty', 'named.study_form', 'named.financing', 'named.entry_year'])
    .where(expressionBuilder<DB & { named: DB['study_group'] }, 'named'>()('named.id', '=', id as Expression<number>))

export type Stored = { about: string; wording: string; wording_base: string }

/** What the order keeps of its words, and what composing them anew takes. */
export const findWorded = (db: Db, id: number) =>
  db
    .selectFrom('movement_order')
    .select(['id', 'kind', 'number', 'signed_on', 'state', 'basis', 'about', 'wording', 'wording_base'])
    .where('id', '=', id)
    .executeTakeFirst()
export type WordedOrder = NonNullable<Awaited<ReturnType<typeof findWorded>>>

export const putWording = (trx: Db, id: number, stored: Stored) =>
  trx.updateTable('movement_order').set(stored).where('id', '=', id).execute()
