import { XMLParser } from 'fast-xml-parser'
import { isDay } from '../platform/days.ts'

export type ProductionDay = {
  day: string
  /** off: a day off; short: one hour shorter; working: a day off that is worked */
  kind: 'off' | 'short' | 'working'
  /** the holiday, or nothing */
  title: string
  /** the day off that was moved to this day, or nothing */
  moved_from: string
}
export type ProductionCalendar = { year: number; days: ProductionDay[] }
export type CalendarReading = { ok: true; calendar: ProductionCalendar } | { ok: false; refusal: string }

const KINDS: Record<string, ProductionDay['kind']> = { 1: 'off', 2: 'short', 3: 'working' }
const refused = (refusal: string): CalendarReading => ({ ok: false, refusal })

type Attributes = Record<string, string | undefined>
type Tree = { calendar?: Attributes & { holidays?: { holiday?: Attributes[] }; days?: { day?: Attributes[] } } }

const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false, processEntities: true },
  isArray: (name) => name === 'holiday' || name === 'day'
})

/**
 * Reads a production calendar of a year: `<calendar year="2026"><holidays><holiday id title/></holidays><days><day d="01.09" t="1"
 * h="1" f="01.03"/></days></calendar>`, where days are month.day, t is 1 day off, 2 shortened, 3 worked, h the holiday and f the day off
 * that was moved here. Never throws: anything else is refused in one Russian sentence with the place of the error.
 */
export function readProductionCalendar(file: Uint8Array): CalendarReading {
  const tree = treeOf(textOf(file))
  const calendar = tree?.calendar
  if (!calendar) return refused('Это не производственный календарь: нужен файл XML с элементом calendar')
  if (!/^(19|20)\d{2}$/.test(calendar.year ?? '')) return refused('В файле не указан год календаря')
  const titles = new Map((calendar.holidays?.holiday ?? []).map(({ id, title }) => [id ?? '', (title ?? '').trim()]))
  const days: ProductionDay[] = []
  for (const row of calendar.days?.day ?? []) {
    const place = `строка d="${row.d ?? ''}"`
    const [day, kind] = [dayIn(calendar.year ?? '', row.d), KINDS[row.t ?? '']]
    if (!day) return refused(`Не понят день: ${place}`)
    if (!kind) return refused(`Не понят вид дня t="${row.t ?? ''}": ${place}`)
    if (days.some((other) => other.day === day)) return refused(`День указан дважды: ${place}`)
    const moved_from = row.f === undefined ? '' : dayIn(calendar.year ?? '', row.f)
    if (moved_from === null) return refused(`Не понято, откуда перенесён выходной, f="${row.f}": ${place}`)
    days.push({ day, kind, title: titles.get(row.h ?? '') ?? '', moved_from })
  }
  if (days.length === 0) return refused('В файле нет ни одного дня')
  return { ok: true, calendar: { year: Number(calendar.year), days } }
}

/** «01.09» of 2026 → 2026-01-09; null for a day that does not exist. */
function dayIn(year: string, monthAndDay: string | undefined): string | null {
  const day = `${year}-${(monthAndDay ?? '').replace('.', '-')}`
  return isDay(day) ? day : null
}

/** Old files say that they are windows-1251, and mean it. */
function textOf(file: Uint8Array): string {
  const head = Buffer.from(file.subarray(0, 200)).toString('latin1')
  const encoding = /encoding=["']windows-1251["']/i.test(head) ? 'windows-1251' : 'utf-8'
  return new TextDecoder(encoding).decode(file)
}

function treeOf(text: string): Tree | null {
  if (text.includes('<!DOCTYPE')) return null // entities declared in one could blow a small file up in memory
  try {
    return parser.parse(text, true) as Tree
  } catch {
    return null
  }
}
