import { type WorkMeaning, workMeaning } from './codes.ts'
import { type ControlForm, type CurriculumTerm, type HourKind, type Notices, sumOf } from './curriculum.ts'
import { field, type Row, rowsByCode, rowsOf, type Tables } from './tables.ts'

type Entry = { row: Row; owner: string; index: string; work: string; place: string; semester: number }
type Draft = { total: number | null; weeks: number | null; hours: Map<HourKind, number>; controls: Set<ControlForm> }
type Lists = { works: Map<string, Row>; indexes: Map<string, string>; notices: Notices; inYear: number }

/** The other types repeat a part of the volume: interactive, electronic, practical training. */
const VOLUME_HOURS = '1'

const numberOf = (text: string) => (/^\d{1,5}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : null)

/** Of three or four terms of a course each is in a half of it. Plans by sessions have no semesters: the first two sessions of a course fall into its first half, the third later. */
const semesterOf = (row: Row, inYear: number) => {
  const [course = 0, part = 0, session = 0] = ['Курс', 'Семестр', 'Сессия'].map((name) => Number(field(row, name)))
  const half = inYear > 2 && part >= 1 && part <= inYear ? Math.ceil((part * 2) / inYear) : part
  const inCourse = half || (session > 2 ? 2 : session > 0 ? 1 : 0)
  const exists = Number.isInteger(course) && course >= 1 && course <= 11 && (inCourse === 1 || inCourse === 2)
  return exists ? (course - 1) * 2 + inCourse : null
}

const isBySessions = (row: Row) => ['0', ''].includes(field(row, 'Семестр')) && semesterOf(row, 2) !== null

const meaningOf = (row: Row, { works }: Lists) => {
  const code = field(row, 'КодВидаРаботы')
  const work = works.get(code)
  return workMeaning(code, field(work, 'КодТипРабот'), field(work, 'Название'))
}

/** One row of the table with its row of the plan and its semester, or nothing and an error with its place. */
const entryOf = (row: Row, line: number, lists: Lists): Entry | null => {
  const owner = field(row, 'КодОбъекта')
  const code = field(row, 'КодВидаРаботы')
  const work = field(lists.works.get(code), 'Название') || code
  const index = lists.indexes.get(owner)
  const semester = semesterOf(row, lists.inYear)
  const place = `Часы плана, строка ${line} (${index ?? 'вне плана'}), «${work}»`
  const lost = (message: string) => {
    lists.notices.errors.push({ place, message })
    return null
  }
  if (index === undefined) return lost(`Строки плана с кодом ${owner}, к которой относятся часы, в файле нет.`)
  if (!meaningOf(row, lists)) return lost(`Вид работы с кодом ${code} в файле не описан, строка пропущена.`)
  if (!semester) return lost(`Курс «${field(row, 'Курс')}», семестр «${field(row, 'Семестр')}» — такого семестра нет.`)
  return { row, owner, index, work, place, semester }
}

const controlOf = (form: ControlForm | null, { place, work }: Entry, notices: Notices): ControlForm => {
  const message = `Форма контроля «${work}» неизвестна, принята как «другие формы контроля».`
  if (!form) notices.errors.push({ place, message })
  return form ?? 'other'
}

/** A number of the row; nothing, and an error, where something else is written. */
const quantityOf = ({ row, place }: Entry, name: 'Количество' | 'Недель' | 'Дней', notices: Notices) => {
  const printed = field(row, name) || '0'
  const quantity = numberOf(printed)
  const message = `«${printed}» не читается как число.`
  if (quantity === null) notices.errors.push({ place: `${place}, поле «${name}»`, message })
  return quantity
}

/** Weeks stand in a field of their own, some versions leave them in the common one; six days make a week. */
const weeksOf = (entry: Entry, notices: Notices) => {
  const weeks = quantityOf(entry, 'Недель', notices) || quantityOf(entry, 'Количество', notices) || 0
  return sumOf([weeks, (quantityOf(entry, 'Дней', notices) ?? 0) / 6])
}

