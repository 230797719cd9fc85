import type { Db } from '../platform/db.ts'
import { daysAfter } from './calendar.ts'
import { entryYearOf, GROUPS } from './groups.ts'
import type { Pupil } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'

/** Students with their enrolments and the orders behind them; numbers are put into `pupils`. */
export async function addStudents(db: Db, pupils: Pupil[], groups: number[], year: number): Promise<void> {
  const persons = await addNumbered(db, 'person', pupils.map(personOf))
  const numbers = pupils.map(({ stays: [stay] }, i) => `${stay?.since.slice(2, 4)}-${String(101 + i)}`)
  const students = await addNumbered(
    db,
    'student',
    persons.map((person_id, i) => ({ person_id, record_number: numbers[i] ?? null }))
  )
  for (const [i, pupil] of pupils.entries()) {
    pupil.person_id = persons[i] ?? 0
    pupil.student_id = students[i] ?? 0
  }
  const orders = await addOrders(db, pupils, year)
  await addEnrolments(db, pupils, groups, orders)
  await addOrderLines(db, pupils, groups, orders)
}

const personOf = ({ last_name, first_name, middle_name, sex, born_on }: Pupil) => ({
  ...{ last_name, first_name, middle_name, sex, born_on }
})

type Orders = { enrolment: number[]; expulsion: number; transfer: number; leave: number }

const BASIS = { enrolment: 'решение приёмной комиссии, протокол № 3', expulsion: 'личное заявление' }

async function addOrders(db: Db, pupils: Pupil[], year: number): Promise<Orders> {
  const dayOf = (special: Pupil['special']) => pupils.find((pupil) => pupil.special === special)?.stays[0]?.until ?? ''
  const ids = await addNumbered(db, 'movement_order', [
    ...GROUPS.map((group, i) => ({
      kind: 'enrolment',
      number: `${101 + i}-к`,
      signed_on: `${entryYearOf(group, year)}-08-20`,
      ...{ state: 'signed', basis: BASIS.enrolment }
    })),
    ...[
      { kind: 'expulsion', number: '187-к', signed_on: dayOf('expelled'), state: 'signed', basis: BASIS.expulsion },
      {
        kind: 'transfer',
        number: '164-к',
        signed_on: dayOf('transferred'),
        state: 'signed',
        basis: 'личное заявление'
      },
      { kind: 'academic_leave', number: '188-к', signed_on: dayOf('expelled'), state: 'draft', basis: '' }
    ]
  ])
  const [expulsion = 0, transfer = 0, leave = 0] = ids.slice(GROUPS.length)
  return { enrolment: ids.slice(0, GROUPS.length), expulsion, transfer, leave }
}

const REASONS = { enrolment: 'на обучение по результатам приёма', expulsion: 'по собственному желанию' }

/** A draft that waits for the registrar: who is ill asks for a year's leave. */
function leaveOf(student_id: number, { leave }: Orders, pupils: Pupil[]) {
  const drawn_up = pupils.find(({ special }) => special === 'expelled')?.stays[0]?.until ?? ''
  const effective_on = daysAfter(drawn_up, 14)
  return {
    ...{ order_id: leave, student_id, effective_on, until_on: daysAfter(effective_on, 364) },
    ...{ study_group_id: null, from_group_id: null, reason: 'по медицинским показаниям' }
  }
}

/** What the orders say of each student: who was enrolled where, transferred and expelled from which day. */
const addOrderLines = (db: Db, pupils: Pupil[], groups: number[], orders: Orders) =>
  addRows(
    db,
    'movement_order_line',
    pupils.flatMap(({ stays, student_id, special }) => {
      const lines = stays.map(({ group, since }, i) => ({
        ...{ order_id: i > 0 ? orders.transfer : (orders.enrolment[group] ?? 0), student_id, effective_on: since },
        ...{ study_group_id: groups[group] ?? null, reason: i > 0 ? 'по личному заявлению' : REASONS.enrolment },
        from_group_id: i > 0 ? (groups[stays[i - 1]?.group ?? 0] ?? null) : null
      }))
      const last = stays.at(-1)
      if (special === 'ill') return [...lines, leaveOf(student_id, orders, pupils)]
      if (special !== 'expelled' || !last?.until) return lines
      const day = daysAfter(last.until, 1)
      const gone = { order_id: orders.expulsion, student_id, effective_on: day, reason: REASONS.expulsion }
      return [...lines, { ...gone, study_group_id: null, from_group_id: groups[last.group] ?? null }]
    })
  )

const addEnrolments = (db: Db, pupils: Pupil[], groups: number[], orders: Orders) =>
  addRows(
    db,
    'enrolment',
    pupils.flatMap(({ stays, student_id, special }) =>
      stays.map(({ group, since, until }, i) => ({
        ...{ student_id, study_group_id: groups[group] ?? 0, since, until },
        since_order_id: i > 0 ? orders.transfer : (orders.enrolment[group] ?? null),
        until_order_id: until === null ? null : special === 'expelled' ? orders.expulsion : orders.transfer
      }))
    )
  )
