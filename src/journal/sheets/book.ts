import { wordFor } from '../../platform/formats.ts'
import { linesOf, PAGE, widthOf } from '../../print/measure.ts'
import type { Numbering } from '../../print/numbering.ts'
import { chunked } from '../../print/rows.ts'
import type { Sheet } from '../../print/sheets.ts'
import { inWords } from '../../print/words.ts'
import { contentsLines, type Entry } from './contents.ts'
import { absenceSheets, moduleTotal, resultSheets, rosterSheets } from './group.ts'
import { inAlphabet } from './layout.ts'
import { marksPages } from './marks.ts'
import type { CourseJournal, JournalBook, ModuleJournal } from './shapes.ts'
import { topicsPage } from './topics.ts'

const view = (name: string) => `journal/sheets/${name}`

const KINDS = { subject: 'Дисциплина', mdk: 'Междисциплинарный курс', practice: 'Практика' }

const nameOf = ({ index, title }: { index: string; title: string }) => [index, title].filter(Boolean).join(' ')

const sentences = (...parts: (string | undefined)[]) => parts.filter(Boolean).join('; ')

type Heading = { line: string; name: string; second: string; module: string; group: string; period: string }

/** What stands above the tables of a course: the subject on the left page, the teacher on the right one. */
function headingsOf(course: CourseJournal, { group, period }: JournalBook, module?: ModuleJournal) {
  const { kind, teacher, subgroup, practice } = course
  const name = nameOf(course)
  const both = { group, period, module: module ? `Профессиональный модуль ${nameOf(module)}` : '' }
  const part = subgroup ? `подгруппа ${subgroup} (преподаватель ${teacher})` : ''
  const left: Heading = { ...both, line: KINDS[kind], name, second: sentences(part, practice?.left) }
  const who = kind === 'practice' ? 'Руководитель' : 'Преподаватель'
  const right: Heading = {
    ...both,
    line: who,
    name: teacher,
    second: sentences(subgroup ? `${name}, подгруппа ${subgroup}` : name, practice?.right)
  }
  return { left, right }
}

/** Millimetres that a heading takes, beside the name of the group on its right. */
function heightOf({ line, name, second, module, group, period }: Heading): number {
  const width = PAGE.width - widthOf(`Группа ${group}, ${period}`, 11) - 10
  const small = (text: string) => (text ? linesOf(text, width, 9.5) * 3.9 : 0)
  return linesOf(`${line}: ${name}`, width * 0.93, 11) * 4.5 + small(second) + small(module) + 2
}

/** F4 and F5: for each run of lessons the left pages, then the right one. */
function courseSheets(course: CourseJournal, book: JournalBook, module?: ModuleJournal): Sheet[] {
  const { left, right } = headingsOf(course, book, module)
  const runs = course.lessons.length > 0 ? chunked(course.lessons, book.lessonsPerPage) : [[]]
  return runs.flatMap((lessons, run) => {
    const from = run * book.lessonsPerPage
    const marks = marksPages(course, book, from, lessons, heightOf(left))
    const topics = topicsPage(course, from, lessons, heightOf(right))
    return [
      ...marks.map((page, i) => ({
        view: view('marks'),
        it: { ...page, id: `c${course.id}-l${run}-${i}`, heading: left }
      })),
      { view: view('topics'), it: { ...topics, id: `c${course.id}-r${run}`, heading: right } }
    ]
  })
}

function courseEntry(course: CourseJournal, book: JournalBook, module?: ModuleJournal): Entry {
  const name = module ? nameOf(course) : course.title
  return {
    level: module ? 'part' : 'chapter',
    title: course.subgroup ? `${name} (подгруппа ${course.subgroup})` : name,
    hours: course.plannedHours,
    teacher: course.teacher,
    sheets: courseSheets(course, book, module)
  }
}

/** A chapter's own line and, for a module, the lines of its parts. */
function chapterEntries(chapter: CourseJournal | ModuleJournal, book: JournalBook): Entry[] {
  if (chapter.kind !== 'module') return [courseEntry(chapter, book)]
  const parts = chapter.courses.map((course) => courseEntry(course, book, chapter))
  const total = entry('part', 'Итог по модулю', moduleTotal(chapter, book))
  const all = [...parts, ...total]
  const title = `${chapter.title} (${chapter.index})`
  return [
    ...entry(
      'chapter',
      title,
      all.flatMap(({ sheets }) => sheets)
    ),
    ...all
  ]
}

/** A line without hours and teacher; none when there is nothing to turn to. */
const entry = (level: Entry['level'], title: string, sheets: Sheet[]): Entry[] =>
  sheets.length > 0 ? [{ level, title, hours: null, teacher: '', sheets }] : []

const HAND_FILLED = '_______ (________________________) листов'

/** «148 (сто сорок восемь) листов» */
const sheetsInWords = (n: number) => `${n} (${inWords(n)}) ${wordFor(n, 'лист', 'листа', 'листов')}`

const EMPTY_LINES = 16

/** All sheets of «Распечатка классного журнала» in the order of the book (F12). */
export function bookSheets(book: JournalBook): Sheet[] {
  const { group, period, director, directorPost } = book
  const head = { group, period }
  const remarks = { ...head, id: 'remarks', lines: book.remarks, blanks: Array.from({ length: EMPTY_LINES }) }
  const chapters = inAlphabet(book.chapters).flatMap((chapter) => chapterEntries(chapter, book))
  const end = [
    ...entry('end', 'Сводная ведомость итоговых оценок', resultSheets(book)),
    ...entry('end', 'Учёт пропусков занятий', absenceSheets(book)),
    ...entry('end', 'Замечания по ведению журнала', [{ view: view('remarks'), it: remarks }])
  ]
  const title = ({ sheets }: Numbering) => ({ ...book.titlePage, group, id: 'title', sheets: sheets || '' })
  const contents = (all: Numbering) => ({ ...head, id: 'contents', lines: contentsLines([...chapters, ...end], all) })
  const label = ({ sheets }: Numbering) => ({
    id: 'label',
    director,
    directorPost,
    sheets: sheets ? sheetsInWords(sheets) : HAND_FILLED
  })
  return [
    { view: view('title'), it: title },
    { view: view('contents'), it: contents },
    ...rosterSheets(book),
    ...chapters.filter(({ level }) => level === 'chapter').flatMap(({ sheets }) => sheets),
    ...end.flatMap(({ sheets }) => sheets),
    { view: view('label'), it: label }
  ]
}
