import type { Db } from '../platform/db.ts'
import { TEACHERS } from './areas.ts'
import { daysAfter, holidaysOf, type TermSpan, termAfter } from './calendar.ts'
import { addNumbered, addRows } from './rows.ts'

const PAIRS = [
  ['08:30', '10:00'],
  ['10:10', '11:40'],
  ['12:20', '13:50'],
  ['14:00', '15:30'],
  ['15:40', '17:10'],
  ['17:20', '18:50']
] as const
/** No long break on Saturdays. */
const SATURDAY = [
  ['08:30', '10:00'],
  ['10:10', '11:40'],
  ['11:50', '13:20'],
  ['13:30', '15:00'],
  ['15:10', '16:40'],
  ['16:50', '18:20']
] as const

/** An instant of the college's day: the zone is Moscow all year round. */
export const instantOf = (day: string, time: string): string => `${day}T${time}:00+03:00`

/** When the pair ends on an ordinary day. */
export const endOf = (pair: number): string => (PAIRS[pair - 1] ?? PAIRS[0])[1]

export const COLLEGE_NAME = 'ГБПОУ «Светлореченский колледж»'

const DEPARTMENTS = [
  { name: 'Отделение информационных технологий', short_name: 'ИТ' },
  { name: 'Отделение экономики и управления', short_name: 'ЭиУ' }
]

type Signers = { director: string; signatures: { code: string; post: string; name: string }[] }

export type College = { departments: number[]; rooms: number[]; terms: number[] }

/** The institution itself: profile, departments, rooms (one for each teacher), bells, years and terms. */
export async function addCollege(db: Db, terms: TermSpan[], { director, signatures }: Signers): Promise<College> {
  await addRows(db, 'college_profile', [
    {
      full_name:
        'Государственное бюджетное профессиональное образовательное учреждение «Светлореченский колледж информационных технологий и экономики»',
      short_name: COLLEGE_NAME,
      founder: 'Министерство образования и науки Светлореченской области',
      city: 'г. Светлореченск',
      address: 'Светлореченская область, г. Светлореченск, ул. Заводская, д. 14',
      phone: '+7 (000) 000-00-14',
      email: 'priemnaya@slk.example',
      licence_number: 'Л035-00000-00/00000000',
      licence_on: '2019-11-05',
      licence_issuer: 'Министерство образования и науки Светлореченской области',
      director_name: director
    }
  ])
  await addRows(db, 'signature', signatures)
  const departments = await addNumbered(db, 'department', DEPARTMENTS)
  const rooms = await addNumbered(db, 'room', roomRows())
  await addRows(
    db,
    'bell',
    [1, 2, 3, 4, 5, 6].flatMap((weekday) =>
      (weekday === 6 ? SATURDAY : PAIRS).map(([starts_at, ends_at], i) => ({
        weekday,
        pair_number: i + 1,
        starts_at,
        ends_at
      }))
    )
  )
  return { departments, rooms, terms: await addTerms(db, terms) }
}

const roomRows = () =>
  TEACHERS.map(({ areas: [area] }, i) => ({
    name:
      area === 'sport' ? `Спортзал ${i % 2 === 0 ? '1' : '2'}` : String((1 + Math.floor(i / 7)) * 100 + (i % 7) + 1),
    purpose: area === 'sport' ? 'зал' : area === 'programming' || area === 'systems' ? 'лаборатория' : 'кабинет',
    building: area === 'sport' ? 'Спортивный корпус' : 'Главный корпус',
    capacity: area === 'sport' ? 60 : area === 'programming' || area === 'systems' ? 28 : 30
  }))

/** Terms with their academic years and days off; the earlier is closed, the year's next one is to come. Answers with those given. */
async function addTerms(db: Db, terms: TermSpan[]): Promise<number[]> {
  const years = [...new Set(terms.map(({ year }) => year))]
  const last = Math.max(...years)
  const year_ids = await addNumbered(
    db,
    'academic_year',
    years.map((year) => ({
      ...{ starts_on: `${year}-09-01`, ends_on: `${year + 1}-08-31` },
      closed_at: year < last ? instantOf(`${year + 1}-07-05`, '16:00') : null
    }))
  )
  const calendar = [...new Set(years.flatMap((year) => [year, year + 1]))]
  await addRows(db, 'day_off', calendar.flatMap(holidaysOf))
  const ids = await addNumbered(
    db,
    'term',
    [...terms, ...terms.slice(-1).flatMap(termAfter)].map(({ year, number, starts_on, ends_on }, i) => ({
      ...{
        academic_year_id: year_ids[years.indexOf(year)] ?? 0,
        number,
        name: `${number} семестр`,
        starts_on,
        ends_on
      },
      closed_at: i < terms.length - 1 ? instantOf(daysAfter(ends_on, 7), '16:00') : null
    }))
  )
  return ids.slice(0, terms.length)
}
