export type HourKind =
  | 'lecture'
  | 'practice'
  | 'laboratory'
  | 'seminar'
  | 'self_study'
  | 'control'
  | 'course_project'
  | 'consultation'
  | 'other'

export type ControlForm =
  | 'exam'
  | 'credit'
  | 'graded_credit'
  | 'course_project'
  | 'course_work'
  | 'control_work'
  | 'home_control_work'
  | 'essay'
  | 'report'
  | 'graphic_work'
  | 'mark'
  | 'other'

/** «course» is a «МДК», «module» a «ПМ»; «heading» is a row such as «БД» that only gathers others. */
export type ItemKind =
  | 'discipline'
  | 'course'
  | 'training_practice'
  | 'industrial_practice'
  | 'module'
  | 'module_exam'
  | 'final_attestation'
  | 'heading'

/** Where in the file (table, row, field in the methodist's words) and what is the matter there. */
export type Notice = { place: string; message: string }
export type Notices = { errors: Notice[]; warnings: Notice[] }

/** Academic hours of one semester, counted through the whole study: (course − 1) · 2 + 1 or 2. */
export type CurriculumTerm = {
  semester: number
  hours_total: number
  weeks: number | null
  hours: { kind: HourKind; hours: number }[]
  controls: ControlForm[]
}

export type CurriculumItem = {
  source_code: number
  item_index: string
  item_key: string
  name: string
  kind: ItemKind
  cycle_index: string
  cycle_name: string
  parent_key: string | null
  position: number
  terms: CurriculumTerm[]
}

export type CurriculumTitle = {
  specialty_code: string
  specialty_name: string
  qualification: string
  study_form: string
  base_education: string | null
  entry_year: number | null
  name: string
}

export type Curriculum = CurriculumTitle & { semesters: number; items: CurriculumItem[] } & Notices

/** Modules and headings repeat the hours of their rows, so only rows that are taught themselves are counted. */
export const isTaught = (item: Pick<CurriculumItem, 'kind'>) => item.kind !== 'module' && item.kind !== 'heading'

/** Hours may have halves and thirds; sums are compared, so what binary fractions add is cut off. */
export const sumOf = (hours: number[]) => Math.round(hours.reduce((sum, part) => sum + part, 0) * 100) / 100

type Counted = Pick<CurriculumItem, 'kind' | 'terms'>

/** Academic hours of each semester that has any row, in order. */
export const hoursBySemester = (items: Counted[]): { semester: number; hours: number }[] => {
  const terms = items.filter(isTaught).flatMap((item) => item.terms)
  return [...Map.groupBy(terms, (term) => term.semester)]
    .map(([semester, own]) => ({ semester, hours: sumOf(own.map((term) => term.hours_total)) }))
    .sort((a, b) => a.semester - b.semester)
}

export const hoursOfAll = (items: Counted[]) => sumOf(hoursBySemester(items).map(({ hours }) => hours))
