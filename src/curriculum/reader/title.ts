import type { CurriculumTitle, Notices } from './curriculum.ts'
import { field, findRow, type Row, rowsOf, type Tables } from './tables.ts'

const LEVELS: Record<string, string> = {
  '03': 'бакалавриат',
  '04': 'магистратура',
  '05': 'специалитет',
  '06': 'аспирантура',
  '07': 'аспирантура',
  '08': 'ординатура',
  '09': 'ассистентура-стажировка'
}

const planOf = (tables: Tables) => rowsOf(tables, 'Планы')[0]

/** «ООП» of higher schools holds the profile inside the direction; the code may stand in either. */
const specialtyOf = (tables: Tables): Row | undefined => {
  const programmes = rowsOf(tables, 'ООП').flatMap((outer) => [outer, ...rowsOf(outer, 'ООП')])
  return programmes.find((row) => field(row, 'Шифр') !== '') ?? programmes[0]
}

const codeOf = (specialty: Row | undefined) => {
  const printed = field(specialty, 'Шифр')
  return printed.match(/\d\d\.\d\d\.\d\d/)?.[0] ?? printed
}

const levelInWords = (tables: Tables, specialty: Row | undefined) => {
  const level = findRow(tables, 'Уровень_образования', field(planOf(tables), 'КодУровняОбразования'), 'Код_записи')
  if (level) return { category: field(level, 'Категория'), name: field(level, 'ВидПлана') }
  const old = findRow(tables, 'УровеньОбразования', field(specialty, 'УровеньОбразования'))
  return { category: field(old, 'Уровень'), name: field(old, 'Уровень') }
}

/** Colleges teach by codes NN.01.NN and NN.02.NN (приказ № 336); where the code is older, the level table tells. */
export const refuseLevel = (tables: Tables, fileName: string): string | null => {
  const specialty = specialtyOf(tables)
  const digits = codeOf(specialty).match(/^\d\d\.(\d\d)\.\d\d$/)?.[1]
  const { category, name } = levelInWords(tables, specialty)
  if (digits ? ['01', '02'].includes(digits) : ['СПО', 'НПО'].includes(category)) return null
  const level = (digits && LEVELS[digits]) || name.toLowerCase() || 'уровень не указан'
  const title = [codeOf(specialty), field(specialty, 'Название')].filter(Boolean).join(' ') || 'без названия'
  return `Файл «${fileName}» — план другого уровня образования (${title}, ${level}), а нужен план СПО.`
}

/** The programme's name is in capitals; the title page has it in ordinary letters, sometimes above other lines. */
const specialtyName = (plan: Row | undefined, specialty: Row | undefined) => {
  const name = field(specialty, 'Название').replace(/\s+/g, ' ')
  const lines = field(plan, 'Титул').split(/[\r\n]+/)
  const same = lines.find((line) => line.trim().toLowerCase() === name.toLowerCase())
  return same?.trim() ?? (name || (lines[0]?.trim() ?? ''))
}

const formOf = (tables: Tables, plan: Row | undefined) => {
  const code = field(plan, 'КодФормыОбучения')
  const named = field(findRow(tables, 'ФормаОбучения', code), 'ФормаОбучения').toLowerCase()
  return named || ({ '1': 'очная', '2': 'заочная', '3': 'очно-заочная' }[code] ?? '')
}

const baseOf = (tables: Tables, plan: Row | undefined) => {
  const named = field(findRow(tables, 'СправочникБазы', field(plan, 'КодБазы')), 'Наименование')
  return named.replace(/\s*образование$/i, '') || null
}

const entryYear = (plan: Row | undefined) => {
  const year = (field(plan, 'ГодНачалаПодготовки') || field(plan, 'УчебныйГод')).match(/\b20\d\d\b/)?.[0]
  return year ? Number(year) : null
}

export const readTitle = (tables: Tables): CurriculumTitle => {
  const plan = planOf(tables)
  const specialty = specialtyOf(tables)
  const title = {
    specialty_code: codeOf(specialty),
    specialty_name: specialtyName(plan, specialty),
    qualification: field(plan, 'Квалификация'),
    study_form: formOf(tables, plan),
    base_education: baseOf(tables, plan),
    entry_year: entryYear(plan)
  }
  return { ...title, name: nameOf(title) }
}

const nameOf = (title: Omit<CurriculumTitle, 'name'>) =>
  [
    `${title.specialty_code} ${title.specialty_name}`.trim(),
    title.qualification,
    title.entry_year && `набор ${title.entry_year} года`,
    title.study_form && `${title.study_form} форма`,
    title.base_education && `база: ${title.base_education}`
  ]
    .filter(Boolean)
    .join(', ')

/** The file says «11 courses» of every plan, so the length of study is what the semesters are compared with. */
export const warnOfDuration = (tables: Tables, semesters: number, notices: Notices) => {
  const [years, months] = ['СрокОбучения', 'СрокОбученияМесяцев'].map((name) => Number(field(planOf(tables), name)))
  const expected = Math.ceil(((years || 0) * 12 + (months || 0)) / 6)
  if (expected === 0 || expected === semesters) return
  const message = `По сроку обучения (${years || 0} г. ${months || 0} мес.) семестров ${expected}, а часы есть до ${semesters}-го.`
  notices.warnings.push({ place: 'Титул плана, срок обучения', message })
}
