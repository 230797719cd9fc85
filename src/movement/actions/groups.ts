import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { differenceOf } from '../../people/rules/cards.ts'
import { isDay } from '../../platform/days.ts'
import { attempt, type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/groups.ts'
import { applyNames, ensureNames, listNames, listNamesOn, listTakenNames, putName } from '../queries/names.ts'
import { listSpecialties } from '../queries/specialties.ts'
import { fillYears } from '../queries/years.ts'
import * as rules from '../rules/groups.ts'
import { proposedName } from '../rules/names.ts'

const isEmpty = (refusals: object) => Object.keys(refusals).length === 0
const stored = <T extends { base_classes: number }>(group: T) => ({
  ...group,
  base_classes: group.base_classes || null
})

type Added = { id: number } | rules.GroupFields

/** A new group; without a name it is called by the pattern of its specialty. */
export function addGroup(db: Db, actor: Doer, today: string, typed: rules.NewGroup): Promise<Added> {
  return attempt<Added>(
    db,
    (outcome) => 'id' in outcome,
    async (trx): Promise<Added> => {
      const group = { ...typed, ...(typed.name === '' ? await proposalFor(trx, today, typed) : {}) }
      const refusals = rules.refuseNewGroup(group, {
        departments: (await queries.listDepartments(trx)).map(({ id }) => id),
        specialties: (await listSpecialties(trx)).map(({ id }) => id),
        taken: await takenFor(trx, today, group),
        year: rules.yearOf(today)
      })
      if (!isEmpty(refusals)) return refusals
      const isBorne = rules.isTaken(group.name, await listTakenNames(trx, today))
      const name = isBorne ? rules.interimName(group) : group.name
      const id = await queries.addStudyGroup(trx, { ...stored(group), name })
      await putName(trx, { study_group_id: id, name: group.name, since: rules.firstDayOf(group) })
      await fillYears(trx, [id], today)
      await record(trx, actor, { deed: 'group.added', object_kind: 'study_group', object_id: id, after: group })
      return { id }
    }
  )
}

/** Names that cannot be given: those of today, or for a group of the coming September those of that day. */
const takenFor = (db: Db, today: string, group: { entry_year: number }) =>
  isDay(rules.firstDayOf(group)) && rules.firstDayOf(group) > today
    ? listNamesOn(db, rules.firstDayOf(group))
    : listTakenNames(db, today)

/** A name by the pattern of the specialty; nothing when it has none or the year makes no sense. */
export async function proposalFor(db: Db, today: string, group: { specialty_id: number; entry_year: number }) {
  const specialty = (await listSpecialties(db)).find(({ id }) => id === group.specialty_id)
  const course = Math.max(1, rules.courseIn(rules.yearOf(today), group.entry_year))
  const taken = await takenFor(db, today, group)
  return proposedName(specialty?.name_pattern ?? '', { entry_year: group.entry_year, course, taken })
}

/** Department, form of study, financing and the pattern of names. */
export function changeGroup(db: Db, actor: Doer, id: number, typed: rules.Traits) {
  return inTransaction(db, async (trx): Promise<rules.GroupFields | 'no-such-group'> => {
    const group = await queries.lockStudyGroup(trx, id)
    if (!group) return 'no-such-group'
    const departments = (await queries.listDepartments(trx)).map((one) => one.id)
    const refusals = rules.refuseTraits(typed, departments)
    if (!isEmpty(refusals)) return refusals
    const { department_id, study_form, base_classes, financing, name_pattern } = group
    const difference = differenceOf({ department_id, study_form, base_classes, financing, name_pattern }, stored(typed))
    if (!difference) return {}
    await queries.putStudyGroup(trx, id, difference.after)
    await record(trx, actor, { deed: 'group.changed', object_kind: 'study_group', object_id: id, ...difference })
    return {}
  })
}

/** Another name from that day on; what was printed before keeps the old one. */
export function renameGroup(db: Db, actor: Doer, today: string, id: number, typed: { name: string; since: string }) {
  return inTransaction(db, async (trx): Promise<rules.GroupFields | 'no-such-group'> => {
    const group = await queries.lockStudyGroup(trx, id)
    if (!group) return 'no-such-group'
    await ensureNames(trx, [id])
    const [latest] = await listNames(trx, id)
    const taken = await listTakenNames(trx, today, [id])
    const present = { ...group, name: latest?.name ?? group.name, since: latest?.since ?? null, taken }
    const refusals = rules.refuseRenaming(typed, present)
    if (!isEmpty(refusals)) return refusals
    await putName(trx, { study_group_id: id, ...typed })
    await applyNames(trx, today)
    await record(trx, actor, {
      ...{ deed: 'group.renamed', object_kind: 'study_group', object_id: id },
      ...{ before: { name: present.name }, after: typed }
    })
    return {}
  })
}

type Refused = rules.GroupRefusal | 'no-such-group' | null

/** Nobody is in it any more: the group ends on that day, and its name is free for another one. */
export function disbandGroup(db: Db, actor: Doer, id: number, last_day: string) {
  return inTransaction(db, async (trx): Promise<Refused> => {
    const group = await queries.lockStudyGroup(trx, id)
    if (!group) return 'no-such-group'
    const last_stay_until = await queries.lastStayOf(trx, id)
    const refusal = rules.refuseDisbanding({ ...group, last_stay_until }, last_day)
    if (refusal) return refusal
    await queries.putStudyGroup(trx, id, { disbanded_on: last_day })
    const line = { deed: 'group.disbanded', object_kind: 'study_group', object_id: id }
    await record(trx, actor, { ...line, after: { disbanded_on: last_day } })
    return null
  })
}

/** A group disbanded by mistake is there again. */
export function restoreGroup(db: Db, actor: Doer, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<Refused> => {
    const group = await queries.lockStudyGroup(trx, id)
    if (!group) return 'no-such-group'
    const refusal = rules.refuseRestoring(group, await listTakenNames(trx, today, [id]))
    if (refusal) return refusal
    await queries.putStudyGroup(trx, id, { disbanded_on: null })
    await record(trx, actor, {
      ...{ deed: 'group.restored', object_kind: 'study_group', object_id: id },
      before: { disbanded_on: group.disbanded_on }
    })
    return null
  })
}
