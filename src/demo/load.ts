import type { StoredRow } from '../curriculum/rules/changes.ts'
import { areaOf, CURATOR, TEACHERS, teachersOf } from './areas.ts'
import { GROUPS, OWN_GROUP } from './groups.ts'
import { INFORMATICS, LABORATORY, LANGUAGE } from './pupils.ts'
import { practiceTopicsOf, type Topic, topicsOf } from './topics.ts'

/** What one group studies in one term: one journal page, or one for each subgroup. */
export type Activity = {
  group: number
  item: StoredRow
  semester: number
  controls: string[]
  /** Indices of the teachers: one, or one for each subgroup. */
  teachers: number[]
  /** What the group is divided by. */
  division: string | null
  topics: Topic[]
  kind: 'theory' | 'practice' | 'exam'
}

const PRACTICES = ['training_practice', 'industrial_practice']
const TAUGHT = ['discipline', 'course', 'module_exam', ...PRACTICES]

/** A subject of the own group's programming is divided when it is not the big one. */
const SMALL_SUBJECT_LESSONS = 30

type Programme = { items: StoredRow[]; specialty: { name: string } }

/** All that the group has in the semester, in the order of its curriculum. */
export function activitiesOf(group: number, semester: number, { items, specialty }: Programme): Activity[] {
  return items.flatMap((item): Activity[] => {
    const term = item.terms.find((one) => one.semester === semester)
    if (!term || !TAUGHT.includes(item.kind)) return []
    const kind = PRACTICES.includes(item.kind) ? 'practice' : item.kind === 'module_exam' ? 'exam' : 'theory'
    const topics =
      kind === 'exam'
        ? []
        : kind === 'practice'
          ? practiceTopicsOf(item, semester, specialty.name)
          : topicsOf(item, semester)
    if (kind !== 'exam' && topics.length === 0) return []
    const module = items.find(({ item_key }) => item_key === item.parent_key)
    const pool = poolOf(item, module?.name ?? specialty.name)
    return [
      {
        ...{ group, item, semester, controls: term.controls, kind, topics },
        ...shared(group, item, pool, topics.length)
      }
    ]
  })
}

/** Who could teach it: those of its area; practices go by their module. */
function poolOf({ kind, name }: StoredRow, module: string): number[] {
  if (kind === 'industrial_practice') return teachersOf(areaOf(module) === 'accounting' ? 'accounting' : 'practice')
  return teachersOf(areaOf(kind === 'discipline' || kind === 'course' ? name : module))
}

/** Who does teach it: all of the pool to subgroups, or one in turn. A curator's own group is taught by others. */
function shared(group: number, { name, position }: StoredRow, pool: number[], lessons: number) {
  const area = areaOf(name)
  if (area === 'languages') return { teachers: pool, division: LANGUAGE }
  if (area === 'informatics' && name.startsWith('Информатика') && pool.length > 1)
    return { teachers: pool.slice(0, 2), division: INFORMATICS }
  const isDivided = group === OWN_GROUP && area === 'programming' && lessons < SMALL_SUBJECT_LESSONS
  if (isDivided && pool.length > 1) return { teachers: pool.slice(0, 2), division: LABORATORY }
  const parallel = GROUPS[group]?.parallel ?? 0
  const turn = pool.includes(0) ? parallel : group + position
  const free = group === OWN_GROUP ? pool.filter((teacher) => teacher !== CURATOR) : pool
  const candidates = free.length > 0 ? free : teachersOf('practice')
  return { teachers: [candidates[turn % candidates.length] ?? 0], division: null }
}

/** Everybody who may stand in for the teacher of a practice. */
export const practiceLeaders = (first: number): number[] => [
  first,
  ...teachersOf('practice'),
  ...TEACHERS.keys().filter((teacher) => teacher !== first)
]

const WEEK_HOURS = 36

/** Weeks of the state exams at the end of the semester. */
export const finalWeeksOf = (semester: number, { items }: Programme): number =>
  items
    .filter(({ kind }) => kind === 'final_attestation')
    .flatMap(({ terms }) => terms.filter((term) => term.semester === semester))
    .reduce((weeks, { hours_total }) => weeks + hours_total / WEEK_HOURS, 0)
