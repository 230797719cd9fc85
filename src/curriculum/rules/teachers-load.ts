// The load of teachers over a year (R4 3.3.3). Pure.

/** The most hours of lessons a teacher may have in a year (приказ Минобрнауки № 1601, приложение 2). */
export const MOST_HOURS = 1440

type Row = {
  staff_member_id: number
  last_name: string
  first_name: string
  middle_name: string
  department: string | null
  study_group_id: number
  term_number: number
  kind: string
  until: string | null
  ends_on: string
  planned: number | null
  given: number
  given_by_others: number
  is_taken_over: boolean
}

const isPractice = (kind: string) => kind === 'training_practice' || kind === 'industrial_practice'

/**
 * Hours of the plan that are this teacher's: all of them; of a journal that passed to another in the middle of the term, what
 * was given before it passed, and what is left for the one who took it over.
 */
export function hoursOf({ planned, given, given_by_others, until, ends_on, is_taken_over }: Row): number | null {
  if (until !== null && until < ends_on) return given
  if (planned === null || !is_taken_over) return planned
  return Math.max(planned - given_by_others, given)
}

/** Each row with its hours. */
export const withHours = <One extends Row>(rows: One[]): (One & { hours: number | null })[] =>
  rows.map((row) => ({ ...row, hours: hoursOf(row) }))

type Person = Pick<Row, 'staff_member_id' | 'last_name' | 'first_name' | 'middle_name' | 'department'>
type Loaded = Row & { hours: number | null }

/** Sums of a teacher: hours of theory, practice and all in each term and in the year. */
export function sumsOf(rows: Loaded[], terms: number[]) {
  const sum = (some: Loaded[]) => some.reduce((all, { hours }) => all + (hours ?? 0), 0)
  const total = sum(rows)
  return {
    terms: terms.map((number) => {
      const own = rows.filter(({ term_number }) => term_number === number)
      const practice = sum(own.filter(({ kind }) => isPractice(kind)))
      return { theory: sum(own) - practice, practice }
    }),
    ...{ total, given: rows.reduce((all, { given }) => all + given, 0) },
    groups: new Set(rows.map(({ study_group_id }) => study_group_id)).size,
    over: Math.max(0, total - MOST_HOURS)
  }
}

/** A line a teacher in the order of names; those without a journal have nothing but a name. */
export function teachersTable(rows: Row[], members: Person[], terms: number[], text: string) {
  const own = Map.groupBy(withHours(rows), ({ staff_member_id }) => staff_member_id)
  const people = new Map<number, Person>([...members, ...rows].map((one) => [one.staff_member_id, one]))
  return [...people.values()]
    .map((person) => ({
      ...{ staff_member_id: person.staff_member_id, department: person.department ?? '' },
      name: [person.last_name, person.first_name, person.middle_name].filter(Boolean).join(' '),
      ...sumsOf(own.get(person.staff_member_id) ?? [], terms),
      isIdle: !own.has(person.staff_member_id)
    }))
    .filter(({ name, department }) => `${name} ${department}`.toLowerCase().includes(text.trim().toLowerCase()))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'ru'))
}
export type TeacherLine = ReturnType<typeof teachersTable>[number]

/** The table as a file: the same columns as on the screen. */
export function tableRows(lines: TeacherLine[], terms: { name: string }[]): string[][] {
  const number = (hours: number) => String(hours).replace('.', ',')
  const heads = terms.flatMap(({ name }) => [`${name}: теория, ч`, `${name}: практика, ч`])
  return [
    ['Преподаватель', 'Отделение', ...heads, 'Всего за год, ч', 'Проведено, ч', 'Групп', 'Сверх 1440 ч'],
    ...lines.map(({ name, department, terms: own, total, given, groups, over }) => [
      ...[name, department, ...own.flatMap(({ theory, practice }) => [number(theory), number(practice)])],
      ...[number(total), number(given), String(groups), number(over)]
    ])
  ]
}
