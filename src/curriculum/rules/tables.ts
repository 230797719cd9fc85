import { hoursBySemester, hoursOfAll, isTaught, sumOf } from '../reader/curriculum.ts'
import type { PlanRow } from './changes.ts'
import { controlsBySemester } from './words.ts'

/** A row of the plan's table: hours in each column of a semester, in all, and forms of control with their semesters. */
export type TableRow<Row> = Row & {
  cells: (number | null)[]
  total: number | null
  controls: string
  is_taught: boolean
}

/** The plan as it is printed: rows by cycles, a column for each semester, sums that leave out what modules repeat. */
export function planTable<Row extends PlanRow>(rows: Row[], semesters: number) {
  const columns = Array.from({ length: semesters }, (_, i) => i + 1)
  const sums = new Map(hoursBySemester(rows).map(({ semester, hours }) => [semester, hours]))
  const cycles: { title: string; rows: TableRow<Row>[] }[] = []
  for (const row of rows) {
    const title = [row.cycle_index, row.cycle_name].filter(Boolean).join('. ')
    if (cycles.at(-1)?.title !== title) cycles.push({ title, rows: [] })
    cycles.at(-1)?.rows.push(rowOf(row, columns))
  }
  return { columns, cycles, sums: columns.map((semester) => sums.get(semester) ?? 0), total: hoursOfAll(rows) }
}

function rowOf<Row extends PlanRow>(row: Row, columns: number[]): TableRow<Row> {
  const hours = new Map(row.terms.map((term) => [term.semester, term.hours_total]))
  return {
    ...row,
    cells: columns.map((semester) => hours.get(semester) ?? null),
    total: row.terms.length > 0 ? sumOf([...hours.values()]) : null,
    controls: isTaught(row) ? controlsBySemester(row.terms) : '',
    is_taught: isTaught(row)
  }
}
