import { dayOf, isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'

/** A topic as it is kept. */
export type Topic = {
  section: string
  title: string
  hours: number
  lesson_kind_id: number
  visual_aids: string
  homework: string
  note: string
  planned_on: string | null
}
/** A topic that may stand in the plan already. */
export type PlacedTopic = Topic & { id: number | null }

/** A row of the form as it was typed; `id` is 0 in a new row. */
export type TypedRow = {
  id: number
  position: string
  section: string
  title: string
  hours: string
  lesson_kind_id: number
  visual_aids: string
  homework: string
  note: string
  planned_on: string
  is_dropped: boolean
}
export type RowField = 'position' | 'title' | 'hours' | 'lesson_kind_id' | 'planned_on' | 'drop'

/** What is wrong with a row of the form, by its place from 0. */
export type RowRefusal = { row: number; field: RowField; sentence: string }

export const MOST_TOPICS = 500

const isBlank = ({ id, section, title, hours, visual_aids, homework, note, planned_on }: TypedRow) =>
  id === 0 && [section, title, hours, visual_aids, homework, note, planned_on].every((text) => text === '')

const LONG_FIELDS = ['section', 'title', 'visual_aids', 'homework', 'note'] as const
const MOST_LETTERS = 1000

/** Lessons are kept in whole academic hours, so a half stands in no row. */
const hoursRefused = (typed: string): string =>
  /^\d+[.,]\d+$/.test(typed)
    ? 'Часы — целое число от 1 до 12: занятия ведутся целыми академическими часами.'
    : 'Часы — целое число от 1 до 12.'

/** A place is a number, also between two others: «5,5» stands after 5 and before 6. */
const placeOf = (typed: string): number => Number(typed.replace(',', '.'))

/** «2» or, as spreadsheets write it, «2,0». */
const hoursOf = (typed: string): number => (/^\d{1,2}([.,]0+)?$/.test(typed) ? Number.parseInt(typed, 10) : Number.NaN)

function refuseRow(row: TypedRow, used: Map<number, string>): Omit<RowRefusal, 'row'> | null {
  const held = used.get(row.id)
  if (row.is_dropped)
    return held
      ? { field: 'drop', sentence: `Тема уже проведена (${formats.day(held)}): её можно изменить, но не удалить.` }
      : null
  if (LONG_FIELDS.some((field) => row[field].length > MOST_LETTERS))
    return { field: 'title', sentence: `Сократите текст: в одной графе помещается до ${MOST_LETTERS} знаков.` }
  if (row.title === '') return { field: 'title', sentence: 'Напишите тему или отметьте «удалить».' }
  if (!(hoursOf(row.hours) >= 1 && hoursOf(row.hours) <= 12))
    return { field: 'hours', sentence: hoursRefused(row.hours) }
  if (row.lesson_kind_id === 0) return { field: 'lesson_kind_id', sentence: 'Выберите вид занятия.' }
  if (row.planned_on !== '' && !isDay(dayOf(row.planned_on)))
    return { field: 'planned_on', sentence: 'Срок — день как 01.09.2026 или пусто.' }
  const place = placeOf(row.position)
  return row.position !== '' && !(place > 0 && place < 10_000)
    ? { field: 'position', sentence: 'Номер — число: «5» или, чтобы вставить между 5 и 6, «5,5».' }
    : null
}

/** What is wrong in the typed rows; `used` says on which day a topic was taught first. */
export const refuseRows = (rows: TypedRow[], used: Map<number, string>): RowRefusal[] =>
  rows.flatMap((row, i) => {
    const refusal = isBlank(row) ? null : refuseRow(row, used)
    return refusal ? [{ row: i, ...refusal }] : []
  })

/**
 * The plan that the typed rows make: in the order of their numbers, without those to be removed. A section is typed once, in its
 * first row; rows that stood under it keep it when they are moved, a new row takes that of its new place.
 */
export function topicsOfRows(rows: TypedRow[]): PlacedTopic[] {
  let section = ''
  const filled = rows
    .map((row) => {
      if (row.id !== 0 || row.section !== '') section = row.section || section
      return { ...row, section: row.id === 0 ? row.section : section }
    })
    .filter((row) => !isBlank(row) && !row.is_dropped)
  const ordered = filled
    .map((row, i) => ({ row, i, place: row.position === '' ? 10_000 : placeOf(row.position) }))
    .toSorted((a, b) => a.place - b.place || a.i - b.i)
  let above = ''
  return ordered.map(({ row }) => {
    above = row.section || above
    return { ...topicOf(row), section: above }
  })
}

const topicOf = ({
  id,
  title,
  hours,
  lesson_kind_id,
  visual_aids,
  homework,
  note,
  planned_on
}: TypedRow): PlacedTopic => ({
  ...{ id: id || null, section: '', title, hours: hoursOf(hours), lesson_kind_id, visual_aids, homework, note },
  planned_on: planned_on === '' ? null : dayOf(planned_on)
})

type Shown = { section: string }

/** A section stands only in its first row: on the page, in the file and on paper. */
export const isSectionStart = (topics: Shown[], i: number): boolean =>
  (topics[i]?.section ?? '') !== '' && topics[i]?.section !== topics[i - 1]?.section

/** How many of the kept topics changed, came and went, for the audit trail. */
export function changeOf(before: (Topic & { id: number })[], after: PlacedTopic[]) {
  const known = new Map(before.map((topic, i) => [topic.id, JSON.stringify([i, contentOf(topic)])]))
  const kept = after.filter(({ id }) => id !== null && known.has(id))
  const changed = after.filter(
    (topic, i) => topic.id !== null && known.get(topic.id) !== JSON.stringify([i, contentOf(topic)])
  )
  return { added: after.length - kept.length, changed: changed.length, removed: before.length - kept.length }
}

const contentOf = ({ section, title, hours, lesson_kind_id, visual_aids, homework, note, planned_on }: Topic) => [
  ...[section, title, hours, lesson_kind_id, visual_aids, homework, note, planned_on]
]

export const sumOfHours = (topics: { hours: number }[]): number => topics.reduce((sum, { hours }) => sum + hours, 0)
