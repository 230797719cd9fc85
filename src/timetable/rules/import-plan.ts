import type { Occurrence } from './import-days.ts'
import type { Course, Entry, PlanFacts, Planned, Problem, StoredEntry, Vacated } from './import-entries.ts'
import { placed } from './import-placing.ts'

export const slotKey = (entry: { course_id: number; held_on: string; pair_number: number }) =>
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
  const vacated = new Map(facts.vacated.map((one) => [slotKey(one), one]))
  const takes = new Set(facts.takes)
  const planned = occurrences.flatMap((one) =>
    placed(one, facts, courses).map((row) => settled(row, { stored, taken, vacated, takes }))
  )
  return [...planned, ...(facts.removes ? removedOf(planned, facts, taken) : [])]
}

type Standing = {
  stored: Map<string, StoredEntry>
  taken: Set<string>
  vacated: Map<string, Vacated>
  takes: Set<string>
}

/** The row against what stands in the timetable now; what the file does not say of a lesson stays as it is. */
function settled(row: Planned, { stored, taken, vacated, takes }: Standing): Planned {
  if (!row.entry) return row
  const key = slotKey(row.entry)
  const before = stored.get(key) ?? null
  if (taken.has(key)) return { ...row, entry: null, problem: 'twice' }
  taken.add(key)
  const moved = vacated.get(key)
  if (!before && moved) return { ...row, state: 'kept', entry: null, problem: 'corrected', moved }
  const kind = row.entry.kind || (before?.kind ?? 'lesson')
  const form = row.entry.form ?? (kind === before?.kind ? before.form : null)
  if (!before) return { ...row, state: 'new', entry: { ...row.entry, kind, form } }
  const { hours, timetable_rule_id } = before
  const entry = { ...row.entry, kind, form, hours, timetable_rule_id }
  if (isSame(before, entry)) return { ...row, state: 'same', entry, before }
  if (isSubstituted(before, entry)) return { ...row, state: 'same', entry: before, before }
  const problem = fixedBy(before)
  const isTaken = problem !== 'held' && takes.has(key)
  if (!problem || isTaken) return { ...row, state: 'changed', entry, before, ...(problem ? { wanted: entry } : {}) }
  return { ...row, state: 'kept', entry: null, before, problem, wanted: entry }
}

const isSame = (one: Entry, other: Entry) =>
  one.room_id === other.room_id &&
  one.staff_member_id === other.staff_member_id &&
  one.kind === other.kind &&
  one.form === other.form &&
  one.is_distant === other.is_distant

/** The file has the substitute already: it says what stands. */
const isSubstituted = (before: StoredEntry, entry: Entry) =>
  before.substitute_id !== null && isSame({ ...before, staff_member_id: before.substitute_id }, entry)

/** Why a lesson of the timetable is not for an import to touch. */
function fixedBy({ is_held, is_corrected, is_substituted }: StoredEntry): Problem | null {
  if (is_held) return 'held'
  if (is_corrected) return 'corrected'
  return is_substituted ? 'substituted' : null
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
    const problem = fixedBy(entry)
    if (
      !isCovered ||
      unsure.has(placeKey(study_group_id, held_on, pair)) ||
      closed.some((term) => term.starts_on <= held_on && held_on <= term.ends_on)
    )
      return []
    const row = {
      state: problem ? ('kept' as const) : ('removed' as const),
      held_on,
      pair,
      study_group_id,
      item_id,
      staff_member_id: entry.staff_member_id,
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
    return [{ ...row, ...words, is_distant: false, problem, is_stranger: false }]
  })
}
