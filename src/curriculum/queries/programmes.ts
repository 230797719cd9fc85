import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { courseInSight, groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { ProgrammeKind, ProgrammeState } from '../rules/programmes.ts'

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

const items = (db: Db, actor: Doer, today: string) =>
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
  items(db, actor, today).where('curriculum_item.id', '=', id).executeTakeFirst()
export type ProgrammeItem = NonNullable<Awaited<ReturnType<typeof findProgrammeItem>>>

export type ProgrammeSearch = { curriculum: number; state: string; q: string; page: number }
export const PROGRAMMES_A_PAGE = 50

const ORDER = sql`case latest.state when 'submitted' then 0 when 'returned' then 1 when 'approved' then 3 else 2 end`

/** Rows in sight with their latest programme; what waits and what is missing first. One more than a page holds. */
export const listProgrammes = (db: Db, actor: Doer, today: string, search: ProgrammeSearch) =>
  items(db, actor, today)
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
  items(db, actor, today)
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
