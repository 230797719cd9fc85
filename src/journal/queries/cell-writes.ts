import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { recording } from '../../audit/actions.ts'
import { type Db, tableOf } from '../../platform/db.ts'
import { remembered } from '../../platform/remembering.ts'
import { type Sums, sumsOf } from './sums.ts'

/** Rows to write as JSON, null where there are none; `lesson_ids` with the `versions` of their cells as they were read. */
export type CellWrites = {
  course_id: number
  student_ids: number[]
  lesson_ids: number[]
  versions: number[]
  works: string | null
  marks: string | null
  gone_marks: string | null
  absences: string | null
  gone_absences: string | null
  lines: string
}

/** What the parts of the statement wait for: that the versions of all its lessons were as they had been read. */
const STANDS = sql<boolean>`(select yes from stands)`

/**
 * Writes cells with their audit lines and answers with the sums of the students: one statement, so whole or not at all.
 * Undefined when a cell of these lessons was written since they were read; then nothing is written.
 */
export async function putCells(db: Db, actor: Doer, writes: CellWrites): Promise<Sums[] | undefined> {
  const rows = await putCellsAndSum(db, actor, writes)
  return rows[0]?.is_kept ? rows.filter(({ student_id }) => student_id !== null) : undefined
}

const putCellsAndSum = remembered((db: Db, actor: Doer, writes: CellWrites) => {
  const { course_id, student_ids, lesson_ids, versions, works, marks, gone_marks, absences, gone_absences } = writes
  const parts = {
    turned: turned(db, lesson_ids, versions),
    stands: sql`select count(*) = cardinality(${lesson_ids}::bigint[]) as yes from turned`,
    recorded: recording(db, actor, writes.lines, STANDS),
    ...(works !== null && { works_put: worksPut(db, works) }),
    ...(marks !== null && { marks_put: marksPut(db, marks, actor) }),
    ...(gone_marks !== null && { marks_gone: marksGone(db, gone_marks) }),
    ...(absences !== null && { absences_put: absencesPut(db, absences, actor) }),
    ...(gone_absences !== null && { absences_gone: absencesGone(db, gone_absences) })
  }
  const named = Object.entries(parts).map(([name, part]) => sql`${sql.id(name)} as (${part})`)
  const sums = sumsOf(db, course_id, student_ids, entriesAfter(db, new Set(Object.keys(parts))))
  return sql<Sums & { is_kept: boolean }>`with ${sql.join(named)}
    select ${STANDS} as is_kept, sums.* from stands left join (${sums}) as sums on true`.compile(db)
})

/** Counts the lessons' versions on; another writer waits here and then finds them changed. */
const turned = (db: Db, lesson_ids: number[], versions: number[]) => {
  const read = sql<{ id: number; version: number }>`unnest(${lesson_ids}::bigint[], ${versions}::int[])`
  return db
    .updateTable('lesson')
    .from(read.as<'read'>(sql`read(id, version)`))
    .set((eb) => ({ cells_version: eb('lesson.cells_version', '+', 1) }))
    .whereRef('lesson.id', '=', 'read.id')
    .whereRef('lesson.cells_version', '=', 'read.version')
    .returning('lesson.id')
}

/** A mark typed over a lesson without a work for it opens one of the first kind of its scale. */
const worksPut = (db: Db, works: string) =>
  db
    .insertInto('work')
    .columns(['lesson_id', 'number', 'work_kind_id'])
    .expression(sql`select lesson_id, number, (select id from ${tableOf(db, 'work_kind')} as kind where kind.scale = new.scale order by position limit 1)
      from jsonb_to_recordset(${works}::jsonb) as new(lesson_id bigint, number smallint, scale text) where ${STANDS}`)
    .onConflict((conflict) => conflict.doNothing())

