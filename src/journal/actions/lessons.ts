import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { isDay } from '../../platform/days.ts'
import { attempt, type Db } from '../../platform/db.ts'
import * as lessons from '../queries/lessons.ts'
import { dropWorks, listWorkNumbers, putWorks } from '../queries/works.ts'
import { CELL_REFUSALS } from '../rules/cells.ts'
import { type LessonForm, type LessonRefusal, refuseLesson } from '../rules/lessons.ts'
import type { Entry } from '../rules/writes.ts'
import { type EntryOutcome, enterCells } from './cells.ts'

/** `is_new` is the form's spare column, which is no work until a kind is chosen or a mark typed. */
export type WorkChoice = { number: number; work_kind_id: number | null; is_new: boolean }

/** All that the lesson's page sends with one «Сохранить». */
export type LessonEntry = {
  course_id: number
  lesson_id: number | null
  version: number
  form: LessonForm & { lesson_plan_topic_id: number | null }
  works: WorkChoice[]
  cells: Omit<Entry, 'lesson_id'>[]
}

export type LessonOutcome =
  | { kind: 'kept'; lesson_id: number }
  | { kind: 'refused'; refusal: LessonRefusal; work?: number }
  /** what stands in the way in the students' rows, by student */
  | { kind: 'cells'; sentences: Map<number, string> }
  | { kind: 'no-such-lesson' }

/** Records a lesson whole — topic, hours, works, homework, everybody's absence and marks — or nothing of it (R0 2.9, R4 3.5.2). */
export function keepLesson(db: Db, actor: Actor, today: string, entry: LessonEntry): Promise<LessonOutcome> {
  return attempt(
    db,
    ({ kind }) => kind === 'kept',
    async (trx): Promise<LessonOutcome> => {
      const written =
        entry.lesson_id === null ? await addNew(trx, actor, today, entry) : await change(trx, actor, today, entry)
      if (written.kind !== 'kept') return written
      await putChosenWorks(trx, written.lesson_id, entry.works)
      const cells = entry.cells.map((cell) => ({ ...cell, lesson_id: written.lesson_id }))
      const outcomes = cells.length > 0 ? await enterCells(trx, actor, today, entry.course_id, cells) : []
      const sentences = sentencesOf(cells, outcomes)
      if (sentences.size > 0) return { kind: 'cells', sentences }
      const standing = await dropOtherWorks(trx, written.lesson_id, entry.works)
      if (standing !== undefined) return { kind: 'refused', refusal: 'work-has-marks', work: standing }
      await lessons.putRollCall(trx, written.lesson_id)
      return written
    }
  )
}

async function addNew(trx: Db, actor: Actor, today: string, { course_id, form }: LessonEntry): Promise<LessonOutcome> {
  const day = isDay(form.held_on) ? form.held_on : today
  const course = await lessons.findCourseForLesson(trx, actor, today, course_id, day, form.pair_number || 0)
  if (!course) return { kind: 'no-such-lesson' }
  const is_substitute = isSubstitute(actor, course)
  const refusal = refuseLesson({ ...course, is_keeper: is_substitute || isKeeper(course) }, form, today)
  if (refusal) return { kind: 'refused', refusal }
  const substitutes_for = is_substitute ? course.substituted_id : null
  const added = await lessons.addLesson(trx, {
    ...form,
    course_id,
    taught_by: actor.staff_member_id ?? -1,
    substitutes_for
  })
  if (!added) return { kind: 'refused', refusal: 'pair-taken' }
  await record(trx, actor, { deed: 'lesson.added', object_kind: 'lesson', object_id: added.id, after: form })
  return { kind: 'kept', lesson_id: added.id }
}

type Slot = { is_teacher: boolean; substitute_id: number | null }
/** The lesson of that day and pair was given to this person; a teacher keeps those that were given to nobody (R1 5.6). */
const isSubstitute = (actor: Actor, { substitute_id }: Slot) =>
  substitute_id !== null && substitute_id === actor.staff_member_id
