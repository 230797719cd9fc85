import { formats, wordFor } from '../../../platform/formats.ts'
import type { PracticeRow } from '../../queries/sheets/practices.ts'
import type { CourseJournal } from '../shapes.ts'

/** Organisations that are named above the tables; a practice in more of them has its list on the card. */
const MOST = 3

type Place = PracticeRow['places'][number]

const listed = (texts: string[]): string => {
  const more = texts.length - MOST
  const rest = more > 0 ? [`и ещё ${more} ${wordFor(more, 'организация', 'организации', 'организаций')}`] : []
  return [...texts.slice(0, MOST), ...rest].join('; ')
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

/** F7: what stands above the tables of a practice; null when nothing is known of it. */
export function practiceLines(rows: PracticeRow[]): CourseJournal['practice'] {
  const spans = rows.flatMap(({ starts_on, ends_on }) =>
    starts_on && ends_on ? [`с ${formats.day(starts_on)} по ${formats.day(ends_on)}`] : []
  )
  const places = rows.flatMap((row) => row.places)
  const where = listed([...new Set(places.map(placeOf))])
  const terms = listed([...new Set(places.map(termsOf))].filter(Boolean))
  const left = [spans.join(', '), where && `место практики: ${where}`].filter(Boolean).join('; ')
  return left || terms ? { left, right: terms } : null
}
