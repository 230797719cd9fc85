import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import {
  addCourses,
  addTeachers,
  countRecords,
  dropCourse,
  endTeaching,
  followPlans,
  listExisting,
  lockCourse
} from '../queries/courses.ts'
import { listSubgroups } from '../queries/divisions.ts'
import { lockGroup } from '../queries/groups.ts'
import { findCourse, findTerm, findTermDates, listTaught, listWorking } from '../queries/load.ts'
import {
  type Choice,
  dayBefore,
  type LoadRefusal,
  refuseChange,
  refuseChoices,
  refuseRemoval,
  semesterOf,
  teachersFrom
} from '../rules/load.ts'

type Naming = { study_group_id: number; term_id: number; choices: Choice[] }

/** Opens a gradebook for each choice, kept by its teacher from the first day that the term has for the group. */
export function nameTeachers(db: Db, actor: Actor, today: string, { study_group_id, term_id, choices }: Naming) {
  return inTransaction(db, async (trx): Promise<'named' | 'no-such-group' | LoadRefusal> => {
    const group = await lockGroup(trx, actor, 'load: write', today, study_group_id)
    const term = await findTerm(trx, term_id)
    const dates = await findTermDates(trx, term_id, study_group_id)
    if (!group || !term || !dates) return 'no-such-group'
    const semester = semesterOf(group.entry_year, term.year_starts_on, term.half)
    const refusal = refuseChoices(choices, {
      term,
      taught: (await listTaught(trx, group.curriculum_id ?? -1, semester)).map(({ id }) => id),
      existing: await listExisting(trx, group.id, term.id),
      subgroups: await listSubgroups(trx, group.id, today),
      working: await listWorking(
        trx,
        today,
        choices.map(({ staff_member_id }) => staff_member_id)
      )
    })
    if (refusal) return refusal
    const ids = await addCourses(trx, { study_group_id: group.id, term_id: term.id, semester }, choices)
    const teaching = choices.map(({ staff_member_id }, i) => ({
      ...{ course_id: ids[i] ?? 0, staff_member_id, since: dates.starts_on }
    }))
    await addTeachers(trx, teaching)
    await followPlans(trx, ids)
    await record(
      trx,
      actor,
      ...choices.map((choice, i) => ({
        ...{ deed: 'course.opened', object_kind: 'course', object_id: ids[i] },
        after: { study_group_id, term_id, ...choice, since: dates.starts_on }
      }))
    )
    return 'named'
  })
}

type Change = { course_id: number; staff_member_id: number; since: string }

/** Another teacher keeps the gradebook from that day; the present one until the day before. */
export function changeTeacher(db: Db, actor: Actor, today: string, { course_id, staff_member_id, since }: Change) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-course' | LoadRefusal> => {
    await lockCourse(trx, course_id)
    const course = await findCourse(trx, actor, 'load: write', today, course_id)
    if (!course) return 'no-such-course'
    const isWorking = (await listWorking(trx, today, [staff_member_id])).has(staff_member_id)
    const refusal = refuseChange(course, { staff_member_id, since, isWorking })
    if (refusal) return refusal
    await endTeaching(trx, course.id, since, dayBefore(since))
    await addTeachers(trx, [{ course_id: course.id, staff_member_id, since }])
    await record(trx, actor, {
      ...{ deed: 'course.teacher_changed', object_kind: 'course', object_id: course.id },
      before: teachersFrom(course.teachers, since).map(({ staff_member_id, since, until }) => ({
        ...{ staff_member_id, since, until }
      })),
      after: { staff_member_id, since }
    })
    return 'changed'
  })
}

/** Takes a gradebook off that nobody has written in yet; its timetable goes with it. */
export function removeCourse(db: Db, actor: Actor, today: string, course_id: number) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-course' | LoadRefusal> => {
    await lockCourse(trx, course_id)
    const course = await findCourse(trx, actor, 'load: write', today, course_id)
    if (!course) return 'no-such-course'
    const { timetable, ...records } = await countRecords(trx, course.id)
    const refusal = refuseRemoval(course, Object.values(records).some(Boolean))
    if (refusal) return refusal
    await dropCourse(trx, course.id)
    const { study_group_id, term_id, curriculum_item_id, subgroup_id, teachers } = course
    await record(trx, actor, {
      ...{ deed: 'course.removed', object_kind: 'course', object_id: course.id },
      before: { study_group_id, term_id, curriculum_item_id, subgroup_id, timetable_entries: timetable, teachers }
    })
    return 'removed'
  })
}
