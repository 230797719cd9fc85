import { type Name, nameIn, nameKey, sexOf, wholeOf } from './names.ts'
import { type Known, OTHER, sameAs, shownDifferences, written } from './people.ts'
import { type Change, type Decisions, type Question, SKIP } from './planning.ts'
import type { Fault, Row } from './rows.ts'

/** A guardian of a student; `until` is null while the link holds. */
export type Kin = Name & { person_id: number; kinship: string; phone: string; email: string; until: string | null }

/** A guardian to be written: somebody known, the same as in an earlier row (`ref`), or somebody new who gets that `ref`. */
export type KinWrite = {
  person_id: number | null
  ref: string
  name: Name
  sex: string
  kinship: string
  contact: Record<string, string>
  /** The link with the student is new, its kinship changes, or it stands. */
  link: 'add' | 'change' | 'stands'
}

type InFile = { ref: string; number: number; phone: string }
/** People known by their names, and guardians that earlier rows of the file bring. */
export type Guardians = { people: Map<string, Known[]>; inFile: Map<string, InFile[]> }

const DEFAULT_KINSHIP = 'законный представитель'
const digits = (phone: string) => phone.replace(/\D/g, '').replace(/^8(?=\d{10}$)/, '7')
const isOnePhone = (a: string, b: string) => digits(a).length >= 10 && digits(a) === digits(b)
const TITLES = { kinship: 'кем приходится', phone: 'телефон', email: 'эл. почта' }

type Slot = { n: 1 | 2; name: Name; kinship: string; phone: string; email: string }
type Plan = {
  writes: KinWrite[]
  changes: Change[]
  questions: Question[]
  faults: Fault[]
  inFile: (InFile & { key: string })[]
}

const slotsOf = ({ values }: Row): Slot[] =>
  ([1, 2] as const).flatMap((n): Slot[] => {
    const of = (what: string) => values[`guardian${n}_${what}`] ?? ''
    if (of('name') === '') return []
    return [
      { n, name: nameIn(of('name')), kinship: of('kinship').toLowerCase(), phone: of('phone'), email: of('email') }
    ]
  })

/** Parents of one name are one person only when the telephone says so or a person does: a wrong link opens somebody else's diary. */
export function planGuardians(row: Row, kin: Kin[], known: Guardians, decisions: Decisions) {
  const plan: Plan = { writes: [], changes: [], questions: [], faults: [], inFile: [] }
  const slots = slotsOf(row)
  const [first, second] = slots
  if (first && second && nameKey(first.name) === nameKey(second.name))
    plan.faults.push({ place: `строка ${row.number}`, message: 'один представитель указан дважды' })
  for (const slot of slots) planSlot(row.number, slot, kin, known, decisions, plan)
  const remember = () => {
    for (const { key, ...one } of plan.inFile) known.inFile.set(key, [...(known.inFile.get(key) ?? []), one])
  }
  return { ...plan, remember }
}

function planSlot(number: number, slot: Slot, kin: Kin[], known: Guardians, decisions: Decisions, plan: Plan): void {
  const key = nameKey(slot.name)
  const own = kin.find((one) => nameKey(one) === key)
  if (own && own.until !== null) {
    const text = `Связь с представителем прекращена: ${wholeOf(own)}. Вернуть её можно в карточке.`
    plan.questions.push({ key: `guardian${slot.n}`, text, options: [{ value: 'leave', label: 'не возвращать' }, SKIP] })
    return
  }
  if (own) {
    planOwn(slot, own, plan)
    return
  }
  const chosen = choose(slot, known, decisions, plan)
  const ref = chosen.ref ?? `${number}:${slot.n}`
  const isNew = chosen.person_id === undefined && chosen.ref === undefined
  plan.writes.push({
    ...{ person_id: chosen.person_id ?? null, ref, name: slot.name, sex: sexOf(slot.name), link: 'add' },
    ...{
      kinship: slot.kinship || DEFAULT_KINSHIP,
      contact: isNew ? written(['phone', 'email'], {}, { ...slot, name: '', n: '' }) : {}
    }
  })
  if (isNew) plan.inFile.push({ key, ref, number, phone: slot.phone })
  const after = [wholeOf(slot.name), slot.kinship || DEFAULT_KINSHIP, slot.phone, slot.email].filter(Boolean).join(', ')
  plan.changes.push({ title: 'Представитель', before: '', after })
}

function planOwn(slot: Slot, own: Kin, plan: Plan): void {
  const after = { kinship: slot.kinship, phone: slot.phone, email: slot.email }
  const before = { kinship: own.kinship, phone: own.phone, email: own.email }
  const changes = shownDifferences(TITLES, before, after)
  if (changes.length === 0) return
  const isKinship = after.kinship !== '' && after.kinship !== own.kinship
  plan.writes.push({
    ...{ person_id: own.person_id, ref: '', name: own, sex: '', link: isKinship ? 'change' : 'stands' },
    ...{ kinship: after.kinship || own.kinship, contact: written(['phone', 'email'], before, after) }
  })
  plan.changes.push(...changes.map((one) => ({ ...one, title: `${wholeOf(own)}, ${one.title}` })))
}

function choose(slot: Slot, known: Guardians, decisions: Decisions, plan: Plan): { person_id?: number; ref?: string } {
  const key = nameKey(slot.name)
  const people = known.people.get(key) ?? []
  const inFile = known.inFile.get(key) ?? []
  const isOther = ({ phone }: { phone: string }) => phone !== '' && slot.phone !== '' && !isOnePhone(phone, slot.phone)
  const byPhone = people.find(({ phone }) => isOnePhone(phone, slot.phone))
  if (byPhone) return { person_id: byPhone.person_id }
  const refByPhone = inFile.find(({ phone }) => isOnePhone(phone, slot.phone))
  if (refByPhone) return { ref: refByPhone.ref }
  const [maybe, earlier] = [people.filter((one) => !isOther(one)), inFile.filter((one) => !isOther(one))]
  if (maybe.length + earlier.length === 0) return {}
  const answer = decisions[`guardian${slot.n}`] ?? ''
  plan.questions.push({
    key: `guardian${slot.n}`,
    text: `Представитель ${wholeOf(slot.name)}: такое имя уже есть.`,
    options: [
      ...maybe.map(sameAs),
      ...earlier.map(({ ref, number }) => ({ value: `r:${ref}`, label: `тот же человек, что в строке ${number}` })),
      ...[OTHER, SKIP]
    ]
  })
  const person = maybe.find(({ person_id }) => answer === `p:${person_id}`)
  if (person) return { person_id: person.person_id }
  const ref = earlier.find((one) => answer === `r:${one.ref}`)?.ref
  return ref === undefined ? {} : { ref }
}
