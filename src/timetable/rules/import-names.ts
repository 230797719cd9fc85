import type { Answers } from './import-days.ts'
import { type Known, likenessOf, type NameKind, nameKey } from './matching.ts'

/** A name of the file and what it means. */
export type NameRow = {
  kind: NameKind
  /** the plan of a subject, 0 for the rest */
  scope: number
  key: string
  written: string
  /** how many lessons of the file stand on it */
  lessons: number
  /** who is created for it, by the full name: as typed, else as written */
  full: string
  /** groups that have a subject of that name, as written */
  groups: string[]
  state: 'certain' | 'remembered' | 'decided' | 'doubtful' | 'unknown'
  /** a number, «new» to create it, «skip» to leave its lessons out, '' while nobody has decided */
  value: string
  /** the number of the likeliest, or '' */
  proposed: string
  candidates: Known[]
  /** everybody it could be */
  known: Known[]
}

export type Remembered = { kind: string; scope_id: number; written: string; means_id: number | null }
export type WantedName = { kind: NameKind; scope: number; written: string; lessons: number; group: string }
export type Knowing = (kind: NameKind, scope: number, written: string, group: string) => Known[]

export const MAY_CREATE: NameKind[] = ['teacher', 'room']
export const fieldOf = (kind: NameKind, scope: number, key: string) => `${kind}/${scope}/${key}`

/** Every different name with what it means: what was decided here, else decided before, else what is certainly alike. */
export function namesOf(wanted: WantedName[], known: Knowing, answers: Answers, before: Remembered[]): NameRow[] {
  const told = new Map(before.map((one) => [`${one.kind}/${one.scope_id}/${one.written}`, one.means_id]))
  const rows = new Map<string, NameRow>()
  for (const { kind, scope, written, lessons, group } of wanted) {
    const key = nameKey(kind, written)
    const field = fieldOf(kind, scope, key)
    const row = rows.get(field)
    const full = tidyName(answers.people?.[field] || written).replace(/\s+/g, ' ')
    const own = row ?? {
      kind,
      scope,
      key,
      written,
      full,
      lessons: 0,
      groups: [],
      ...meaningOf(kind, scope, written, field, group)
    }
    own.lessons += lessons
    if (!own.groups.includes(group)) own.groups.push(group)
    rows.set(field, own)
  }
  return [...rows.values()]

  function meaningOf(kind: NameKind, scope: number, written: string, field: string, group: string) {
    const own = known(kind, scope, written, group)
    const { state, id, candidates } = likenessOf(kind, written, own)
    const rest = { proposed: id === null ? '' : String(id), candidates, known: own }
    const decided = answers.names?.[field] ?? ''
    if (isChoice(decided, kind, own)) return { state: 'decided' as const, value: decided, ...rest }
    const means = told.get(field)
    if (means === null) return { state: 'remembered' as const, value: 'skip', ...rest }
    if (means !== undefined && own.some((one) => one.id === means))
      return { state: 'remembered' as const, value: String(means), ...rest }
    return { state, value: state === 'certain' ? rest.proposed : '', ...rest }
  }
}

/** True for an answer that can be given for such a name; anything else leaves it undecided. */
const isChoice = (value: string, kind: NameKind, known: Known[]): boolean =>
  value === 'skip' || (value === 'new' && MAY_CREATE.includes(kind)) || known.some(({ id }) => String(id) === value)

/** «*Акт.зал» → «Акт.зал»: the name under which something unknown is created. */
export const tidyName = (written: string): string => written.replace(/^[\s,.*]+|[\s,*]+$/g, '')

/** True for a name of which only the surname is known for sure: «Иванова», «Иванов И.И.» */
export const isBare = (full: string): boolean => personIn(full).first_name.replace(/[.—]/g, '').length < 2

/** «Иванов И.И.» → the parts of a person's name; initials stay initials until somebody knows more. */
export function personIn(written: string): { last_name: string; first_name: string; middle_name: string } {
  const words = tidyName(written).replaceAll('.', '. ').split(/\s+/).filter(Boolean)
  const last_name = words.find((word) => !word.endsWith('.') && word.length > 1) ?? words[0] ?? written
  const [first_name = '—', middle_name = ''] = words.filter((_, i) => i !== words.indexOf(last_name))
  const dotted = (word: string) => (/^\p{L}$/u.test(word) ? `${word}.` : word)
  return { last_name, first_name: dotted(first_name), middle_name: dotted(middle_name) }
}
