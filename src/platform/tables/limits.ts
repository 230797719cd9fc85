/** A row with its number in the file; cells by columns from the first, days as YYYY-MM-DD where the file knew them as days. */
export type Line = { number: number; cells: string[] }
export type Sheet = { name: string; lines: Line[] }

export const TABLE_BYTES = 5_000_000
/** What a packed file may unpack to, its pictures counted in. */
export const INFLATED_BYTES = 40_000_000
const MOST_ROWS = 2000
const MOST_COLUMNS = 60
const CELL_CHARS = 2000
const MOST_SHEETS = 12

export const TABLE_REFUSALS = {
  'too-big': 'Файл больше 5 МБ: сохраните нужную таблицу отдельным файлом.',
  empty: 'В файле нет ни одной заполненной строки.',
  'old-office': 'Файл старого формата или защищён паролем: сохраните его без пароля как .xlsx, .docx или .csv.',
  'open-document': 'Файл OpenDocument: сохраните его как .xlsx, .docx или .csv.',
  'web-page': 'Это веб-страница, хотя называется таблицей: откройте её в Excel или LibreOffice и сохраните как .xlsx.',
  'no-table': 'В файле не нашлось таблицы. Подойдёт .xlsx, .csv или .docx с таблицей.',
  damaged: 'Файл повреждён: откройте его, сохраните заново и выберите ещё раз.',
  'zip-bomb': 'Файл распаковывается в слишком большой: сохраните нужную таблицу отдельным файлом.',
  'unknown-encoding': 'Кодировка файла не узнана: сохраните его как «CSV UTF-8» или .xlsx.',
  'too-many-rows': 'В таблице больше 2000 строк: оставьте только нужные.',
  'too-many-columns': 'В таблице больше 60 столбцов: оставьте только нужные.'
} as const
export type TableRefusal = keyof typeof TABLE_REFUSALS
export type TableReading = { ok: true; sheets: Sheet[] } | { ok: false; refusal: TableRefusal }

/** Spaces in a row are one, and a text has an end. */
export const tidyCell = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, CELL_CHARS)

/** Rows that have anything in them, without empty cells at their ends. */
export function linesOf(rows: { number: number; cells: string[] }[]): Line[] {
  return rows.flatMap(({ number, cells }) => {
    const filled = cells.findLastIndex((cell) => cell !== '') + 1
    return filled === 0 ? [] : [{ number, cells: cells.slice(0, filled) }]
  })
}

export function refuseSize(sheets: Sheet[]): TableRefusal | null {
  if (sheets.some(({ lines }) => lines.length > MOST_ROWS) || sheets.length > MOST_SHEETS) return 'too-many-rows'
  const isWide = sheets.some(({ lines }) => lines.some(({ cells }) => cells.length > MOST_COLUMNS))
  return isWide ? 'too-many-columns' : null
}
