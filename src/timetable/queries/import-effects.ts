// What an import did to the timetable, lesson by lesson.
import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

export const EFFECTS = ['new', 'changed', 'removed'] as const
export type EffectState = (typeof EFFECTS)[number]
export const EFFECT_ROWS = 50

const told = (at: 'before' | 'after', field: string) => sql`effect.${sql.ref(at)} ->> ${sql.lit(field)}`
const either = (field: string) => sql`coalesce(effect.after, effect.before) ->> ${sql.lit(field)}`
const WHICH = {
  new: sql<boolean>`effect.before is null`,
  changed: sql<boolean>`effect.before is not null and effect.after is not null`,
  removed: sql<boolean>`effect.after is null`
}

/** How many lessons appeared, changed and went. */
export async function countEffects(db: Db, id: number): Promise<Record<EffectState, number>> {
  const of = (state: EffectState) => sql<number>`(count(*) filter (where ${WHICH[state]}))::int`
  return db
    .selectFrom('timetable_import_effect as effect')
    .select([of('new').as('new'), of('changed').as('changed'), of('removed').as('removed')])
    .where('timetable_import_id', '=', id)
    .executeTakeFirstOrThrow()
}

/** One page of what happened: the lesson, who and where before and after. */
export const listEffectRows = (db: Db, id: number, state: EffectState, page: number) =>
  db
    .selectFrom('timetable_import_effect as effect')
    .leftJoin('course', (join) => join.on('course.id', '=', sql<number>`(${either('course_id')})::bigint`))
    .leftJoin('study_group', 'study_group.id', 'course.study_group_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('staff_member as was', (join) =>
      join.on('was.id', '=', sql<number>`(${told('before', 'staff_member_id')})::bigint`)
    )
    .leftJoin('person as was_person', 'was_person.id', 'was.person_id')
    .leftJoin('staff_member as now', (join) =>
      join.on('now.id', '=', sql<number>`(${told('after', 'staff_member_id')})::bigint`)
    )
    .leftJoin('person as now_person', 'now_person.id', 'now.person_id')
    .leftJoin('room as was_room', (join) =>
      join.on('was_room.id', '=', sql<number>`(${told('before', 'room_id')})::bigint`)
    )
    .leftJoin('room as now_room', (join) =>
      join.on('now_room.id', '=', sql<number>`(${told('after', 'room_id')})::bigint`)
    )
    .select(['study_group.name as group_name', 'subgroup.number as subgroup_number', 'curriculum_item.name as subject'])
    .select([shortName('was_person').as('was_teacher'), shortName('now_person').as('now_teacher')])
    .select(['was_room.name as was_room', 'now_room.name as now_room'])
    .select([
      sql<string>`${either('held_on')}`.as('held_on'),
      sql<number>`(${either('pair_number')})::int`.as('pair_number'),
      sql<string>`${told('before', 'kind')}`.as('was_kind'),
      sql<string>`${told('after', 'kind')}`.as('now_kind'),
      sql<string>`${told('before', 'form')}`.as('was_form'),
      sql<string>`${told('after', 'form')}`.as('now_form'),
      sql<boolean>`coalesce((${told('before', 'is_distant')})::boolean, false)`.as('was_distant'),
      sql<boolean>`coalesce((${told('after', 'is_distant')})::boolean, false)`.as('now_distant')
    ])
    .where('effect.timetable_import_id', '=', id)
    .where(WHICH[state])
    .orderBy('effect.position')
    .limit(EFFECT_ROWS)
    .offset((page - 1) * EFFECT_ROWS)
    .execute()
