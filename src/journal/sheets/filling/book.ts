import { formats } from '../../../platform/formats.ts'
import type { Sides } from '../../../print/numbering.ts'
import type { BookRows } from '../../queries/sheets/books.ts'
import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { Year } from '../../queries/sheets/groups.ts'
import type { LessonRow } from '../../queries/sheets/records.ts'
import type { Interval } from '../../rules/printing.ts'
import type { JournalBook, TitlePage } from '../shapes.ts'
import { cellsOf } from './cells.ts'
import { courseJournal, type Records, type Subject } from './courses.ts'
import { membersOf, rosterOf } from './members.ts'
import { moduleJournal, subjectsOf } from './modules.ts'
import { signatureOf } from './names.ts'
import { resultsOf } from './results.ts'
import { absenceSummary, resultsSummary } from './summaries.ts'

/** The parameters of «Распечатка классного журнала» (R2 6.2), as they are queued. */
export type JournalOrder = Interval & {
  study_group_id: number
  /** Courses whose pages are printed: of «Все», of one subject, or the own ones of a teacher. */
  course_ids: number[]
  /** All courses of the group are among them, so that its summaries of results and absences are true. */
  isWhole: boolean
  lessonsPerPage: number
  sides: Sides
  showAbsences: boolean
  showAverage: boolean
  /** «внесено 02.09.2026» in the column of signatures. */
  showKept: boolean
}

/** The book that the rows make; null when none of the ordered courses is there any more. */
export function bookOf(order: JournalOrder, rows: BookRows): JournalBook | null {
  const { group, profile, year } = rows
  const chosen = rows.courses.filter(({ id }) => order.course_ids.includes(id))
  if (!group || chosen.length === 0) return null
  const records = recordsOf(order, rows)
  const { lessonsPerPage, sides, showAbsences, showAverage } = order
  const ofYear = rows.courses.filter(({ is_of_year }) => is_of_year)
  const terms = (year?.terms ?? []).filter(({ starts_on }) => starts_on <= order.to)
  return {
    ...{ group: group.name, period: periodOf(order, year), lessonsPerPage, sides, showAbsences, showAverage },
    legend: legendOf(rows.lessons),
    titlePage: titlePageOf(order, rows),
    roster: rosterOf(records.members, order),
    chapters: chaptersOf(chosen, order, rows.courses, records),
    results: order.isWhole ? resultsSummary(ofYear, terms, rows.missed, records) : null,
    absences: order.isWhole ? absenceSummary(terms, rows.missed, records) : null,
    remarks: [],
    curator: signatureOf(group.curator ?? ''),
    director: profile?.director_name ?? '',
    directorPost: profile?.director_post ?? 'Директор'
  }
}

function recordsOf(order: JournalOrder, rows: BookRows): Records {
  return {
    interval: order,
    members: membersOf(rows.stays, rows.parts, order),
    lessons: Map.groupBy(rows.lessons, ({ course_id }) => course_id),
    cellOf: cellsOf(rows.marks, rows.absences),
    practices: Map.groupBy(rows.practices, ({ course_id }) => course_id),
    results: resultsOf(rows.results),
    keepsNumbers: rows.settings.subgroup_keeps_numbers === 1,
    keptIn: order.showKept ? (rows.profile?.time_zone ?? null) : null
  }
}

/** Subjects one by one, and professional modules with theirs (F6). The exam of a module has no pages of its own. */
function chaptersOf(
  chosen: CourseRow[],
  order: JournalOrder,
  all: CourseRow[],
  records: Records
): JournalBook['chapters'] {
  const subjects = subjectsOf(chosen.filter(({ kind }) => kind !== 'module_exam')).filter((subject) =>
    isKept(subject, records)
  )
  const journals = subjects.map((subject) => ({ module: subject[0].module, journal: courseJournal(subject, records) }))
  const modules = new Map(chosen.flatMap(({ module }) => (module ? [[module.id, module] as const] : [])))
  return [
    ...journals.flatMap(({ module, journal }) => (module ? [] : [journal])),
    ...[...modules.values()].map((module) => {
      const own = journals.filter((one) => one.module?.id === module.id).map(({ journal }) => journal)
      const exam = chosen.find((course) => course.kind === 'module_exam' && course.module?.id === module.id)
      const shown = order.isWhole ? all : chosen
      const ofModule = shown.filter((course) => course.module?.id === module.id)
      return moduleJournal(module, own, ofModule, exam, records)
    })
  ]
}

/** A course that has not begun has no page; one whose term is over has, even when it is empty: that is to be seen. */
const isKept = (subject: Subject, { lessons, interval }: Records) =>
  subject.some(({ id, ends_on }) => ends_on <= interval.to || lessons.has(id))

const days = ({ from, to }: Interval) => `${formats.day(from)} – ${formats.day(to)}`

/** The term or year that the interval is, exactly. */
function spanOf({ from, to }: Interval, year: Year | undefined) {
  const term = year?.terms.find(({ starts_on, ends_on }) => starts_on === from && ends_on === to)
  const [first, last] = [year?.terms.at(0), year?.terms.at(-1)]
  const isYear =
    (from === first?.starts_on && to === last?.ends_on) || (from === year?.starts_on && to === year.ends_on)
  return { term, isYear }
}

/** 2026/2027 */
export const academicYearOf = (year: Pick<Year, 'starts_on'> | undefined): string => {
  const first = Number(year?.starts_on.slice(0, 4))
  return year ? `${first}/${first + 1}` : ''
}

function periodOf(interval: Interval, year: Year | undefined): string {
  const { term, isYear } = spanOf(interval, year)
  if (term) return `${term.name} ${academicYearOf(year)} учебного года`
  return isYear ? `${academicYearOf(year)} учебный год` : days(interval)
}

/** Who leads the training practices of the interval (R1 12). */
function mastersOf({ from, to }: Interval, courses: CourseRow[]): string {
  const teachers = courses
    .filter(({ kind, starts_on, ends_on }) => kind === 'training_practice' && starts_on <= to && ends_on >= from)
    .flatMap((course) => course.teachers.filter(({ since, until }) => since <= to && (until ?? to) >= from))
  return [...new Set(teachers.map(({ name }) => name))].join(', ')
}

function titlePageOf(order: JournalOrder, { group, profile, year, courses }: BookRows): TitlePage {
  const { term, isYear } = spanOf(order, year)
  const name = term?.name ?? (isYear ? 'учебный год' : '')
  return {
    ...{ founder: profile?.founder ?? '', college: profile?.full_name ?? '', kind: 'учебных занятий' },
    course: Number(year?.starts_on.slice(0, 4)) - (group?.entry_year ?? 0) + 1,
    specialty: `${group?.specialty_code} ${group?.specialty}`,
    ...{ studyForm: group?.study_form ?? '', department: group?.department ?? '', academicYear: academicYearOf(year) },
    interval: name ? `${days(order)} (${name})` : days(order),
    ...{
      curator: group?.curator ?? '',
      master: mastersOf(order, courses),
      headOfDepartment: signatureOf(group?.head ?? '')
    }
  }
}

const ABSENCES = 'н – отсутствие, б – болезнь, у – уважительная причина, о – опоздание, н1 – пропущен 1 час'

/** What the letters under the days and in the cells mean. */
function legendOf(lessons: LessonRow[]): string {
  const kinds = new Map(
    lessons
      .toSorted((a, b) => a.kind_position - b.kind_position)
      .map(({ kind, kind_name }) => [kind, `${kind} – ${kind_name.toLowerCase()}`])
  )
  return [[...kinds.values()].join(', '), ABSENCES].filter(Boolean).join('; ')
}
