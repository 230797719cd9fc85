import { isDay } from '../../platform/days.ts'

/** Special categories of personal data (152-ФЗ ст. 10): kept only where the college has decided so. */
export const SPORT_GROUPS: Record<string, string> = {
  main: 'основная',
  preparatory: 'подготовительная',
  special_a: 'специальная «А»',
  special_b: 'специальная «Б»',
  exempt: 'освобождён от практических занятий'
}

export const SOCIAL_CATEGORIES: Record<string, string> = {
  orphan: 'сирота, оставшийся без попечения родителей',
  guardianship: 'под опекой или попечительством',
  large_family: 'многодетная семья',
  single_parent: 'неполная семья',
  low_income: 'малообеспеченная семья',
  at_risk: 'семья на учёте',
  soldier: 'ребёнок участника боевых действий',
  displaced: 'беженец, вынужденный переселенец'
}

export const SPECIAL_REFUSALS = {
  'bad-sport-until': 'Укажите, по какой день действует справка, как 31.05.2027.',
  'bad-until': 'Укажите, по какой день действует документ, как 31.12.2026.'
} as const
export type SpecialRefusal = keyof typeof SPECIAL_REFUSALS

export type Health = { sport_group: string; sport_until: string | null; disability: string; restrictions: string }
export type Category = { category: string; document: string; until: string | null }
export type Special = { health: Health; categories: Category[] }
export const NO_HEALTH: Health = { sport_group: '', sport_until: null, disability: '', restrictions: '' }

export function refuseSpecial({ health, categories }: Special): SpecialRefusal | null {
  if (health.sport_until !== null && !isDay(health.sport_until)) return 'bad-sport-until'
  return categories.every(({ until }) => until === null || isDay(until)) ? null : 'bad-until'
}
