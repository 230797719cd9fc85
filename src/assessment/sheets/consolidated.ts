import { formats } from '../../platform/formats.ts'
import { columnUnder, dividedColumns, NAME, nameColumn } from '../../print/columns.ts'
import { heightOfTexts, linesOf, PAGE } from '../../print/measure.ts'
import { pagesOf, sumOf } from '../../print/rows.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { ConsolidatedRow, ConsolidatedSheet, ConsolidatedSubject } from './shapes.ts'

/** Millimetres of columns as print.css has them, and of what stands above and below the rows. */
const TAIL = 11 + 4 * 6.5 + 3 * 10 + 30
const PERCENT = 8
const FORMS = 8
const FULL_HEADING = 31
const LINE = 4.5
const SHORT_HEADING = 8
const FIGURES = 37
const SIGNATURES = 34

/** Where most subjects have a single column, their names are written upwards in a high head, so that the columns stay narrow. */
const isHigh = ({ subjects }: ConsolidatedSheet) =>
  sumOf(subjects, ({ columns }) => columns.length) < subjects.length * 1.5
const headOf = (sheet: ConsolidatedSheet) => (isHigh(sheet) ? 44 : 30)

type Subject = ConsolidatedSubject & { place: number; head: number }

const columnOf = ({ index, title, columns, head }: Subject) =>
  columnUnder(`${index} ${title}`, columns.length, head, PERCENT)
const subjectWidth = (subject: Subject) => columnOf(subject).width * subject.columns.length

/** 95.96 → 96,0; a dash where nobody was assessed. */
const percent = (n: number | null) => (n === null ? '–' : n.toFixed(1).replace('.', ','))

/** What stands after the subjects, on the last sheet only. */
const tailCells = ({ average, counts, hours: { all, excused }, order }: ConsolidatedRow): string[] => [
  formats.average(average),
  ...counts.map(String),
  ...[all, excused, all - excused].map(formats.hours),
  order
]

type Row = { number: number; name: string; left: boolean; cells: string[] }

function rowOf({ number, name, left, results, ...row }: ConsolidatedRow, subjects: Subject[], isLast: boolean): Row {
  const cells = subjects.flatMap(({ place, columns }) => columns.map((_, k) => results[place]?.[k] ?? ''))
  return {
    number,
    name,
    left,
    cells: isLast ? [...cells, ...tailCells({ number, name, left, results, ...row })] : cells
  }
}

/** One sheet side by side with the others: its columns, rows and the figures under each subject. */
function part(sheet: ConsolidatedSheet, subjects: Subject[], isLast: boolean) {
  const figure = (title: string, of: (subject: Subject) => string, upwards = false) => ({
    ...{ title, upwards },
    cells: subjects.map((subject) => ({ text: of(subject), span: subject.columns.length }))
  })
  return {
    subjects,
    ...{ isHigh: isHigh(sheet), hasHeads: sheet.subjects.some(({ columns }) => columns.some(Boolean)) },
    hasTail: isLast,
    columns: subjects.flatMap((subject) => subject.columns.map(() => columnOf(subject).kind)),
    rows: sheet.rows.map((row) => rowOf(row, subjects, isLast)),
    figures: [
      figure('Средний балл', ({ average }) => (average === null ? '–' : formats.average(average))),
      figure('Успеваемость, %', ({ success }) => percent(success)),
      figure('Качество знаний, %', ({ quality }) => percent(quality)),
      figure('Преподаватель', ({ teacher }) => teacher, true)
    ]
  }
}

/** «Группа: списочный состав 25; отличников 3; …» */
function summary({ figures: f }: ConsolidatedSheet): string {
  return [
    `Группа: списочный состав ${f.listed}; отличников ${f.excellent}; хорошистов ${f.good}`,
    `успевают ${f.successful} (${percent(f.success)} %); качество знаний ${percent(f.quality)} %; СОУ ${f.sou === null ? '–' : formats.average(f.sou)} %`,
    `не успевают ${f.failing}; не аттестовано ${f.notAssessed}`
  ].join('; ')
}

/** What stands above the first table; the names of a college and of a specialty may take several lines. */
function headingOf({ college, group, specialty, studyForm }: ConsolidatedSheet): number {
  const about = `группа ${group}, 1 курс, специальность ${specialty}, форма обучения ${studyForm},`
  return FULL_HEADING + (linesOf(college, PAGE.width, 11) + linesOf(about, PAGE.width, 11) - 2) * LINE
}

/** The pages of one part: the rows, as many as fit, then the figures and, under the last part, the signatures. */
function pagesOfPart(sheet: ConsolidatedSheet, subjects: Subject[], isFirst: boolean, isLast: boolean) {
  const content = part(sheet, subjects, isLast)
  const { kind, width } = nameColumn(PAGE.width - 7 - sumOf(subjects, subjectWidth) - (isLast ? TAIL : 0))
  const order = (row: Row): [string, number][] => (isLast ? [[row.cells.at(-1) ?? '', 30]] : [])
  const pages = pagesOf(content.rows, {
    room: PAGE.height - headOf(sheet) - FORMS - SHORT_HEADING,
    above: isFirst ? headingOf(sheet) - SHORT_HEADING : 0,
    tail: FIGURES + (isLast ? SIGNATURES : 0),
    most: 9,
    heightAt: (row, points) => heightOfTexts([[row.name, width], ...order(row)], points)
  })
  return pages.map((page, i) => {
    const ends = i === pages.length - 1
    return {
      ...content,
      ...page,
      name: kind,
      full: isFirst && i === 0,
      figures: ends ? content.figures : [],
      signed: ends && isLast
    }
  })
}

/** F13: one sheet, or «лист 1 из 3» with № and name repeated when it is too wide or too long. */
export function consolidatedSheets(sheet: ConsolidatedSheet): Sheet[] {
  const room = PAGE.width - 7 - NAME
  const subjects = sheet.subjects.map((subject, place) => ({ ...subject, place, head: headOf(sheet) }))
  const parts = dividedColumns(subjects, subjectWidth, room, room - TAIL)
  const pages = parts.flatMap((part, n) => pagesOfPart(sheet, part, n === 0, n === parts.length - 1))
  const { subjects: _, rows: __, figures: ___, ...head } = sheet
  return pages.map((page, i) => ({
    view: 'assessment/sheets/consolidated',
    it: {
      ...{ ...head, ...page, id: `consolidated-${i + 1}`, summary: summary(sheet) },
      sheet: pages.length > 1 ? `лист ${i + 1} из ${pages.length}` : ''
    }
  }))
}
