import type { CurriculumItem, CurriculumTerm, ItemKind, Notices } from './curriculum.ts'
import { itemKey } from './keys.ts'
import { field, type Row, rowsByCode, rowsOf, type Tables } from './tables.ts'

type Lists = {
  rows: Map<string, Row>
  cycles: Map<string, Row>
  practices: Map<string, Row>
  firsts: Map<string, Row>
  types: Map<string, Row>
}
/** Types of rows by the file's own list «СправочникТипОбъекта»: its codes may be other than usual. */
const TYPE_NAMES: [RegExp, string][] = [
  [/^модул/i, '1'],
  [/^дисциплин/i, '2'],
  [/^практик/i, '3'],
  [/^контрол/i, '4'],
  [/выбор/i, '5'],
  [/^(гиа|госуд|итогов)/i, '6']
]

type Fault = { where: string; message: string }

const MODULE_OR_HEADING = '1'
const PRACTICE = '3'
const CONTROL = '4'
const CHOICE = '5'
const FINAL_ATTESTATION = '6'
const TYPES = [MODULE_OR_HEADING, '2', PRACTICE, CONTROL, CHOICE, FINAL_ATTESTATION]

const spaced = (text: string) => text.replace(/\s+/g, ' ')
const keyOf = (row: Row) => itemKey(field(row, 'ДисциплинаКод'))

/** «ПМ» and «ПМ.00» gather the modules and are none themselves. */
const isModule = (key: string) => key.startsWith('ПМ') && key !== 'ПМ' && key !== 'ПМ.00'

const practiceKind = (row: Row, { practices }: Lists): ItemKind => {
  const sort = field(practices.get(field(row, 'ВидПрактики')), 'Наименование')
  if (/учебн/i.test(sort)) return 'training_practice'
  if (/производств|преддиплом/i.test(sort)) return 'industrial_practice'
  if (/ВКР|выпускн|государств/i.test(sort)) return 'final_attestation'
  return /^УП|учебн/i.test(`${keyOf(row)} ${field(row, 'Дисциплина')}`) ? 'training_practice' : 'industrial_practice'
}

const typeOf = (row: Row, { types }: Lists): string => {
  const code = field(row, 'ТипОбъекта')
  const name = field(types.get(code), 'Название')
  return TYPE_NAMES.find(([words]) => words.test(name))?.[1] ?? code
}

const kindOf = (row: Row, parentKey: string | null, lists: Lists): ItemKind => {
  const type = typeOf(row, lists)
  const key = keyOf(row)
  if (type === MODULE_OR_HEADING) return isModule(key) ? 'module' : 'heading'
  if (type === CHOICE) return 'heading'
  if (type === PRACTICE) return practiceKind(row, lists)
  if (type === CONTROL) return 'module_exam'
  if (type === FINAL_ATTESTATION) return 'final_attestation'
  return key.startsWith('МДК') || isModule(parentKey ?? '') ? 'course' : 'discipline'
}

const faultsOfIndex = (row: Row, { firsts }: Lists): Fault[] => {
  const first = firsts.get(keyOf(row))
  if (!field(row, 'ДисциплинаКод')) return [{ where: 'индекс', message: 'Индекс не указан.' }]
  if (first === row) return []
  return [{ where: 'индекс', message: `Такой же индекс у строки «${field(first, 'Дисциплина')}»: их не различить.` }]
}

const faultsOf = (row: Row, lists: Lists): Fault[] => {
  const parent = field(row, 'КодРодителя')
  const cycle = field(row, 'КодБлока')
  const type = typeOf(row, lists)
  const faults = faultsOfIndex(row, lists)
  if (!field(row, 'Дисциплина')) faults.push({ where: 'наименование', message: 'Наименование не указано.' })
  if (!lists.cycles.has(cycle)) faults.push({ where: 'учебный цикл', message: `Цикла с кодом «${cycle}» в файле нет.` })
  if (parent && !lists.rows.has(parent))
    faults.push({ where: 'модуль', message: `Строки с кодом ${parent}, которой подчинена эта, в файле нет.` })
  if (!TYPES.includes(type))
    faults.push({ where: 'тип строки', message: `Тип «${type}» неизвестен, строка принята как дисциплина.` })
  return faults
}

const itemOf = (row: Row, position: number, terms: CurriculumTerm[], lists: Lists): CurriculumItem => {
  const cycle = lists.cycles.get(field(row, 'КодБлока'))
  const parent = lists.rows.get(field(row, 'КодРодителя'))
  const parentKey = parent ? keyOf(parent) : null
  return {
    source_code: Number(field(row, 'Код')),
    item_index: field(row, 'ДисциплинаКод'),
    item_key: keyOf(row),
    name: spaced(field(row, 'Дисциплина')),
    kind: kindOf(row, parentKey, lists),
    cycle_index: field(cycle, 'Идентификатор'),
    cycle_name: spaced(field(cycle, 'Цикл')),
    parent_key: parentKey,
    position,
    terms
  }
}

/** Whether the row can be told from all others of the file; its faults go to the errors in either case. */
const isSound = (row: Row, line: number, lists: Lists, notices: Notices) => {
  const code = field(row, 'Код')
  const sound = /^-?\d{1,15}$/.test(code) && lists.rows.get(code) === row
  const faults = faultsOf(row, lists)
  if (!sound) faults.push({ where: 'код', message: `Код «${code}» повторяется или не число, строка пропущена.` })
  const place = `Строки плана, строка ${line} (${field(row, 'ДисциплинаКод') || 'без индекса'})`
  notices.errors.push(...faults.map(({ where, message }) => ({ place: `${place}, ${where}`, message })))
  return sound
}

/** «Порядок» is how the plan is printed; in the file a module's exam comes before its courses. */
const orderOf = (row: Row) => Number(field(row, 'Порядок')) || Number.MAX_SAFE_INTEGER

/** Rows of the plan in the order it is printed in; a row whose own code is broken or repeated is left out. */
export const readItems = (tables: Tables, terms: Map<string, CurriculumTerm[]>, notices: Notices): CurriculumItem[] => {
  const rows = rowsOf(tables, 'ПланыСтроки')
  const lists: Lists = {
    rows: rowsByCode(tables, 'ПланыСтроки'),
    cycles: rowsByCode(tables, 'ПланыЦиклы'),
    practices: rowsByCode(tables, 'СправочникВидыПрактик'),
    types: rowsByCode(tables, 'СправочникТипОбъекта'),
    firsts: new Map(rows.toReversed().map((row) => [keyOf(row), row]))
  }
  return rows
    .filter((row, i) => isSound(row, i + 1, lists, notices))
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((row, i) => itemOf(row, i + 1, terms.get(field(row, 'Код')) ?? [], lists))
}
