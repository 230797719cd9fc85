import { shortName } from '../../accounts/rules.ts'
import type { ControlForm } from '../reader/curriculum.ts'
import { controlsInWords } from './words.ts'

type Taught = {
  id: number
  item_index: string
  name: string
  hours_total: number
  lesson_hours: number
  weeks: number | null
  parent_id: number | null
  controls: { control_form: ControlForm }[]
}
type Teacher = { last_name: string; first_name: string; middle_name: string; until: string | null }
type Course = {
  id: number
  curriculum_item_id: number
  item_index: string
  name: string
  division: string | null
  subgroup_number: number | null
  planned: number | null
  teachers: Teacher[]
}
/** What else is known of the group: its subgroups, and rows taught in another term of the semester. */
type Beside = {
  subgroups: { division: string; number: number }[]
  elsewhere: { curriculum_item_id: number; terms: string }[]
}

/**
 * The load of a group in a term: a line for each row of the plan with its gradebooks, then gradebooks whose rows are no longer
 * in the plan (`hours` is null). `lessons` are the hours of the plan that lessons are given for, `given` those that teachers
 * have: each of a subgroup's apart. `missing` says who has no teacher.
 */
export function loadTable(taught: Taught[], courses: Course[], { subgroups, elsewhere }: Beside) {
  const byItem = Map.groupBy(courses, (course) => course.curriculum_item_id)
  const numbers = Map.groupBy(subgroups, ({ division }) => division)
  const termsOf = new Map(elsewhere.map(({ curriculum_item_id, terms }) => [curriculum_item_id, terms]))
  const lineOf = (id: number, own: Course[]) => ({
    ...{ courses: own.map(courseInWords), given: sumOf(own.filter(isKept), ({ planned }) => planned ?? 0) },
    ...{ elsewhere: termsOf.get(id) ?? '', missing: missingOf(own, numbers, termsOf.has(id)) }
  })
  const planned = taught.map((item) => ({
    ...{ id: item.id, item_index: item.item_index, name: item.name, lessons: item.lesson_hours },
    ...{ hours: item.hours_total as number | null, weeks: item.weeks, module_id: item.parent_id },
    ...{ controls: controlsInWords(item.controls.map(({ control_form }) => control_form)) },
    ...lineOf(item.id, byItem.get(item.id) ?? [])
  }))
  const strays = [...byItem].flatMap(([id, own]) => {
    const [first] = own
    if (!first || taught.some((item) => item.id === id)) return []
    const { item_index, name } = first
    const words = { hours: null, weeks: null, module_id: null, controls: '', lessons: 0 }
    return [{ id, item_index, name, ...words, ...lineOf(id, own) }]
  })
  return [...planned, ...strays]
}
export type LoadLine = ReturnType<typeof loadTable>[number]

/** Lines that hold the words typed; whoever sees but a part of the group sees the lines with gradebooks. */
export const linesShown = (lines: LoadLine[], { text, isWhole }: { text: string; isWhole: boolean }) =>
  lines
    .filter((row) => isWhole || row.courses.length > 0)
    .filter((row) => `${row.item_index} ${row.name} ${row.courses.map(wordsOf).join(' ')}`.toLowerCase().includes(text))

/** Totals of all lines: those of the plan count each row once, those of teachers each subgroup. */
export function totalsOf(lines: LoadLine[]) {
  const free = lines.filter(({ missing }) => missing.length > 0)
  return {
    hours: sumOf(lines, ({ hours }) => hours ?? 0),
    lessons: sumOf(lines, ({ lessons }) => lessons),
    given: sumOf(lines, ({ given }) => given),
    ...{ rows: lines.length, free: free.length, freeHours: sumOf(free, ({ lessons }) => lessons) }
  }
}

const sumOf = <One>(list: One[], hours: (one: One) => number) => list.reduce((sum, one) => sum + hours(one), 0)

const isKept = ({ teachers }: Course) => teachers.length > 0

/** Who of the row has no teacher: the group, or subgroups of a division that is taught by subgroups. */
function missingOf(own: Course[], numbers: Map<string, { number: number }[]>, isElsewhere: boolean): string[] {
  if (own.length === 0) return isElsewhere ? [] : ['нет преподавателя']
  const divisions = Map.groupBy(own, ({ division }) => division)
  if (divisions.has(null)) return divisions.get(null)?.every(isKept) ? [] : ['нет преподавателя']
  return [...divisions].flatMap(([division, courses]) =>
    (numbers.get(division ?? '') ?? [])
      .filter(({ number }) => !courses.some((course) => course.subgroup_number === number && isKept(course)))
      .map(({ number }) => `${subgroupInWords(division, number)}: нет преподавателя`)
  )
}

const courseInWords = ({ id, division, subgroup_number, teachers, planned }: Course) => ({
  ...{ id, who: subgroupInWords(division, subgroup_number), planned },
  teachers: teachers.filter(({ until }, i) => until === null || i === teachers.length - 1).map(shortName)
})

const wordsOf = ({ who, teachers }: ReturnType<typeof courseInWords>) => `${who} ${teachers.join(' ')}`

/** «иностранный язык, подгруппа 1»; an empty string for the whole group. */
export const subgroupInWords = (division: string | null, number: number | null): string =>
  division === null ? '' : `${division}, подгруппа ${number}`
