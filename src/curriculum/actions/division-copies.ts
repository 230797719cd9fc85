import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { lockGroups } from '../../movement/queries/groups.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addTeachers, followPlans } from '../queries/courses.ts'
import * as copies from '../queries/division-copies.ts'
import { listTerms } from '../queries/load.ts'
import { type Copy, type CopyRefusal, copiesOf, type Facts, isEmpty, nextTerm } from '../rules/division-copies.ts'
import { semesterOf } from '../rules/load.ts'

type Group = { id: number; entry_year: number; starts_on: string }
type Asked = { study_group_id: number; term_id: number }
type Term = Awaited<ReturnType<typeof listTerms>>[number]

/** What there is to copy for the group, or with 0 for all that this person keeps. */
export async function findCopies(db: Db, actor: Actor, today: string, { study_group_id, term_id }: Asked) {
  const terms = await listTerms(db)
  const from = terms.find(({ id }) => id === term_id)
  const groups = await copies.listKept(db, actor, today, study_group_id)
  if (!from || (study_group_id !== 0 && groups.length === 0)) return undefined
  const to = nextTerm(terms, from)
  if (!to) return { from, to, groups: [] }
  const ids = groups.map(({ id }) => id)
  const facts = await factsOf(db, ids, { from, to })
  const dates = await copies.listDates(db, ids, [from.id, to.id])
  const ofGroup = (term: Term, id: number) => ({
    ...term,
    ...dates.find(({ term_id, study_group_id }) => term_id === term.id && study_group_id === id)
  })
  const copied = groups.map((group) => {
    const terms = { from: ofGroup(from, group.id), to: ofGroup(to, group.id), today }
    return { ...group, starts_on: terms.to.starts_on, copies: copiesOf(group.id, facts, terms) }
  })
  return { from, to, groups: copied.filter((group) => group.copies.length > 0) }
}

async function factsOf(db: Db, groups: number[], { from, to }: { from: Term; to: Term }): Promise<Facts> {
  return {
    courses: await copies.listCoursesAround(db, groups, from, to),
    spells: await copies.listSpells(db, groups, from.id),
    staying: await copies.listStaying(db, groups, to.id)
  }
}

/** Carries the divisions over to the next term, with their gradebooks and teachers; what is there already is left alone. */
export function copyDivisions(db: Db, actor: Actor, today: string, asked: Asked) {
  return inTransaction(db, async (trx): Promise<'copied' | 'no-such-group' | CopyRefusal> => {
    const kept = await copies.listKept(trx, actor, today, asked.study_group_id)
    await lockGroups(
      trx,
      kept.map(({ id }) => id)
    )
    const found = await findCopies(trx, actor, today, asked)
    if (!found) return 'no-such-group'
    if (!found.to) return 'no-next-term'
    if (found.to.closed_at) return 'term-closed'
    const groups = found.groups.filter((group) => !isEmpty(group.copies))
    if (groups.length === 0) return 'nothing-to-copy'
    const added = groups.flatMap((group) => group.copies.flatMap((copy) => copy.added))
    if (added.length > 0) await copies.extendMemberships(trx, added)
    await openPages(trx, actor, found.to, groups)
    await record(
      trx,
      actor,
      ...groups.map((group) => ({
        ...{ deed: 'group.division_copied', object_kind: 'study_group', object_id: group.id },
        after: { term_id: found.to?.id, memberships: group.copies.flatMap((copy) => copy.added) }
      }))
    )
    return 'copied'
  })
}

/** Opens the gradebooks of the next term, each kept by whoever kept it before. */
async function openPages(trx: Db, actor: Actor, to: Term, groups: (Group & { copies: Copy[] })[]): Promise<void> {
  const wanted = groups.flatMap((group) =>
    group.copies
      .flatMap(({ courses }) => courses)
      .filter(({ outcome }) => outcome === 'new')
      .flatMap(({ curriculum_item_id, subgroup_id, keeping }) =>
        subgroup_id === null ? [] : [{ group, curriculum_item_id, subgroup_id, keeping }]
      )
  )
  if (wanted.length === 0) return
  const rows = wanted.map(({ group, curriculum_item_id, subgroup_id }) => ({
    ...{ study_group_id: group.id, term_id: to.id, curriculum_item_id, subgroup_id },
    semester: semesterOf(group.entry_year, to.year_starts_on, to.half)
  }))
  const ids = new Map(
    (await copies.addPages(trx, rows)).map(({ id, subgroup_id, curriculum_item_id }) => [
      `${subgroup_id} ${curriculum_item_id}`,
      id
    ])
  )
  await followPlans(trx, [...ids.values()])
  const idOf = (one: (typeof wanted)[number]) => ids.get(`${one.subgroup_id} ${one.curriculum_item_id}`) ?? 0
  const teaching = wanted.flatMap((one) =>
    one.keeping.map(({ staff_member_id }) => ({ course_id: idOf(one), staff_member_id, since: one.group.starts_on }))
  )
  if (teaching.length > 0) await addTeachers(trx, teaching)
  await record(
    trx,
    actor,
    ...wanted.map((one, i) => ({
      ...{ deed: 'course.opened', object_kind: 'course', object_id: idOf(one) },
      after: { ...rows[i], staff_member_id: one.keeping.map(({ staff_member_id }) => staff_member_id) }
    }))
  )
}
