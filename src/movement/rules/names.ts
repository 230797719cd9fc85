/** In a pattern of names: the course, two digits of the year of entry, the number of the group among its like (forms.md 3.9). */
const COURSE = '{курс}'
const YEAR = '{год}'
const NUMBER = '{номер}'
const LATIN = 'abcehkmoptxy'
const CYRILLIC = 'авсенкмортху'

/** One name however it is spelled: «ИСП-218», «исп 218», and with Latin letters that look the same. */
export const foldName = (name: string): string =>
  name
    .replace(/[ -]/g, '')
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)

/** A pattern as it is stored; who types {course} means {курс}. */
export const patternOf = (typed: string): string =>
  typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\{\s*(курс|course)\s*\}/giu, COURSE)
    .replace(/\{\s*год\s*\}/giu, YEAR)
    .replace(/\{\s*номер\s*\}/giu, NUMBER)

const bare = (pattern: string, places: string[]) => places.reduce((text, place) => text.replace(place, '1'), pattern)
const hasBraces = (text: string) => /[{}]/.test(text)

/** A group's own pattern names the course once and nothing else in braces. */
export const isGroupPattern = (pattern: string): boolean =>
  pattern.includes(COURSE) && !hasBraces(bare(pattern, [COURSE])) && pattern.length <= 40

/** A specialty's pattern may also name the year of entry and the number, each once. */
export const isSpecialtyPattern = (pattern: string): boolean =>
  hasBraces(pattern) && !hasBraces(bare(pattern, [COURSE, YEAR, NUMBER])) && pattern.length <= 40

/** («ИСП-{курс}1», 2) → «ИСП-21» */
export const nameOf = (pattern: string, course: number): string => pattern.replace(COURSE, String(course))

/** Does this pattern give this very name on that course? */
export const fits = (pattern: string, course: number, name: string): boolean =>
  foldName(nameOf(pattern, course)) === foldName(name)

type Proposal = { name: string; name_pattern: string }
type Entering = { entry_year: number; course: number; taken: string[] }

/** The first free name a specialty's pattern gives, with what remains of the pattern when the course is in it. */
export function proposedName(pattern: string, { entry_year, course, taken }: Entering): Proposal | null {
  if (pattern === '') return null
  const occupied = new Set(taken.map(foldName))
  const withYear = pattern.replace(YEAR, String(entry_year % 100).padStart(2, '0'))
  for (let number = 1; number < 100; number++) {
    const own = withYear.replace(NUMBER, String(number))
    const name = nameOf(own, course)
    if (!occupied.has(foldName(name))) return { name, name_pattern: own.includes(COURSE) ? own : '' }
    if (own === withYear) return null
  }
  return null
}
