// The timetable as a table: pairs by days, or groups by pairs. Pure.
import { isStudyDay, type StudyDays, weekdayOf } from '../../college/rules/days.ts'

type Bell = { weekday: number; pair_number: number; starts_at: string; ends_at: string }
type Placed = { held_on: string; pair_number: number; hours?: number }
export type Cell<Entry, Gone> = { key: string; entries: Entry[]; gone: Gone[]; time: string }

/** A pair is two academic hours: a lesson of six takes three pairs. */
export const pairsOf = ({ pair_number, hours = 2 }: Pick<Placed, 'pair_number' | 'hours'>): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(hours / 2)) }, (_, i) => pair_number + i)

/** Every pair from the first to the last that has a lesson or a bell on these days. */
export function pairNumbers(placed: Placed[], bells: Bell[], weekdays: number[]): number[] {
  const rung = bells.filter(({ weekday }) => weekdays.includes(weekday)).map(({ pair_number }) => pair_number)
  const last = Math.max(0, ...placed.flatMap(pairsOf), ...(placed.length > 0 ? rung.slice(0, 1) : rung))
  return Array.from({ length: Math.min(last, 10) }, (_, i) => i + 1)
}

/** «08:30–10:00» by weekday and pair. */
export const timesOf = (bells: Bell[]): Map<string, string> =>
  new Map(
    bells.map(({ weekday, pair_number, starts_at, ends_at }) => [
      `${weekday}.${pair_number}`,
      `${starts_at}–${ends_at}`
    ])
  )

const byPlace = <Row extends Placed>(rows: Row[], key: (row: Row, pair: number) => string) => {
  const found = new Map<string, Row[]>()
  for (const row of rows)
    for (const pair of pairsOf(row)) found.set(key(row, pair), [...(found.get(key(row, pair)) ?? []), row])
  return found
}

/** Rows of pairs, each with a cell a day; the time stands at the pair, and at a lesson where that day's bells differ. */
export function weekBoard<Entry extends Placed, Gone extends Placed>(
  days: string[],
  rows: { entries: Entry[]; gone: Gone[] },
  bells: Bell[],
  calendar: StudyDays
) {
  const weekdays = days.filter((day) => isStudyDay(day, calendar)).map((day) => weekdayOf(day, calendar))
  const times = timesOf(bells)
  const key = ({ held_on }: Placed, pair: number) => `${held_on} ${pair}`
  const [entries, gone] = [byPlace(rows.entries, key), byPlace(rows.gone, key)]
  return pairNumbers([...rows.entries, ...rows.gone], bells, weekdays).map((pair) => {
    const time = times.get(`${weekdays[0] ?? 1}.${pair}`) ?? ''
    const cells = days.map((day): Cell<Entry, Gone> => {
      const own = times.get(`${weekdayOf(day, calendar)}.${pair}`) ?? ''
      const at = `${day} ${pair}`
      const isFree = !entries.has(at) && !gone.has(at)
      return {
        key: at,
        entries: entries.get(at) ?? [],
        gone: gone.get(at) ?? [],
        time: isFree || own === time ? '' : own
      }
    })
    return { pair, time, cells }
  })
}

type Streamed = {
  study_group_id: number
  subject: string
  staff_member_id: number
  substitute_id: number | null
  room_id: number | null
  kind: string
  subgroup_number: number | null
  correction_id: number | null
}

/** One lesson of several groups is one: the first of them with all of them in `groups`; what was corrected stands alone. */
export function gathered<Entry extends Streamed>(entries: Entry[]): (Entry & { groups: Entry[] })[] {
  const found = new Map<string, Entry & { groups: Entry[] }>()
  for (const one of entries) {
    const { subject, staff_member_id, substitute_id, room_id, kind, subgroup_number, correction_id } = one
    const key = JSON.stringify([subject, staff_member_id, substitute_id, room_id, kind, subgroup_number, correction_id])
    const same = found.get(key)
    if (same) same.groups.push(one)
    else found.set(key, { ...one, groups: [one] })
  }
  return [...found.values()]
}

type OfGroup = Placed & { study_group_id: number; group_name: string }

/** Rows of groups, each with a cell a pair: the day of the whole college. */
export function collegeBoard<Entry extends OfGroup, Gone extends OfGroup>(
  rows: { entries: Entry[]; gone: Gone[] },
  pairs: number[]
) {
  const key = ({ study_group_id }: OfGroup, pair: number) => `${study_group_id} ${pair}`
  const [entries, gone] = [byPlace(rows.entries, key), byPlace(rows.gone, key)]
  const groups = new Map([...rows.entries, ...rows.gone].map((row) => [row.study_group_id, row.group_name]))
  return [...groups]
    .toSorted(([, a], [, b]) => a.localeCompare(b, 'ru', { numeric: true }))
    .map(([id, name]) => ({
      ...{ id, name },
      cells: pairs.map((pair): Cell<Entry, Gone> => {
        const at = `${id} ${pair}`
        return { key: at, entries: entries.get(at) ?? [], gone: gone.get(at) ?? [], time: '' }
      })
    }))
}

export const KIND_WORDS: Record<string, string> = {
  ...{ lesson: 'занятие', consultation: 'консультация', exam: 'экзамен', credit: 'зачёт' },
  graded_credit: 'дифференцированный зачёт'
}
export const FORM_WORDS: Record<string, string> = {
  ...{ lecture: 'лекция', practice: 'практическое занятие', laboratory: 'лабораторное занятие' }
}
/** What a list of rooms says for a lesson that is in none of them. */
export const DISTANT = 'distant'
/** As much as a cell holds. */
export const SHORT_WORDS: Record<string, string> = {
  ...{ consultation: 'консультация', exam: 'экзамен', credit: 'зачёт', graded_credit: 'дифф. зачёт' },
  ...{ lecture: 'лекция', practice: 'практика', laboratory: 'лабораторная' }
}
