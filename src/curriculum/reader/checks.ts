import { type CurriculumItem, isTaught, type Notices, sumOf } from './curriculum.ts'
import { field, rowsByCode, type Tables } from './tables.ts'

const CHOICE = '5'

const placeOf = (item: CurriculumItem) => `Строки плана, ${item.item_index}`

const hoursOf = (items: CurriculumItem[], semester?: number) =>
  sumOf(
    items
      .flatMap((item) => item.terms)
      .filter((term) => semester === undefined || term.semester === semester)
      .map((term) => term.hours_total)
  )

/** A row that gathers others repeats their hours; a difference means one of the two is wrong. */
const warnOfGathered = (item: CurriculumItem, children: CurriculumItem[], notices: Notices) => {
  for (const { semester, hours_total } of item.terms) {
    const sum = hoursOf(children, semester)
    const message = `Указано ${hours_total} ч., а в подчинённых строках ${sum} ч.`
    if (sum !== hours_total) notices.warnings.push({ place: `${placeOf(item)}, ${semester}-й семестр`, message })
  }
}

const warnOfTaught = (item: CurriculumItem, planned: string, notices: Notices) => {
  const warn = (message: string) => notices.warnings.push({ place: placeOf(item), message })
  const sum = hoursOf([item])
  if (sum === 0) warn('Часов нет ни в одном семестре.')
  else if (planned !== '' && Number(planned.replace(',', '.')) !== sum)
    warn(`Часов по плану ${planned}, а по семестрам ${sum}.`)
  if ((item.kind === 'course' || item.kind === 'module_exam') && !item.parent_key)
    warn('Строка не подчинена профессиональному модулю.')
}

/** Warns where two figures of the file about one row differ; the hours by semester are what is taken. */
export const warnOfSums = (tables: Tables, items: CurriculumItem[], notices: Notices) => {
  const rows = rowsByCode(tables, 'ПланыСтроки')
  const children = Map.groupBy(items, (item) => item.parent_key)
  for (const item of items) {
    const row = rows.get(String(item.source_code))
    if (isTaught(item)) warnOfTaught(item, field(row, 'ЧасовПоПлану'), notices)
    else warnOfGathered(item, children.get(item.item_key) ?? [], notices)
    const warn = (message: string) => notices.warnings.push({ place: placeOf(item), message })
    if (field(row, 'СчитатьВПлане') === 'false') warn('Строка не входит в объём плана, но её часы взяты.')
    if (field(row, 'ТипОбъекта') === CHOICE) warn('Блок по выбору: взяты часы всех его дисциплин, лишние удалите.')
  }
}
