const CYRILLIC = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'
const LATIN = 'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'.split(' ')

/** Letters as in a passport; what is neither letter nor digit is left out. */
const latin = (text: string) =>
  [...text.toLowerCase()]
    .map((letter) => LATIN[CYRILLIC.indexOf(letter)] ?? (/[a-z0-9]/.test(letter) ? letter : ''))
    .join('')

type Name = { last_name: string; first_name: string; middle_name: string }

/** Цветкова Анна Павловна → tsvetkova-ap */
export function loginOf({ last_name, first_name, middle_name }: Name): string {
  const initials = latin(first_name.slice(0, 1)) + latin(middle_name.slice(0, 1))
  return [latin(last_name) || 'user', initials].filter(Boolean).join('-')
}

/** The login, or the first with a number after it that is not taken. */
export function freeLogin(login: string, taken: Set<string>): string {
  let free = login
  for (let number = 2; taken.has(free); number++) free = `${login}${number}`
  return free
}
