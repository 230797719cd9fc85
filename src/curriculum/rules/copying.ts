/** Why a curriculum is not copied for another intake. */
export const COPY_REFUSALS = {
  'bad-year': 'Укажите год набора четырьмя цифрами, например 2027.',
  'same-year': 'Это план того же набора: укажите другой год.',
  'has-plan': 'План этой специальности для этого набора уже есть: откройте его в списке учебных планов.'
} as const
export type CopyRefusal = keyof typeof COPY_REFUSALS

export function refuseCopy(
  plan: { entry_year: number | null },
  { entry_year, has_plan }: { entry_year: number; has_plan: boolean }
): CopyRefusal | null {
  if (!Number.isInteger(entry_year) || entry_year < 2000 || entry_year > 2100) return 'bad-year'
  if (entry_year === plan.entry_year) return 'same-year'
  return has_plan ? 'has-plan' : null
}

/** «План набора 2025» for the intake of 2026 is «План набора 2026»; a name without the year stays. */
export const nameFor = (name: string, entry_year: number | null, next: number): string =>
  entry_year === null ? name : name.replaceAll(String(entry_year), String(next))
