import { dayOf, isDay } from '../../platform/days.ts'
import type { Shape } from './fields.ts'
import { CELL_CHARS } from './files.ts'

/** Text as it is compared and written, or what is expected instead. */
export type Understood = { value: string } | { expected: string }

const tidy = (text: string) => text.trim().replace(/\s+/g, ' ')
const MONTHS = 'янв фев мар апр ма июн июл авг сен окт ноя дек'.split(' ')

/** Days as people and programs write them: 05.11.2008, 5/11/08, 2008-11-05, 5 ноября 2008 г., or a spreadsheet's number of a day. */
export function dayIn(text: string): string {
  const words = /^(\d{1,2}) ([а-я]+)\.? (\d{4})( ?г\.?)?$/i.exec(text)
  if (words) {
    const month = MONTHS.findIndex((start) => words[2]?.toLowerCase().startsWith(start)) + 1
    return dayOf(`${words[1]}.${month}.${words[3]}`)
  }
  if (/^\d{5}$/.test(text)) return new Date((Number(text) - 25_569) * 86_400_000).toISOString().slice(0, 10)
  return dayOf(
    text
      .replace(/ ?г\.?$/, '')
      .replace(/[T ]\d{1,2}:\d{2}.*$/, '')
      .replaceAll('/', '.')
  )
}

const capital = (word: string) =>
  word === word.toUpperCase() && word.length > 1
    ? word.toLowerCase().replace(/(^|-)\p{L}/gu, (one) => one.toUpperCase())
    : word

const SHAPES: Record<Shape, (text: string, today: string) => Understood> = {
  text: (text) => ({ value: text }),
  name: (text) =>
    /^[\p{L}][\p{L} .'’-]*$/u.test(text) ? { value: capital(text) } : { expected: 'имя буквами, без цифр и знаков' },
  'whole name': (text) =>
    /^\p{L}[\p{L}.'’-]* \p{L}[\p{L} .'’-]*$/u.test(text)
      ? { value: text.split(' ').map(capital).join(' ') }
      : { expected: 'фамилия, имя и отчество через пробел' },
  day: (text) => understood(dayIn(text), 'дата как 01.09.2026'),
  birthday: (text, today) => birthday(dayIn(text), today),
  sex: (text) => {
    const sex = { м: 'male', ж: 'female', m: 'male', f: 'female' }[text.charAt(0).toLowerCase()]
    return sex ? { value: sex } : { expected: 'м или ж' }
  },
  year: (text) => (/^(19|20)\d{2}$/.test(text) ? { value: text } : { expected: 'год как 2026' }),
  hours: (text) => {
    const plain = text.replace(',', '.')
    return /^\d{1,5}(\.\d{1,2})?$/.test(plain) ? { value: String(Number(plain)) } : { expected: 'число часов, как 72' }
  },
  number: (text) =>
    /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 2000 ? { value: text } : { expected: 'число от 1 до 2000' },
  code: (text) => (/^\d{1,16}$/.test(text) ? { value: text } : { expected: 'число, которое записал журнал' }),
  login: (text) =>
    /^[a-z0-9][a-z0-9._-]{2,49}$/i.test(text)
      ? { value: text.toLowerCase() }
      : { expected: 'латинские буквы, цифры, точка, дефис, не короче 3 знаков' }
}

const understood = (day: string, expected: string): Understood => (isDay(day) ? { value: day } : { expected })

function birthday(typed: string, today: string): Understood {
  const expected = 'дата рождения как 01.09.2008'
  if (!isDay(typed)) return { expected }
  const day = typed > today ? `19${typed.slice(2)}` : typed // «5.11.79» is not of the year 2079
  const years = Number(today.slice(0, 4)) - Number(day.slice(0, 4))
  return years < 10 || years > 100 ? { expected: `${expected}, не раньше 100 и не позже 10 лет назад` } : { value: day }
}

/** What a cell says; an empty one says nothing. */
export function understand(cell: string, shape: Shape, today: string): Understood {
  const text = tidy(cell)
  if (text === '') return { value: '' }
  if (/^#(н\/д|знач|ссылка|дел|имя|число|n\/a|value|ref|div|name|num)/i.test(text))
    return { expected: 'значение, а не ошибка формулы' }
  if (text.length > (shape === 'text' ? CELL_CHARS : 150)) return { expected: 'короче: слишком длинный текст' }
  return SHAPES[shape](text, today)
}
