import { groupKey, nameIn, nameKey, plain } from './names.ts'
import { type Decisions, differences, type Planned, planned, type Question, SKIP } from './planning.ts'
import type { Fault, Row } from './rows.ts'

export type StoredGroup = {
  id: number
  name: string
  specialty: string
  department: string
  entry_year: string
  study_form: string
  curator: string
}
type Named = { id: number; name: string }
export type GroupFacts = {
  groups: StoredGroup[]
  specialties: { id: number; code: string }[]
  departments: (Named & { short_name: string })[]
  curators: { staff_member_id: number; last_name: string; first_name: string; middle_name: string; post: string }[]
  at(number: number, field: string): string
}
export type GroupWrite = {
  number: number
  id: number | null
  name: string
  specialty_id: number | null
  department_id: number | null
  entry_year: number | null
  study_form: string
  curator_id: number | null
}

const TITLES = {
  ...{ specialty: 'Специальность', department: 'Отделение', entry_year: 'Год набора' },
  ...{ study_form: 'Форма обучения', curator: 'Куратор' }
}
const FORMS = ['очная', 'очно-заочная', 'заочная']

/** What would become of each row of study groups; a group is known by its name, however it is spelled. */
export function planGroups(rows: Row[], decisions: Map<number, Decisions>, facts: GroupFacts): Planned<GroupWrite>[] {
  const stored = new Map(facts.groups.map((one) => [groupKey(one.name), one]))
  const curators = Map.groupBy(facts.curators, nameKey)
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const { number, values } = row
    const decided = decisions.get(number) ?? {}
    const known = stored.get(groupKey(values.name ?? ''))
    const said = referencesOf(row, facts)
    const curator = curatorOf(row, curators, facts, decided)
    const isNew = known === undefined
    const after = {
      ...{
        specialty: said.specialty?.code ?? '',
        department: said.department?.name ?? '',
        entry_year: values.entry_year ?? ''
      },
      ...{ study_form: values.study_form || (isNew ? 'очная' : ''), curator: curator.name }
    }
    return planned<GroupWrite>({
      ...{ number, title: values.name ?? '', decisions: decided, isNew },
      faults: [...row.faults, ...said.faults, ...curator.faults, ...(isNew ? missing(row, facts) : [])],
      questions: [...twice(seen, groupKey(values.name ?? ''), number), ...curator.questions],
      changes: differences(TITLES, (known ?? {}) as Record<string, string>, after as Record<string, string>),
      write: {
        ...{ number, id: known?.id ?? null, name: values.name ?? '' },
        ...{ specialty_id: after.specialty === known?.specialty ? null : (said.specialty?.id ?? null) },
        ...{ department_id: after.department === known?.department ? null : (said.department?.id ?? null) },
        ...{ entry_year: after.entry_year === (known?.entry_year ?? '') ? null : Number(after.entry_year) || null },
        ...{ study_form: after.study_form === known?.study_form ? '' : after.study_form },
        ...{ curator_id: curator.name && curator.name !== known?.curator ? curator.id : null }
      }
    })
  })
}

/** The second row of one thing can only be skipped. */
export function twice(seen: Map<string, number>, key: string, number: number): Question[] {
  const earlier = seen.get(key)
  seen.set(key, number)
  if (earlier === undefined || key === '') return []
  return [{ key: 'twice', text: `То же уже есть в строке ${earlier}.`, options: [SKIP] }]
}

const missing = ({ number, values, faults }: Row, { at }: GroupFacts): Fault[] =>
  (['specialty', 'department', 'entry_year'] as const)
    .filter((name) => !values[name] && faults.length === 0)
    .map((name) => ({ place: at(number, name), message: `у новой группы нужно: ${TITLES[name].toLowerCase()}` }))

function referencesOf({ number, values }: Row, { specialties, departments, at }: GroupFacts) {
  const faults: Fault[] = []
  const told = (field: string, message: string) => faults.push({ place: at(number, field), message })
  const code = /\d\d\.\d\d\.\d\d/.exec(values.specialty ?? '')?.[0] ?? values.specialty ?? ''
  const specialty = specialties.find((one) => one.code === code)
  if (code !== '' && !specialty) told('specialty', `специальности «${code}» нет: загрузите её учебный план`)
  const name = plain(values.department ?? '')
  const department = departments.find((one) => plain(one.name) === name || plain(one.short_name) === name)
  if (name !== '' && !department) told('department', `отделения «${values.department}» нет`)
  if (values.study_form && !FORMS.includes(values.study_form.toLowerCase()))
    told('study_form', `«${values.study_form}» не подходит, нужно: ${FORMS.join(', ')}`)
  return { specialty, department, faults }
}

type Curator = { id: number | null; name: string; faults: Fault[]; questions: Question[] }

function curatorOf(
  row: Row,
  curators: Map<string, GroupFacts['curators']>,
  facts: GroupFacts,
  decisions: Decisions
): Curator {
  const none = { id: null, name: '', faults: [], questions: [] }
  const typed = row.values.curator ?? ''
  if (typed === '') return none
  const found = curators.get(nameKey(nameIn(typed))) ?? []
  if (found.length === 0) {
    const message = `сотрудника «${typed}» нет: исправьте имя или сначала загрузите сотрудников`
    return { ...none, faults: [{ place: facts.at(row.number, 'curator'), message }] }
  }
  const chosen = found.length === 1 ? found[0] : found.find((one) => `c:${one.staff_member_id}` === decisions.curator)
  const name = [found[0]?.last_name, found[0]?.first_name, found[0]?.middle_name].filter(Boolean).join(' ')
  const options = found.map((one) => ({
    value: `c:${one.staff_member_id}`,
    label: `${name}, ${one.post || 'без должности'}`
  }))
  const question = { key: 'curator', text: 'Сотрудников с таким именем несколько.', options: [...options, SKIP] }
  return { ...none, id: chosen?.staff_member_id ?? null, name, questions: found.length === 1 ? [] : [question] }
}
