// How a group is divided on a day, as a page shows it. Pure.
import { shortName } from '../../accounts/rules.ts'

type FullName = { last_name: string; first_name: string; middle_name: string }
type Student = FullName & { id: number; since: string }
type Subgroup = { id: number; division: string; number: number; members: { student_id: number }[] }
type Course = {
  id: number
  curriculum_item_id: number
  subgroup_id: number | null
  item_index: string
  name: string
  teachers: (FullName & { until: string | null })[]
}
type Membership = { student_id: number; division: string; number: number; since: string; until: string | null }
type Named = FullName & { id: number }
type Facts = {
  enrolled: Student[]
  subgroups: Subgroup[]
  courses: Course[]
  memberships: Membership[]
  names: Named[]
}

export const fullName = ({ last_name, first_name, middle_name }: FullName): string =>
  [last_name, first_name, middle_name].filter(Boolean).join(' ')

/** Each division that somebody is in, or by which a subject is taught, with its lists, teachers, and who is in none of its subgroups. */
export function divisionTables({ enrolled, subgroups, courses, memberships, names }: Facts) {
  const numberOf = new Map(enrolled.map(({ id }, i) => [id, i + 1]))
  return [...Map.groupBy(subgroups, ({ division }) => division)].flatMap(([name, own]) => {
    const parts = own.map((one) => {
      const members = new Set(one.members.map(({ student_id }) => student_id))
      const students = enrolled.filter(({ id }) => members.has(id))
      return {
        ...{ id: one.id, number: one.number },
        students: students.map((student) => ({ number: numberOf.get(student.id) ?? 0, name: fullName(student) }))
      }
    })
    const subjects = subjectsOf(parts, courses)
    const shown = parts.filter(
      ({ id, students }) => students.length > 0 || courses.some((one) => one.subgroup_id === id)
    )
    if (shown.length === 0) return []
    const placed = new Set(own.flatMap(({ members }) => members.map(({ student_id }) => student_id)))
    const without = enrolled.filter(({ id }) => !placed.has(id))
    const changes = changedSpells(
      memberships.filter(({ division }) => division === name),
      names
    )
    return [{ name, parts: shown, subjects, without, changes }]
  })
}

type Part = { id: number; number: number; students: object[] }

/** Subjects taught by the division; a subgroup with students and without a gradebook, or a gradebook without a teacher, is a gap. */
function subjectsOf(parts: Part[], courses: Course[]) {
  const own = courses.filter(({ subgroup_id }) => parts.some(({ id }) => id === subgroup_id))
  return [...Map.groupBy(own, ({ curriculum_item_id }) => curriculum_item_id)].map(([id, pages]) => ({
    ...{ id, item_index: pages[0]?.item_index ?? '', name: pages[0]?.name ?? '' },
    parts: parts.flatMap((part) => {
      const course = pages.find(({ subgroup_id }) => subgroup_id === part.id)
      if (!course && part.students.length === 0) return []
      return [{ number: part.number, course_id: course?.id ?? null, teachers: course ? presentOf(course) : [] }]
    })
  }))
}

/** Short names of who keeps the gradebook now, or kept it last. */
export const presentOf = ({ teachers }: Pick<Course, 'teachers'>) =>
  teachers.filter(({ until }, i) => until === null || i === teachers.length - 1).map(shortName)

/** Days in subgroups of those who were in more than one or are in none any more, by students in the order of names. */
export function changedSpells(memberships: Membership[], names: Named[]) {
  const ofStudent = Map.groupBy(memberships, ({ student_id }) => student_id)
  return names.flatMap((student) => {
    const spells = ofStudent.get(student.id) ?? []
    const isPlain = spells.length === 0 || (spells.length === 1 && spells[0]?.until === null)
    return isPlain ? [] : [{ id: student.id, name: fullName(student), spells }]
  })
}

/** Changes that are already recorded for days after this one. */
export const laterSpells = (memberships: Membership[], names: Named[], day: string) =>
  memberships
    .filter(({ since }) => since > day)
    .map((spell) => ({ ...spell, name: fullName(names.find(({ id }) => id === spell.student_id) ?? NOBODY) }))

const NOBODY = { last_name: '', first_name: '', middle_name: '' }

type Unplaced = FullName & { study_group_id: number; student_id: number; division: string; since: string }

/** Who is in no subgroup, one line a student with the divisions: «Ежов Глеб — иностранный язык, информатика». */
export const unplacedLines = (rows: Unplaced[]) =>
  [...Map.groupBy(rows, ({ student_id }) => student_id).values()].flatMap(([first, ...more]) =>
    first
      ? [{ ...first, name: fullName(first), divisions: [first, ...more].map(({ division }) => division).join(', ') }]
      : []
  )
