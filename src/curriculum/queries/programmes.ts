import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { ProgrammeKind, ProgrammeState } from '../rules/programmes.ts'
import { programmeItems } from './programme-items.ts'

export type ProgrammeSearch = { curriculum: number; state: string; q: string; page: number }
export const PROGRAMMES_A_PAGE = 50

const ORDER = sql`case latest.state when 'submitted' then 0 when 'returned' then 1 when 'approved' then 3 else 2 end`

/** Rows in sight with their latest programme; what waits and what is missing first. One more than a page holds. */
export const listProgrammes = (db: Db, actor: Doer, today: string, search: ProgrammeSearch) =>
  programmeItems(db, actor, today)
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('work_programme')
          .select(['work_programme.id', 'work_programme.version', 'work_programme.state', 'work_programme.brought_at'])
          .whereRef('work_programme.curriculum_item_id', '=', 'curriculum_item.id')
          .orderBy('work_programme.version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue()
    )
    .select(['latest.id as programme_id', 'latest.version', 'latest.brought_at'])
    .select((eb) => eb.ref('latest.state').$castTo<ProgrammeState | null>().as('state'))
    .$if(search.curriculum > 0, (some) => some.where('curriculum.id', '=', search.curriculum))
    .$if(search.state === 'missing', (some) => some.where('latest.id', 'is', null))
    .$if(search.state !== '' && search.state !== 'missing', (some) => some.where('latest.state', '=', search.state))
    .$if(search.q !== '', (some) =>
      some.where('curriculum_item.name', 'ilike', `%${search.q.replace(/[\\%_]/g, '\\$&')}%`)
    )
    .orderBy(ORDER)
    .orderBy('curriculum.entry_year', (order) => order.desc().nullsLast())
    .orderBy('curriculum.id')
    .orderBy('curriculum_item.position')
    .limit(PROGRAMMES_A_PAGE + 1)
    .offset((search.page - 1) * PROGRAMMES_A_PAGE)
    .execute()

/** Curricula in sight, to narrow the list by. */
export const listProgrammeCurricula = (db: Db, actor: Doer, today: string) =>
  programmeItems(db, actor, today)
    .clearSelect()
    .select(['curriculum.id', 'curriculum.name', 'curriculum.entry_year'])
    .distinct()
    .orderBy('curriculum.entry_year', (order) => order.desc().nullsLast())
    .orderBy('curriculum.name')
    .execute()

/** All versions of a row's programme, the latest first, without their contents. */
export const listVersions = (db: Db, curriculum_item_id: number) =>
  db
    .selectFrom('work_programme')
    .select(['id', 'version', 'file_name', 'bytes', 'sha256', 'brought_at', 'brought_by', 'brought_by_account'])
    .select(['decided_at', 'decided_by', 'remark'])
    .select((eb) => eb.ref('state').$castTo<ProgrammeState>().as('state'))
    .where('curriculum_item_id', '=', curriculum_item_id)
    .orderBy('version', 'desc')
    .execute()

/** The file of a version. */
export const findProgrammeFile = (db: Db, curriculum_item_id: number, id: number) =>
  db
    .selectFrom('work_programme')
    .select(['id', 'file_name', 'content', 'sha256'])
    .select((eb) => eb.ref('kind').$castTo<ProgrammeKind>().as('kind'))
    .where('curriculum_item_id', '=', curriculum_item_id)
    .where('id', '=', id)
    .executeTakeFirst()

/** Two deeds on one row's programmes wait for each other. */
export const lockProgrammeItem = (trx: Db, id: number) =>
  trx.selectFrom('curriculum_item').select('id').where('id', '=', id).forNoKeyUpdate().execute()

type NewProgramme = {
  curriculum_item_id: number
  version: number
  file_name: string
  kind: ProgrammeKind
  content: Buffer
  bytes: number
  sha256: string
  brought_by: string
  brought_by_account: number
}
export async function addProgramme(trx: Db, programme: NewProgramme): Promise<number> {
  const added = trx.insertInto('work_programme').values(programme).returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const putDecision = (trx: Db, id: number, state: ProgrammeState, decided_by: string, remark: string) =>
  trx
    .updateTable('work_programme')
    .set({ state, decided_by, remark, decided_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute()

export const dropProgramme = (trx: Db, id: number) => trx.deleteFrom('work_programme').where('id', '=', id).execute()
