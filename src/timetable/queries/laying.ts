import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import type { Left, NewEntry, Stored } from '../rules/laying.ts'

const COLUMNS = [
  'course_id',
  'held_on',
  'pair_number',
  'hours',
  'room_id',
  'staff_member_id',
  'timetable_rule_id',
  'form',
  'is_distant'
] as const
const TYPES = `course_id bigint, held_on date, pair_number smallint, hours smallint, room_id bigint, staff_member_id bigint,
  timetable_rule_id bigint, form text, is_distant boolean`
const rowsOf = (rows: object[], types: string) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'listed'>(sql.raw(`listed(${types})`))

type Period = { from: string; to: string }

/** Lessons of these courses in the period; fixed are those held, substituted or corrected. */
export const listStored = (db: Db, courses: number[], { from, to }: Period): Promise<Stored[]> =>
  db
    .selectFrom('timetable_entry as entry')
    .select(['entry.id', ...COLUMNS.map((column) => `entry.${column}` as const)])
    .select((eb) =>
      sql<boolean>`${eb.or([
        eb.exists(
          eb
            .selectFrom('lesson')
            .select(sql.lit(1).as('one'))
            .whereRef('lesson.course_id', '=', 'entry.course_id')
            .whereRef('lesson.held_on', '=', 'entry.held_on')
            .whereRef('lesson.pair_number', '=', 'entry.pair_number')
        ),
        eb.exists(
          eb
            .selectFrom('substitution')
            .select(sql.lit(1).as('one'))
            .whereRef('substitution.timetable_entry_id', '=', 'entry.id')
        ),
        eb.exists(
          eb
            .selectFrom('timetable_correction as made')
            .select(sql.lit(1).as('one'))
            .whereRef('made.timetable_entry_id', '=', 'entry.id')
            .where('made.undone_at', 'is', null)
        )
      ])}`.as('is_fixed')
    )
    .where('entry.course_id', '=', sql<number>`any(${courses}::bigint[])`)
    .where('entry.held_on', '>=', from)
    .where('entry.held_on', '<=', to)
    .execute() as Promise<Stored[]>

/** Places of these courses that standing corrections have emptied. */
export const listLeft = (db: Db, courses: number[], { from, to }: Period): Promise<Left[]> =>
  db
    .selectFrom('timetable_correction')
    .select(['course_id', sql<string>`from_on`.as('held_on'), sql<number>`from_pair`.as('pair_number')])
    .select(sql<boolean>`kind in ('cancel', 'subject')`.as('is_cancelled'))
    .where('course_id', '=', sql<number>`any(${courses}::bigint[])`)
    .where('undone_at', 'is', null)
    .where('from_on', '>=', from)
    .where('from_on', '<=', to)
    .execute()

/** Writes what was laid: three statements, however long the term. */
export async function writeLaid(
  trx: Db,
  { added, changed, removed }: { added: NewEntry[]; changed: (NewEntry & { id: number })[]; removed: { id: number }[] }
): Promise<void> {
  if (removed.length > 0)
    await trx
      .deleteFrom('timetable_entry')
      .where('id', '=', sql<number>`any(${removed.map(({ id }) => id)}::bigint[])`)
      .execute()
  if (changed.length > 0)
    await trx
      .updateTable('timetable_entry')
      .from(rowsOf(changed, `id bigint, ${TYPES}`) as never)
      .set({
        ...{ room_id: sql.ref('listed.room_id'), staff_member_id: sql.ref('listed.staff_member_id') },
        ...{ hours: sql.ref('listed.hours'), timetable_rule_id: sql.ref('listed.timetable_rule_id') },
        ...{ form: sql.ref('listed.form'), is_distant: sql.ref('listed.is_distant') }
      })
      .whereRef('timetable_entry.id', '=', 'listed.id' as never)
      .execute()
  if (added.length > 0)
    await trx
      .insertInto('timetable_entry')
      .columns([...COLUMNS])
      .expression(trx.selectFrom(rowsOf(added, TYPES) as never).select([...COLUMNS] as never))
      .execute()
}

/** Lessons made by the rule from the day on that nothing has happened to yet. */
export async function dropUntouched(trx: Db, rule: { id: number; course_id: number }, from: string): Promise<number> {
  const stored = await listStored(trx, [rule.course_id], { from, to: '9999-12-31' })
  const removed = stored.filter((one) => one.timetable_rule_id === rule.id && !one.is_fixed)
  await writeLaid(trx, { added: [], changed: [], removed })
  return removed.length
}

/** Lessons the rule made: those that would go from the day on with it, and those that stay. */
export async function countMade(db: Db, rule: { id: number; course_id: number }, from: string) {
  const stored = await listStored(db, [rule.course_id], { from: '0001-01-01', to: '9999-12-31' })
  const made = stored.filter(({ timetable_rule_id }) => timetable_rule_id === rule.id)
  const going = made.filter(({ held_on, is_fixed }) => held_on >= from && !is_fixed).length
  return { going, staying: made.length - going }
}

/** Journals of these groups in the term. */
export const listCourses = (db: Db, groups: number[], term_id: number) =>
  db
    .selectFrom('course')
    .select(['id', 'study_group_id'])
    .where('study_group_id', '=', sql<number>`any(${groups}::bigint[])`)
    .where('term_id', '=', term_id)
    .execute()

type Whose = { staff_member_id: number; room_id: number | null; study_group_id: number }

/** Everybody's lessons of the period that these rules could meet: of their groups, teachers and rooms. */
export const listSeats = (db: Db, rules: Whose[], { from, to }: Period) =>
  db
    .selectFrom('timetable_entry as entry')
    .innerJoin('course', 'course.id', 'entry.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('room', 'room.id', 'entry.room_id')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .innerJoin('staff_member', (join) =>
      join.on(sql<boolean>`staff_member.id = coalesce(substitution.staff_member_id, entry.staff_member_id)`)
    )
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['entry.id', 'entry.held_on', 'entry.pair_number', 'entry.hours', 'entry.room_id'])
    .select(['staff_member.id as staff_member_id', 'course.study_group_id', 'course.subgroup_id', 'subgroup.division'])
    .select(['curriculum_item.name as subject', 'study_group.name as group_name', 'room.name as room_name'])
    .select(shortName().as('teacher'))
    .where('entry.held_on', '>=', from)
    .where('entry.held_on', '<=', to)
    .where((eb) =>
      eb.or([
        eb('staff_member.id', '=', sql<number>`any(${rules.map((one) => one.staff_member_id)}::bigint[])`),
        eb('course.study_group_id', '=', sql<number>`any(${rules.map((one) => one.study_group_id)}::bigint[])`),
        eb('entry.room_id', '=', sql<number>`any(${rules.flatMap((one) => one.room_id ?? [])}::bigint[])`)
      ])
    )
    .execute()
