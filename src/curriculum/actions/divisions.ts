import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db, inTransaction } from '../../platform/db.ts'
import * as divisions from '../queries/divisions.ts'
import { lockGroup } from '../queries/groups.ts'
import * as members from '../queries/memberships.ts'
import {
  changesOf,
  type DivisionRefusal,
  type Entry,
  lostEntries,
  type Place,
  refuseDivision
} from '../rules/divisions.ts'
import { isDay } from '../rules/load.ts'

type Division = { study_group_id: number; division: string; since: string; places: Place[]; isNew: boolean }
type Divided = 'divided' | 'no-such-group' | DivisionRefusal | { lost: Entry[] }

/** Divides a group, or divides it otherwise, from that day on; who stays where they were is left alone. */
export function divideGroup(db: Db, actor: Actor, today: string, typed: Division) {
  return attempt(
    db,
    (outcome: Divided) => outcome === 'divided',
    async (trx) => {
      const { since, places, study_group_id, isNew } = typed
      const division = typed.division.trim()
      const group = await lockGroup(trx, actor, 'subgroups: write', today, study_group_id)
      if (!group) return 'no-such-group'
      const enrolled = await divisions.listEnrolled(trx, group.id, isDay(since) ? since : today)
      const refusal = refuseDivision(
        { division, since, places },
        enrolled.map(({ id }) => id)
      )
      if (refusal) return refusal

      if (isNew && (await divisions.hasDivision(trx, group.id, division))) return 'name-taken'
      const memberships = await members.listMemberships(trx, group.id, division)
      const numbers = [...new Set(places.map(({ number }) => number))].filter((number) => number > 0)
      const ids = await divisions.ensureSubgroups(trx, group.id, division, numbers)
      const changes = changesOf({ division, since, places }, { enrolled, memberships, ids })
      if (changes.length === 0) return 'divided'
      const [subgroups, students] = [[...ids.values()], changes.map(({ student_id }) => student_id)]
      const lost = lostEntries(changes, await members.listEntries(trx, subgroups, students, since))
      if (lost.length > 0) return { lost }
      const rows = changes.flatMap(({ student_id, after }) => after.map((spell) => ({ student_id, ...spell })))
      await members.putMemberships(trx, subgroups, students, rows)
      await record(trx, actor, {
        ...{ deed: 'group.divided', object_kind: 'study_group', object_id: group.id },
        before: { division, memberships: memberships.filter(({ student_id }) => students.includes(student_id)) },
        after: { division, since, memberships: rows }
      })
      return 'divided'
    }
  )
}

/** Takes a division off that nothing has been taught by. */
export function removeDivision(db: Db, actor: Actor, today: string, study_group_id: number, division: string) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-group' | 'no-such-division' | 'is-taught'> => {
    const group = await lockGroup(trx, actor, 'subgroups: write', today, study_group_id)
    if (!group) return 'no-such-group'
    if (!(await divisions.hasDivision(trx, group.id, division))) return 'no-such-division'
    if (await divisions.isTaught(trx, group.id, division)) return 'is-taught'
    const memberships = await members.listMemberships(trx, group.id, division)
    await divisions.dropDivision(trx, group.id, division)
    await record(trx, actor, {
      ...{ deed: 'group.division_removed', object_kind: 'study_group', object_id: group.id },
      before: { division, memberships }
    })
    return 'removed'
  })
}
