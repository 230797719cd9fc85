import { formats, wordFor } from '../../../platform/formats.ts'
import type { PracticeRow } from '../../queries/sheets/practices.ts'
import type { CourseJournal } from '../shapes.ts'

/** Organisations that are named above the tables; a practice in more of them has its list on the card. */
const MOST = 12

type Place = PracticeRow['places'][number]

const listed = (texts: string[]): string => {
  const more = texts.length - MOST
  const rest = more > 0 ? [`и ещё ${more} ${wordFor(more, 'организация', 'организации', 'организаций')}`] : []
  const shown = texts.slice(0, MOST).map((text, i) => (texts.length > 1 ? `${i + 1}) ${text}` : text))
  return [...shown, ...rest].join('; ')
}

const placeOf = ({ organisation, address }: Place) => [organisation, address].filter(Boolean).join(', ')

/** «договор № 12-П от 01.09.2026, руководитель от организации: Орлов Иван Ильич, инженер» */
function termsOf({ contract_number, contract_on, supervisor_name, supervisor_post }: Place): string {
  const day = contract_on ? ` от ${formats.day(contract_on)}` : ''
  const who = [supervisor_name, supervisor_post].filter(Boolean).join(', ')
  return [contract_number && `договор № ${contract_number}${day}`, who && `руководитель от организации: ${who}`]
    .filter(Boolean)
    .join(', ')
}

/** «108 ч (3 недели)»: a week of practice is 36 hours. */
function hoursInWords(hours: number | null): string {
  if (!hours) return ''
  const weeks = hours / 36
  return `${formats.hours(hours)} ч${Number.isInteger(weeks) ? ` (${formats.count(weeks, 'неделя', 'недели', 'недель')})` : ''}`
}

/** Places of the practice, one after another; their numbers stand in the rows of students. */
const placesOf = (rows: PracticeRow[]) => rows.flatMap(({ places }) => places)

/** F7: what stands above the tables of a practice; null when nothing is known of it. */
export function practiceLines(rows: PracticeRow[], hours: number | null): CourseJournal['practice'] {
  const spans = rows.flatMap(({ starts_on, ends_on }) =>
    starts_on && ends_on ? [`с ${formats.day(starts_on)} по ${formats.day(ends_on)}`] : []
  )
  const places = placesOf(rows)
  const where = listed(places.map(placeOf))
  const terms = listed(places.map(termsOf).filter(Boolean))
  const when = [hoursInWords(spans.length > 0 ? hours : null), ...spans].filter(Boolean).join(', ')
  const left = [when, where && `место практики: ${where}`].filter(Boolean).join('; ')
  return left || terms ? { left, right: terms } : null
}

/** F7: columns of a practice after its results: at which of several places, and when the certificate came in. */
export function practiceColumns(rows: PracticeRow[], kind: string) {
  const places = placesOf(rows)
  const sent = new Map(rows.flatMap(({ students }) => students.map((one) => [one.student_id, one] as const)))
  const columns = [
    ...(places.length > 1 ? [{ head: 'База практики', of: placeNumber }] : []),
    ...(kind === 'industrial_practice' && rows.length > 0 ? [{ head: 'Аттест. лист сдан', of: sheetDay }] : [])
  ]
  function placeNumber(student_id: number): string {
    const at = places.findIndex(({ id }) => id === sent.get(student_id)?.practice_place_id)
    return at < 0 ? '' : String(at + 1)
  }
  function sheetDay(student_id: number): string {
    const day = sent.get(student_id)?.sheet_handed_on
    return day ? formats.dayAndMonth(day) : ''
  }
  return {
    heads: columns.map(({ head }) => head),
    cellsOf: (student_id: number) => columns.map(({ of }) => of(student_id))
  }
}
