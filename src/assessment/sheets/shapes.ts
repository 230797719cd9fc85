/** Hours missed in all and for a good reason. */
export type Hours = { all: number; excused: number }

/** One subject of the sheet with the figures under its column. */
export type ConsolidatedSubject = {
  index: string
  title: string
  /** Иванова М.П. */
  teacher: string
  /** 1с, 2с, ДЗ, Эк …: a text for each column; an empty one where a subject has one column that needs no name. */
  columns: string[]
  average: number | null
  /** Успеваемость and качество знаний, %. */
  success: number | null
  quality: number | null
}

export type ConsolidatedRow = {
  number: number
  name: string
  left: boolean
  /** A list a subject, a text a column. */
  results: string[][]
  average: number | null
  /** How many 5, 4, 3 and 2. */
  counts: [fives: number, fours: number, threes: number, twos: number]
  hours: Hours
  /** Движение: отчислен, № 45-к от 10.10.2025 */
  order: string
}

/** F13, «Сводная ведомость учета успеваемости» of a group for a semester or a year, kept for 25 years (R2 6.5). */
export type ConsolidatedSheet = {
  college: string
  group: string
  course: number
  specialty: string
  studyForm: string
  /** за 2025/2026 учебный год (1 семестр) */
  period: string
  curator: string
  subjects: ConsolidatedSubject[]
  rows: ConsolidatedRow[]
  figures: {
    listed: number
    excellent: number
    good: number
    successful: number
    success: number | null
    quality: number | null
    sou: number | null
    failing: number
    notAssessed: number
  }
  headOfDepartment: string
  director: string
  /** the post under which the director signs */
  directorPost: string
}
