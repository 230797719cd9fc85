import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { PlanRow } from '../rules/changes.ts'

const TITLE = ['position', 'item_index', 'name', 'kind', 'cycle_index', 'cycle_name'] as const
const TITLE_TYPES = 'position int, item_index text, name text, kind text, cycle_index text, cycle_name text'

/** Rows handed to the database as one parameter: a plan of any length is one statement. */
const listed = <Row>(rows: Row[], types: string) =>
  sql<Row>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'listed'>(sql.raw(`listed(${types})`))

/** Answers with the numbers of the new rows by their keys. Modules are named afterwards, when all rows have numbers. */
export async function addRows(trx: Db, curriculum_id: number, rows: PlanRow[]): Promise<Map<string, number>> {
  const added = await trx
    .insertInto('curriculum_item')
    .columns(['curriculum_id', 'item_key', ...TITLE])
    .expression((eb) =>
      eb
        .selectFrom(listed(rows, `item_key text, ${TITLE_TYPES}`))
        .select((row) => [row.val(curriculum_id).$castTo<number>().as('curriculum_id'), 'item_key', ...TITLE])
    )
    .returning(['id', 'item_key'])
    .execute()
  return new Map(added.map(({ id, item_key }) => [item_key, id]))
}

/** Writes titles and modules anew; a row that had been dropped is back in the plan. */
export async function putRows(trx: Db, rows: (PlanRow & { id: number; parent_id: number | null })[]): Promise<void> {
  await trx
    .updateTable('curriculum_item as item')
    .from(listed(rows, `id bigint, parent_id bigint, ${TITLE_TYPES}`))
    .set((eb) => ({
      position: eb.ref('listed.position'),
      item_index: eb.ref('listed.item_index'),
      name: eb.ref('listed.name'),
      kind: eb.ref('listed.kind'),
      cycle_index: eb.ref('listed.cycle_index'),
      cycle_name: eb.ref('listed.cycle_name'),
      parent_id: eb.ref('listed.parent_id'),
      dropped_at: null
    }))
    .whereRef('item.id', '=', 'listed.id')
    .execute()
}

/** Replaces hours and forms of control of these rows. */
export async function putTerms(trx: Db, rows: (Pick<PlanRow, 'terms'> & { id: number })[]): Promise<void> {
  const of = (row: { id: number }) => ({ curriculum_item_id: row.id })
  const terms = rows.flatMap((row) => row.terms.map((term) => ({ ...of(row), ...term })))
  await dropTerms(
    trx,
    rows.map(({ id }) => id)
  )
  await trx
    .insertInto('curriculum_term')
    .columns(['curriculum_item_id', 'semester', 'hours_total', 'weeks'])
    .expression((eb) =>
      eb
        .selectFrom(listed(terms, 'curriculum_item_id bigint, semester int, hours_total numeric, weeks numeric'))
        .select(['curriculum_item_id', 'semester', 'hours_total', 'weeks'])
    )
    .execute()
  await putTermParts(trx, terms)
}

async function putTermParts(trx: Db, terms: (PlanRow['terms'][number] & { curriculum_item_id: number })[]) {
  const of = ({ curriculum_item_id, semester }: (typeof terms)[number]) => ({ curriculum_item_id, semester })
  const hours = terms.flatMap((term) => term.hours.map((part) => ({ ...of(term), ...part })))
  const controls = terms.flatMap((term) => term.controls.map((control_form) => ({ ...of(term), control_form })))
  await trx
    .insertInto('curriculum_hours')
    .columns(['curriculum_item_id', 'semester', 'kind', 'hours'])
    .expression((eb) =>
      eb
        .selectFrom(listed(hours, 'curriculum_item_id bigint, semester int, kind text, hours numeric'))
        .select(['curriculum_item_id', 'semester', 'kind', 'hours'])
    )
    .execute()
  await trx
    .insertInto('curriculum_control')
    .columns(['curriculum_item_id', 'semester', 'control_form'])
    .expression((eb) =>
      eb
        .selectFrom(listed(controls, 'curriculum_item_id bigint, semester int, control_form text'))
        .select(['curriculum_item_id', 'semester', 'control_form'])
    )
    .execute()
}

const dropTerms = (trx: Db, ids: number[]) =>
  trx
    .deleteFrom('curriculum_term')
    .where('curriculum_item_id', 'in', [...ids, -1])
    .execute()

/** Takes rows out of the plan for good; nothing may stand on them. */
export async function removeRows(trx: Db, ids: number[]): Promise<void> {
  await dropTerms(trx, ids)
  await trx
    .deleteFrom('curriculum_item')
    .where('id', 'in', [...ids, -1])
    .execute()
}

/** Marks rows as gone from the plan; journals still stand on them. */
export const dropRows = (trx: Db, ids: number[]) =>
  trx
    .updateTable('curriculum_item')
    .set({ dropped_at: sql`now()` })
    .where('id', 'in', [...ids, -1])
    .execute()
