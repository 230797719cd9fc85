import { sql } from 'kysely'
import { type Doer, departmentsOf, scopesOf } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { curriculumInSight } from './curricula.ts'

const writable = (db: Db, actor: Doer, today: string, id: number) =>
  db
    .selectFrom('curriculum')
    .selectAll('curriculum')
    .where('curriculum.id', '=', id)
    .where(curriculumInSight(db, actor, 'curriculum: write', today))

/** The plan when this person may change it: a head only one that no group of another department follows. */
const changeable = (db: Db, actor: Doer, today: string, id: number) =>
  writable(db, actor, today, id).$if(!scopesOf(actor, 'curriculum: write').includes('all'), (own) =>
    own.where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('study_group')
            .select('study_group.id')
            .whereRef('study_group.curriculum_id', '=', 'curriculum.id')
            .where('study_group.department_id', 'not in', [...departmentsOf(actor), -1])
        )
      )
    )
  )

export const isChangeable = async (db: Db, actor: Doer, today: string, id: number): Promise<boolean> =>
  (await changeable(db, actor, today, id).executeTakeFirst()) !== undefined

/** The same, locked with its specialty, as an import locks it: two changes of one plan wait for each other. */
export async function lockCurriculum(trx: Db, actor: Doer, today: string, id: number) {
  await lockSpecialtyOf(trx, id)
  return changeable(trx, actor, today, id).executeTakeFirst()
}

/** The plan to copy from, also one that is shared with another department. */
export async function lockToCopy(trx: Db, actor: Doer, today: string, id: number) {
  await lockSpecialtyOf(trx, id)
  return writable(trx, actor, today, id).executeTakeFirst()
}

const lockSpecialtyOf = (trx: Db, curriculum_id: number) =>
  trx
    .selectFrom('specialty')
    .select('specialty.id')
    .where('specialty.id', '=', (eb) =>
      eb.selectFrom('curriculum').select('curriculum.specialty_id').where('curriculum.id', '=', curriculum_id)
    )
    .forNoKeyUpdate()
    .execute()

export const countHours = async (db: Db, curriculum_id: number): Promise<number> => {
  const { hours } = await db
    .selectFrom('curriculum_term')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'curriculum_term.curriculum_item_id')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('curriculum_term.hours_total'), sql.lit(0)).as('hours'))
    .where('curriculum_item.curriculum_id', '=', curriculum_id)
    .where('curriculum_item.dropped_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(hours)
}

type State =
  | { state: 'approved'; approved_on: string; approval: string; approved_by: string }
  | { state: 'draft'; approved_on: null; approval: ''; approved_by: '' }

export const putState = (trx: Db, id: number, state: State) =>
  trx.updateTable('curriculum').set(state).where('id', '=', id).execute()

/** The plan stays approved, or a draft, until the transaction ends. */
export const keepState = (trx: Db, id: number) =>
  trx.selectFrom('curriculum').select('id').where('id', '=', id).forShare().execute()
