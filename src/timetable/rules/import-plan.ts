import type { Occurrence } from './import-days.ts'

/** A row of `timetable_entry` without its number; a teacher or room that is yet to be created has a number below zero. */
export type Entry = {
  course_id: number
  held_on: string
  pair_number: number
  hours: number
  room_id: number | null
  staff_member_id: number
}
export type StoredEntry = Entry & {
  id: number
  study_group_id: number
  item_id: number
  /** a lesson is held or somebody substitutes: the import leaves it as it is */
  is_held: boolean
  is_substituted: boolean
}
export type Course = {
  id: number
  study_group_id: number
  item_id: number
  term_id: number
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
  'no-teacher': 'преподаватель не загружается',
  nobody: 'преподаватель не назван ни в файле, ни в журнале',
  'bad-pair': 'такой пары не бывает',
  twice: 'в файле это занятие стоит дважды',
  held: 'занятие уже проведено: остаётся как было',
  substituted: 'на занятие поставлена замена: остаётся как было',
  undecided: 'не решено, кто есть кто'
} as const
export type Problem = keyof typeof PROBLEMS

export type PlannedState = 'new' | 'changed' | 'same' | 'removed' | 'left'
export type Planned = {
  state: PlannedState
  held_on: string
  pair: number
  /** where in the file; '' for what is removed */
  place: string
  study_group_id: number | null
  item_id: number | null
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
}

/** What names mean: a number, below zero for what will be created, or why not. */
export type Meaning = number | 'skip' | 'undecided'
export type PlanFacts = {
  group(written: string): Meaning
  /** the plan of a group */
  planOf(study_group_id: number): number | null
  subject(plan: number, written: string): Meaning
  teacher(written: string): Meaning
  room(written: string): Meaning
  terms: Term[]
  courses: Course[]
  stored: StoredEntry[]
  /** days and groups of which the file tells the whole */
  days: string[]
  groups: string[]
  removes: boolean
}

const slotKey = (entry: { course_id: number; held_on: string; pair_number: number }) =>
  `${entry.course_id}/${entry.held_on}/${entry.pair_number}`
const placeKey = (study_group_id: number, day: string, pair: number) => `${study_group_id}/${day}/${pair}`

/** What the import would do with each lesson of the file and with each lesson the file does not have. */
export function planOf(occurrences: Occurrence[], facts: PlanFacts): Planned[] {
  const stored = new Map(facts.stored.map((entry) => [slotKey(entry), entry]))
  const courses = new Map<string, Course[]>()
  for (const course of facts.courses) {
    const key = `${course.study_group_id}/${course.item_id}/${course.term_id}`
    courses.set(key, [...(courses.get(key) ?? []), course])
  }
  const taken = new Set<string>()
  const planned = occurrences.flatMap((one) => placed(one, facts, courses).map((row) => settled(row, stored, taken)))
  return [...planned, ...(facts.removes ? removedOf(planned, facts, taken) : [])]
}

type Resolved = Pick<Planned, 'study_group_id' | 'item_id' | 'problem'> & {
  entries: { entry: Entry; is_stranger: boolean }[]
}

function placed(one: Occurrence, facts: PlanFacts, courses: Map<string, Course[]>): Planned[] {
  const { day, pair, lesson } = one
  const written = {
    ...{ held_on: day, pair, place: lesson.place, group: lesson.group, subgroup: lesson.subgroup, title: lesson.title },
    ...{ teacher: lesson.teachers.join(', '), room: lesson.room, kind: lesson.kind, is_distant: lesson.is_distant }
  }
  const { entries, ...found } = resolve(one, facts, courses)
  const base = { ...written, ...found, state: 'left' as const, before: null }
  if (entries.length === 0) return [{ ...base, entry: null, is_stranger: false }]
  return entries.map((own) => ({ ...base, ...own }))
}

