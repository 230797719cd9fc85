// What copying the divisions of a group to the next term would do. Pure.
import { shortName } from '../../accounts/rules.ts'
import type { CourseRow, SpellRow, StayRow } from '../queries/division-copies.ts'
import { fullName } from './division-tables.ts'
import { covers, placedFrom } from './memberships.ts'

/** Why divisions are not copied. */
export const COPY_REFUSALS = {
  'no-next-term': 'Следующего периода ещё нет: его заводит администратор или методист на странице «Учебные периоды».',
  'term-closed': 'Следующий период закрыт: его нагрузка больше не меняется.',
  'nothing-to-copy': 'Копировать нечего: всё уже скопировано.'
} as const
export type CopyRefusal = keyof typeof COPY_REFUSALS

type Span = { id: number; starts_on: string; ends_on: string }

/** The term that follows. */
export const nextTerm = <One extends Span>(terms: One[], { ends_on }: Span): One | undefined =>
  terms.filter(({ starts_on }) => starts_on > ends_on).toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))[0]

export type Facts = { courses: CourseRow[]; spells: SpellRow[]; staying: StayRow[] }
/** `today` is the day of the copying. */
type Terms = { from: Span; to: Span; today: string }

/** `new`: a gradebook is opened; otherwise it is there already, or why it is not opened. */
type Outcome = 'new' | 'is-there' | 'not-taught' | 'taught-otherwise' | 'nobody'
export type CopiedCourse = CourseRow & { outcome: Outcome; keeping: CourseRow['teachers']; dismissed: string[] }

/** One division of one group. Names are in the order of the alphabet. */
export type Copy = ReturnType<typeof copyOf>

/** The divisions of the group by which a subject is taught in the first term, or that somebody is in at its end. */
export function copiesOf(study_group_id: number, facts: Facts, terms: Terms): Copy[] {
  const ofGroup = <One extends { study_group_id: number }>(rows: One[]) =>
    rows.filter((row) => row.study_group_id === study_group_id)
  const courses = ofGroup(facts.courses)
  const spells = ofGroup(facts.spells)
  const names = [
    ...courses.filter(({ term_id }) => term_id === terms.from.id).map(({ division }) => division),
    ...spells.filter((spell) => covers(spell, terms.from.ends_on)).map(({ division }) => division)
  ]
  return [...new Set(names)]
    .filter((name) => name !== null)
    .toSorted()
    .map((name) => copyOf(name, { courses, spells, staying: ofGroup(facts.staying) }, terms))
}

function copyOf(name: string, { courses, spells, staying }: Facts, terms: Terms) {
  const { from, to } = terms
  const own = spells.filter(({ division }) => division === name)
  const ofStudent = Map.groupBy(own, ({ student_id }) => student_id)
  const stays = new Map(staying.map((stay) => [stay.student_id, stay]))
  const members = [...ofStudent].flatMap(([student_id, days]) => {
    const stay = stays.get(student_id)
    const last = days.find((spell) => covers(spell, from.ends_on))
    const next = days.find((spell) => covers(spell, to.starts_on))
    if (!stay || !(last || next)) return []
    if (next) return [{ student_id, number: next.number, subgroup_id: next.subgroup_id, added: null }]
    if (!last) return []
    const { number, subgroup_id } = last
    const after = placedFrom(days, to.starts_on, subgroup_id, stay)
    const added = after.find((spell) => covers(spell, to.starts_on)) ?? null
    return [{ student_id, number, subgroup_id, added }]
  })
  const placed = new Set(members.map(({ student_id }) => student_id))
  const numbers = [...new Set(own.map(({ number }) => number))].toSorted()
  return {
    name,
    parts: numbers.map((number) => ({ number, size: members.filter((one) => one.number === number).length })),
    added: members.flatMap(({ student_id, added }) =>
      added ? [{ student_id, subgroup_id: added.subgroup_id, since: added.since, until: added.until }] : []
    ),
    left: [...ofStudent].flatMap(([student_id, [first]]) =>
      first && first.since <= from.ends_on && !stays.has(student_id) ? [fullName(first)] : []
    ),
    without: staying.filter(({ student_id }) => !placed.has(student_id)).map(fullName),
    courses: coursesOf(name, courses, new Set(members.map(({ subgroup_id }) => subgroup_id)), terms)
  }
}

function coursesOf(name: string, courses: CourseRow[], peopled: Set<number>, terms: Terms): CopiedCourse[] {
  const { from, to } = terms
  const isIn = (term: Span) => courses.filter(({ term_id }) => term_id === term.id)
  return isIn(from)
    .filter(({ division }) => division === name)
    .map((course) => {
      const beside = (term: Span) => isIn(term).filter((one) => one.curriculum_item_id === course.curriculum_item_id)
      const isThere = beside(to).some(({ subgroup_id }) => subgroup_id === course.subgroup_id)
      const usual = new Set(beside(from).map(({ division }) => division))
      const outcome = isThere
        ? 'is-there'
        : !course.is_taught
          ? 'not-taught'
          : beside(to).some(({ division }) => !usual.has(division))
            ? 'taught-otherwise'
            : peopled.has(course.subgroup_id ?? -1)
              ? 'new'
              : 'nobody'
      return { ...course, outcome, ...keepersOf(course, terms) }
    })
}

/** Who kept the gradebook to its end goes on, unless dismissed before the next term begins. */
function keepersOf({ teachers }: CourseRow, { from, to, today }: Terms) {
  const day = today > to.starts_on ? today : to.starts_on
  const last = teachers.filter(({ until }) => until === null || until >= from.ends_on)
  const present = last.length > 0 ? last : teachers.slice(-1)
  const isGone = ({ dismissed_on }: CourseRow['teachers'][number]) => dismissed_on !== null && dismissed_on < day
  return { keeping: present.filter((one) => !isGone(one)), dismissed: present.filter(isGone).map(shortName) }
}

/** Whether anything would be written. */
export const isEmpty = (copies: Copy[]): boolean =>
  copies.every(({ added, courses }) => added.length === 0 && courses.every(({ outcome }) => outcome !== 'new'))
