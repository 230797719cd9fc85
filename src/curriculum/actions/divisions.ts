import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addMemberships, endMemberships, ensureSubgroups, listEnrolled, listMemberships } from '../queries/divisions.ts'
import { lockGroup } from '../queries/groups.ts'
import { type DivisionRefusal, type Place, refuseDivision } from '../rules/divisions.ts'
import { dayBefore, isDay } from '../rules/load.ts'

type Division = { study_group_id: number; division: string; since: string; places: Place[] }

/** Divides a group, or divides it otherwise, from that day on; who stays where they were is left alone. */
export function divideGroup(db: Db, actor: Actor, today: string, typed: Division) {
  return inTransaction(db, async (trx): Promise<'divided' | 'no-such-group' | DivisionRefusal> => {
    const division = { ...typed, division: typed.division.trim() }
    const { since, places } = division
    const group = await lockGroup(trx, actor, 'load: write', today, typed.study_group_id)
    if (!group) return 'no-such-group'
    const day = isDay(since) ? since : today
    const enrolled = (await listEnrolled(trx, group.id, day)).map(({ id }) => id)
    const memberships = await listMemberships(trx, group.id, division.division, day)
    const refusal = refuseDivision(division, { enrolled, memberships })
    if (refusal) return refusal

    const numbers = [...new Set(places.map(({ number }) => number))].filter((number) => number > 0)
    const subgroups = await ensureSubgroups(trx, group.id, division.division, numbers)
    const wanted = places.flatMap(({ student_id, number }) => {
      const subgroup_id = subgroups.get(number)
      return subgroup_id === undefined ? [] : [{ student_id, subgroup_id, since }]
    })
    const isSame = (a: { student_id: number; subgroup_id: number }, b: typeof a) =>
      a.student_id === b.student_id && a.subgroup_id === b.subgroup_id
    const staying = memberships.filter((one) => one.until === null && wanted.some((other) => isSame(one, other)))
    const ended = memberships.filter((one) => !staying.includes(one))
    const begun = wanted.filter((one) => !staying.some((other) => isSame(one, other)))
    await endMemberships(trx, ended, since, dayBefore(since))
    await addMemberships(trx, begun)
    if (ended.length + begun.length === 0) return 'divided'
    await record(trx, actor, {
      ...{ deed: 'group.divided', object_kind: 'study_group', object_id: group.id },
      before: memberships,
      after: { division: division.division, since, places }
    })
    return 'divided'
  })
}
