import { itemKey } from '../../curriculum/reader.ts'

export type NameKind = 'group' | 'subgroup' | 'teacher' | 'subject' | 'room'
/** Somebody or something of the college a written name may mean; `index` is that of a row of the plan, `score` is for what spelling does not tell. */
export type Known = { id: number; title: string; index?: string; score?: number }
export type Likeness = { state: 'certain' | 'doubtful' | 'unknown'; id: number | null; candidates: Known[] }

const LATIN = 'abcehkmoptxy'
const CYRILLIC = 'авсенкмортху'
const MOST_CANDIDATES = 6

const MOST_KEPT = 20_000

/** Names of a college come again and again: what is found out about one is found out once. */
function once<Found>(find: (text: string) => Found): (text: string) => Found {
  const kept = new Map<string, Found>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    if (kept.size >= MOST_KEPT) kept.clear()
    const found = find(text)
    kept.set(text, found)
    return found
  }
}

/** Letters and digits without case, ё and Latin look-alikes; signs are blanks. */
export const alike = once((text): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[a-z]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
)

const joined = once((text) => alike(text).replaceAll(' ', ''))

/** What two spellings of one name share, by kind: the key under which a decision is remembered. */
export function nameKey(kind: NameKind, written: string): string {
  if (kind === 'subject') return subjectKey(written)
  if (kind !== 'teacher') return joined(written)
  const { surname, initials } = teacherParts(written)
  return [surname, ...initials].join(' ')
}

/** From 0 to 1: the share of three-letter pieces two texts have in common. */
export function similarity(one: string, other: string): number {
  if (one === other) return 1
  const [a, b] = [pieces(one), pieces(other)]
  const common = countIn(a, b)
  return (2 * common) / Math.max(1, a.size + b.size)
}

function countIn(a: Set<string>, b: Set<string>): number {
  let common = 0
  for (const piece of a) if (b.has(piece)) common++
  return common
}

const pieces = once((text) => {
  const padded = `  ${text} `
  return new Set(Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)))
})

/** «Иванов И.И.», «И. И. Иванов» and «Иванов Иван Иванович» → the surname and first letters. */
export const teacherParts = once((name): { surname: string; initials: string[] } => {
  const words = alike(name).split(' ')
  const surname = words.find((word) => word.length > 1) ?? words[0] ?? ''
  const rest = words.filter((_, i) => i !== words.indexOf(surname))
  return { surname, initials: rest.map((word) => word.slice(0, 1)).slice(0, 2) }
})

const INDEX = /(?<![\p{L}\d])(\p{L}{2,6})[.\s]{0,2}(\d{1,3}(?:\.\d{1,3}){0,3})(?![\p{L}\d])\.?/gu

/** Indices of a title apart from its name: «ОП.09. Базы данных» and «Учебная практика УП.01». */
export const subjectParts = once((title): { index: string; name: string } => {
  const found = [...title.matchAll(INDEX)].map(([, letters = '', digits = '']) => itemKey(`${letters}.${digits}`))
  return { index: found.at(-1) ?? '', name: alike(title.replace(INDEX, ' ')) }
})

const indexKey = once(itemKey)
const subjectKey = (title: string) => {
  const { index, name } = subjectParts(title)
  return [index, name].filter(Boolean).join(' ')
}

/** Who is likely meant: certain is taken, doubtful is shown, unknown may be created. */
export function likenessOf(kind: NameKind, written: string, known: Known[]): Likeness {
  const score = SCORES[kind](written)
  const scored = known.map((one) => ({ one, score: score(one) })).sort((a, b) => b.score - a.score)
  const [first, second] = scored
  const candidates = scored
    .filter((one) => one.score >= 0.3)
    .slice(0, MOST_CANDIDATES)
    .map(({ one }) => one)
  const isAlone = (second?.score ?? 0) < (first?.score ?? 0) - 0.04
  if (first && first.score >= 0.9 && isAlone) return { state: 'certain', id: first.one.id, candidates }
  if (first && first.score >= 0.5) return { state: 'doubtful', id: first.one.id, candidates }
  return { state: 'unknown', id: null, candidates }
}

const SCORES: Record<NameKind, (written: string) => (known: Known) => number> = {
  group: (written) => {
    const [key, bare] = [joined(written), joined(written.replace(/\(.*?\)/g, ''))]
    return ({ title }) => {
      const own = joined(title)
      return own === key ? 1 : Math.max(own === bare ? 0.8 : 0, similarity(own, key) * 0.85)
    }
  },
  subgroup: () => (known) => known.score ?? 0,
  room: (written) => {
    const key = joined(written)
    return ({ title }) => (joined(title) === key ? 1 : similarity(joined(title), key) * 0.85)
  },
  teacher: (written) => {
    const parts = teacherParts(written)
    return ({ title }) => teacherScore(parts, teacherParts(title))
  },
  subject: (written) => {
    const parts = subjectParts(written)
    return ({ title, index = '' }) => subjectScore(parts, { index: indexKey(index), name: alike(title) })
  }
}

type Teacher = ReturnType<typeof teacherParts>
function teacherScore(written: Teacher, known: Teacher): number {
  const surname = similarity(written.surname, known.surname)
  const isSame = written.initials.every((letter, i) => letter === known.initials[i])
  if (!isSame) return surname * 0.6
  if (surname === 1) return written.initials.length > 0 ? 1 : 0.85
  return Math.max(surname * 0.85, isTypo(written.surname, known.surname) ? 0.8 : 0)
}

/** One letter is another, missing or too many. */
function isTypo(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || Math.min(one.length, other.length) < 4) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const rests = [one.slice(at + 1) === other.slice(at + 1), one.slice(at) === other.slice(at + 1)]
  return rests.some(Boolean) || one.slice(at + 1) === other.slice(at)
}

type Subject = { index: string; name: string }
function subjectScore(written: Subject, known: Subject): number {
  const name = similarity(written.name, known.name)
  const isIndexed = written.index !== '' && written.index === known.index
  if (isIndexed && (written.name === '' || name >= 0.5)) return 1
  if (isIndexed) return 0.75
  const isPart = written.index !== '' && known.index.startsWith(`${written.index}.`)
  if (name === 1) return written.index === '' ? 0.96 : isPart ? 0.89 : 0.85 // another index is a reason to look
  return Math.min(0.84, name * 0.84 + (isPart ? 0.1 : 0))
}
