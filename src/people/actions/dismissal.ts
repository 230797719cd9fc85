import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { isDay } from '../../platform/days.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as dismissing from '../queries/dismissal.ts'
import { listTaken, restoreDuties } from '../queries/restoring.ts'
import { findMember, lockMember, type StoredMember } from '../queries/staff.ts'
import { type DismissalRefusal, type Ended, refuseDismissal, refuseHiring, refuseUndoing } from '../rules/dismissal.ts'

/** Everything that a dismissal with that last day ends or leaves to somebody else. */
export async function consequencesOf(db: Db, member: { id: number; person_id: number }, day: string) {
  return {
    grants: await dismissing.listGrantsAfter(db, member.person_id, day),
    curatorships: await dismissing.listCuratorshipsAfter(db, member.id, day),
    courses: await dismissing.listCoursesAfter(db, member.id, day),
    lessons: await dismissing.countLessonsAfter(db, member.id, day)
  }
}

const endedOf = ({ grants, curatorships, courses }: Awaited<ReturnType<typeof consequencesOf>>): Ended => ({
  grants: grants.map(({ id, role, since, until }) => ({ id, role, since, until })),
  curatorships: curatorships.map(({ study_group_id, since, until, is_second }) => ({
    ...{ study_group_id, since, until, is_second }
  })),
  courses: courses.map(({ course_id, since, until }) => ({ course_id, since, until }))
})

const lineOf = ({ id, person_id }: StoredMember) => ({
  ...{ object_kind: 'staff_member', object_id: id, about_id: person_id }
})

/** Looks a card up for a deed of the personnel office; other deeds on it wait. */
async function findKept(trx: Db, actor: Doer, id: number) {
  if (!holds(actor, 'staff cards: write')) return undefined
  await lockMember(trx, id)
  const member = await findMember(trx, id)
  if (member) await dismissing.lockAccountOf(trx, member.person_id)
  return member
}

type Dismissal = { id: number; day: string; order_number: string }

/**
 * With the last day end the roles, the curatorships and the gradebooks of terms that go on, and so does the way in; all of it is
 * kept beside the dismissal, which can be taken back while nobody has taken the places.
 */
export function dismiss(db: Db, actor: Doer, today: string, { id, day, order_number }: Dismissal) {
  return inTransaction(db, async (trx): Promise<'dismissed' | 'no-such-page' | DismissalRefusal> => {
    const member = await findKept(trx, actor, id)
    if (!member) return 'no-such-page'
    const is_last_administrator = await dismissing.isLastAdministrator(trx, member.person_id, isDay(day) ? day : today)
    const refusal = refuseDismissal(member, day, { is_last_administrator, asked_by: actor.staff_member_id })
    if (refusal) return refusal
    const ended = endedOf(await consequencesOf(trx, member, day))
    await dismissing.putDismissed(trx, id, day)
    await dismissing.endDuties(trx, { id, day }, ended)
    await dismissing.addDismissal(trx, { staff_member_id: id, dismissed_on: day, order_number, ended })
    await record(trx, actor, {
      ...{ deed: 'staff.dismissed', ...lineOf(member), before: ended },
      after: { dismissed_on: day, order_number }
    })
    return 'dismissed'
  })
}

/** What stands and what is in the way of taking it back. */
export async function undoingOf(db: Db, id: number) {
  const dismissal = await dismissing.findDismissal(db, id)
  if (!dismissal) return null
  return { ...dismissal, taken: await listTaken(db, id, dismissal.dismissed_on, dismissal.ended) }
}

export function undoDismissal(db: Db, actor: Doer, at: Date, id: number) {
  return inTransaction(db, async (trx): Promise<'undone' | 'no-such-page' | DismissalRefusal> => {
    const member = await findKept(trx, actor, id)
    if (!member) return 'no-such-page'
    const undoing = await undoingOf(trx, id)
    const refusal = refuseUndoing(member, undoing?.taken ?? [])
    if (refusal) return refusal
    await dismissing.putDismissed(trx, id, null)
    if (undoing) {
      await restoreDuties(trx, id, undoing.ended)
      await dismissing.putUndone(trx, undoing.id, at)
    }
    await record(trx, actor, {
      ...{ deed: 'staff.dismissal_undone', ...lineOf(member), before: { dismissed_on: member.dismissed_on } },
      after: { dismissed_on: null, ...undoing?.ended }
    })
    return 'undone'
  })
}

type Hiring = { id: number; day: string; post: string; at: Date }

/** Somebody who left comes back: the card goes on, roles and groups are given anew. */
export function hireAgain(db: Db, actor: Doer, { id, day, post, at }: Hiring) {
  return inTransaction(db, async (trx): Promise<'hired' | 'no-such-page' | DismissalRefusal> => {
    const member = await findKept(trx, actor, id)
    if (!member) return 'no-such-page'
    const refusal = refuseHiring(member, day, post)
    if (refusal) return refusal
    await dismissing.putHired(trx, id, day, post)
    const standing = await dismissing.findDismissal(trx, id)
    if (standing) await dismissing.putUndone(trx, standing.id, at)
    const { dismissed_on, hired_on, post: before } = member
    await record(trx, actor, {
      ...{ deed: 'staff.hired_again', ...lineOf(member), before: { dismissed_on, hired_on, post: before } },
      after: { hired_on: day, post }
    })
    return 'hired'
  })
}
