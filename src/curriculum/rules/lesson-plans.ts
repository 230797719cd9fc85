import type { HourKind } from '../reader/curriculum.ts'

export type PlanState = 'draft' | 'submitted' | 'returned' | 'approved'

export const PLAN_STATES: Record<PlanState, string> = {
  draft: 'черновик',
  submitted: 'на утверждении',
  returned: 'возвращён с замечаниями',
  approved: 'утверждён'
}

/** What the history of a plan says it became. */
export const STEP_WORDS: Record<PlanState, string> = {
  draft: 'открыт для изменения',
  submitted: 'отправлен на утверждение',
  returned: 'возвращён с замечаниями',
  approved: 'утверждён'
}

/** Rows of the curriculum whose lessons are planned topic by topic. */
export const PLANNED_KINDS = ['discipline', 'course', 'training_practice', 'industrial_practice']

export const PLAN_REFUSALS = {
  'not-a-draft': 'План отправлен или утверждён: чтобы изменить его, сначала нажмите «Изменить» на странице плана.',
  'changed-meanwhile': 'Пока страница была открыта, план изменён.',
  'seen-otherwise':
    'Пока страница была открыта, преподаватель забрал план, изменил его и отправил снова: посмотрите его ещё раз.',
  'no-topics': 'В плане нет ни одной темы: заполните таблицу и сохраните её.',
  'hours-differ': 'Часы КТП не равны часам учебного плана: утвердить его нельзя (верните план с замечанием).',
  'not-submitted': 'План не ждёт утверждения: его состояние изменилось, обновите страницу.',
  'no-remark': 'Напишите, что исправить: в общем замечании или у строк. Преподаватель увидит это на странице плана.',
  'no-reason': 'Напишите, почему план меняется: причина останется в его истории.',
  'already-draft': 'План уже открыт для изменения: обновите страницу.',
  'is-approved': 'Утверждённый план удалить нельзя.',
  'is-used': 'По темам этого плана уже проведены занятия: удалить его нельзя.',
  'no-target': 'Выберите, куда скопировать план.',
  'has-plan': 'КТП по этой строке у журнала уже есть: обновите страницу.',
  'no-semester': 'В учебном плане у этой строки в этом семестре часов нет: КТП для неё не нужен.'
} as const
export type PlanRefusal = keyof typeof PLAN_REFUSALS

export const isEditable = (state: PlanState): boolean => state === 'draft' || state === 'returned'

type Hours = { planned: number | null; own: number }

/** R3 7.4: a plan is approved only when its hours are those of the curriculum. */
export function refuseApproval(state: PlanState, { planned, own }: Hours): PlanRefusal | null {
  if (state !== 'submitted') return 'not-submitted'
  return planned === own ? null : 'hours-differ'
}

export function refuseSubmission(state: PlanState, topics: number): PlanRefusal | null {
  if (!isEditable(state)) return 'not-a-draft'
  return topics === 0 ? 'no-topics' : null
}

/** A remark to the plan, to rows of it, or both. */
export type Remarks = { whole: string; rows: { topic_id: number; remark: string }[] }

export function refuseReturn(state: PlanState, { whole, rows }: Remarks): PlanRefusal | null {
  if (state !== 'submitted') return 'not-submitted'
  return whole === '' && rows.length === 0 ? 'no-remark' : null
}

/** All remarks in one text, as the history keeps it; a row is named by its number. */
export function remarksInWords({ whole, rows }: Remarks, places: Map<number, number>): string {
  const lines = rows
    .flatMap(({ topic_id, remark }) => ({ remark, place: places.get(topic_id) ?? 0 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ remark, place }) => `№ ${place}: ${remark}`)
  return [whole, ...lines].filter(Boolean).join('\n')
}

/** An approved plan becomes a draft again with a reason; one that only waits is taken back without. */
export function refuseReopening(state: PlanState, reason: string): PlanRefusal | null {
  if (isEditable(state)) return 'already-draft'
  return state === 'approved' && reason === '' ? 'no-reason' : null
}

export function refusePlanRemoval(state: PlanState, used: number): PlanRefusal | null {
  if (state === 'approved' || state === 'submitted') return 'is-approved'
  return used > 0 ? 'is-used' : null
}

type PlanHours = { hours_total: number; parts: { kind: HourKind; hours: number }[] } | null

/** Hours of the curriculum that lessons are given for: without self-study and the hours of exams (R4 2.2.8); null without any. */
export const plannedHoursOf = (term: PlanHours): number | null =>
  term === null
    ? null
    : term.parts
        .filter(({ kind }) => OUTSIDE.includes(kind))
        .reduce((left, { hours }) => left - hours, term.hours_total)

const OUTSIDE: HourKind[] = ['self_study', 'control']

const PRACTICAL = ['Практическое занятие', 'Деловая игра', 'Сдача спортивных нормативов', 'Практика']

/** Kinds of hours as they are compared: what the curriculum counts, and the names of lessons that are it. */
const GROUPS: { title: string; planned: HourKind[]; lessons: string[] }[] = [
  { title: 'практические', planned: ['practice', 'course_project'], lessons: PRACTICAL },
  { title: 'лабораторные', planned: ['laboratory'], lessons: ['Лабораторное занятие'] },
  { title: 'семинары', planned: ['seminar'], lessons: ['Семинар'] },
  { title: 'консультации', planned: ['consultation'], lessons: ['Консультация'] }
]
const THEORY = 'теоретические'

export type HourLine = { title: string; planned: number; own: number }
type Topic = { hours: number; kind_name: string }

/** Hours by kind, the plan's beside the curriculum's; nothing where the curriculum does not tell them apart. */
export function hourLines(term: PlanHours, topics: Topic[]): HourLine[] {
  if (!term || term.parts.length === 0) return []
  const sum = (list: { hours: number }[]) => list.reduce((all, { hours }) => all + hours, 0)
  const lines = GROUPS.map(({ title, planned, lessons }) => ({
    title,
    planned: sum(term.parts.filter(({ kind }) => planned.includes(kind))),
    own: sum(topics.filter(({ kind_name }) => lessons.includes(kind_name)))
  }))
  const theory = {
    title: THEORY,
    planned: (plannedHoursOf(term) ?? 0) - lines.reduce((all, { planned }) => all + planned, 0),
    own: sum(topics) - lines.reduce((all, { own }) => all + own, 0)
  }
  return [theory, ...lines].filter(({ planned, own }) => planned > 0 || own > 0)
}

/** Which of the compared kinds a lesson of that name is: the page's script sums by it. */
export const hourGroupOf = (lesson_kind: string): string =>
  GROUPS.find(({ lessons }) => lessons.includes(lesson_kind))?.title ?? THEORY

const written = (hours: number) => String(Math.round(hours * 100) / 100).replace('.', ',')

/** «КТП 70 ч ≠ план 72 ч», or null when they agree. */
export function differenceInWords({ planned, own }: Hours): string | null {
  if (planned === null) return 'В учебном плане у этой строки в этом семестре часов нет.'
  return planned === own ? null : `КТП ${written(own)} ч ≠ план ${written(planned)} ч`
}

/** «КТП 70 ч из 72» */
export const hoursInWords = ({ planned, own }: Hours): string =>
  planned === null ? `${written(own)} ч` : `${written(own)} из ${written(planned)} ч`
