import { shortName } from '../../accounts/rules.ts'
import type { ControlForm } from '../reader/curriculum.ts'
import { controlsInWords } from './words.ts'

type Taught = {
  id: number
  item_index: string
  name: string
  hours_total: number
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
  teachers: Teacher[]
}

/**
 * The load of a group in a term: a line for each row of the plan with its gradebooks, then gradebooks whose rows are no longer
 * in the plan (`hours` is null). `text` is looked for in the subject and in the names of teachers.
 */
export function loadTable(taught: Taught[], courses: Course[], { text, isWhole }: { text: string; isWhole: boolean }) {
  const byItem = Map.groupBy(courses, (course) => course.curriculum_item_id)
  const planned = taught.map((item) => ({
    ...{ id: item.id, item_index: item.item_index, name: item.name },
    ...{ hours: item.hours_total as number | null, weeks: item.weeks, module_id: item.parent_id },
    controls: controlsInWords(item.controls.map(({ control_form }) => control_form)),
    courses: (byItem.get(item.id) ?? []).map(courseInWords)
  }))
  const strays = [...byItem].flatMap(([id, own]) => {
    const [first] = own
    if (!first || taught.some((item) => item.id === id)) return []
    const { item_index, name } = first
    const words = { hours: null, weeks: null, module_id: null, controls: '' }
    return [{ id, item_index, name, ...words, courses: own.map(courseInWords) }]
  })
  return [...planned, ...strays]
    .filter((row) => isWhole || row.courses.length > 0)
    .filter((row) => `${row.item_index} ${row.name} ${row.courses.map(wordsOf).join(' ')}`.toLowerCase().includes(text))
}

const courseInWords = ({ id, division, subgroup_number, teachers }: Course) => ({
  ...{ id, who: subgroupInWords(division, subgroup_number) },
  teachers: teachers.filter(({ until }, i) => until === null || i === teachers.length - 1).map(shortName)
})

const wordsOf = ({ who, teachers }: ReturnType<typeof courseInWords>) => `${who} ${teachers.join(' ')}`

/** «иностранный язык, подгруппа 1»; an empty string for the whole group. */
export const subgroupInWords = (division: string | null, number: number | null): string =>
  division === null ? '' : `${division}, подгруппа ${number}`