const isKeeper = ({ is_teacher, substitute_id }: Slot) => is_teacher && substitute_id === null

/** A lesson is put on another day or pair only by who may keep a lesson there. */
async function mayKeepAt(trx: Db, actor: Actor, today: string, lesson: Lesson, form: LessonForm): Promise<boolean> {
  const { course_id, held_on, pair_number } = lesson
  if (form.held_on === held_on && form.pair_number === pair_number) return true
  const there = await lessons.findCourseForLesson(trx, actor, today, course_id, form.held_on, form.pair_number)
  if (!there) return false
  return lesson.substitutes_for === null ? isKeeper(there) : isSubstitute(actor, there)
}
type Lesson = NonNullable<Awaited<ReturnType<typeof lessons.findLesson>>>

async function change(
  trx: Db,
  actor: Actor,
  today: string,
  { lesson_id, version, form }: LessonEntry
): Promise<LessonOutcome> {
  const id = lesson_id ?? -1
  await trx.selectFrom('lesson').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  const lesson = await lessons.findLesson(trx, actor, today, id)
  if (!lesson) return { kind: 'no-such-lesson' }
  const refusal = refuseLesson(lesson, form, today)
  if (refusal) return { kind: 'refused', refusal }
  if (!(await mayKeepAt(trx, actor, today, lesson, form))) return { kind: 'refused', refusal: 'not-your-day' }
  if (lesson.version !== version) return { kind: 'refused', refusal: 'changed-meanwhile' }
  const other = await lessons.findLessonAt(trx, lesson.course_id, form.held_on, form.pair_number)
  if (other && other.id !== id) return { kind: 'refused', refusal: 'pair-taken' }
  const before = formOf(lesson)
  if (JSON.stringify(before) === JSON.stringify(formOf(form))) return { kind: 'kept', lesson_id: id }
  await lessons.putLesson(trx, id, version, form)
  await record(trx, actor, {
    deed: 'lesson.changed',
    object_kind: 'lesson',
    object_id: id,
    before,
    after: formOf(form)
  })
  return { kind: 'kept', lesson_id: id }
}

export const formOf = ({ held_on, pair_number, hours, lesson_kind_id, topic, homework }: LessonForm) => ({
  held_on,
  pair_number,
  hours,
  lesson_kind_id,
  topic,
  homework
})

async function putChosenWorks(trx: Db, lesson_id: number, works: WorkChoice[]): Promise<void> {
  const chosen = works.flatMap(({ number, work_kind_id }) =>
    work_kind_id === null ? [] : [{ lesson_id, number, work_kind_id }]
  )
  if (chosen.length > 0) await putWorks(trx, chosen)
}

/** Drops the works set to none; answers with the first that stays because marks stand for it. */
async function dropOtherWorks(trx: Db, lesson_id: number, works: WorkChoice[]): Promise<number | undefined> {
  const gone = works.filter(({ work_kind_id, is_new }) => work_kind_id === null && !is_new).map(({ number }) => number)
  if (gone.length === 0) return undefined
  await dropWorks(trx, lesson_id, gone)
  return (await listWorkNumbers(trx, lesson_id, gone)).at(0)?.number
}

function sentencesOf(cells: Entry[], outcomes: EntryOutcome[]): Map<number, string> {
  const sentences = new Map<number, string>()
  for (const [i, outcome] of outcomes.entries()) {
    const student_id = cells[i]?.student_id ?? -1
    if (outcome.kind === 'refused') sentences.set(student_id, CELL_REFUSALS[outcome.refusal])
    if (outcome.kind === 'no-such-cell') sentences.set(student_id, CELL_REFUSALS['not-in-group'])
    if (outcome.kind === 'conflict') {
      const by = outcome.by ? ` (${outcome.by})` : ''
      sentences.set(
        student_id,
        `Пока страница была открыта, в журнал внесено «${outcome.text || 'пусто'}»${by}. Сравните и сохраните ещё раз`
      )
    }
  }
  return sentences
}
