import { LINE_REFUSALS, refuseLine } from '../../movement/rules/lines.ts'
import { type Guardians, type KinWrite, planGuardians } from './guardians.ts'
import { groupKey, sexOf, wholeOf } from './names.ts'
import { byName, type Known, nameOf, PERSON_TITLES, partsOf, shownDifferences, written } from './people.ts'
import { type Decisions, type Planned, planned, type Question, SKIP } from './planning.ts'
import { find, type Pupil, type Seen, seenBefore } from './pupils.ts'
import type { Fault, Row } from './rows.ts'

type Group = { id: number; name: string; disbanded_on: string | null }

/** What is known before the file: all students, other people of the same names, and the groups of today. */
export type StudentFacts = {
  pupils: Pupil[]
  people: Known[]
  groups: Group[]
  today: string
  /** The first day in the group; null when nobody is to be enrolled. */
  effective_on: string | null
  at(number: number, field: string): string
}

export type StudentWrite = {
  number: number
  student_id: number | null
  person_id: number | null
  person: Record<string, string>
  record_number: string
  contact: Record<string, string>
  group_id: number | null
  guardians: KinWrite[]
}

/** What a change is called that only an order makes. */
export const GROUP_TITLE = 'Зачисление в группу'
const TITLES = { ...PERSON_TITLES, record_number: 'Номер по поименной книге', phone: 'Телефон', email: 'Эл. почта' }

/** Tells what would become of each row of students, given in their order; nobody but the person decides where names coincide. */
export function studentPlanner(facts: StudentFacts) {
  const index = indexOf(facts)
  const seen: Seen = new Map()
  return (row: Row, decided: Decisions): Planned<StudentWrite> => {
    const found = matched(row, index, facts, decided)
    const twice = seenBefore(row, found.pupil, seen)
    const group = groupOf(row, found.pupil, index, facts)
    const kin = planGuardians(row, found.pupil?.guardians ?? [], index.guardians, decided)
    const plan = planned<StudentWrite>({
      ...{ number: row.number, title: wholeOf(nameOf(partsOf(row.values))) || found.title, decisions: decided },
      faults: [...nameless(row), ...row.faults, ...found.faults, ...group.faults, ...kin.faults],
      questions: [...twice, ...found.questions, ...group.questions, ...kin.questions],
      changes: [
        ...shownDifferences(TITLES, found.before, found.after),
        ...(group.id === null ? [] : [{ title: GROUP_TITLE, before: '', after: group.name }]),
        ...kin.changes
      ],
      isNew: found.pupil === undefined,
      write: {
        ...{ number: row.number, student_id: found.pupil?.student_id ?? null, person_id: found.person_id },
        person: written(Object.keys(PERSON_TITLES), found.before, found.after),
        record_number: written(['record_number'], found.before, found.after).record_number ?? '',
        contact: written(['phone', 'email'], found.before, found.after),
        ...{ group_id: group.id, guardians: kin.writes }
      }
    })
    if (plan.state !== 'wrong' && plan.state !== 'skipped') kin.remember()
    return plan
  }
}

type Index = ReturnType<typeof indexOf>

function indexOf({ pupils, people, groups }: StudentFacts) {
  return {
    byCode: new Map(pupils.map((one) => [String(one.student_id), one])),
    byRecord: new Map(pupils.filter((one) => one.record_number).map((one) => [one.record_number, one])),
    byName: byName(pupils),
    people: byName(people),
    groups: new Map(groups.map((one) => [groupKey(one.name), one])),
    guardians: { people: byName(people), inFile: new Map() } as Guardians
  }
}

const nameless = ({ number, values, faults }: Row): Fault[] => {
  const { last_name, first_name } = nameOf(partsOf(values))
  return faults.length > 0 || (last_name && first_name)
    ? []
    : [{ place: `строка ${number}`, message: 'нужны фамилия и имя' }]
}

function matched(row: Row, index: Index, facts: StudentFacts, decisions: Decisions) {
  const values = partsOf(row.values)
  const found = find(row.number, values, index, facts.at, decisions)
  const known = found.pupil ?? found.person
  const before: Record<string, string> = known
    ? { ...fieldsOf(known), record_number: found.pupil?.record_number ?? '' }
    : {}
  const sex = values.sex || (known ? '' : sexOf(nameOf(values)))
  const after = { ...values, sex }
  return { ...found, before, after, person_id: known?.person_id ?? null, title: known ? wholeOf(known) : '' }
}

const fieldsOf = ({ last_name, first_name, middle_name, sex, born_on, phone, email }: Known) => ({
  ...{ last_name, first_name, middle_name, sex, born_on, phone, email }
})

type Into = { id: number | null; name: string; faults: Fault[]; questions: Question[] }

/** Only an order puts somebody into a group: a row may ask for it, but transfers nobody. */
function groupOf(row: Row, pupil: Pupil | undefined, index: Index, facts: StudentFacts): Into {
  const none = { id: null, name: '', faults: [], questions: [] }
  const typed = row.values.group ?? ''
  if (typed === '' || facts.effective_on === null) return none
  const group = index.groups.get(groupKey(typed))
  if (!group) {
    const message = `группы «${typed}» нет: исправьте название или сначала загрузите группы`
    return { ...none, faults: [{ place: facts.at(row.number, 'group'), message }] }
  }
  const stays = pupil?.stays ?? []
  const present = stays.find(({ until }) => until === null)
  if (present?.study_group_id === group.id) return none
  const line = { study_group_id: group.id, effective_on: facts.effective_on, until_on: null, last_name: null }
  const refusal = refuseLine('enrolment', line, { stays, last_name: '', group, today: facts.today })
  if (!refusal) return { ...none, id: group.id, name: group.name }
  const text = present
    ? `Числится в группе ${pupil?.group_name}, в файле ${group.name}: переводит только приказ о переводе.`
    : `Зачислить в ${group.name} нельзя: ${LINE_REFUSALS[refusal]}`
  return { ...none, questions: [{ key: 'group', text, options: [{ value: 'keep', label: 'группу не менять' }, SKIP] }] }
}
