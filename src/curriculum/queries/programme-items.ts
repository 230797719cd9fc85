import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { courseInSight, groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** Rows of curricula that have a working programme: not headings, not exams. */
const WITH_PROGRAMME = ['discipline', 'course', 'module', 'training_practice', 'industrial_practice']

/** Rows that courses in reach of the right follow; for a department and an own group, all rows their groups study by. */
function itemInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  if (scopes.includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'curriculum_item'>()
  const taught = db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .select(sql.lit(1).as('one'))
    .whereRef('course.curriculum_item_id', '=', 'curriculum_item.id' as never)
    .where(courseInSight(db, actor, right, today))
  if (!scopes.some((scope) => scope === 'department' || scope === 'own group')) return eb.exists(taught)
  const studied = db
    .selectFrom('study_group')
    .select(sql.lit(1).as('one'))
    .whereRef('study_group.curriculum_id', '=', 'curriculum_item.curriculum_id' as never)
    .where(groupInSight(db, { ...actor, roles: wide(actor) }, right, today))
  return eb.or([eb.exists(taught), eb.exists(studied)])
}

/** Roles whose reach is a group or more: a teacher's is the taught rows only. */
const wide = (actor: Doer) => actor.roles.filter(({ role }) => role !== 'teacher')

/** A journal of this person follows the row today. */
const isTaughtBy = (db: Db, actor: Doer, today: string) => {
  if (!scopesOf(actor, 'work programmes: write').includes('own load')) return sql<boolean>`false`
  return sql<boolean>`exists (${db
    .selectFrom('course')
    .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
    .select(sql.lit(1).as('one'))
    .whereRef('course.curriculum_item_id', '=', 'curriculum_item.id' as never)
    .where('course_teacher.staff_member_id', '=', actor.staff_member_id ?? -1)
    .where((eb) => eb.or([eb('course_teacher.until', 'is', null), eb('course_teacher.until', '>=', today)]))})`
}

/** Rows in sight; `is_own` when this person may bring their programme. */
export const programmeItems = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('curriculum_item')
    .innerJoin('curriculum', 'curriculum.id', 'curriculum_item.curriculum_id')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .select(['curriculum_item.id', 'curriculum_item.item_index', 'curriculum_item.name', 'curriculum.entry_year'])
    .select([
      'curriculum.name as curriculum_name',
      'specialty.code as specialty_code',
      'curriculum.id as curriculum_id'
    ])
    .select(isTaughtBy(db, actor, today).as('is_own'))
    .where('curriculum_item.kind', 'in', WITH_PROGRAMME)
    .where('curriculum_item.dropped_at', 'is', null)
    .where(itemInSight(db, actor, 'work programmes: read', today))

export const findProgrammeItem = (db: Db, actor: Doer, today: string, id: number) =>
  programmeItems(db, actor, today).where('curriculum_item.id', '=', id).executeTakeFirst()
