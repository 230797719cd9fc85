// When a lesson of the timetable may be moved, cancelled or given to somebody else, and in what words not. Pure.
import { isDay } from '../../platform/days.ts'

export const CHANGE_REFUSALS = {
  held: 'Занятие уже записано в журнале: поправка расписания его не меняет',
  closed: 'Период закрыт: расписание только читают',
  'no-reason': 'Укажите причину',
  'day-missing': 'Укажите день: дд.мм.гггг',
  'outside-term': 'День должен быть внутри учебного периода группы',
  'no-pair': 'Укажите номер пары от 1 до 10',
  'no-hours': 'Укажите часы от 1 до 12: пара — 2 часа',
  'no-course': 'Выберите предмет группы',
  'no-teacher': 'Выберите преподавателя',
  'no-other': 'Выберите занятие, с которым меняются',
  'same-place': 'Занятие и так стоит на этом дне и паре',
  taken: 'На этом дне и паре уже стоит занятие этого предмета',
  clash: 'Исправьте или подтвердите, если так и задумано',
  'hard-clash': 'Накладка: в это время занята группа или преподаватель',
  'same-teacher': 'Этот преподаватель и так ведёт занятие по расписанию',
  absent: 'Этого преподавателя в этот день нет',
  busy: 'Преподаватель в это время занят: выберите другого или объединение групп',
  'not-busy': 'Объединить не с кем: в это время он не ведёт занятия у другой группы',
  'already-absent': 'На эти дни отсутствие уже отмечено',
  'ends-first': 'Последний день не может быть раньше первого',
  'busy-place':
    'Вернуть занятие нельзя: на прежнем месте группа, преподаватель или заменяющий заняты. Сначала освободите место',
  later: 'Сначала отмените более позднюю поправку этого занятия',
  substituted: 'На занятие назначена замена: сначала отмените её'
} as const
export type ChangeRefusal = keyof typeof CHANGE_REFUSALS

type Facts = { lesson_id: number | null; is_closed: boolean }
/** Whether the lesson may be touched at all. */
export function refuseChange({ lesson_id, is_closed }: Facts, reason: string): ChangeRefusal | null {
  if (is_closed) return 'closed'
  if (lesson_id !== null) return 'held'
  return reason === '' ? 'no-reason' : null
}

type PlaceForm = { held_on: string; pair_number: number }
/** Whether a lesson may be put there, as far as the field alone tells. */
export function refusePlace(form: PlaceForm, term: { starts_on: string; ends_on: string }): ChangeRefusal | null {
  if (!isDay(form.held_on)) return 'day-missing'
  if (form.held_on < term.starts_on || form.held_on > term.ends_on) return 'outside-term'
  return form.pair_number >= 1 && form.pair_number <= 10 ? null : 'no-pair'
}

export type Candidate = { busy_with: string | null; is_absent: boolean }
/** `candidate` is undefined when the person teaches nothing here, or teaches this very lesson. */
export function refuseSubstitute(candidate: Candidate | undefined, kind: string): ChangeRefusal | null {
  if (!candidate) return 'no-teacher'
  if (candidate.is_absent) return 'absent'
  if (kind === 'union') return candidate.busy_with ? null : 'not-busy'
  return candidate.busy_with ? 'busy' : null
}

type Ranked = Candidate & { knows_group: boolean; knows_subject: boolean; name: string; same_subject: boolean }
/** Those who are there, the fittest first: the subject and the group, the subject, the group, others; then unions. */
export function rankCandidates<T extends Ranked>(candidates: T[]): { free: (T & { why: string })[]; unions: T[] } {
  const rank = (one: Ranked) => (one.knows_subject ? 2 : 0) + (one.knows_group ? 1 : 0)
  const free = candidates
    .filter((one) => !one.is_absent && !one.busy_with)
    .toSorted((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name, 'ru'))
    .map((one) => ({ ...one, why: WHY[rank(one)] ?? '' }))
  return { free, unions: candidates.filter((one) => !one.is_absent && one.busy_with && one.same_subject) }
}
const WHY = ['', 'ведёт в группе', 'ведёт предмет', 'ведёт предмет и группу']
