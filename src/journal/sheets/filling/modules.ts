import type { CourseRow } from '../../queries/sheets/courses.ts'
import { RESULT_NAMES, type ResultKind } from '../../rules/results.ts'
import type { CourseJournal, ModuleJournal } from '../shapes.ts'
import { markOf } from './columns.ts'
import type { Records, Subject } from './courses.ts'
import { columnsOf, type Results } from './results.ts'

type Module = NonNullable<CourseRow['module']>

/**
 * F6: a professional module with its courses in the order of the curriculum. `all` are its courses of this and earlier years;
 * the total stands in the book in which the module ends, which is where its exam is.
 */
export function moduleJournal(
  module: Module,
  courses: CourseJournal[],
  all: CourseRow[],
  exam: CourseRow | undefined,
  records: Records
): ModuleJournal {
  const { id, item_index, name } = module
  const total = exam ? totalOf(all, exam, records) : null
  return { id: String(id), kind: 'module', index: item_index, title: name, courses, total }
}

/** A column: what stands at the end of a course or practice; `courses` are its parts by subgroup. */
type Column = { item_index: string; kind: ResultKind; courses: CourseRow[] }

function totalOf(all: CourseRow[], exam: CourseRow, { interval, members, results }: Records): ModuleJournal['total'] {
  const items = [
    ...Map.groupBy(
      all.filter(({ item_id }) => item_id !== exam.item_id),
      ({ item_id }) => item_id
    ).values()
  ]
  const columns = items
    .toSorted((a, b) => (a[0]?.position ?? 0) - (b[0]?.position ?? 0))
    .flatMap((courses) => endOf(courses, interval, results))
  return {
    columns: [
      ...columns.map(({ item_index, kind }) => ({ index: item_index, title: RESULT_NAMES[kind].toLowerCase() })),
      { index: exam.item_index, title: RESULT_NAMES.module_exam }
    ],
    rows: members.map(({ number, short, left, student_id }) => ({
      ...{ number, name: short, left },
      cells: [
        ...columns.map((column) => markOf(column, student_id, results)),
        masteredOf(results.valueIn(exam.id, student_id, 'module_exam'))
      ]
    }))
  }
}

/** «5 / освоен»: what the exam of a module says of its kind of activity besides the mark (F6). */
const masteredOf = (value: string): string =>
  value === '' ? '' : `${value} / ${['2', 'незач', 'н/а'].includes(value) ? 'не освоен' : 'освоен'}`

/** The results of the last term in which the item is taught; the semester's mark is left out beside an exam. */
function endOf(courses: CourseRow[], interval: Records['interval'], results: Results): Column[] {
  const last = courses.at(-1)?.starts_on
  const own = courses.filter(({ starts_on }) => starts_on === last)
  const [course] = own
  if (!course) return []
  const kinds = columnsOf(course, interval, results)
  const ends = kinds.filter((kind) => kind !== 'semester' || kinds.length === 1)
  return ends.map((kind) => ({ item_index: course.item_index, kind, courses: own }))
}

/** Courses of one item and subgroup, whose pages are one chapter. */
export function subjectsOf(courses: CourseRow[]): Subject[] {
  const parts = Map.groupBy(courses, ({ item_id, subgroup_id }) => `${item_id}.${subgroup_id}`)
  return [...parts.values()].flatMap(([first, ...more]): Subject[] => (first ? [[first, ...more]] : []))
}
