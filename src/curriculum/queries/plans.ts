import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { ControlForm, Curriculum, CurriculumTerm, HourKind, ItemKind } from '../reader.ts'
import type { StoredRow } from '../rules/changes.ts'

/** The specialty of this code, found or created, and locked: two imports of one plan wait for each other. */
export async function lockSpecialty(trx: Db, { specialty_code, specialty_name }: Curriculum): Promise<number> {
  await trx
    .insertInto('specialty')
    .values({ code: specialty_code, name: specialty_name })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute()
  const { id } = await trx
    .selectFrom('specialty')
    .select('id')
    .where('code', '=', specialty_code)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return id
}

/** The plan that this one is a newer state of, with the departments whose groups follow it. */
export function findSamePlan(db: Db, curriculum: Curriculum) {
  const { specialty_code, entry_year, study_form, base_education, name } = curriculum
  return db
    .selectFrom('curriculum')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .select(['curriculum.id', 'curriculum.qualification', 'curriculum.semesters', 'curriculum.state'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('study_group')
          .select('study_group.department_id')
          .distinct()
          .whereRef('study_group.curriculum_id', '=', 'curriculum.id')
      ).as('following')
    )
    .where('specialty.code', '=', specialty_code)
    .where('curriculum.entry_year', 'is not distinct from', entry_year)
    .where('curriculum.study_form', '=', study_form)
    .where('curriculum.base_education', 'is not distinct from', base_education)
    .where('curriculum.name', '=', name)
    .executeTakeFirst()
}

type Items = ExpressionBuilder<DB & { item: DB['curriculum_item'] }, 'item'>

const termsOf = (eb: Items) =>
  jsonArrayFrom(
    eb
      .selectFrom('curriculum_term as term')
      .select(['term.semester', 'term.hours_total', 'term.weeks'])
      .select((term) => [hoursOf(term).as('hours'), controlsOf(term).as('controls')])
      .whereRef('term.curriculum_item_id', '=', 'item.id')
      .orderBy('term.semester')
  ).$castTo<CurriculumTerm[]>()

type Terms = ExpressionBuilder<DB & { term: DB['curriculum_term'] }, 'term'>

const hoursOf = (eb: Terms) =>
  jsonArrayFrom(
    eb
      .selectFrom('curriculum_hours as part')
      .select(['part.kind', 'part.hours'])
      .$narrowType<{ kind: HourKind }>()
      .whereRef('part.curriculum_item_id', '=', 'term.curriculum_item_id')
      .whereRef('part.semester', '=', 'term.semester')
  )

const controlsOf = (eb: Terms) =>
  eb
    .selectFrom('curriculum_control as control')
    .select(sql<ControlForm[]>`coalesce(json_agg(${sql.ref('control.control_form')}), '[]')`.as('forms'))
    .whereRef('control.curriculum_item_id', '=', 'term.curriculum_item_id')
    .whereRef('control.semester', '=', 'term.semester')

/** A row that something of the college stands on cannot be removed. */
const isUsed = (eb: Items) =>
  eb
    .or([
      eb.exists(eb.selectFrom('course').select('course.id').whereRef('course.curriculum_item_id', '=', 'item.id')),
      eb.exists(
        eb.selectFrom('lesson_plan').select('lesson_plan.id').whereRef('lesson_plan.curriculum_item_id', '=', 'item.id')
      ),
      eb.exists(
        eb
          .selectFrom('work_programme')
          .select('work_programme.id')
          .whereRef('work_programme.curriculum_item_id', '=', 'item.id')
      )
    ])
    .$castTo<boolean>()

/** All rows of a plan, also those dropped from it, in its order and with the hours of each semester. */
export const listRows = (db: Db, curriculum_id: number): Promise<StoredRow[]> =>
  db
    .selectFrom('curriculum_item as item')
    .leftJoin('curriculum_item as parent', 'parent.id', 'item.parent_id')
    .select(['item.id', 'item.position', 'item.item_index', 'item.item_key', 'item.name'])
    .select(['item.cycle_index', 'item.cycle_name', 'parent.item_key as parent_key'])
    .select((eb) => [
      eb.ref('item.kind').$castTo<ItemKind>().as('kind'),
      eb('item.dropped_at', 'is not', null).$castTo<boolean>().as('is_dropped'),
      isUsed(eb).as('is_used'),
      termsOf(eb).as('terms')
    ])
    .where('item.curriculum_id', '=', curriculum_id)
    .orderBy('item.position')
    .orderBy('item.id')
    .execute()

type Title = Pick<
  Curriculum,
  'name' | 'qualification' | 'study_form' | 'base_education' | 'entry_year' | 'semesters'
> & { specialty_id: number; file_name: string }

/** Adds the plan, or renews the one that `id` names. */
export async function putPlan(trx: Db, id: number | null, title: Title): Promise<number> {
  const plan = { ...title, imported_at: sql<Date>`now()` }
  const put =
    id === null
      ? trx.insertInto('curriculum').values(plan).returning('id')
      : trx.updateTable('curriculum').set(plan).where('id', '=', id).returning('id')
  return (await put.executeTakeFirstOrThrow()).id
}
