import { createHash } from 'node:crypto'
import { semesterOf } from '../../curriculum/rules/load.ts'
import type { Db } from '../../platform/db.ts'
import * as facts from '../queries/import-facts.ts'
import type { WrittenTimetable } from '../reader.ts'
import { type Clash, clashesOf } from '../rules/import-clashes.ts'
import { type Answers, occurrencesOf, removesOf } from '../rules/import-days.ts'
import { type Counts, countsOf, type Meaning, type Planned, type Term } from '../rules/import-entries.ts'
import { fieldOf, type NameRow, namesOf } from '../rules/import-names.ts'
import { planOf } from '../rules/import-plan.ts'
import { type Subgroup, subgroupsFor } from '../rules/import-subgroups.ts'
import { wantedGroups, wantedOthers } from '../rules/import-wanted.ts'
import { type Known, type NameKind, nameKey } from '../rules/matching.ts'

type Group = Awaited<ReturnType<typeof facts.listGroups>>[number]
type Item = Awaited<ReturnType<typeof facts.listItems>>[number]
type TermRow = Awaited<ReturnType<typeof facts.listTerms>>[number]

export type ImportPlan = {
  names: NameRow[]
  planned: Planned[]
  counts: Counts
  clashes: Clash[]
  days: string[]
  terms: Term[]
  digest: string
  /** titles of what numbers mean, for the screen */
  titles: {
    group: Map<number, string>
    teacher: Map<number, string>
    room: Map<number, string>
    item: Map<number, string>
  }
}

/** What the import would do by today's state of the journal; writes nothing. */
export async function makePlan(
  db: Db,
  written: WrittenTimetable,
  answers: Answers,
  today: string
): Promise<ImportPlan> {
  const calendar = await facts.listSpecialDays(db)
  const { occurrences, days } = occurrencesOf(written, answers, calendar)
  const [groups, teachers, rooms] = [
    await facts.listGroups(db),
    await facts.listTeachers(db, today),
    await facts.listRooms(db)
  ]
  const [terms, aliases, stored] = [
    await facts.listTerms(db),
    await facts.listAliases(db),
    await facts.listEntries(db, days)
  ]
  const vacated = await facts.listVacated(db, days)
  const own = terms.filter(({ starts_on, ends_on }) => days.some((day) => starts_on <= day && day <= ends_on))

  const groupRows = namesOf(wantedGroups(written), () => groups, answers, aliases)
  const meant = new Map(groupRows.map((row) => [row.key, row.value]))
  const byId = new Map(groups.map((group) => [group.id, group]))
  const groupOf = (name: string) => byId.get(Number(meant.get(nameKey('group', name))))
  const items = await facts.listItems(db, [...new Set(groups.flatMap(({ curriculum_id }) => curriculum_id ?? []))])
  const plans = new Map<number, Item[]>()
  const halves = await facts.listSubgroups(db, coveredGroups(groupRows))
  const known = (kind: NameKind, scope: number, word: string, group: string): Known[] => {
    if (kind === 'subgroup') return subgroupsFor(written, group, word, ofGroup(halves, scope))
    if (kind !== 'subject') return kind === 'teacher' ? teachers : rooms
    const rows = plans.get(scope) ?? taught(items, groups, own, scope)
    plans.set(scope, rows)
    return rows
  }
  const names = [...groupRows, ...namesOf(wantedOthers(written, groupOf), known, answers, aliases)]

  const found = meanings(names)
  const planned = planOf(occurrences, {
    group: (name) => found('group', 0, name),
    subgroup: (id, name) => found('subgroup', id, name),
    planOf: (id) => byId.get(id)?.curriculum_id ?? null,
    subject: (plan, title) => found('subject', plan, title),
    teacher: (name) => found('teacher', 0, name),
    room: (name) => found('room', 0, name),
    ...{ terms, stored, vacated, days, groups: written.groups },
    ...{ removes: removesOf(written, answers), takes: answers.takes ?? [] },
    courses: await facts.listCourses(
      db,
      coveredGroups(groupRows),
      own.map(({ id }) => id)
    )
  })
  const item = new Map(items.map(({ id, title }) => [id, title]))
  return {
    ...{ names, planned, days, terms, counts: countsOf(planned), digest: digestOf(planned, names) },
    clashes: clashesOf(planned, stored, (id) => item.get(id) ?? String(id)),
    titles: {
      group: titled(groups),
      teacher: titled(teachers, names, 'teacher'),
      room: titled(rooms, names, 'room'),
      item
    }
  }
}

const coveredGroups = (rows: NameRow[]) => rows.map(({ value }) => Number(value)).filter((id) => id > 0)
const ofGroup = (halves: Subgroup[], id: number) => halves.filter(({ study_group_id }) => study_group_id === id)

/** Rows of the plan that any of its groups has in these terms; between the terms, all of its rows. */
function taught(items: Item[], groups: Group[], terms: TermRow[], plan: number): Item[] {
  const following = groups.filter(({ curriculum_id }) => curriculum_id === plan)
  const semesters = new Set(
    following.flatMap(({ entry_year }) => terms.map((term) => semesterOf(entry_year, term.year_starts_on, term.half)))
  )
  const own = items.filter(({ curriculum_id }) => curriculum_id === plan)
  const now = own.filter((item) => item.semesters.some((semester) => semesters.has(semester)))
  return now.length > 0 ? now : own
}

/** Looks a written name up; what is to be created has a number below zero, by its place among the names. */
function meanings(names: NameRow[]) {
  const found = new Map(names.map((row, i) => [fieldOf(row.kind, row.scope, row.key), meaningOf(row.value, i)]))
  return (kind: NameKind, scope: number, written: string): Meaning =>
    found.get(fieldOf(kind, scope, nameKey(kind, written))) ?? 'undecided'
}

const meaningOf = (value: string, i: number): Meaning => {
  if (value === 'new') return createdNumber(i)
  return value === 'skip' ? 'skip' : value === '' ? 'undecided' : Number(value)
}

/** The number a name has in the plan until it is created. */
export const createdNumber = (i: number): number => -1 - i

const titled = (known: Known[], names: NameRow[] = [], kind: NameKind = 'group') =>
  new Map([
    ...known.map(({ id, title }) => [id, title] as const),
    ...names.flatMap((row, i) =>
      row.kind === kind && row.value === 'new' ? [[createdNumber(i), row.full] as const] : []
    )
  ])

/** Two plans that write the same have the same digest. */
const digestOf = (planned: Planned[], names: NameRow[]): string =>
  createHash('sha256')
    .update(JSON.stringify(planned.map(({ state, entry, before }) => [state, entry, before?.id])))
    .update(
      JSON.stringify(
        names.map(({ kind, scope, key, value, full }) => [kind, scope, key, value, value === 'new' ? full : ''])
      )
    )
    .digest('hex')
