import type { Db } from '../platform/db.ts'
import { chanceOf } from './chance.ts'
import { instantOf } from './college.ts'
import { newName } from './names.ts'
import type { Pupil } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'

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
