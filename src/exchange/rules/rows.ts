import { understand } from './cells.ts'
import { type Columns, headerKey, letterOf } from './columns.ts'
import type { List } from './lists.ts'

/** Where a cell is and what is wrong with it. */
export type Fault = { place: string; message: string }
/** A row of the file understood: text by field, days as YYYY-MM-DD, '' where the file says nothing. */
export type Row = { number: number; values: Record<string, string>; faults: Fault[] }

type Head = { list: List; header: string[]; columns: Columns }

/** «строка 14, столбец «Дата рождения» (D14)» */
export const placeOf = (number: number, header: string[], column: number): string =>
  `строка ${number}, столбец «${header[column] ?? ''}» (${letterOf(column)}${number})`

export function rowOf({ list, header, columns }: Head, number: number, cells: string[], today: string): Row {
  const faults: Fault[] = []
  const values: Record<string, string> = {}
  for (const { name, shape, need, title } of list.fields) {
    const column = columns[name]
    if (column === undefined) continue
    const cell = cells[column] ?? ''
    const said = understand(cell, shape, today)
    values[name] = 'value' in said ? said.value : ''
    const place = placeOf(number, header, column)
    if ('expected' in said)
      faults.push({ place, message: `«${cell.slice(0, 60)}» не подходит, нужно: ${said.expected}` })
    else if (need && said.value === '') faults.push({ place, message: `пусто, нужно: ${title.toLowerCase()}` })
  }
  return { number, values: { ...values, ...kinshipsOf(header, columns, values) }, faults: [...faults] }
}

/** A column called «Мать» says who it is about. */
function kinshipsOf(header: string[], columns: Columns, values: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const n of [1, 2]) {
    const column = columns[`guardian${n}_name`]
    if (column === undefined || !values[`guardian${n}_name`] || values[`guardian${n}_kinship`]) continue
    const words = headerKey(header[column] ?? '')
    found[`guardian${n}_kinship`] = /мат/.test(words) ? 'мать' : /отец|отца/.test(words) ? 'отец' : ''
  }
  return found
}
