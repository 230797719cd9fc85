import { kindOf } from '../platform/kinds.ts'
import { decodeText } from '../platform/texts.ts'
import { type BookRefusal, readWorkbook } from '../platform/workbooks.ts'
import { isZip } from '../platform/zips.ts'
import { readColumns } from './reader/columns.ts'
import { isFet, readFet } from './reader/fet.ts'
import type { TimetableReading, WrittenTimetable } from './reader/lessons.ts'
import { readCsvList, readSheetList } from './reader/list.ts'

export { dayInWords } from './reader/day-marks.ts'
export { sameWeek, WEEKDAYS, weekdayOf } from './reader/days.ts'
export type {
  DayQuestion,
  LessonKind,
  Notice,
  TimetableReading,
  WrittenLesson,
  WrittenTimetable
} from './reader/lessons.ts'

export const FILE_BYTES = 10_000_000

const AS_XLSX = 'откройте его в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)».'
const BOOKS: Record<BookRefusal, string> = {
  'old-xls': `Это файл старого Excel (.xls) или двоичная книга: ${AS_XLSX}`,
  'is-locked': 'Файл защищён паролем: снимите пароль и сохраните файл заново.',
  'web-page': `Это веб-страница, хотя называется таблицей: ${AS_XLSX}`,
  'xml-table': `Это XML, но не файл программы FET: если это таблица, ${AS_XLSX}`,
  'open-document': `Это файл LibreOffice (.ods): ${AS_XLSX}`,
  'no-workbook': 'Это не книга Excel.',
  damaged: 'Файл повреждён и не читается: откройте его в Excel или LibreOffice и сохраните заново.',
  'too-large': 'Файл развёртывается в слишком большой объём: сохраните в новую книгу только расписание.'
}
const UNKNOWN =
  'Расписание в файле не найдено. Нужны: книга с группами в столбцах и словом «Группа:» перед их названиями; список с заголовками ' +
  '«Дата», «Пара», «Группа», «Дисциплина»; файлы программы FET.'

const refused = (refusal: string): TimetableReading => ({ ok: false, refusal })

/**
 * Reads a timetable whatever its layout is: a workbook with groups in columns (a day or a week), a list in xlsx or csv, FET. What a file
 * is, its first bytes tell and not its name. Two files are a timetable of FET and its result, in any order. Never throws: a file that is
 * no timetable is refused in a Russian sentence; what is doubtful inside is in `notices` with its place.
 */
export async function readTimetable(files: Uint8Array[]): Promise<TimetableReading> {
  const [first] = files
  if (!first) return refused('Выберите файл.')
  if (isZip(first)) return files.length === 1 ? readBook(first) : refused('Книги Excel загружаются по одной.')
  const texts = files.map(decodeText)
  if (texts.some((text) => text !== null && isFet(text))) return filled(readFet(texts.map((text) => text ?? '')))
  const [text = null] = texts
  const kind = kindOf(first)
  if (kind === 'text' && text !== null) return filled(readCsvList(text) ?? refused(UNKNOWN))
  return refused(kind in BOOKS ? BOOKS[kind as BookRefusal] : UNKNOWN)
}

async function readBook(content: Uint8Array): Promise<TimetableReading> {
  const book = await readWorkbook(content)
  if (!book.ok) return refused(BOOKS[book.refusal])
  const list = readSheetList(book.sheets) // first: its heading has a «Группа» too
  if (list) return filled(list)
  const columns = readColumns(book.sheets)
  return columns ? filled({ ok: true, timetable: columns }) : refused(UNKNOWN)
}

/** A file without a single lesson is told from one that could not be read. */
const filled = (reading: TimetableReading): TimetableReading =>
  reading.ok && reading.timetable.lessons.length === 0
    ? refused(`Расписание прочитано, но занятий в нём нет.${firstError(reading.timetable)}`)
    : reading

const firstError = ({ notices }: WrittenTimetable) => (notices[0] ? ` ${notices[0].place}: ${notices[0].text}` : '')
