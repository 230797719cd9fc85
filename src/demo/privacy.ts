import { isOfAge } from '../people/rules/consents.ts'
import type { Db } from '../platform/db.ts'
import { daysAfter } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { GROUPS } from './groups.ts'
import type { Pupil } from './pupils.ts'
import { addReports } from './reports.ts'
import { addRows } from './rows.ts'

const STREETS = ['ул. Садовая', 'ул. Мира', 'ул. Набережная', 'пр. Строителей', 'ул. Школьная', 'пер. Речной']
const DOCUMENTS = ['application', 'passport', 'certificate', 'medical', 'snils', 'insurance', 'photos']
/** How often each consent was given by those who were asked. */
const CONSENTS = { processing: 0.92, publication: 0.6, electronic: 0.8 } as const

/** Numbers of the range that no subscriber has. */
const phoneOf = (chance: Chance) => `+7 900 000-${chance.int(10, 99)}-${chance.int(10, 99)}`

type Stage = { pupils: Pupil[]; today: string; dayAgo: (ago: number) => string }

/** Questionnaires, contacts, consents in every state, and reported changes of which one is late. */
export async function addPrivacy(db: Db, { pupils, today, dayAgo }: Stage): Promise<void> {
  const kin = await db.selectFrom('guardian').select(['person_id', 'student_id']).orderBy('student_id').execute()
  const mothers = new Map(kin.map(({ person_id, student_id }) => [student_id, person_id]))
  await addCards(db, pupils, mothers)
  await addConsents(db, { pupils, mothers, today })
  await addReports(db, today, dayAgo)
}

async function addCards(db: Db, pupils: Pupil[], mothers: Map<number, number>): Promise<void> {
  const chance = chanceOf('cards')
  const pupil = pupils.map((one) => {
    const home = `г. Светлореченск, ${chance.pick(STREETS)}, ${chance.int(1, 90)}, кв. ${chance.int(1, 120)}`
    const comesFar = chance.happens(0.15)
    return { one, home: comesFar ? `с. Заречное, ул. Полевая, ${chance.int(1, 60)}` : home, comesFar }
  })
  await addRows(
    db,
    'contact',
    pupil.map(({ one: { person_id }, home, comesFar }) => ({
      ...{ person_id, phone: phoneOf(chance), email: '', registered_address: home, citizenship: 'Россия' },
      living_address: comesFar ? 'общежитие колледжа' : ''
    }))
  )
  const guardians = [...new Set(mothers.values())]
  await addRows(
    db,
    'contact',
    guardians.map((person_id) => ({ person_id, phone: phoneOf(chance) }))
  )
  await addRows(
    db,
    'questionnaire',
    pupil.map(({ one: { student_id, stays }, comesFar }) => {
      const entered = stays[0]?.since ?? ''
      const group = GROUPS[stays[0]?.group ?? 0] as (typeof GROUPS)[number]
      const isAfterEleven = group.entry_age > 16
      return {
        ...{ student_id, base_education: isAfterEleven ? '11' : '9', lives_in_dormitory: comesFar },
        education_document: `аттестат о${isAfterEleven ? ' среднем' : 'б основном'} общем образовании`,
        ...{ educated_on: `${entered.slice(0, 4)}-06-2${chance.int(0, 8)}` },
        financing: group.parallel === 0 && !chance.happens(0.05) ? 'budget' : 'paid'
      }
    })
  )
  await addRows(
    db,
    'handed_document',
    pupils.flatMap(({ student_id, stays }) =>
      DOCUMENTS.filter(() => !chance.happens(0.06)).map((kind) => ({
        ...{ student_id, kind, handed_on: daysAfter(stays[0]?.since ?? '', -chance.int(12, 40)) }
      }))
    )
  )
}

type Asked = { pupils: Pupil[]; mothers: Map<number, number>; today: string }

/** Signed at entering, by the mother when the student was under 18; some have come of age since, some have withdrawn. */
async function addConsents(db: Db, { pupils, mothers, today }: Asked): Promise<void> {
  const chance = chanceOf('consents')
  const texts = await db.selectFrom('consent_text').select(['id', 'kind']).execute()
  const textOf = (kind: string) => texts.find((text) => text.kind === kind)?.id ?? 0
  const document = 'личное дело'
  const rows = pupils.flatMap(({ person_id, student_id, born_on, stays, special }) => {
    const given_on = stays[0]?.since ?? today
    const mother = mothers.get(student_id) ?? person_id
    const isShown = special === 'student' || special === 'sister'
    return Object.entries(CONSENTS).flatMap(([kind, often]) => {
      if (!isShown && !chance.happens(often)) return []
      const consent_text_id = textOf(kind)
      const first = { person_id, consent_text_id, given_on, document }
      const byMother = { ...first, given_by: isOfAge(born_on, given_on) ? person_id : mother }
      const isGone = !isShown && kind === 'publication' && chance.happens(0.08)
      const withdrawn_on = isGone && daysAfter(given_on, 30) < today ? daysAfter(given_on, 30) : null
      const entry = { ...byMother, withdrawn_on, withdrawn_by: withdrawn_on === null ? null : byMother.given_by }
      const renews = byMother.given_by !== person_id && isOfAge(born_on, today) && (isShown || chance.happens(0.8))
      const come = {
        ...first,
        given_by: person_id,
        given_on: birthdayOf(born_on),
        withdrawn_on: null,
        withdrawn_by: null
      }
      return renews ? [entry, come] : [entry]
    })
  })
  const staff = await db.selectFrom('staff_member').select(['person_id', 'hired_on']).orderBy('id').execute()
  const signed = staff.flatMap(({ person_id, hired_on }, i) => {
    if (i % 9 === 4) return []
    const given = { person_id, given_by: person_id, given_on: hired_on ?? today, document }
    return [{ ...given, consent_text_id: textOf('processing'), withdrawn_on: null, withdrawn_by: null }]
  })
  await addRows(
    db,
    'consent',
    [...rows, ...signed].map((row) => ({ ...row, noted_at: `${row.given_on}T12:00:00+03:00` }))
  )
}

/** The eighteenth birthday; those born on the 29th of February have it on the 1st of March. */
const birthdayOf = (born_on: string) =>
  `${Number(born_on.slice(0, 4)) + 18}${born_on.slice(4)}`.replace(/-02-29$/, '-03-01')
