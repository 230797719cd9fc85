import type { Doer } from '../access/actor.ts'
import { findGroup, findNameOn, listGroups, listYears } from '../journal/queries/sheets/groups.ts'
import { fileNameOf, footOf } from '../journal/sheets/filling/foot.ts'
import type { Db } from '../platform/db.ts'
import type { Making, OrderFields, Printable } from '../print/printable.ts'
import { findAnyCourse, findSheetRows } from './queries/consolidated.ts'
import * as rules from './rules/ordering.ts'
import { consolidatedSheets } from './sheets/consolidated.ts'
import { type SheetOrder, sheetOf } from './sheets/filling.ts'

const right = 'consolidated sheet: print'
const name = 'Сводная ведомость учета успеваемости'

const refused = (refusal: rules.OrderRefusal) => ({
  refusal: rules.ORDER_REFUSALS[refusal],
  field: rules.FIELD_OF[refusal]
})

const find = (db: Db, actor: Doer, today: string, typed: string | undefined) =>
  typed?.trim() ? findGroup(db, actor, right, today, typed.trim()) : undefined

/** Groups in reach, semesters and years, and what the fields hold: as typed, or the term of today. */
async function choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object> {
  const group = await find(db, actor, today, fields.group)
  const years = await listYears(db, group?.id)
  const periods = rules.periodsOf(years)
  const named = rules.periodNamed(fields.term, years, today)
  const chosen = periods.find(
    ({ from, term }) => typeof named !== 'string' && from === named.from && term === named.term
  )
  return {
    ...{ groups: await listGroups(db, actor, right, today), group: group ?? null, periods },
    values: { group: fields.group ?? '', term: chosen?.value ?? fields.term ?? '' }
  }
}

/** R2 6.2: group and period. */
async function order(db: Db, actor: Doer, today: string, fields: OrderFields) {
  const group = await find(db, actor, today, fields.group)
  if (!group) return refused(fields.group?.trim() ? 'no-such-group' : 'group-missing')
  const period = rules.periodNamed(fields.term, await listYears(db, group.id), today)
  if (typeof period === 'string') return refused(period)
  if (!(await findAnyCourse(db, group.id, period))) return refused('no-courses')

  const parameters: SheetOrder = { study_group_id: group.id, ...period }
  const year = `${period.academicYear} учебный год`
  const words = period.term === null ? year : `${year}, ${period.name}`
  const called = await findNameOn(db, group.id, period.to)
  const file = `Сводная ведомость ${called} ${period.academicYear.replace('/', '-')} ${period.name}`
  return {
    title: `${name}, ${called}, ${words}`,
    study_group_id: group.id,
    parameters,
    file_name: fileNameOf(file)
  }
}

async function document(db: Db, parameters: object, making: Making) {
  const wanted = parameters as SheetOrder
  const rows = await findSheetRows(db, wanted, making.now)
  const sheet = sheetOf(wanted, rows)
  if (!sheet) return null
  const foot = footOf(rows.profile, making)
  return {
    title: `${name}, ${sheet.group}, ${sheet.period}`,
    foot,
    sides: 'single' as const,
    sheets: consolidatedSheets(sheet)
  }
}

export const sheetPrintable: Printable = {
  kind: 'sheet',
  name,
  right,
  form: 'assessment/sheets/_order',
  choices,
  order,
  document
}