const marksPut = (db: Db, marks: string, { account_id }: Doer) =>
  db
    .insertInto('mark')
    .columns(['lesson_id', 'student_id', 'work_number', 'value', 'given_by'])
    .expression(sql`select new.*, ${account_id}::bigint from jsonb_to_recordset(${marks}::jsonb)
      as new(lesson_id bigint, student_id bigint, work_number smallint, value text) where ${STANDS}`)
    .onConflict((conflict) =>
      conflict.columns(['lesson_id', 'student_id', 'work_number']).doUpdateSet((eb) => ({
        ...{ value: eb.ref('excluded.value'), given_by: eb.ref('excluded.given_by') },
        given_at: sql`now()`
      }))
    )
    .returning(['lesson_id', 'student_id', 'work_number', 'value'])

const marksGone = (db: Db, marks: string) => {
  const gone = sql<{ lesson_id: number; student_id: number; work_number: number }>`jsonb_to_recordset(${marks}::jsonb)`
  return db
    .deleteFrom('mark')
    .using(gone.as<'gone'>(sql`gone(lesson_id bigint, student_id bigint, work_number smallint)`))
    .whereRef('mark.lesson_id', '=', 'gone.lesson_id')
    .whereRef('mark.student_id', '=', 'gone.student_id')
    .whereRef('mark.work_number', '=', 'gone.work_number')
    .where(STANDS)
    .returning(['mark.lesson_id', 'mark.student_id', 'mark.work_number'])
}

const absencesPut = (db: Db, absences: string, { account_id }: Doer) =>
  db
    .insertInto('absence')
    .columns(['lesson_id', 'student_id', 'code', 'hours', 'document', 'noted_by'])
    .expression(sql`select new.*, ${account_id}::bigint from jsonb_to_recordset(${absences}::jsonb)
      as new(lesson_id bigint, student_id bigint, code text, hours smallint, document text) where ${STANDS}`)
    .onConflict((conflict) =>
      conflict.columns(['lesson_id', 'student_id']).doUpdateSet((eb) => ({
        ...{ code: eb.ref('excluded.code'), hours: eb.ref('excluded.hours'), document: eb.ref('excluded.document') },
        ...{ noted_by: eb.ref('excluded.noted_by'), noted_at: sql`now()` }
      }))
    )
    .returning(['lesson_id', 'student_id', 'hours'])

const absencesGone = (db: Db, absences: string) => {
  const gone = sql<{ lesson_id: number; student_id: number }>`jsonb_to_recordset(${absences}::jsonb)`
  return db
    .deleteFrom('absence')
    .using(gone.as<'gone'>(sql`gone(lesson_id bigint, student_id bigint)`))
    .whereRef('absence.lesson_id', '=', 'gone.lesson_id')
    .whereRef('absence.student_id', '=', 'gone.student_id')
    .where(STANDS)
    .returning(['absence.lesson_id', 'absence.student_id'])
}

/** What the sums are made of as the statement leaves it: it reads the tables as they were before, and beside them what it writes. */
function entriesAfter(db: Db, parts: Set<string>) {
  const left = (part: string, key: string[]) =>
    parts.has(part)
      ? sql`and (${keyOf('old', key)}) not in (select ${keyOf('new', key)} from ${sql.id(part)} as new)` // looked up by hash
      : sql``
  const put = (part: string, columns: string) =>
    parts.has(part) ? sql`union all select ${sql.raw(columns)} from ${sql.id(part)}` : sql``
  return sql`
    select lesson_id, student_id, value, null::smallint as hours from ${tableOf(db, 'mark')} as old
    where true ${left('marks_put', MARK)} ${left('marks_gone', MARK)} ${put('marks_put', 'lesson_id, student_id, value, null')}
    union all select lesson_id, student_id, null, hours from ${tableOf(db, 'absence')} as old
    where true ${left('absences_put', CELL)} ${left('absences_gone', CELL)} ${put('absences_put', 'lesson_id, student_id, null, hours')}`
}
const CELL = ['lesson_id', 'student_id']
const MARK = [...CELL, 'work_number']
const keyOf = (table: string, columns: string[]) => sql.join(columns.map((column) => sql.ref(`${table}.${column}`)))