const addEntry = (draft: Draft, entry: Entry, meaning: WorkMeaning, notices: Notices) => {
  if (meaning.is === 'weeks') {
    draft.weeks = sumOf([draft.weeks ?? 0, weeksOf(entry, notices)])
    return
  }
  const quantity = quantityOf(entry, 'Количество', notices)
  if (quantity === null) return
  if (meaning.is === 'total') draft.total = sumOf([draft.total ?? 0, quantity])
  if (meaning.is === 'hours') draft.hours.set(meaning.kind, sumOf([draft.hours.get(meaning.kind) ?? 0, quantity]))
  if (meaning.is === 'control' && quantity > 0) draft.controls.add(controlOf(meaning.form, entry, notices))
}

const termOf = (entries: Entry[], semester: number, lists: Lists): CurriculumTerm => {
  const draft: Draft = { total: null, weeks: null, hours: new Map(), controls: new Set() }
  for (const entry of entries) {
    const meaning = meaningOf(entry.row, lists)
    if (meaning) addEntry(draft, entry, meaning, lists.notices)
  }
  const hours = [...draft.hours].filter(([, sum]) => sum > 0).map(([kind, sum]) => ({ kind, hours: sum }))
  const sum = sumOf(hours.map((part) => part.hours))
  const place = `Часы плана, ${entries[0]?.index}, ${semester}-й семестр`
  if (draft.total === null && sum > 0)
    lists.notices.warnings.push({ place, message: `Нет строки «Итого»: взята сумма по видам занятий, ${sum} ч.` })
  else if (draft.total !== null && draft.total !== sum)
    lists.notices.warnings.push({ place, message: `«Итого» ${draft.total} ч., а сумма по видам занятий ${sum} ч.` })
  return { semester, hours_total: draft.total ?? sum, weeks: draft.weeks, hours, controls: [...draft.controls] }
}

/** Terms of each row of the plan, by the row's «Код», in order of semesters. */
export const readTerms = (tables: Tables, notices: Notices): Map<string, CurriculumTerm[]> => {
  const lists: Lists = {
    works: rowsByCode(tables, 'СправочникВидыРабот'),
    indexes: new Map(rowsOf(tables, 'ПланыСтроки').map((row) => [field(row, 'Код'), field(row, 'ДисциплинаКод')])),
    notices,
    inYear: Number(field(tables, 'СеместровНаКурсе') || field(rowsOf(tables, 'Планы')[0], 'СеместровНаКурсе')) || 2
  }
  const entries = rowsOf(tables, 'ПланыНовыеЧасы').flatMap((row, i) => {
    const skipped = field(row, 'КодТипаЧасов') !== VOLUME_HOURS || meaningOf(row, lists)?.is === 'nothing'
    return skipped || isEmpty(row) ? [] : (entryOf(row, i + 1, lists) ?? [])
  })
  if (entries.some(({ row }) => isBySessions(row))) notices.warnings.push(BY_SESSIONS)
  if (lists.inYear > 2) notices.warnings.push(BY_TERMS(lists.inYear))
  const byOwner = Map.groupBy(entries, (entry) => entry.owner)
  return new Map([...byOwner].map(([owner, own]) => [owner, termsOf(own, lists)]))
}

const termsOf = (entries: Entry[], lists: Lists) =>
  [...Map.groupBy(entries, (entry) => entry.semester)]
    .sort(([a], [b]) => a - b)
    .map(([semester, own]) => termOf(own, semester, lists))

/** «Планы» keep rows of course 0 with nothing in them. */
const isEmpty = (row: Row) =>
  field(row, 'Курс') === '0' && ['Количество', 'Недель', 'Дней'].every((name) => !Number(field(row, name)))

const BY_TERMS = (terms: number) => ({
  place: 'Часы плана',
  message: `В плане ${terms} семестра на курсе: каждый отнесён к полугодию, на которое приходится; проверьте часы.`
})

const BY_SESSIONS = {
  place: 'Часы плана',
  message: 'План разложен по сессиям: сессии 1 и 2 отнесены к первому семестру курса, сессия 3 — ко второму; проверьте.'
}
