import type { Sides } from '../../print/numbering.ts'

/** F1, the title page. Empty values print as lines to fill in by hand. */
export type TitlePage = {
  founder: string
  college: string
  /** «учебных занятий», «учета теоретического обучения» or «учета обучения по профессиональным модулям». */
  kind: string
  course: number
  specialty: string
  studyForm: string
  department: string
  /** 2025/2026 */
  academicYear: string
  /** 01.09.2025 – 28.12.2025 (1 семестр) */
  interval: string
  curator: string
  master: string
  /** И.О. Фамилия of who certifies the copy (R2 6.4). */
  headOfDepartment: string
}

/** F3, one line of «Список обучающихся». */
export type RosterLine = {
  number: number
  name: string
  /** № по поименной книге */
  bookNumber: string
  /** № 112-к от 15.08.2024 */
  enrolledBy: string
  /** Orders that moved the student during the period, in order of time. */
  movement: string
  note: string
  left: boolean
}

/** How a student left: from this day on the cells are not theirs. */
export type Leaving = { from: string; order: string }

/** One held lesson. */
export type LessonLine = {
  /** YYYY-MM-DD */
  heldOn: string
  /** № занятия: 1 or 1–2 */
  number: string
  hours: number
  /** Т, П, Л, К … */
  type: string
  topic: string
  homework: string
  /** Who taught instead: Сидоров П.П. */
  substitute: string | null
  /** What stands in «Подпись преподавателя»: empty, or внесено 02.09.2025 10:41. */
  signed: string
}

/** One student of a course. */
export type StudentLine = {
  number: number
  /** Фамилия И.О. */
  name: string
  left: Leaving | null
  /** Anything else to say under the name, as зачислен 01.10.2025, приказ № 98-к. */
  note: string
  /** One text a lesson, in the order of the lessons: see `printedCell`. */
  cells: string[]
  hoursAbsent: number
  hoursExcused: number
  average: number | null
  /** One text a column of `CourseJournal.results`. */
  results: string[]
}

/** F4, F5, F7: the pages of one course, which is one subject of a group or of its subgroup. */
export type CourseJournal = {
  /** Unique in the book; Latin letters, digits and hyphens. */
  id: string
  kind: 'subject' | 'mdk' | 'practice'
  /** ОП.04 */
  index: string
  /** The full name, by which the book is ordered. */
  title: string
  /** 1, 2 … for a part of the group, else empty. */
  subgroup: string
  /** Full names, joined by commas. */
  teacher: string
  lessons: LessonLine[]
  students: StudentLine[]
  /** Heads of the columns of attestation, on the last page only: Семестр, Экзамен … */
  results: string[]
  /** By the curriculum; null when it does not say. */
  plannedHours: number | null
  /** Stands after the hours when all lessons of the course are printed: Программа выполнена.; null when only some are. */
  conclusion: string | null
  /** F7, above the tables of a practice: its days and places on the left, contracts and supervisors on the right. */
  practice?: { left: string; right: string } | null
}

/** F6, a professional module: its courses and practices, then «Итог по модулю». */
export type ModuleJournal = {
  id: string
  kind: 'module'
  index: string
  title: string
  /** In the order of the curriculum. */
  courses: CourseJournal[]
  /** Heads and cells of «Итог по модулю»; the last column is the exam of the module. */
  total: {
    columns: { index: string; title: string }[]
    rows: { number: number; name: string; left: boolean; cells: string[] }[]
  } | null
}

/** F8, «Сводная ведомость итоговых оценок». */
export type ResultsSummary = {
  /** `columns` are 1с, 2с, Экз, Год … of the subject. */
  subjects: { index: string; title: string; columns: string[] }[]
  /** Heads of hours missed: 1 семестр, 2 семестр, Год. */
  periods: string[]
  /** `results` has a list a subject, `hours` a pair a period. */
  rows: { number: number; name: string; left: boolean; results: string[][]; hours: Hours[] }[]
}

export type Hours = { all: number; excused: number }

/** F9, «Учёт пропусков занятий»: hours by month, semester and year. */
export type AbsenceSummary = {
  periods: string[]
  rows: { number: number; name: string; left: boolean; hours: Hours[] }[]
  totals: Hours[]
  /** Students that the hours of one student are counted over. */
  students: number
}

/** F10, one written remark; the form continues with empty lines. */
export type RemarkLine = { on: string; text: string; checkedBy: string; done: string }

/** All that «Распечатка классного журнала» prints (F12). */
export type JournalBook = {
  /** ИСИП-21 */
  group: string
  /** 1 семестр 2025/2026 учебного года */
  period: string
  /** «количество занятий на странице», 5–40 (R2 6.2). */
  lessonsPerPage: number
  sides: Sides
  showAbsences: boolean
  showAverage: boolean
  /** Explains the letters, under every page of marks; empty for none. */
  legend: string
  titlePage: TitlePage
  roster: RosterLine[]
  /** In any order: the book puts them in the Russian alphabet's (R2 6.3). */
  chapters: (CourseJournal | ModuleJournal)[]
  results: ResultsSummary | null
  absences: AbsenceSummary | null
  remarks: RemarkLine[]
  curator: string
  director: string
  /** the post under which the director signs */
  directorPost: string
}
