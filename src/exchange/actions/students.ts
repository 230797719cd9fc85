import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { listGroups } from '../../movement/queries/lines.ts'
import type { Db } from '../../platform/db.ts'
import { addNumbered, addRows, type Effect } from '../queries/effects.ts'
import { putKinships } from '../queries/guardians.ts'
import { listKnown, listPupils } from '../queries/people.ts'
import type { KinWrite } from '../rules/guardians.ts'
import { nameIn, nameKey } from '../rules/names.ts'
import { nameOf, partsOf } from '../rules/people.ts'
import { type StudentWrite, studentPlanner } from '../rules/students.ts'
import { enrolByOrder } from './enrolling.ts'
import type { Setting, Writing } from './lists.ts'
import { inTurns } from './turns.ts'
import { added, changeRows, type Done, PERSON_TYPES, personRow, putContacts } from './writing.ts'

/** What the file would do to students and their guardians. */
export async function planStudentRows(db: Db, { today, rows, decisions, at, options }: Setting) {
  const names = rows.flatMap(({ values }) => [
    nameKey(nameOf(partsOf(values))),
    ...[values.guardian1_name, values.guardian2_name].map((name) => (name ? nameKey(nameIn(name)) : ''))
  ])
  const planner = studentPlanner({
    ...{ today, at, effective_on: options.way === 'none' ? null : options.effective_on || today },
    pupils: await listPupils(db, today, sql`true`),
    people: await listKnown(db, [...new Set(names)]),
    groups: await listGroups(db)
  })
  return inTurns(rows, (row) => planner(row, decisions.get(row.number) ?? {}))
}

/** The number of statements does not depend on the number of students. */
export async function writeStudents(trx: Db, writing: Writing<StudentWrite>): Promise<Done> {
  const { actor, writes, step } = writing
  const people = await addPeople(trx, writes)
  await step()
  const cards = await writeCards(trx, actor, writes, people.ids)
  await step()
  const kin = await writeGuardians(trx, writing, people.ids, cards.ids)
  await step()
  const lines = writes.flatMap(({ number, group_id }) =>
    group_id === null ? [] : [{ student_id: cards.ids.get(number) ?? 0, study_group_id: group_id }]
  )
  const order = await enrolByOrder(trx, writing, lines)
  await step()
  return { effects: [...people.effects, ...cards.effects, ...kin], result: order }
}

type Ids = Map<string, number>

/** New people by their references: «s:14» is the student of row 14, «14:1» that row's first guardian. */
async function addPeople(trx: Db, writes: StudentWrite[]): Promise<{ ids: Ids; effects: Effect[] }> {
  const fresh = new Map<string, ReturnType<typeof personRow>>()
  for (const { number, person_id, person, guardians } of writes) {
    if (person_id === null) fresh.set(`s:${number}`, personRow(person))
    for (const one of guardians)
      if (one.person_id === null && one.ref.startsWith(`${number}:`))
        fresh.set(one.ref, personRow({ ...one.name, sex: one.sex }))
  }
  const numbers = await addNumbered(trx, 'person', PERSON_TYPES, [...fresh.values()])
  const ids = new Map([...fresh.keys()].map((ref, i) => [ref, numbers[i] ?? 0]))
  return { ids, effects: numbers.map((id) => added('person', { id })) }
}

