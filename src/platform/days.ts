/** «05.11.2026», «5.11.26» or «2026-11-05» → 2026-11-05; anything else stays as it is, for the rule to refuse. */
export function dayOf(typed: string): string {
  const [, d = '', m = '', y = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(typed) ?? []
  if (d === '') return typed
  const day = `${y.length === 2 ? `20${y}` : y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  return isDay(day) ? day : typed
}

/** True for a day of the calendar as YYYY-MM-DD: the 31st of February is none. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text
