import { nameKey, plain, sexOf, wholeOf } from './names.ts'
import {
  byName,
  described,
  type Known,
  mayBeOne,
  nameOf,
  OTHER,
  PERSON_TITLES,
  partsOf,
  sameAs,
  shownDifferences,
  written
} from './people.ts'
import { type Decisions, type Planned, planned, type Question, SKIP } from './planning.ts'
import type { Fault, Row } from './rows.ts'

export type Member = Known & {
  staff_member_id: number
  post: string
  department: string
  hired_on: string
  work_phone: string
  work_email: string
  login: string
  is_dismissed: boolean
}
type Department = { id: number; name: string; short_name: string }
export type StaffFacts = {
  members: Member[]
  people: Known[]
  departments: Department[]
  logins: Set<string>
  at(number: number, field: string): string
}
export type StaffWrite = {
  number: number
  staff_member_id: number | null
  person_id: number | null
  person: Record<string, string>
  staff: Record<string, string>
  department_id: number | null
  login: string
}

const STAFF_TITLES = {
  post: 'Должность',
  hired_on: 'Принят',
  work_phone: 'Рабочий телефон',
  work_email: 'Рабочая почта'
}
const TITLES = { ...PERSON_TITLES, ...STAFF_TITLES, department: 'Отделение', login: 'Логин' }

type Index = { byCode: Map<string, Member>; byName: Map<string, Member[]>; people: Map<string, Known[]> }
type Found = { member?: Member; person?: Known; questions: Question[]; faults: Fault[] }

/** What would become of each row of the staff. */
export function planStaff(rows: Row[], decisions: Map<number, Decisions>, facts: StaffFacts): Planned<StaffWrite>[] {
  const index: Index = {
    byCode: new Map(facts.members.map((one) => [String(one.staff_member_id), one])),
    ...{ byName: byName(facts.members), people: byName(facts.people) }
  }
  const seen = new Map<string, number>()
  const logins = new Set(facts.logins)
  return rows.map((row) => {
    const decided = decisions.get(row.number) ?? {}
    const values = partsOf(row.values)
    const found = find(row.number, values, index, facts, decided)
    const known = found.member ?? found.person
    const department = departmentOf(row, facts)
    const before: Record<string, string> = known ? textsOf(known) : {}
    const after: Record<string, string> = {
      ...values,
      ...{ sex: values.sex || (known ? '' : sexOf(nameOf(values))), department: department.name }
    }
    const faults = [
      ...row.faults,
      ...found.faults,
      ...department.faults,
      ...refuseLogin(row, found.member, logins, facts)
    ]
    if (!wholeOf(nameOf(values)) && faults.length === 0)
      faults.push({ place: `строка ${row.number}`, message: 'нужны фамилия и имя' })
    return planned<StaffWrite>({
      ...{ number: row.number, title: wholeOf(nameOf(values)), faults, decisions: decided },
      questions: [...seenBefore(row, values, seen), ...found.questions],
      changes: shownDifferences(TITLES, before, after),
      isNew: found.member === undefined,
      write: {
        ...{
          number: row.number,
          staff_member_id: found.member?.staff_member_id ?? null,
          person_id: known?.person_id ?? null
        },
        person: written(Object.keys(PERSON_TITLES), before, after),
        staff: written(Object.keys(STAFF_TITLES), before, after),
        department_id: written(['department'], before, after).department ? department.id : null,
        login: written(['login'], before, after).login ?? ''
      }
    })
  })
}

const textsOf = (one: Known | Member): Record<string, string> => {
  const texts = Object.entries(one).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return Object.fromEntries(texts)
}

function find(
  number: number,
  values: Record<string, string>,
  index: Index,
  facts: StaffFacts,
  decisions: Decisions
): Found {
  const none = { questions: [], faults: [] }
  const key = nameKey(nameOf(values))
  if (values.code) {
    const member = index.byCode.get(values.code)
    const place = facts.at(number, 'code')
    if (!member) return { ...none, faults: [{ place, message: 'сотрудника с таким кодом нет: очистите ячейку' }] }
    const isOne =
      plain(member.first_name) === plain(values.first_name ?? '') ||
      plain(member.last_name) === plain(values.last_name ?? '')
    return isOne
      ? { ...none, member }
      : { ...none, faults: [{ place, message: `это код другого: ${described(member)}` }] }
  }
  const members = (index.byName.get(key) ?? []).filter((one) => mayBeOne(one, values))
  const only = members[0]
  if (members.length === 1 && only && !only.is_dismissed) return { ...none, member: only }
  const people = (index.people.get(key) ?? []).filter((one) => one.staff_member_id === null && mayBeOne(one, values))
  const all = [...members, ...people]
  if (all.length === 0) return none
  const isGone = members.some(({ is_dismissed }) => is_dismissed)
  const text = isGone
    ? 'Сотрудник с таким именем уволен: принять снова можно в его карточке.'
    : 'Такое имя уже есть в журнале.'
  const question = { key: 'person', text, options: [...all.map(sameAs), OTHER, SKIP] }
  const chosen = all.find((one) => `p:${one.person_id}` === decisions.person)
  const member = members.find((one) => one === chosen)
  return { questions: [question], faults: [], ...(member ? { member } : chosen ? { person: chosen } : {}) }
}

function departmentOf(row: Row, { departments, at }: StaffFacts): { id: number | null; name: string; faults: Fault[] } {
  const typed = plain(row.values.department ?? '')
  if (typed === '') return { id: null, name: '', faults: [] }
  const found = departments.find(({ name, short_name }) => plain(name) === typed || plain(short_name) === typed)
  if (found) return { id: found.id, name: found.name, faults: [] }
  const names = departments.map(({ name }) => `«${name}»`).join(', ')
  const message = `отделения «${row.values.department}» нет, есть: ${names || 'ни одного'}`
  return { id: null, name: '', faults: [{ place: at(row.number, 'department'), message }] }
}

function refuseLogin(row: Row, member: Member | undefined, logins: Set<string>, { at }: StaffFacts): Fault[] {
  const login = row.values.login ?? ''
  if (login === '' || login === member?.login) return []
  const told = (message: string) => [{ place: at(row.number, 'login'), message }]
  if (member?.login) return told(`у сотрудника уже есть логин ${member.login}: загрузка его не меняет`)
  if (logins.has(login)) return told(`логин ${login} занят`)
  logins.add(login)
  return []
}

function seenBefore(row: Row, values: Record<string, string>, seen: Map<string, number>): Question[] {
  const key = `${nameKey(nameOf(values))} ${values.born_on ?? ''} ${values.code ?? ''}`
  const earlier = seen.get(key)
  seen.set(key, row.number)
  if (earlier === undefined) return []
  const options = [{ value: 'other', label: 'другой человек, полный тёзка' }, SKIP]
  return [{ key: 'twice', text: `Этот человек уже есть в строке ${earlier}.`, options }]
}
