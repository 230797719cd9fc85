import { isDay } from '../../platform/days.ts'

/** Why nobody is dismissed, taken back or hired again. */
export const DISMISSAL_REFUSALS = {
  'bad-day': 'Укажите последний рабочий день как 30.06.2026, не раньше первого рабочего дня.',
  'dismissed-already': 'Сотрудник уже уволен.',
  'is-self': 'Себя уволить нельзя: это делает другой специалист по кадрам.',
  'last-administrator': 'Это единственный администратор. Сначала назначьте администратором другого сотрудника.',
  'not-dismissed': 'Сотрудник работает: отменять нечего.',
  replaced: 'Отменить увольнение уже нельзя: места заняты. Примите сотрудника на работу снова.',
  'bad-hiring': 'Укажите первый рабочий день как 01.09.2026, позже последнего рабочего дня.',
  'no-post': 'Укажите должность.'
} as const
export type DismissalRefusal = keyof typeof DISMISSAL_REFUSALS

export const DISMISSAL_FIELDS: Partial<Record<DismissalRefusal, string>> = {
  ...{ 'bad-day': 'day', 'bad-hiring': 'day', 'no-post': 'post' }
}

type Member = { id: number; hired_on: string | null; dismissed_on: string | null }
type Facts = { is_last_administrator: boolean; asked_by: number | null }

export function refuseDismissal(member: Member, day: string, facts: Facts): DismissalRefusal | null {
  if (member.dismissed_on !== null) return 'dismissed-already'
  if (member.id === facts.asked_by) return 'is-self'
  if (facts.is_last_administrator) return 'last-administrator'
  return isDay(day) && day >= (member.hired_on ?? day) ? null : 'bad-day'
}

/** A dismissal is taken back as long as nobody holds what it ended. */
export function refuseUndoing({ dismissed_on }: Member, taken: string[]): DismissalRefusal | null {
  if (dismissed_on === null) return 'not-dismissed'
  return taken.length > 0 ? 'replaced' : null
}

export function refuseHiring({ dismissed_on }: Member, day: string, post: string): DismissalRefusal | null {
  if (dismissed_on === null) return 'not-dismissed'
  if (!isDay(day) || day <= dismissed_on) return 'bad-hiring'
  return post === '' ? 'no-post' : null
}

/** What a dismissal ended, as it was before. */
export type Ended = {
  grants: { id: number; role: string; since: string; until: string | null }[]
  curatorships: { study_group_id: number; since: string; until: string | null; is_second: boolean }[]
  courses: { course_id: number; since: string; until: string | null }[]
}
