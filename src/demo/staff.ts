import { shortName } from '../accounts/rules.ts'
import type { Db } from '../platform/db.ts'
import { CURATOR, TEACHER, TEACHERS } from './areas.ts'
import { chanceOf } from './chance.ts'
import { GROUPS } from './groups.ts'
import { type FullName, newName, type Sex } from './names.ts'
import { addNumbered, addRows } from './rows.ts'

export type Member = FullName & { staff_member_id: number; account_id: number; person_id: number; short_name: string }
type Post = { login?: string; roles: string[]; post: string; department: 0 | 1 | null; sex: Sex }

const OFFICES: Post[] = [
  { login: 'administrator', roles: ['administrator'], post: 'Системный администратор', department: null, sex: 'male' },
  { login: 'director', roles: ['director'], post: 'Директор', department: null, sex: 'male' },
  {
    login: 'deputy',
    roles: ['deputy'],
    post: 'Заместитель директора по учебно-производственной работе',
    department: null,
    sex: 'female'
  },
  { login: 'head', roles: ['head'], post: 'Заведующий отделением', department: 0, sex: 'female' },
  { login: 'head-economics', roles: ['head'], post: 'Заведующий отделением', department: 1, sex: 'female' },
  { login: 'methodist', roles: ['methodist'], post: 'Методист', department: null, sex: 'female' },
  { login: 'registrar', roles: ['registrar'], post: 'Секретарь учебной части', department: null, sex: 'female' },
  { login: 'hr', roles: ['hr'], post: 'Специалист по кадрам', department: null, sex: 'female' }
]
const DIRECTOR = 1

const curates = (teacher: number) => GROUPS.some(({ curator }) => curator === teacher)

const POSTS: Post[] = [
  ...OFFICES,
  ...TEACHERS.map(
    ({ sex, department }, i): Post => ({
      ...(i === TEACHER ? { login: 'teacher' } : i === CURATOR ? { login: 'curator' } : {}),
      roles: curates(i) ? ['teacher', 'curator'] : ['teacher'],
      post: 'Преподаватель',
      ...{ department, sex }
    })
  )
]

/** All names of the staff, the same in every filling. */
export function staffNames(taken: Set<string>): FullName[] {
  const chance = chanceOf('staff')
  return POSTS.map(({ sex }) => newName(chance, sex, taken))
}

/** «И.О. Фамилия», as in signatures. */
const signatureOf = ({ first_name, middle_name, last_name }: FullName): string =>
  `${first_name.slice(0, 1)}.${middle_name.slice(0, 1)}. ${last_name}`

const SIGNERS = { practice_deputy: 'deputy', methodist: 'methodist', registrar: 'registrar' }

/** Who signs printed forms: the director, and others by what they answer for. */
export function signersOf(names: FullName[]) {
  const named = POSTS.map(({ login, post }, i) => ({ login, post, name: signatureOf(names[i] as FullName) }))
  const signatures = Object.entries(SIGNERS).flatMap(([code, login]) =>
    named.filter((one) => one.login === login).map(({ post, name }) => ({ code, post, name }))
  )
  return { director: named[DIRECTOR]?.name ?? '', signatures }
}

type Filling = { departments: number[]; password_hash: string; since: string }

/** Staff with their accounts and roles; answers with the teachers, in the order of TEACHERS. */
export async function addStaff(
  db: Db,
  names: FullName[],
  { departments, password_hash, since }: Filling
): Promise<Member[]> {
  const chance = chanceOf('birthdays')
  const departmentOf = (post: Post) => (post.department === null ? null : (departments[post.department] ?? null))
  const born = () => `${chance.int(1962, 1996)}-0${chance.int(1, 9)}-${chance.int(10, 28)}`
  const persons = await addNumbered(
    db,
    'person',
    names.map((name) => ({ ...name, born_on: born() }))
  )
  const members = await addNumbered(
    db,
    'staff_member',
    POSTS.map((post, i) => ({ person_id: persons[i] ?? 0, post: post.post, department_id: departmentOf(post) }))
  )
  const logins = POSTS.map(({ login }, i) => login ?? loginOf(names[i] as FullName))
  const accounts = await addNumbered(
    db,
    'account',
    logins.map((login, i) => ({ login, person_id: persons[i] ?? 0, password_hash, created_at: since }))
  )
  await addRows(
    db,
    'role_grant',
    POSTS.flatMap((post, i) =>
      post.roles.map((role) => ({
        ...{ account_id: accounts[i] ?? 0, role, since, order_number: `${i + 1}-эж` },
        department_id: role === 'head' ? departmentOf(post) : null
      }))
    )
  )
  return names.slice(OFFICES.length).map((name, k) => {
    const i = k + OFFICES.length
    const ids = { staff_member_id: members[i] ?? 0, account_id: accounts[i] ?? 0, person_id: persons[i] ?? 0 }
    return { ...name, ...ids, short_name: shortName(name) }
  })
}

const LETTERS: Record<string, string> = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, i) => [
    letter,
    'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'.split(' ')[i] ?? ''
  ])
)
const latin = (text: string) => [...text.toLowerCase()].map((letter) => LETTERS[letter] ?? '').join('')

/** Цветкова Анна Павловна → tsvetkova-ap */
const loginOf = ({ last_name, first_name, middle_name }: FullName) =>
  `${latin(last_name)}-${latin(first_name.slice(0, 1))}${latin(middle_name.slice(0, 1))}`

/** The education authority is an account without a person. */
export async function addAuthority(db: Db, password_hash: string, since: string): Promise<void> {
  const [account_id = 0] = await addNumbered(db, 'account', [{ login: 'authority', password_hash, created_at: since }])
  await addRows(db, 'role_grant', [{ account_id, role: 'authority', since }])
}
