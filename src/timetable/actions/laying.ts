import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findGrounds, listApart, lockTimetable } from '../queries/grounds.ts'
import * as laying from '../queries/laying.ts'
import * as queries from '../queries/rules.ts'
import { type Laid, layOf, occurrencesOf, type Stored } from '../rules/laying.ts'
import { withoutClashes } from '../rules/placing.ts'

export type Period = { from: string; to: string }
export type GroupLaid = Laid & { clashes: string[] }

/** What making lessons of the period would do to each of the groups; writes nothing. */
export async function previewLessons(
  db: Db,
  term_id: number,
  groups: number[],
  period: Period
): Promise<Map<number, GroupLaid>> {
  const rules = await queries.listRulesOf(db, groups, term_id)
  const grounds = await findGrounds(db, term_id, groups)
  const courses = await laying.listCourses(db, groups, term_id)
  const ids = courses.map(({ id }) => id)
  const groupOf = new Map(courses.map(({ id, study_group_id }) => [id, study_group_id]))
  const byGroup = <T extends { course_id: number }>(rows: T[]) =>
    Map.groupBy(rows, ({ course_id }) => groupOf.get(course_id) ?? 0)
  const stored = byGroup(await laying.listStored(db, ids, period))
  const left = byGroup(await laying.listLeft(db, ids, period))
  const ruled = Map.groupBy(rules, ({ study_group_id }) => study_group_id)
  const laid = new Map(
    groups.map((id) => {
      const ground = grounds.get(id)
      const all = ground ? occurrencesOf(ruled.get(id) ?? [], ground) : []
      const occurrences = all.filter(({ held_on }) => period.from <= held_on && held_on <= period.to)
      return [id, layOf(occurrences, stored.get(id) ?? [], left.get(id) ?? [])]
    })
  )
  return clear(db, laid, rules, [...stored.values()].flat(), period)
}

/** Leaves out what would put a person into two places. */
async function clear(
  db: Db,
  laid: Map<number, Laid>,
  rules: queries.RuleRow[],
  stored: Stored[],
  period: Period
): Promise<Map<number, GroupLaid>> {
  const seats = await laying.listSeats(db, rules, period)
  const apart = await listApart(db, [...laid.keys()])
  const going = new Set(
    [...laid.values()].flatMap(({ removed, changed }) => [...removed, ...changed].map(({ id }) => id))
  )
  const standing = seats.filter(({ id }) => !going.has(id))
  return withoutClashes(laid, new Map(rules.map((rule) => [rule.id, rule])), standing, stored, apart)
}

/** «Составить занятия по датам»: makes the lessons of the period stand by the rules, and leaves alone what has begun to live. */
export function layLessons(db: Db, actor: Actor, term_id: number, groups: number[], period: Period) {
  return inTransaction(db, async (trx) => {
    await lockTimetable(trx)
    const laid = await previewLessons(trx, term_id, groups, period)
    await laying.writeLaid(trx, sumOf([...laid.values()]))
    const touched = [...laid].filter(([, one]) => isBehind(one))
    await record(
      trx,
      actor,
      ...touched.map(([id, one]) => ({
        ...{ deed: 'timetable.laid', object_kind: 'study_group', object_id: id },
        after: { since: period.from, until: period.to, ...countsOf(one) }
      }))
    )
    return laid
  })
}

const sumOf = (all: Laid[]) => ({
  added: all.flatMap(({ added }) => added),
  changed: all.flatMap(({ changed }) => changed),
  removed: all.flatMap(({ removed }) => removed)
})

/** Lessons do not stand as the rules say. */
export const isBehind = ({ added, changed, removed }: Laid): boolean =>
  added.length + changed.length + removed.length > 0

export const countsOf = ({ added, changed, removed, same, kept }: Laid) => ({
  ...{ new: added.length, changed: changed.length, removed: removed.length, same, kept }
})