/** Students by the rows of the file. */
async function writeCards(trx: Db, actor: Doer, writes: StudentWrite[], people: Ids) {
  const personOf = ({ number, person_id }: StudentWrite) => person_id ?? people.get(`s:${number}`) ?? 0
  const fresh = writes.filter(({ student_id }) => student_id === null)
  const rows = fresh.map((one) => ({ person_id: personOf(one), record_number: one.record_number || null }))
  const numbers = await addNumbered(trx, 'student', 'person_id bigint, record_number text', rows)
  const ids = new Map(writes.map(({ number, student_id }) => [number, student_id ?? 0]))
  for (const [i, { number }] of fresh.entries()) ids.set(number, numbers[i] ?? 0)

  const known = writes.filter(({ person_id }) => person_id !== null)
  const persons = await changeRows(
    trx,
    'person',
    known.map((one) => ({ id: personOf(one), fields: one.person }))
  )
  const cards = await changeRows(
    trx,
    'student',
    writes.flatMap(({ student_id, record_number }) =>
      student_id === null || record_number === '' ? [] : [{ id: student_id, fields: { record_number } }]
    )
  )
  const contacts = await putContacts(
    trx,
    writes.map((one) => ({ id: personOf(one), fields: one.contact }))
  )
  await recordCards(trx, actor, writes, ids, personOf, [...persons, ...cards])
  return { ids, effects: [...numbers.map((id) => added('student', { id })), ...persons, ...cards, ...contacts] }
}

async function recordCards(
  trx: Db,
  actor: Doer,
  writes: StudentWrite[],
  ids: Map<number, number>,
  personOf: (write: StudentWrite) => number,
  effects: Effect[]
) {
  const before = new Map<number, object>()
  for (const { row_key, before: was } of effects)
    before.set(Number(row_key.id), { ...before.get(Number(row_key.id)), ...was })
  const lines = writes.flatMap((one) => {
    const { person, record_number, contact, student_id } = one
    const after = { ...person, ...(record_number ? { record_number } : {}), ...contact }
    if (student_id !== null && Object.keys(after).length === 0) return []
    const line = { object_kind: 'student', object_id: ids.get(one.number) ?? 0, about_id: personOf(one), after }
    if (student_id === null) return [{ ...line, deed: 'card.added' }]
    return [{ ...line, deed: 'card.changed', before: { ...before.get(personOf(one)), ...before.get(student_id) } }]
  })
  await record(trx, actor, ...lines)
}

async function writeGuardians(
  trx: Db,
  { actor, writes, today }: Writing<StudentWrite>,
  people: Ids,
  cards: Map<number, number>
) {
  const all = writes.flatMap(({ number, guardians }) =>
    guardians.map((one) => ({
      ...{ ...one, student_id: cards.get(number) ?? 0, person_id: one.person_id ?? people.get(one.ref) ?? 0 }
    }))
  )
  const fresh = all.filter(({ link }) => link === 'add')
  const rows = fresh.map(({ person_id, student_id, kinship }) => ({ person_id, student_id, kinship, since: today }))
  await addRows(trx, 'guardian', 'person_id bigint, student_id bigint, kinship text, since date', rows)
  const changed = await changeKinships(
    trx,
    all.filter(({ link }) => link === 'change')
  )
  const contacts = await putContacts(
    trx,
    all.map(({ person_id, contact }) => ({ id: person_id, fields: contact }))
  )
  await record(
    trx,
    actor,
    ...fresh.map(({ student_id, person_id, kinship, name, contact }) => ({
      ...{ deed: 'guardian.added', object_kind: 'student', object_id: student_id, about_id: person_id },
      after: { kinship, since: today, ...name, ...contact }
    })),
    ...changed.map(({ row_key, before, after }) => ({
      ...{ deed: 'guardian.changed', object_kind: 'student', object_id: Number(row_key.student_id) },
      ...{ about_id: Number(row_key.person_id), before, after }
    }))
  )
  return [...rows.map((row) => added('guardian', row)), ...changed, ...contacts]
}

type Kinship = KinWrite & { student_id: number; person_id: number }

async function changeKinships(trx: Db, rows: Kinship[]): Promise<Effect[]> {
  const was = await putKinships(trx, rows)
  return rows.map(({ person_id, student_id, kinship }) => ({
    ...{ table_name: 'guardian', row_key: { person_id, student_id }, after: { kinship } },
    before: { kinship: was.get(`${person_id} ${student_id}`) ?? '' }
  }))
}
