import { formats } from '../../../platform/formats.ts'
import type { Making } from '../../../print/printable.ts'

/** Until the college fills its profile. */
const UNFILLED = { system_name: 'Электронный журнал', time_zone: 'Europe/Moscow' }

/** The small print under every page: it tells which print is the last one. */
export function footOf(profile: typeof UNFILLED | undefined, { now, by }: Making): string {
  const { system_name, time_zone } = profile ?? UNFILLED
  return `Сформировано в системе «${system_name}» ${formats.instant(now, time_zone)}, пользователь: ${by}`
}

/** The name of a file without the signs that it must not have. */
export const fileNameOf = (words: string): string => `${words.replace(/[\\/:*?"<>|]/g, '-')}.pdf`
