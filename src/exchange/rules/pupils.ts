import type { Stay } from '../../movement/rules/lines.ts'
import type { Kin } from './guardians.ts'
import { groupKey, nameKey, plain } from './names.ts'
import { described, type Known, mayBeOne, nameOf, OTHER, partsOf, sameAs } from './people.ts'
import { type Decisions, type Question, SKIP } from './planning.ts'
import type { Fault, Row } from './rows.ts'

export type Pupil = Known & {
  student_id: number
  record_number: string
  group_name: string
  stays: Stay[]
  guardians: Kin[]
}

/** Students by what a row may know them by, and all people by their names. */
export type PupilIndex = {
  byCode: Map<string, Pupil>
  byRecord: Map<string, Pupil>
  byName: Map<string, Pupil[]>
  people: Map<string, Known[]>
}
/** The words of a place in the file. */
type Places = (number: number, field: string) => string

export type Found = { pupil?: Pupil; person?: Known; questions: Question[]; faults: Fault[] }

const isAlike = (values: Record<string, string>, one: Pupil) =>
  nameKey({ ...nameOf(values), middle_name: '', first_name: '' }) ===
    nameKey({ ...one, middle_name: '', first_name: '' }) ||
  nameKey({ ...nameOf(values), middle_name: '', last_name: '' }) === nameKey({ ...one, middle_name: '', last_name: '' })

/** By the journal's own number, by the number in the register, and then by name and day of birth. */
export function find(
  number: number,
  values: Record<string, string>,
  index: PupilIndex,
  at: Places,
  decisions: Decisions
): Found {
  const none = { questions: [], faults: [] }
  const told = (field: string, message: string) => ({ ...none, faults: [{ place: at(number, field), message }] })
  if (values.code) {
    const pupil = index.byCode.get(values.code)
    if (!pupil) return told('code', 'обучающегося с таким кодом нет: очистите ячейку')
    return isAlike(values, pupil) ? { ...none, pupil } : told('code', `это код другого человека: ${described(pupil)}`)
  }
  const numbered = index.byRecord.get(values.record_number ?? '')
  if (!numbered) return findByName(values, index, decisions)
  if (isSurely(values, numbered)) return { ...none, pupil: numbered }
  if (!isAlike(values, numbered)) return told('record_number', `этот номер уже у другого: ${described(numbered)}`)
  const text = 'Номер по поименной книге уже есть в журнале, а имя или дата рождения там другие.'
  return { ...none, questions: [{ key: 'person', text, options: [sameAs(numbered), SKIP] }], pupil: numbered }
}

/** One name and no other day of birth, or one first name and one day: a number alone may be of another year. */
const isSurely = (values: Record<string, string>, one: Pupil): boolean =>
  (nameKey(nameOf(values)) === nameKey(one) && mayBeOne(one, values)) ||
  (one.born_on !== '' && one.born_on === values.born_on && plain(one.first_name) === plain(values.first_name ?? ''))

function findByName(values: Record<string, string>, index: PupilIndex, decisions: Decisions): Found {
  const key = nameKey(nameOf(values))
  const pupils = index.byName.get(key) ?? []
  const exact = pupils.filter((one) => values.born_on && one.born_on === values.born_on)
  if (exact.length === 1 && exact[0]) return { pupil: exact[0], questions: [], faults: [] }
  const sure = pupils.filter(
    (one) => mayBeOne(one, values) && groupKey(one.group_name) === groupKey(values.group ?? '')
  )
  if (sure.length === 1 && sure[0]) return { pupil: sure[0], questions: [], faults: [] }
  const others = (index.people.get(key) ?? []).filter((one) => one.student_id === null && mayBeOne(one, values))
  if (pupils.length + others.length === 0) return { questions: [], faults: [] }
  const question = {
    key: 'person',
    text: 'Такое имя уже есть в журнале.',
    options: [...pupils, ...others].map(sameAs).concat(OTHER, SKIP)
  }
  const chosen = [...pupils, ...others].find((one) => `p:${one.person_id}` === decisions.person)
  const pupil = pupils.find((one) => one === chosen)
  return { questions: [question], faults: [], ...(pupil ? { pupil } : chosen ? { person: chosen } : {}) }
}

export type Seen = Map<string, { number: number; born_on: string; student_id: number | null }[]>

/** The second row about one person is asked about. */
export function seenBefore(row: Row, pupil: Pupil | undefined, seen: Seen): Question[] {
  const values = partsOf(row.values)
  const key = nameKey(nameOf(values))
  const earlier = seen.get(key) ?? []
  const same = earlier.find(
    (one) => (pupil && one.student_id === pupil.student_id) || (!pupil && mayBeOne(one, values))
  )
  seen.set(key, [
    ...earlier,
    { number: row.number, born_on: values.born_on ?? '', student_id: pupil?.student_id ?? null }
  ])
  if (!same || key === '') return []
  const isOne = pupil !== undefined && same.student_id === pupil.student_id
  const options = isOne ? [SKIP] : [{ value: 'other', label: 'другой человек, полный тёзка' }, SKIP]
  return [{ key: 'twice', text: `Этот человек уже есть в строке ${same.number}.`, options }]
}
