// The access matrix (R3 1, R0 2.11–2.12, R4 3): the one statement of who may do what.

export const ROLES = {
  administrator: 'Администратор',
  director: 'Директор',
  deputy: 'Заместитель директора',
  head: 'Заведующий отделением',
  methodist: 'Методист',
  registrar: 'Секретарь учебной части',
  hr: 'Специалист по кадрам',
  curator: 'Классный руководитель (куратор)',
  teacher: 'Преподаватель',
  student: 'Обучающийся',
  parent: 'Родитель (законный представитель)',
  authority: 'Орган управления образованием'
} as const
export type Role = keyof typeof ROLES

export type Scope = 'all' | 'department' | 'own group' | 'own load' | 'self' | 'child'
type Level = 'read' | 'write' | 'print'
type Powers = Partial<Record<Level, Scope>>
type Row = Partial<Record<Role, Powers>>

const read = (scope: Scope): Powers => ({ read: scope })
const write = (scope: Scope): Powers => ({ read: scope, write: scope })
const print = (scope: Scope): Powers => ({ read: scope, print: scope })
const readAll = read('all')

/** Object → role → what it may do with which part of the college. What is not here does not exist for the role. */
export const MATRIX = {
  settings: { administrator: write('all'), director: readAll, deputy: readAll },
  'accounts of staff': { administrator: write('all'), hr: write('all'), teacher: read('self') },
  'accounts of students and parents': {
    ...{ administrator: write('all'), registrar: write('all'), curator: write('own group') },
    ...{ student: read('self'), parent: read('self') }
  },
  audit: { administrator: readAll, director: readAll, deputy: readAll },
  calendar: {
    administrator: write('all'),
    methodist: write('all'),
    ...{
      director: readAll,
      deputy: readAll,
      head: readAll,
      registrar: readAll,
      hr: readAll,
      curator: readAll,
      teacher: readAll
    }
  },
  'student cards': {
    ...{ administrator: readAll, director: readAll, deputy: readAll, head: read('department'), methodist: readAll },
    ...{ registrar: write('all'), curator: write('own group') }
  },
  'staff cards': { administrator: readAll, director: readAll, deputy: readAll, hr: write('all') },
  'staff portfolio': {
    ...{ administrator: readAll, director: readAll, deputy: readAll, hr: write('all'), teacher: write('self') }
  },
  portfolio: {
    ...{ administrator: readAll, director: readAll, deputy: readAll, head: read('department'), methodist: readAll },
    ...{ registrar: readAll, curator: write('own group'), student: write('self'), parent: read('child') }
  },
  'special data': { registrar: write('all'), curator: read('own group') },
  consents: {
    ...{ administrator: readAll, director: readAll, deputy: readAll, registrar: write('all'), hr: write('all') },
    ...{ curator: write('own group'), student: write('self'), parent: write('child') }
  },
  'movement orders': {
    ...{ administrator: readAll, director: readAll, deputy: readAll, head: read('department'), methodist: readAll },
    ...{ registrar: write('all'), curator: read('own group') }
  },
  curriculum: {
    administrator: write('all'),
    ...{ director: readAll, deputy: readAll, methodist: readAll },
    ...{ head: write('department'), curator: read('own group'), teacher: read('own load') }
  },
  load: {
    ...{ administrator: readAll, director: readAll, deputy: readAll, methodist: readAll },
    ...{ head: write('department'), curator: read('own group'), teacher: read('own load') }
  },
  // A head divides a group together with its curator (R2 5.3), in other colleges the technical specialist does (R1 5.4).
  subgroups: {
    ...{ administrator: write('all'), director: readAll, deputy: readAll, methodist: readAll },
    ...{ head: write('department'), curator: write('own group'), teacher: read('own load') }
  },
  'work programmes': {
    ...{ administrator: readAll, director: readAll, methodist: readAll, deputy: write('all') },
    ...{ head: read('department'), curator: read('own group'), teacher: write('own load') }
  },
  timetable: {
    ...{
      administrator: readAll,
      director: readAll,
      deputy: readAll,
      head: readAll,
      registrar: readAll,
      curator: readAll
    },
    ...{ methodist: write('all'), teacher: readAll, student: read('self'), parent: read('child') }
  },
  journal: {
    ...{ administrator: readAll, director: print('all'), deputy: print('all'), head: print('department') },
    ...{ methodist: print('all'), curator: read('own group'), teacher: write('own load') }
  },
  'absence reasons': { curator: write('own group') },
  diary: { student: read('self'), parent: read('child') },
  results: {
    ...{ administrator: readAll, director: print('all'), deputy: print('all'), head: print('department') },
    ...{ methodist: print('all'), registrar: readAll, curator: print('own group'), teacher: write('own load') }
  },
  oversight: {
    ...{ administrator: print('all'), director: print('all'), deputy: print('all'), head: print('department') },
    ...{ methodist: print('all'), curator: print('own group'), teacher: print('self') }
  },
  unlocking: { director: write('all'), deputy: write('all'), head: write('department') },
  'consolidated sheet': {
    ...{ administrator: readAll, director: print('all'), deputy: print('all'), head: print('department') },
    ...{ methodist: { ...write('all'), print: 'all' }, registrar: print('all') },
    curator: { ...write('own group'), print: 'own group' }
  },
  'journal printout': {
    ...{ administrator: readAll, director: readAll, deputy: print('all'), head: print('department') },
    methodist: { ...write('all'), print: 'all' },
    ...{ registrar: readAll, curator: print('own group'), teacher: print('own load') }
  }
} as const satisfies Record<string, Row>

export type Subject = keyof typeof MATRIX
export type Right = `${Subject}: ${Level}`

/** What a route may declare: a right of the matrix, or that it is open to anybody or to everybody who is signed in. */
export type RouteRight = Right | Right[] | 'anybody' | 'signed in'

const split = (right: Right) => right.split(': ') as [Subject, Level]

/** How far the role's right reaches, or null when it has none. */
export function scopeOf(role: Role, right: Right): Scope | null {
  const [subject, level] = split(right)
  const row: Row = MATRIX[subject]
  return row[role]?.[level] ?? null
}
