import type { Occurrence } from './import-days.ts'
import type { Course, Entry, PlanFacts, Planned, Problem } from './import-entries.ts'

/** Of what the file says, the timetable itself tells exams, credits and consultations from the rest. */
const KINDS: Record<string, string> = {
  ...{ exam: 'exam', credit: 'credit', graded_credit: 'credit', consultation: 'consultation' },
  ...{ lecture: 'lesson', practice: 'lesson', laboratory: 'lesson' }
}

type Resolved = Pick<Planned, 'study_group_id' | 'item_id' | 'problem'> & {
  entries: { entry: Entry; is_stranger: boolean }[]
}

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
    const place = { course_id: course.id, held_on: day, pair_number: pair, hours: 2, room_id, staff_member_id }
    const entry = { ...place, kind: KINDS[lesson.kind ?? ''] ?? '', timetable_rule_id: null }
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
