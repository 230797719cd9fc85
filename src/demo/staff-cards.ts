import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import { daysAfter } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { addLearning } from './learning.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'

/** Category and days since it was given; fitness lasts five years, the others have no end. */
const CATEGORIES: [category: string | null, ago: number][] = [
  ['highest', 210],
  ['first', 640],
  ['highest', 900],
  ['fitness', 1770],
  [null, 0],
  ['first', 320],
  ['fitness', 700],
  ['highest', 150],
  ['fitness', 1880],
  ['first', 1020]
]

/** Somebody of the staff, with the place among the teachers or undefined. */
export type Hired = { id: number; born_in: number; place: number | undefined }

/** What the personnel office knows of everybody, and somebody who left last summer. */
export async function addStaffCards(db: Db, teachers: Member[], today: string): Promise<void> {
  const places = new Map(teachers.map(({ staff_member_id }, i) => [staff_member_id, i]))
  const members = await db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', 'person.born_on'])
    .orderBy('staff_member.id')
    .execute()
  const hired = members.map(({ id, born_on }) => ({
    ...{ id, born_in: Number(born_on?.slice(0, 4)), place: places.get(id) }
  }))
  const chance = chanceOf('staff cards')
  await putCards(
    db,
    hired.map((one) => cardOf(chance, today, one))
  )
  await addLearning(db, hired, today)
  await addFormer(db, today)
}

/** Everybody has worked since the age of 22 or so, and here for some years. */
function cardOf(chance: Chance, today: string, { id, born_in, place }: Hired) {
  const began = born_in + chance.int(22, 25)
  const here = Math.min(Number(today.slice(0, 4)) - 4, began + chance.int(0, 12))
  const [category = null, ago = 0] = place === undefined ? [] : (CATEGORIES[place % CATEGORIES.length] ?? [])
  const cameOn = `${Math.max(here, began)}-09-01`
  // Who came a year or two ago has not been attested yet.
  const newcomerOn = daysAfter(today, place === CATEGORIES.findIndex(([one]) => one === null) ? -670 : -420)
  return {
    ...{ id, employed_since: `${began}-07-01`, hired_on: category || place === undefined ? cameOn : newcomerOn },
    ...{ teaching_since: place === undefined ? null : `${began}-09-01`, is_pedagogical: place !== undefined, category },
    category_given_on: category ? daysAfter(today, -ago) : null,
    category_order: category ? `приказ № ${chance.int(40, 900)}` : '',
    work_phone: `2-15-${chance.int(10, 99)}`
  }
}

const TYPES = `card(id bigint, hired_on date, employed_since date, teaching_since date, is_pedagogical boolean, category text,
  category_given_on date, category_order text, work_phone text)`

async function putCards(db: Db, cards: ReturnType<typeof cardOf>[]): Promise<void> {
  const rows = sql<(typeof cards)[number]>`jsonb_to_recordset(${JSON.stringify(cards)}::jsonb)`
  await db
    .updateTable('staff_member')
    .from(rows.as<'card'>(sql.raw(TYPES)))
    .set((eb) => ({
      ...{ hired_on: eb.ref('card.hired_on'), employed_since: eb.ref('card.employed_since') },
      ...{ teaching_since: eb.ref('card.teaching_since'), is_pedagogical: eb.ref('card.is_pedagogical') },
      ...{ category: eb.ref('card.category'), category_given_on: eb.ref('card.category_given_on') },
      ...{ category_order: eb.ref('card.category_order'), work_phone: eb.ref('card.work_phone') }
    }))
    .whereRef('staff_member.id', '=', 'card.id')
    .execute()
}

/** She has a card and nothing else: no account, no groups. */
async function addFormer(db: Db, today: string): Promise<void> {
  const [person_id = 0] = await addNumbered(db, 'person', [
    { last_name: 'Кузнецова', first_name: 'Раиса', middle_name: 'Фёдоровна', sex: 'female', born_on: '1961-05-14' }
  ])
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '07-01' ? 1 : 0)
  const dismissed_on = `${year}-06-30`
  const [staff_member_id = 0] = await addNumbered(db, 'staff_member', [
    { person_id, post: 'Лаборант', hired_on: '1999-09-01', employed_since: '1983-08-01', dismissed_on }
  ])
  const ended = JSON.stringify({ grants: [], curatorships: [], courses: [] })
  await addRows(db, 'staff_dismissal', [{ staff_member_id, dismissed_on, order_number: '41-лс', ended }])
}
