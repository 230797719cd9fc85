import { formats } from '../../platform/formats.ts'
import type { Sheet } from '../../print/sheets.ts'
import { COMMAND } from '../rules/wording.ts'

type Order = { id: number; number: string; signed_on: string; about: string; text: string }
type Profile = { full_name: string; city: string; director_name: string; director_post: string }

/** A line of the text as it is set: a numbered item, a name of a list under it, the word of command, or a paragraph. */
const kindOf = (line: string): string => {
  if (line.toUpperCase().replace(/\s/g, '') === COMMAND) return 'command'
  if (/^\d+\.\d+\.?\s/.test(line)) return 'name'
  return ''
}

/** «г. Светлореченск», whether or not the profile says that it is a city. */
const placeOf = (city: string): string => (city === '' || /^\p{Ll}+\. /u.test(city) ? city : `г. ${city}`)

/** A number stays on the line of its sign. */
const bound = (line: string): string => line.replaceAll('№ ', '№\u00a0')

const UNFILLED: Profile = { full_name: '', city: '', director_name: '', director_post: 'Директор' }
/** Lines for those who sign that they have read it. */
const READERS = 4

/** «Приказ о движении контингента» (F25). */
export function orderSheets(order: Order, profile: Profile = UNFILLED): Sheet[] {
  const { full_name, city, director_name, director_post } = profile
  const text = order.text.split('\n').map((line) => ({ line: bound(line), kind: kindOf(line) }))
  const it = {
    ...{
      id: `order-${order.id}`,
      college: full_name,
      place: placeOf(city),
      about: bound(order.about),
      number: order.number
    },
    ...{
      day: formats.dayInWords(order.signed_on),
      text,
      post: director_post,
      director: director_name,
      readers: READERS
    }
  }
  return [{ view: 'movement/sheets/order', it, pages: Math.ceil(text.length / 40) }]
}