function resolve({ day, pair, lesson }: Occurrence, facts: PlanFacts, courses: Map<string, Course[]>): Resolved {
  const fail = (problem: Problem, study_group_id: number | null = null, item_id: number | null = null): Resolved => ({
    ...{ study_group_id, item_id, problem, entries: [] }
  })
  const group = facts.group(lesson.group)
  if (typeof group === 'string') return fail(group === 'skip' ? 'no-group' : 'undecided')
  const term = facts.terms.find(({ starts_on, ends_on }) => starts_on <= day && day <= ends_on)
  if (!term || term.is_closed) return fail(term ? 'term-closed' : 'no-term', group)
  if (pair < 1 || pair > 10) return fail('bad-pair', group)
  const plan = facts.planOf(group)
  if (plan === null) return fail('no-plan', group)
  const item = facts.subject(plan, lesson.subject)
  if (typeof item === 'string') return fail(item === 'skip' ? 'no-subject' : 'undecided', group)
  const named = lesson.teachers.map((name) => facts.teacher(name))
  if (named.includes('undecided')) return fail('undecided', group, item)
  if (named.length > 0 && named.every((one) => one === 'skip')) return fail('no-teacher', group, item)
  const room = lesson.room === '' || lesson.is_distant ? null : facts.room(lesson.room)
  if (room === 'undecided') return fail('undecided', group, item)
  const own = courses.get(`${group}/${item}/${term.id}`) ?? []
  const chosen = coursesFor(own, lesson.subgroup)
  if (chosen.length === 0) return fail(own.length === 0 ? 'no-course' : 'no-half', group, item)
  const teachers = named.filter((one) => typeof one === 'number')
  const entries = chosen.flatMap((course) => {
    const keeping = course.teachers.filter(({ since, until }) => since <= day && (until === null || until >= day))
    const kept = keeping.map(({ id }) => id)
    const staff_member_id = teachers.find((id) => kept.includes(id)) ?? teachers[0] ?? kept[0]
    if (staff_member_id === undefined) return []
    const room_id = typeof room === 'number' ? room : null
    const entry = { course_id: course.id, held_on: day, pair_number: pair, hours: 2, room_id, staff_member_id }
    return [{ entry, is_stranger: !kept.includes(staff_member_id) }]
  })
  return { study_group_id: group, item_id: item, problem: entries.length === 0 ? 'nobody' : null, entries }
}

/** A lesson of everybody belongs to the gradebook of the group, or to those of all its subgroups; «П1-Б2» is the second half. */
function coursesFor(courses: Course[], subgroup: string): Course[] {
  if (subgroup === '') {
    const whole = courses.filter((course) => course.subgroup === null)
    return whole.length > 0 ? whole : courses
  }
  const number = Number(/(\d+)\D*$/.exec(subgroup)?.[1])
  return courses.filter((course) => course.subgroup === number)
}

/** The row against what stands in the timetable now. */
function settled(row: Planned, stored: Map<string, StoredEntry>, taken: Set<string>): Planned {
  if (!row.entry) return row
  const key = slotKey(row.entry)
  const before = stored.get(key) ?? null
  if (taken.has(key)) return { ...row, entry: null, problem: 'twice' }
  taken.add(key)
  if (!before) return { ...row, state: 'new' }
  const isSame = before.room_id === row.entry.room_id && before.staff_member_id === row.entry.staff_member_id
  const entry = { ...row.entry, hours: before.hours }
  if (isSame) return { ...row, state: 'same', entry, before }
  const problem = before.is_held ? 'held' : before.is_substituted ? 'substituted' : null
  return problem ? { ...row, entry: null, before, problem } : { ...row, state: 'changed', entry, before }
}

/** Lessons of the days and groups of the file that the file does not have; where something was left out, nothing is taken off. */
function removedOf(planned: Planned[], facts: PlanFacts, taken: Set<string>): Planned[] {
  const groups = new Map(
    facts.groups.flatMap((name) => {
      const id = facts.group(name)
      return typeof id === 'number' ? [[id, name] as const] : []
    })
  )
  const days = new Set(facts.days)
  const unsure = new Set(
    planned.flatMap((row) =>
      row.state === 'left' && row.study_group_id !== null ? [placeKey(row.study_group_id, row.held_on, row.pair)] : []
    )
  )
  const closed = facts.terms.filter(({ is_closed }) => is_closed)
  return facts.stored.flatMap((entry) => {
    const { held_on, pair_number: pair, study_group_id, item_id } = entry
    const isCovered = groups.has(study_group_id) && days.has(held_on) && !taken.has(slotKey(entry))
    const isFixed = entry.is_held || entry.is_substituted || unsure.has(placeKey(study_group_id, held_on, pair))
    if (!isCovered || isFixed || closed.some((term) => term.starts_on <= held_on && held_on <= term.ends_on)) return []
    const row = {
      state: 'removed' as const,
      held_on,
      pair,
      study_group_id,
      item_id,
      before: entry,
      entry: null,
      place: ''
    }
    const words = {
      group: groups.get(study_group_id) ?? '',
      subgroup: '',
      title: '',
      teacher: '',
      room: '',
      kind: null
    }
    return [{ ...row, ...words, is_distant: false, problem: null, is_stranger: false }]
  })
}

export type Counts = Record<PlannedState, number>
export function countsOf(planned: Planned[]): Counts {
  const counts = { new: 0, changed: 0, same: 0, removed: 0, left: 0 }
  for (const { state } of planned) counts[state]++
  return counts
}
