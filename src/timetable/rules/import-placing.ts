import type { Occurrence } from './import-days.ts'
import type { Course, Entry, PlanFacts, Planned, Problem } from './import-entries.ts'

/** Of what the file says, lectures, practice and laboratory work are lessons of a form. */
const FORMS = ['lecture', 'practice', 'laboratory']
const saidOf = (kind: string | null): Pick<Entry, 'kind' | 'form'> =>
  kind !== null && FORMS.includes(kind) ? { kind: 'lesson', form: kind } : { kind: kind ?? '', form: null }

type Found = Pick<Planned, 'study_group_id' | 'item_id' | 'staff_member_id' | 'problem'>
type Resolved = Found & { entries: { entry: Entry; is_stranger: boolean }[] }
const NOTHING: Found = { study_group_id: null, item_id: null, staff_member_id: null, problem: null }

/** The lesson with the gradebook, teacher and room it means, or with why it has none; a lesson of all subgroups is one row each. */
export function placed(one: Occurrence, facts: PlanFacts, courses: Map<string, Course[]>): Planned[] {
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

/** Who, what and where is meant; the first thing that is not known is the problem. */
function resolve({ day, pair, lesson }: Occurrence, facts: PlanFacts, courses: Map<string, Course[]>): Resolved {
  const found = { ...NOTHING }
  const fail = (problem: Problem): Resolved => ({ ...found, problem, entries: [] })
  const group = facts.group(lesson.group)
  if (typeof group === 'string') return fail(group === 'skip' ? 'no-group' : 'undecided')
  found.study_group_id = group
  const term = facts.terms.find(({ starts_on, ends_on }) => starts_on <= day && day <= ends_on)
  if (!term || term.is_closed) return fail(term ? 'term-closed' : 'no-term')
  if (pair < 1 || pair > 10) return fail('bad-pair')
  const plan = facts.planOf(group)
  if (plan === null) return fail('no-plan')
  const item = facts.subject(plan, lesson.subject)
  if (typeof item === 'string') return fail(item === 'skip' ? 'no-subject' : 'undecided')
  found.item_id = item
  const named = lesson.teachers.map((name) => facts.teacher(name))
  const room = lesson.room === '' || lesson.is_distant ? 'skip' : facts.room(lesson.room)
  if (named.includes('undecided') || room === 'undecided') return fail('undecided')
  const teachers = named.filter((one) => typeof one === 'number')
  if (named.length > 0 && teachers.length === 0) return fail('no-teacher')
  found.staff_member_id = teachers[0] ?? null
  const own = courses.get(`${group}/${item}/${term.id}`) ?? []
  const half = isNamed(lesson.subgroup) ? facts.subgroup(group, lesson.subgroup) : null
  if (typeof half === 'string') return fail(half === 'skip' ? 'no-subgroup' : 'undecided')
  const chosen = coursesFor(own, lesson.subgroup, half)
  if (chosen.length === 0) return fail(own.length === 0 ? 'no-course' : 'no-half')
  const room_id = typeof room === 'number' ? room : null
  const place = { held_on: day, pair_number: pair, hours: 2, room_id, ...saidOf(lesson.kind) }
  const written = { ...place, is_distant: lesson.is_distant, timetable_rule_id: null }
  const entries = chosen.flatMap((course) => entryIn(course, written, teachers))
  return entries.length === 0 ? fail('nobody') : { ...found, entries }
}

/** Of the teachers of the file the one who keeps the gradebook that day; without any in the file, whoever keeps it. */
function entryIn(course: Course, place: Omit<Entry, 'course_id' | 'staff_member_id'>, teachers: number[]) {
  const isKeeping = ({ since, until }: Course['teachers'][number]) =>
    since <= place.held_on && (until === null || until >= place.held_on)
  const kept = course.teachers.filter(isKeeping).map(({ id }) => id)
  const staff_member_id = teachers.find((id) => kept.includes(id)) ?? teachers[0] ?? kept[0]
  if (staff_member_id === undefined) return []
  const entry: Entry = { ...place, course_id: course.id, staff_member_id }
  return [{ entry, is_stranger: !kept.includes(staff_member_id) }]
}

const NUMBER = /^(?:подгруппа|подгр|п\/?г|гр|№)?[\s.]*([1-9])[\s.-]*(?:я\s*)?(?:подгруппа|подгр|п\/?г|гр)?\.?$/i

/** «2» and «2 п/г» are the second half of whatever the subject is divided by; null for a subgroup that somebody named. */
export const halfOf = (subgroup: string): number | null => Number(NUMBER.exec(subgroup.trim())?.[1]) || null
export const isNamed = (subgroup: string): boolean => subgroup !== '' && halfOf(subgroup) === null

/** A lesson of everybody belongs to the gradebook of the group, or to those of all its subgroups. */
function coursesFor(courses: Course[], subgroup: string, half: number | null): Course[] {
  if (subgroup === '') {
    const whole = courses.filter((course) => course.subgroup === null)
    return whole.length > 0 ? whole : courses
  }
  return courses.filter((course) =>
    half === null ? course.subgroup === halfOf(subgroup) : course.subgroup_id === half
  )
}
