import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { refuseLesson } from '../../journal/rules/lessons.ts'
import type { Db } from '../../platform/db.ts'
import type { Practice } from '../queries/practices.ts'
import * as writing from '../queries/writing.ts'
import { type Day, daysOf, dueDays, type PracticeDay, refuseDays } from '../rules/days.ts'
import { onPractice } from './practices.ts'

/** Plans the practice by days, in place of the plan there was. */
export const planDays = (db: Db, actor: Actor, today: string, course_id: number, days: Day[]) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const refusal = refuseDays(days, practice)
    if (refusal) return refusal
    await writing.putDays(trx, course_id, days)
    await record(trx, actor, {
      ...{ deed: 'practice.days_planned', object_kind: 'course', object_id: course_id },
      after: { days: days.length, hours: days.reduce((sum, { hours }) => sum + hours, 0) }
    })
    return 'kept'
  })

/** Records the planned days that have come as lessons of the journal, by the journal's own rule; who was away is marked there. */
export const recordDays = (db: Db, actor: Actor, today: string, course_id: number) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const teaching = await writing.listTeaching(trx, course_id, actor.staff_member_id ?? -1)
    const timetabled = await writing.listTimetabledDays(trx, course_id)
    const planned = await writing.listPlannedDays(trx, course_id)
    const days = daysOf(planned, await writing.listRecordedDays(trx, course_id), today)
    const due = dueDays(days, teaching, timetabled)
    if (!days.some(({ is_due }) => is_due)) return 'nothing-due'
    if (due.length === 0) return 'not-your-days'
    if (due.some(({ topic }) => topic === '')) return 'no-topic'
    const { id: lesson_kind_id } = await writing.findPracticeKind(trx)
    const pairs = new Map(timetabled.map(({ held_on, pair_number }) => [held_on, pair_number]))
    const forms = due.map((day) => formOf(day, pairs.get(day.held_on) ?? 1, lesson_kind_id))
    if (forms.some((form) => refuseLesson(termOf(practice), form, today) !== null)) return 'outside-practice'
    await addLessons(trx, actor, course_id, forms)
    return 'kept'
  })

const formOf = ({ held_on, hours, topic }: PracticeDay, pair_number: number, lesson_kind_id: number) => ({
  ...{ held_on, hours, topic, pair_number, lesson_kind_id, homework: '' }
})

const termOf = ({ term_starts_on, term_ends_on, is_closed }: Practice) => ({
  ...{ starts_on: term_starts_on, ends_on: term_ends_on, is_closed, is_keeper: true }
})

async function addLessons(trx: Db, actor: Actor, course_id: number, forms: ReturnType<typeof formOf>[]) {
  const taught_by = actor.staff_member_id ?? -1
  const added = await writing.addLessons(
    trx,
    forms.map((form) => ({ ...form, course_id, taught_by }))
  )
  const byDay = new Map(forms.map((form) => [form.held_on, form]))
  await record(
    trx,
    actor,
    ...added.map(({ id, held_on }) => ({
      ...{ deed: 'lesson.added', object_kind: 'lesson', object_id: id, after: byDay.get(held_on) }
    }))
  )
}
