import type { Db } from '../../platform/db.ts'

type Title = {
  specialty_id: number
  name: string
  qualification: string
  study_form: string
  base_education: string | null
  entry_year: number
  semesters: number
}

/** Is there a plan of this intake for the same form, base and qualification, or of the same name? */
export async function hasPlan(db: Db, title: Title): Promise<boolean> {
  const found = await db
    .selectFrom('curriculum')
    .select('id')
    .where('specialty_id', '=', title.specialty_id)
    .where('entry_year', '=', title.entry_year)
    .where('study_form', '=', title.study_form)
    .where('base_education', 'is not distinct from', title.base_education)
    .where((eb) => eb.or([eb('qualification', '=', title.qualification), eb('name', '=', title.name)]))
    .executeTakeFirst()
  return found !== undefined
}

export const addCurriculum = async (trx: Db, title: Title): Promise<number> =>
  (await trx.insertInto('curriculum').values(title).returning('id').executeTakeFirstOrThrow()).id

/** Rows that stand in the plan, with their modules; answers with how many there are. */
export async function copyRows(trx: Db, from: number, to: number): Promise<number> {
  const TITLE = ['position', 'item_index', 'item_key', 'name', 'kind', 'cycle_index', 'cycle_name'] as const
  const added = await trx
    .insertInto('curriculum_item')
    .columns(['curriculum_id', ...TITLE])
    .expression((eb) =>
      eb
        .selectFrom('curriculum_item')
        .select((row) => [row.val(to).$castTo<number>().as('curriculum_id'), ...TITLE])
        .where('curriculum_id', '=', from)
        .where('dropped_at', 'is', null)
    )
    .returning('id')
    .execute()
  await trx
    .updateTable('curriculum_item as item')
    .from('curriculum_item as old')
    .innerJoin('curriculum_item as old_parent', 'old_parent.id', 'old.parent_id')
    .innerJoin('curriculum_item as parent', 'parent.item_key', 'old_parent.item_key')
    .set((eb) => ({ parent_id: eb.ref('parent.id') }))
    .whereRef('item.item_key', '=', 'old.item_key')
    .where('item.curriculum_id', '=', to)
    .where('old.curriculum_id', '=', from)
    .where('parent.curriculum_id', '=', to)
    .execute()
  return added.length
}

/** A row of the one plan beside the same row of the other. */
const pairs = (trx: Db, from: number, to: number) =>
  trx
    .selectFrom('curriculum_item as item')
    .innerJoin('curriculum_item as old', 'old.item_key', 'item.item_key')
    .where('item.curriculum_id', '=', to)
    .where('old.curriculum_id', '=', from)

/** Hours of each semester, what they consist of, and forms of control. */
export async function copyTerms(trx: Db, from: number, to: number): Promise<void> {
  await trx
    .insertInto('curriculum_term')
    .columns(['curriculum_item_id', 'semester', 'hours_total', 'weeks'])
    .expression(
      pairs(trx, from, to)
        .innerJoin('curriculum_term as term', 'term.curriculum_item_id', 'old.id')
        .select(['item.id', 'term.semester', 'term.hours_total', 'term.weeks'])
    )
    .execute()
  await trx
    .insertInto('curriculum_hours')
    .columns(['curriculum_item_id', 'semester', 'kind', 'hours'])
    .expression(
      pairs(trx, from, to)
        .innerJoin('curriculum_hours as part', 'part.curriculum_item_id', 'old.id')
        .select(['item.id', 'part.semester', 'part.kind', 'part.hours'])
    )
    .execute()
  await trx
    .insertInto('curriculum_control')
    .columns(['curriculum_item_id', 'semester', 'control_form'])
    .expression(
      pairs(trx, from, to)
        .innerJoin('curriculum_control as control', 'control.curriculum_item_id', 'old.id')
        .select(['item.id', 'control.semester', 'control.control_form'])
    )
    .execute()
}
