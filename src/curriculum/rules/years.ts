/** Why a year is not opened, closed or opened again. */
export const YEAR_REFUSALS = {
  'already-open': 'Год уже открыт.',
  'is-closed': 'Год закрыт: его можно открыть снова с указанием причины.',
  'not-ready': 'Год не открыт: сначала выполните обязательные шаги, отмеченные «не готово».',
  'already-closed': 'Год уже закрыт.',
  'terms-open': 'Год не закрыт: сначала закройте его учебные периоды.',
  'not-closed': 'Год и так открыт.',
  'reason-missing': 'Укажите причину: она останется в журнале действий.'
} as const
export type YearRefusal = keyof typeof YEAR_REFUSALS

type Named = { id: number; name: string }

/** What there is for a year and what is missing. Groups are those that study in it, without those that have finished. */
export type Figures = {
  terms: number
  days_off: number
  /** calendar years of the academic one that have days off: two when both halves have them */
  calendars: number
  bell_days: number
  groups: number
  first_course: number
  unpromoted: Named[]
  /** groups whose last course is over and that are still there */
  graduating: Named[]
  without_curator: Named[]
  without_curriculum: Named[]
  without_calendar: Named[]
  without_timetable: Named[]
  /** rows of the groups' curricula in the terms of the year, and how many of them have a teacher */
  items: number
  taught: number
  teachers: number
  /** journals of the year's terms that are taught by a КТП, and how many of them have an approved one */
  planned_courses: number
  approved_courses: number
  timetable_entries: number
  students: number
  without_account: number
}

export type StepKey =
  | 'terms'
  | 'days_off'
  | 'bells'
  | 'groups'
  | 'curators'
  | 'curricula'
  | 'load'
  | 'lesson_plans'
  | 'timetable'
  | 'calendars'
  | 'people'
type Step = { key: StepKey; title: string; isNeeded: boolean; isDone: boolean }

/** Steps of opening a year in their order; the needed ones are what the regulations name (R0 3.2): groups, curators, working hours. */
export function stepsOf(figures: Figures): Step[] {
  const { terms, calendars, bell_days, groups, unpromoted, without_curator, without_curriculum } = figures
  const {
    items,
    taught,
    planned_courses,
    approved_courses,
    timetable_entries,
    without_calendar,
    without_timetable,
    students,
    without_account
  } = figures
  const hasGroups = groups > 0
  const step = (key: StepKey, title: string, isNeeded: boolean, isDone: boolean) => ({ key, title, isNeeded, isDone })
  return [
    step('terms', 'Даты и учебные периоды', true, terms > 0),
    step('days_off', 'Нерабочие дни', false, calendars > 1),
    step('bells', 'Режим работы: звонки', true, bell_days > 0),
    step('groups', 'Группы переведены, новый набор заведён', true, hasGroups && unpromoted.length === 0),
    step('curators', 'Кураторы групп', true, hasGroups && without_curator.length === 0),
    step('curricula', 'Учебные планы групп', false, hasGroups && without_curriculum.length === 0),
    step('load', 'Нагрузка: преподаватели по предметам', false, items > 0 && taught === items),
    step('lesson_plans', 'КТП утверждены', false, planned_courses > 0 && approved_courses === planned_courses),
    step('timetable', 'Расписание', false, timetable_entries > 0 && without_timetable.length === 0),
    step('calendars', 'Календарные учебные графики', false, hasGroups && without_calendar.length === 0),
    step('people', 'Обучающиеся и их учётные записи', false, students > 0 && without_account === 0)
  ]
}

type Year = { opened_at: Date | null; closed_at: Date | null }

export function refuseYearOpening(year: Year, figures: Figures): YearRefusal | null {
  if (year.closed_at) return 'is-closed'
  if (year.opened_at) return 'already-open'
  return stepsOf(figures).some(({ isNeeded, isDone }) => isNeeded && !isDone) ? 'not-ready' : null
}

export function refuseYearClosing(year: Year, open_terms: number): YearRefusal | null {
  if (year.closed_at) return 'already-closed'
  return open_terms > 0 ? 'terms-open' : null
}

export function refuseYearReopening(year: Year, reason: string): YearRefusal | null {
  if (!year.closed_at) return 'not-closed'
  return reason === '' ? 'reason-missing' : null
}

/** The day on which a year is looked at: its first one before it begins, its last one when it is over. */
export const dayWithin = ({ starts_on, ends_on }: { starts_on: string; ends_on: string }, today: string): string => {
  if (today < starts_on) return starts_on
  return today > ends_on ? ends_on : today
}
