import { sql } from 'kysely'
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
