import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type Row = Record<string, unknown>
export type Tables = Record<string, unknown>
type Opening = { ok: true; tables: Tables } | { ok: false; refusal: string }

/** A field of a row, trimmed; '' where the file has none. */
export const field = (row: Row | undefined, name: string) => {
  const value = row?.[name]
  return typeof value === 'string' ? value.trim() : ''
}

export const rowsOf = (tables: Tables, table: string): Row[] =>
  [tables[table]].flat().filter((row): row is Row => typeof row === 'object' && row !== null)

export const findRow = (tables: Tables, table: string, code: string, key = 'Код') =>
  rowsOf(tables, table).find((row) => field(row, key) === code)

/** The first row of each code: a repeated code is a fault of the file. */
export const rowsByCode = (tables: Tables, table: string) =>
  new Map(
    rowsOf(tables, table)
      .toReversed()
      .map((row) => [field(row, 'Код'), row])
  )

/** Older files of «Планы» are in windows-1251; they must be readable for the refusal to name them. */
const decode = (file: Uint8Array) => {
  const [first, second] = file
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(file)
  if ((first === 0xff && second === 0xfe) || second === 0) return new TextDecoder('utf-16le').decode(file)
  const declaration = new TextDecoder('latin1').decode(file.subarray(0, 200))
  return new TextDecoder(/encoding=["']windows-1251/i.test(declaration) ? 'windows-1251' : 'utf-8').decode(file)
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  htmlEntities: true
})

/** The parser throws on what its validator lets through (nesting too deep, reserved names): to us no plan either. */
const parse = (text: string): Row => {
  try {
    return parser.parse(text)
  } catch {
    return {}
  }
}

const child = (row: Row, name: string): Row => {
  const value = row[name]
  return typeof value === 'object' && value !== null ? (value as Row) : {}
}

/** The element of that name, whatever its prefix is. */
const inner = (row: Row, name: string): Row | undefined => {
  const key = Object.keys(row).find((one) => one.replace(/^.*:/, '') === name)
  return key === undefined ? undefined : child(row, key)
}

/** Zero bytes pass the validator, but no XML and no database has them. */
const lineOfFault = (text: string): number | null => {
  const zero = text.indexOf('\0')
  if (zero >= 0) return text.slice(0, zero).split('\n').length
  const checked = XMLValidator.validate(text)
  return checked === true ? null : checked.err.line
}

/** Opens a .plx of any of its encodings down to its tables, or says why it is none. */
export const openPlan = (file: Uint8Array, fileName: string): Opening => {
  const text = decode(file).trim()
  const refuse = (words: string): Opening => ({ ok: false, refusal: `Файл «${fileName}» ${words}.` })
  // «Планы» writes no DOCTYPE, and entities declared in one could blow a small file up in memory.
  if (!text.startsWith('<') || text.includes('<!DOCTYPE'))
    return refuse('не учебный план: нужен файл .plx программы «Планы» (ММИС Лаб)')
  const line = lineOfFault(text)
  if (line !== null && text.includes('<Документ'))
    return refuse(`повреждён или скопирован не целиком (строка ${line}): сохраните его заново`)

  const root = child(line === null ? parse(text) : {}, 'Документ')
  if ('План' in root) return refuse('сохранён старой версией «Планов»: откройте его в новой и сохраните как .plx')
  const tables = inner(inner(root, 'diffgram') ?? root, 'dsMMISDB') ?? {}
  if (rowsOf(tables, 'Планы').length === 0)
    return refuse('не учебный план: в нём нет таблиц программы «Планы» (dsMMISDB)')
  if (rowsOf(tables, 'ПланыСтроки').length === 0) return refuse('не содержит ни одной строки учебного плана')
  return { ok: true, tables: { СеместровНаКурсе: field(root, 'СеместровНаКурсе'), ...tables } }
}
