import type { Db } from '../platform/db.ts'
import { chanceOf } from './chance.ts'
import { instantOf } from './college.ts'
import { entryYearOf, GROUPS, nameOf } from './groups.ts'
import { newName } from './names.ts'
import type { Programme } from './programmes.ts'
import { type Pupil, partOf } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'

type Filling = { departments: number[]; year: number; teachers: Member[]; programmes: Programme[] }

/** The groups with their curators and the history of their names. */
export async function addGroups(db: Db, { departments, year, teachers, programmes }: Filling): Promise<number[]> {
  const names = GROUPS.map((group, i) => nameOf(group, year, (programmes[i] as Programme).specialty))
  const since = (group: (typeof GROUPS)[number]) => `${entryYearOf(group, year)}-09-01`
  const ids = await addNumbered(
    db,
    'study_group',
    GROUPS.map((group, i) => ({
      ...{
        name: names[i] ?? '',
        department_id: departments[group.department] ?? 0,
        entry_year: entryYearOf(group, year)
      },
      ...{ specialty_id: programmes[i]?.specialty_id ?? 0, curriculum_id: programmes[i]?.curriculum_id ?? 0 }
    }))
  )
  const study_group_id = (i: number) => ids[i] ?? 0
  await addRows(
    db,
    'study_group_name',
    GROUPS.map((group, i) => ({ study_group_id: study_group_id(i), name: names[i] ?? '', since: since(group) }))
  )
  await addRows(
    db,
    'curatorship',
    GROUPS.map((group, i) => ({
      study_group_id: study_group_id(i),
      staff_member_id: teachers[group.curator]?.staff_member_id ?? 0,
      since: since(group)
    }))
  )
  return ids
}

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
  await addEnrolments(db, pupils, groups, await addOrders(db, pupils, year))
}

const personOf = ({ last_name, first_name, middle_name, sex, born_on }: Pupil) => ({
  ...{ last_name, first_name, middle_name, sex, born_on }
})

type Orders = { enrolment: number[]; expulsion: number; transfer: number }

async function addOrders(db: Db, pupils: Pupil[], year: number): Promise<Orders> {
  const dayOf = (special: Pupil['special']) => pupils.find((pupil) => pupil.special === special)?.stays[0]?.until ?? ''
  const ids = await addNumbered(db, 'movement_order', [
    ...GROUPS.map((group, i) => ({
      kind: 'enrolment',
      number: `${101 + i}-к`,
      signed_on: `${entryYearOf(group, year)}-08-20`,
      state: 'signed'
    })),
    { kind: 'expulsion', number: '187-к', signed_on: dayOf('expelled'), state: 'signed' },
    { kind: 'transfer', number: '164-к', signed_on: dayOf('transferred'), state: 'signed' }
  ])
  const [expulsion = 0, transfer = 0] = ids.slice(GROUPS.length)
  return { enrolment: ids.slice(0, GROUPS.length), expulsion, transfer }
}

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

/** A mother for every student; the student and the sister of the sign-ins share theirs. Answers with her person. */
export async function addGuardians(db: Db, pupils: Pupil[], taken: Set<string>): Promise<number> {
  const chance = chanceOf('guardians')
  const families = pupils.filter(({ special }) => special !== 'sister')
  const mothers = families.map(({ last_name, sex }) =>
    newName(chance, 'female', taken, sex === 'male' ? last_name : last_name.replace(/а$/, '').replace(/ая$/, 'ий'))
  )
  const persons = await addNumbered(
    db,
    'person',
    mothers.map((name) => ({
      ...name,
      born_on: `${chance.int(1972, 1985)}-0${chance.int(1, 9)}-${chance.int(10, 28)}`
    }))
  )
  const ofStudent = persons[families.findIndex(({ special }) => special === 'student')] ?? 0
  const links = families.map((pupil, i) => ({ pupil, person_id: persons[i] ?? 0 }))
  const sister = pupils.filter(({ special }) => special === 'sister').map((pupil) => ({ pupil, person_id: ofStudent }))
  await addRows(
    db,
    'guardian',
    [...links, ...sister].map(({ pupil: { student_id, stays }, person_id }) => ({
      ...{ person_id, student_id, kinship: 'мать', since: stays[0]?.since ?? '' }
    }))
  )
  return ofStudent
}

/** The accounts of the student and the mother. */
export async function addFamilyAccounts(db: Db, student: Pupil, mother: number, password_hash: string): Promise<void> {
  const since = student.stays[0]?.since ?? ''
  const accounts = await addNumbered(db, 'account', [
    { login: 'student', person_id: student.person_id, password_hash, created_at: instantOf(since, '09:00') },
    { login: 'parent', person_id: mother, password_hash, created_at: instantOf(since, '09:00') }
  ])
  await addRows(
    db,
    'role_grant',
    ['student', 'parent'].map((role, i) => ({ account_id: accounts[i] ?? 0, role, since }))
  )
}

export type Subgroups = Map<string, number[]>

/** Two subgroups for each division, with those who are in them and since when. Keys are «group division». */
export async function addSubgroups(
  db: Db,
  pupils: Pupil[],
  groups: number[],
  divisions: [group: number, division: string][]
) {
  const subgroups: Subgroups = new Map()
  for (const [group, division] of divisions) {
    const rows = [1, 2].map((number) => ({ study_group_id: groups[group] ?? 0, division, number }))
    const ids = await addNumbered(db, 'subgroup', rows)
    subgroups.set(`${group} ${division}`, ids)
    await addRows(db, 'subgroup_member', membersOf(pupils, group, division, ids))
  }
  return subgroups
}

const membersOf = (pupils: Pupil[], group: number, division: string, ids: number[]) =>
  pupils.flatMap(({ stays, student_id }) =>
    stays
      .filter((stay) => stay.group === group)
      .map((stay) => ({
        subgroup_id: ids[partOf(stay, division)] ?? 0,
        student_id,
        since: stay.since,
        until: stay.until
      }))
  )
