// When a lesson may be recorded or changed, and what is said about how it was kept. Pure.
import { isDay } from '../../platform/days.ts'
import { wordFor } from '../../platform/formats.ts'

export const LESSON_REFUSALS = {
  'not-your-lesson': 'Записать занятие может преподаватель, который его провёл, или назначенная замена',
  'not-your-day':
    'На этот день и пару занятие записывает другой преподаватель: дату и пару своего занятия оставьте как есть',
  'page-closed': 'Период закрыт. Попросите заведующего отделением открыть страницу для исправлений',
  'not-held-yet': 'Занятие ещё не проведено: запись делается в день занятия',
  'outside-term': 'День занятия должен быть внутри учебного периода',
  'day-missing': 'Укажите день занятия: дд.мм.гггг',
  'pair-missing': 'Укажите номер пары от 1 до 10',
  'pair-taken': 'На эту пару в журнале уже есть занятие',
  'hours-missing': 'Укажите часы занятия от 1 до 12',
  'kind-missing': 'Выберите вид занятия',
  'kind-needed': 'Выберите вид работы, за которую стоят оценки в этом столбце',
  'work-has-marks': 'За этот вид работы уже стоят оценки: сначала уберите их',
  'has-records': 'На занятии стоят оценки или пропуски: сначала уберите их, потом удаляйте занятие',
  'changed-meanwhile':
    'Пока страница была открыта, запись изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type LessonRefusal = keyof typeof LESSON_REFUSALS

export type LessonForm = {
  held_on: string
  pair_number: number
  hours: number
  lesson_kind_id: number
  topic: string
  homework: string
}

type Facts = { is_keeper: boolean; is_closed: boolean; starts_on: string; ends_on: string }

/** May the lesson be recorded as it stands in the form on this day? Fields first, so that each has its own sentence. */
export function refuseLesson(facts: Facts, form: LessonForm, today: string): LessonRefusal | null {
  if (!isDay(form.held_on)) return 'day-missing'
  if (form.held_on < facts.starts_on || form.held_on > facts.ends_on) return 'outside-term'
  if (!facts.is_keeper) return 'not-your-lesson'
  if (facts.is_closed) return 'page-closed'
  if (form.held_on > today) return 'not-held-yet'
  if (!(form.pair_number >= 1 && form.pair_number <= 10)) return 'pair-missing'
  if (!(form.hours >= 1 && form.hours <= 12)) return 'hours-missing'
  if (!(form.lesson_kind_id > 0)) return 'kind-missing'
  return null
}

/** Which field a refusal belongs to, so that the sentence stands beside it. */
export const FIELD_OF: Partial<Record<LessonRefusal, keyof LessonForm>> = {
  ...{ 'day-missing': 'held_on', 'outside-term': 'held_on', 'not-held-yet': 'held_on', 'not-your-day': 'held_on' },
  ...{
    'pair-missing': 'pair_number',
    'pair-taken': 'pair_number',
    'hours-missing': 'hours',
    'kind-missing': 'lesson_kind_id'
  }
}

const SAID: Record<string, RegExp> = {
  ...{ lecture: /^лекци/i, practice: /^практическ/i, laboratory: /^лаборатор/i, consultation: /^консультаци/i }
}

/** The kind of lesson that the timetable speaks of; undefined when it says nothing of it or the college has no such kind. */
export const saidKind = (
  said: { kind: string; form: string | null } | undefined,
  kinds: { id: number; name: string }[]
): number | undefined => {
  const words = SAID[said?.form ?? said?.kind ?? '']
  return words && kinds.find(({ name }) => words.test(name))?.id
}

export type Kept = {
  held_on: string
  topic: string
  homework: string
  /** days of the first record of the topic and the homework; null when there is none */
  topic_kept_on: string | null
  homework_kept_on: string | null
  /** hours of the course recorded up to now, and what the curriculum has for the term */
  hours_kept: number
  hours_planned: number | null
}
export type Deadlines = { record_within_days: number }

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** What is written but not as it should be: shown, counted by the check, refused by nobody (rules.md, Lessons). */
export function warningsOf(lesson: Kept, { record_within_days }: Deadlines, today: string): string[] {
  const warnings: string[] = []
  const late = daysBetween(lesson.held_on, lesson.topic_kept_on ?? today) - record_within_days
  if (lesson.topic === '') warnings.push('Тема не записана: без темы занятие не считается записанным')
  if (late > 0) warnings.push(`Запись позже срока на ${late} ${wordFor(late, 'день', 'дня', 'дней')}`)
  for (const [name, text] of [
    ['Тема', lesson.topic],
    ['Домашнее задание', lesson.homework]
  ] as const) {
    if (text !== '' && !/[а-яё]/i.test(text)) warnings.push(`${name}: записи ведутся на русском языке`)
  }
  if (lesson.homework === '') warnings.push('Домашнее задание не записано: срок — до конца рабочего дня')
  if (lesson.hours_planned !== null && lesson.hours_kept > lesson.hours_planned) {
    warnings.push(`Записано часов больше, чем в учебном плане: ${lesson.hours_kept} из ${lesson.hours_planned}`)
  }
  return warnings
}
