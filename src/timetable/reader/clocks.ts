const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** «8³⁰», «8-30 – 9-15» → «8:30 – 9:15» */
const plain = (text: string) =>
  text
    .replace(
      /(\d)([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})/g,
      (_, hour, raised) => `${hour}:${[...raised].map((one) => RAISED.indexOf(one)).join('')}`
    )
    .replace(/(?<!\d)(\d{1,2})-(\d{2})(\s*[-–—]\s*)(\d{1,2})-(\d{2})(?!\d)/g, '$1:$2$3$4:$5')

const CLOCK = /(?<![\d.:])([01]?\d|2[0-3])([:.])([0-5]\d)(?::00)?(?!\d|[.:]\d)/g

/** Times of a cell that has nothing else: «8:00-9.30», «с 8:30 до 10:05», «8:30–9:15, 9:20–10:05»; none for any other text. */
export function clocksIn(written: string): string[] {
  const text = plain(written)
  const found: string[] = []
  const rest = text.replace(CLOCK, (all, hours: string, sign: string, minutes: string) => {
    if (sign === '.' && Number(minutes) % 5 !== 0) return all // «06.04-11.04» are days
    found.push(`${hours.padStart(2, '0')}:${minutes}`)
    return ' '
  })
  const bare = rest.replace(/(?<!\p{L})(с|до|по|ч|час)(?!\p{L})/giu, '')
  return /^[\s\-–—,;/().]*$/.test(bare) ? found : []
}

export type Times = { starts_at: string; ends_at: string }

/** «8:00-9.30» → 08:00 and 09:30; null for anything else. */
export function timesIn(text: string): Times | null {
  const clocks = clocksIn(text)
  const [starts_at = '', ends_at = ''] = [clocks[0], clocks.at(-1)]
  return clocks.length > 1 ? { starts_at, ends_at } : null
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']
const NUMBERED = /^(?:№\s*)?(\d{1,2}|[IVX]{1,4})(?:\s*[.)]|-?[яй])?\s*(?:пара|урок|занятие)?\s*[.:,(]?\s*/i

/** Apart: «2 пара 10:10-11:40» → pair 2 and its times; a pair or times alone are what they are. */
export function pairAndClocks(written: string): { pair: number | null; clocks: string[] } {
  const text = written.trim()
  const clocks = clocksIn(text)
  if (clocks.length > 0) return { pair: null, clocks }
  const [start = '', number = ''] = NUMBERED.exec(text) ?? []
  const pair = ROMAN.indexOf(number) + 1 || Number(number)
  const rest = text.slice(start.length)
  const after = rest === '' ? [] : clocksIn(rest)
  return pair >= 1 && pair <= 16 && (rest === '' || after.length > 0)
    ? { pair, clocks: after }
    : { pair: null, clocks: [] }
}

/** Minutes between two times of a day. */
export const minutesOf = ({ starts_at, ends_at }: Times): number => {
  const [from = 0, until = 0] = [starts_at, ends_at].map(
    (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  )
  return until - from
}
