type Name = { last_name: string; first_name: string; middle_name: string }

/** Иванова Мария Петровна */
export const fullOf = ({ last_name, first_name, middle_name }: Name): string =>
  [last_name, first_name, middle_name].filter(Boolean).join(' ')

const initials = (names: string[]) => names.map((name) => `${name.slice(0, 1)}.`).join('')

/** «Иванова Мария Петровна» → Иванова М.П., as under a mark; the family name may have two words joined by a hyphen. */
export function shortOf(full: string): string {
  const [family = '', ...names] = full.split(' ').filter(Boolean)
  return [family, initials(names)].filter(Boolean).join(' ')
}

/** «Соколова Нина Викторовна» → Н.В. Соколова, as beside a signature. */
export function signatureOf(full: string): string {
  const [family = '', ...names] = full.split(' ').filter(Boolean)
  return [initials(names), family].filter(Boolean).join(' ')
}

/** 1 семестр → 1 с, 2 четверть → 2 ч; a name without a number stays. */
export const shortTerm = (name: string): string => name.replace(/^(\d+)[\s-]*(?:й|я)?\s*(\p{L}).*$/u, '$1 $2')

/** Иванова Мария П.: tells namesakes apart. */
export const longerOf = ({ last_name, first_name, middle_name }: Name): string =>
  [last_name, first_name, initials([middle_name].filter(Boolean))].filter(Boolean).join(' ')

/** The order of all lists: by surname, name and patronymic of the Russian alphabet. */
const russian = new Intl.Collator('ru', { numeric: true })
export const byAlphabet = (a: string, b: string): number => russian.compare(a, b)
export const byName = (a: Name, b: Name): number =>
  byAlphabet(a.last_name, b.last_name) ||
  byAlphabet(a.first_name, b.first_name) ||
  byAlphabet(a.middle_name, b.middle_name)
