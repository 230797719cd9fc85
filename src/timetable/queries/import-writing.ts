import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Entry, StoredEntry } from '../rules/import-entries.ts'

// biome-ignore format: the columns read as a row
const ENTRY = ['course_id', 'held_on', 'pair_number', 'hours', 'room_id', 'staff_member_id', 'kind', 'form', 'is_distant', 'timetable_rule_id'] as const
const TYPES = `course_id bigint, held_on date, pair_number smallint, hours smallint, room_id bigint, staff_member_id bigint,
  kind text, form text, is_distant boolean, timetable_rule_id bigint`

const listed = (rows: object[], types: string) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'listed'>(sql.raw(`listed(${types})`))

/** Adds lessons in one statement; answers with what stands there, numbers too. */
export async function addEntries(trx: Db, rows: Entry[]): Promise<(Entry & { id: number })[]> {
  if (rows.length === 0) return []
  return trx
    .insertInto('timetable_entry')
    .columns([...ENTRY])
    .expression(trx.selectFrom(listed(rows, TYPES) as never).select([...ENTRY] as never))
    .returning(['id', ...ENTRY])
    .execute()
}

/** Sets teacher, room, kind and form of lessons in one statement. */
export async function putEntries(trx: Db, rows: (Entry & { id: number })[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .updateTable('timetable_entry')
    .from(listed(rows, `id bigint, ${TYPES}`) as never)
    .set({
      ...{ room_id: sql.ref('listed.room_id'), staff_member_id: sql.ref('listed.staff_member_id') },
      ...{ kind: sql.ref('listed.kind'), form: sql.ref('listed.form') },
      is_distant: sql<boolean>`coalesce(${sql.ref('listed.is_distant')}, false)`
    })
    .whereRef('timetable_entry.id', '=', 'listed.id' as never)
    .execute()
}

export const dropEntries = (trx: Db, ids: number[]) =>
  trx.deleteFrom('timetable_entry').where('id', '=', sql<number>`any(${ids}::bigint[])`).execute()

type Effect = { before: object | null; after: object | null }
export async function addEffects(trx: Db, timetable_import_id: number, effects: Effect[]): Promise<void> {
  if (effects.length === 0) return
  const rows = effects.map((effect, position) => ({ ...effect, position }))
  await trx
    .insertInto('timetable_import_effect')
    .columns(['timetable_import_id', 'position', 'before', 'after'])
    .expression(sql`select ${timetable_import_id}::bigint, listed.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as listed(position int, before jsonb, after jsonb)`)
    .execute()
}

export type Told = Pick<StoredEntry, 'id'> & Entry
export const listEffects = async (db: Db, id: number): Promise<{ before: Told | null; after: Told | null }[]> => {
  const rows = await db
    .selectFrom('timetable_import_effect')
    .select(['before', 'after'])
    .where('timetable_import_id', '=', id)
    .orderBy('position')
    .execute()
  const whole = (told: unknown) =>
    told === null ? null : ({ ...{ form: null, is_distant: false }, ...(told as object) } as Told)
  return rows.map(({ before, after }) => ({ before: whole(before), after: whole(after) }))
}

/** Lessons as they stand now, by number. */
export async function listByIds(db: Db, ids: number[]): Promise<Map<number, Told>> {
  const rows = await db
    .selectFrom('timetable_entry')
    .select(['id', ...ENTRY])
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many lessons are held, and how many are substituted, on these rows of the timetable. */
export async function countStanding(db: Db, ids: number[]): Promise<{ lessons: number; substitutions: number }> {
  const entries = db.selectFrom('timetable_entry as entry').where('entry.id', '=', sql<number>`any(${ids}::bigint[])`)
  const lessons = await entries
    .innerJoin('lesson', (join) =>
      join
        .onRef('lesson.course_id', '=', 'entry.course_id')
        .onRef('lesson.held_on', '=', 'entry.held_on')
        .onRef('lesson.pair_number', '=', 'entry.pair_number')
    )
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow()
  const substitutions = await entries
    .innerJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow()
  return { lessons: lessons.n, substitutions: substitutions.n }
}

/** Puts removed lessons back; those whose place is taken again stay away. */
export async function restoreEntries(trx: Db, rows: Told[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('timetable_entry')
    .columns([...ENTRY])
    .expression(trx.selectFrom(listed(rows, TYPES) as never).select([...ENTRY] as never))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Remembers what names meant; a later answer takes the place of an earlier one. */
export async function putAliases(
  trx: Db,
  rows: { kind: string; scope_id: number; written: string; means_id: number | null }[]
): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('timetable_alias')
    .columns(['kind', 'scope_id', 'written', 'means_id'])
    .expression(
      trx
        .selectFrom(listed(rows, 'kind text, scope_id bigint, written text, means_id bigint') as never)
        .select(['kind', 'scope_id', 'written', 'means_id'] as never)
    )
    .onConflict((conflict) =>
      conflict.columns(['kind', 'scope_id', 'written']).doUpdateSet((eb) => ({ means_id: eb.ref('excluded.means_id') }))
    )
    .execute()
}

/** Creates rooms in one statement; answers with their numbers in the order of the names. */
export async function addRooms(trx: Db, names: string[]): Promise<number[]> {
  if (names.length === 0) return []
  const added = await trx
    .insertInto('room')
    .values(names.map((name) => ({ name })))
    .returning(['id', 'name'])
    .execute()
  return names.map((name) => added.find((one) => one.name === name)?.id ?? 0)
}

type PersonName = { last_name: string; first_name: string; middle_name: string }

/** Creates members of the staff without accounts; answers with their numbers in the order of the names. */
export async function addTeachers(trx: Db, names: PersonName[]): Promise<{ id: number; person_id: number }[]> {
  if (names.length === 0) return []
  const people = await trx.insertInto('person').values(names).returning('id').execute()
  const ids = people.map(({ id }) => id).sort((a, b) => a - b)
  const members = await trx
    .insertInto('staff_member')
    .values(ids.map((person_id) => ({ person_id, post: 'преподаватель' })))
    .returning(['id', 'person_id'])
    .execute()
  return ids.map((person_id) => ({ person_id, id: members.find((one) => one.person_id === person_id)?.id ?? 0 }))
}
