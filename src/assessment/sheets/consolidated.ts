import { formats } from '../../platform/formats.ts'
import { dividedColumns, NAME, nameColumn } from '../../print/columns.ts'
import { heightOfTexts, linesOf, PADDING, PAGE } from '../../print/measure.ts'
import { pagesOf, sumOf } from '../../print/rows.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { ConsolidatedRow, ConsolidatedSheet, ConsolidatedSubject } from './shapes.ts'

/** Millimetres of columns as print.css has them, and of what stands above and below the rows. */
const RESULT = 6.5
const UPWARD_LINE = 3.3
const TAIL = 11 + 4 * 6.5 + 3 * 10 + 30
const FULL_HEADING = 27
const SHORT_HEADING = 8
const FIGURES = 37
const SIGNATURES = 34

/** A name over one column is written upwards in a high head, so that the columns stay narrow. */
const upwards = (columns: number) => (columns > 1 ? 30 : 44)
const headsOf = ({ subjects }: ConsolidatedSheet) => upwards(subjects[0]?.columns.length ?? 1) + 6

/** Widths that print.css has for a subject of one column, which needs room for its name written upwards. */
const WIDTHS = [8, 11, 14, 17, 21, 25]

type Subject = ConsolidatedSubject & { place: number }

function subjectWidth({ index, title, columns }: Subject): number {
  const lines = linesOf(`${index} ${title}`, upwards(columns.length) - PADDING, 8)
  const each = Math.max(RESULT, (lines * UPWARD_LINE + PADDING) / columns.length)
  return columns.length * (each <= RESULT ? RESULT : (WIDTHS.find((width) => width >= each) ?? each))
}

const columnKind = (subject: Subject) => {
  const each = subjectWidth(subject) / subject.columns.length
  return each <= RESULT ? 'result' : `mm-${each}`
}

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
    isYear: subjects.some(({ columns }) => columns.length > 1),
    hasTail: isLast,
    columns: subjects.flatMap((subject) => subject.columns.map(() => columnKind(subject))),
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
    `успевают ${f.successful} (${percent(f.success)} %); качество знаний ${percent(f.quality)} %; СОУ ${percent(f.sou)} %`,
    `не успевают ${f.failing}; не аттестовано ${f.notAssessed}`
  ].join('; ')
}

/** The pages of one part: the rows, as many as fit, then the figures and, under the last part, the signatures. */
function pagesOfPart(sheet: ConsolidatedSheet, subjects: Subject[], isFirst: boolean, isLast: boolean) {
  const content = part(sheet, subjects, isLast)
  const heading = isFirst ? FULL_HEADING : SHORT_HEADING
  const { kind, width } = nameColumn(PAGE.width - 7 - sumOf(subjects, subjectWidth) - (isLast ? TAIL : 0))
  const order = (row: Row): [string, number][] => (isLast ? [[row.cells.at(-1) ?? '', 30]] : [])
  const pages = pagesOf(content.rows, {
    room: PAGE.height - headsOf(sheet) - heading,
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
  const subjects = sheet.subjects.map((subject, place) => ({ ...subject, place }))
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
