/** A row of `timetable_entry` without its number; a teacher or room that is yet to be created has a number below zero. */
export type Entry = {
  course_id: number
  held_on: string
  pair_number: number
  hours: number
  room_id: number | null
  staff_member_id: number
  kind: string
  /** lecture, practice or laboratory, where it is told */
  form: string | null
  is_distant: boolean
  timetable_rule_id: number | null
}
export type StoredEntry = Entry & {
  id: number
  study_group_id: number
  item_id: number
  /** a lesson is held or somebody substitutes: the import leaves it as it is */
  is_held: boolean
  is_substituted: boolean
  is_corrected: boolean
  substitute_id: number | null
  /** why it was corrected or substituted */
  reason: string | null
}
/** A place from which a correction took a lesson away. */
export type Vacated = {
  course_id: number
  held_on: string
  pair_number: number
  to_on: string | null
  to_pair: number | null
  reason: string
}
export type Course = {
  id: number
  study_group_id: number
  item_id: number
  term_id: number
  subgroup_id: number | null
  subgroup: number | null
  teachers: { id: number; since: string; until: string | null }[]
}
export type Term = { id: number; starts_on: string; ends_on: string; is_closed: boolean }

export const PROBLEMS = {
  'no-term': 'на этот день нет учебного периода',
  'term-closed': 'учебный период закрыт',
  'no-group': 'группа не загружается',
  'no-plan': 'у группы нет учебного плана',
  'no-subject': 'дисциплина не загружается',
  'no-course': 'нет журнала: обратитесь к заведующему отделением',
  'no-half': 'журнал этой дисциплины не разделён на такие подгруппы',
  'no-subgroup': 'подгруппа не загружается',
  'no-teacher': 'преподаватель не загружается',
  nobody: 'преподаватель не назван ни в файле, ни в журнале',
  'bad-pair': 'такой пары не бывает',
  twice: 'в файле это занятие стоит дважды',
  held: 'занятие уже проведено: остаётся как было',
  corrected: 'на этот день внесена поправка: остаётся по ней',
  substituted: 'на занятие поставлена замена: остаётся как было',
  undecided: 'не решено, кто есть кто'
} as const
export type Problem = keyof typeof PROBLEMS

/** `kept` stays as people made it, though the file has it otherwise; `left` cannot be loaded. */
export type PlannedState = 'new' | 'changed' | 'same' | 'removed' | 'kept' | 'left'
export type Planned = {
  state: PlannedState
  held_on: string
  pair: number
  /** where in the file; '' for what is removed */
  place: string
  study_group_id: number | null
  item_id: number | null
  /** who is meant, though there be no gradebook to put the lesson in */
  staff_member_id: number | null
  /** as written */
  group: string
  subgroup: string
  title: string
  teacher: string
  room: string
  kind: string | null
  is_distant: boolean
  problem: Problem | null
  entry: Entry | null
  before: StoredEntry | null
  /** the teacher of the file does not keep this gradebook */
  is_stranger: boolean
  /** where the lesson went that the file still has here */
  moved?: Vacated
  /** what the file would make of a lesson that people corrected */
  wanted?: Entry
}

/** What names mean: a number, below zero for what will be created, or why not. */
export type Meaning = number | 'skip' | 'undecided'
export type PlanFacts = {
  group(written: string): Meaning
  subgroup(study_group_id: number, written: string): Meaning
  /** the plan of a group */
  planOf(study_group_id: number): number | null
  subject(plan: number, written: string): Meaning
  teacher(written: string): Meaning
  room(written: string): Meaning
  terms: Term[]
  courses: Course[]
  stored: StoredEntry[]
  /** places from which a correction took a lesson away */
  vacated: Vacated[]
  /** corrected lessons that are taken from the file all the same, by their slots */
  takes: string[]
  /** days and groups of which the file tells the whole */
  days: string[]
  groups: string[]
  removes: boolean
}

export type Counts = Record<PlannedState, number>
export function countsOf(planned: Planned[]): Counts {
  const counts = { new: 0, changed: 0, same: 0, removed: 0, kept: 0, left: 0 }
  for (const { state } of planned) counts[state]++
  return counts
}
