import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import { entryYearOf, GROUPS } from './groups.ts'
import { type Pupil, stayOn } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'

type Filling = { pupils: Pupil[]; groups: number[]; year: number }

/** The years each group has studied, and the orders by which groups went on to the next course every summer; the years are open. */
export async function addGroupYears(db: Db, { pupils, groups, year }: Filling): Promise<void> {
  const years = await db.selectFrom('academic_year').select(['id', 'starts_on']).orderBy('starts_on').execute()
  const begun = years.map(({ id, starts_on }) => ({ id, starts_on, from: Number(starts_on.slice(0, 4)) }))
  const orders = await addNumbered(
    db,
    'movement_order',
    begun.map(({ from }) => ({
      ...{ kind: 'promotion', number: '92-к', signed_on: `${from}-06-30`, state: 'signed' },
      basis: `решение педагогического совета от 29.06.${from}, протокол № 9`
    }))
  )
  const studied = begun.flatMap(({ id, from, starts_on }, i) =>
    GROUPS.flatMap((group, k) => {
      const course = from - entryYearOf(group, year) + 1
      const order_id = course > 1 ? (orders[i] ?? null) : null
      return course > 0 ? [{ id, starts_on, from, k, course, order_id }] : []
    })
  )
  await addRows(
    db,
    'study_group_year',
    studied.map(({ id, k, course, order_id }) => ({
      ...{ study_group_id: groups[k] ?? 0, academic_year_id: id, course, order_id }
    }))
  )
  const promoted = studied.flatMap((one) => (one.order_id === null ? [] : [{ ...one, order_id: one.order_id }]))
  await addRows(
    db,
    'movement_order_line',
    promoted.flatMap(({ k, starts_on, order_id }) =>
      pupils
        .filter((pupil) => stayOn(pupil, k, starts_on))
        .map(({ student_id }) => ({
          ...{ order_id, student_id, from_group_id: groups[k] ?? 0, effective_on: starts_on },
          reason: 'в связи с выполнением учебного плана'
        }))
    )
  )
  await nameByOrder(db)
  await db
    .updateTable('academic_year')
    .set({ opened_at: sql`(starts_on - 4 + time '12:00') at time zone 'Europe/Moscow'` })
    .execute()
}

/** A name that began on the first day of a year came with the order of that summer. */
const nameByOrder = (db: Db) =>
  db
    .updateTable('study_group_name')
    .from('study_group_year')
    .innerJoin('academic_year', 'academic_year.id', 'study_group_year.academic_year_id')
    .set((eb) => ({ order_id: eb.ref('study_group_year.order_id') }))
    .whereRef('study_group_year.study_group_id', '=', 'study_group_name.study_group_id')
    .whereRef('academic_year.starts_on', '=', 'study_group_name.since')
    .execute()
