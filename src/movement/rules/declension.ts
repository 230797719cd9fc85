import petrovich from 'petrovich'
import { fullName, type Name } from '../../people/rules/cards.ts'

export type Sex = 'male' | 'female'
/** «кого» после «из числа», «кому» предоставить, «кого» отчислить */
export type Case = 'genitive' | 'dative' | 'accusative'
export type Named = Name & { sex: string | null }

const MALE = /(ич|оглы|оглу|улы|уулу)$/i
const FEMALE = /(на|кызы|гызы|кизи)$/i

/** The sex on the card, or what the patronymic tells; null when neither does. */
export function sexOf({ sex, middle_name }: Named): Sex | null {
  if (sex === 'male' || sex === 'female') return sex
  if (MALE.test(middle_name)) return 'male'
  return FEMALE.test(middle_name) ? 'female' : null
}

/** First parts of double surnames that stay as they are: Бонч-Бруевича, Тер-Петросяна. */
const STANDING = [
  'бонч',
  'абдул',
  'белиц',
  'гасан',
  'дюссар',
  'дюмон',
  'книппер',
  'корвин',
  'ван',
  'шолом',
  'тер'
].concat(['призван', 'мелик', 'вар', 'фон', 'аль', 'эль', 'оглы', 'оглу', 'кызы', 'гызы', 'бей', 'хан'])

const isRussian = (word: string): boolean => /^[а-яё]+(-[а-яё]+)*$/i.test(word)
const isStanding = (word: string): boolean => STANDING.includes(word.toLowerCase())

/** The rules of surnames do not know «ё»: it is put back into the part of the word that does not change. */
function declineSurname(part: string, sex: Sex, to: Case): string {
  const declined = petrovich[sex].last[to](part.replaceAll('ё', 'е').replaceAll('Ё', 'Е'))
  const end = [...part].findIndex((letter, i) => letter !== declined[i] && !'ёЁ'.includes(letter))
  const stem = end < 0 ? part.length : end
  return part.slice(0, stem) + declined.slice(stem)
}

/** A name written in capitals stays so. */
const likeWritten = (word: string, declined: string): string =>
  word.length > 1 && word === word.toUpperCase() ? declined.toUpperCase() : declined

function declineWord(word: string, part: 'first' | 'middle' | 'last', sex: Sex, to: Case): string {
  if (!isRussian(word)) return word
  const parts = word.split('-').map((one) => {
    const plain = one === one.toUpperCase() ? one.toLowerCase() : one
    if (isStanding(one)) return one
    const declined = part === 'last' ? declineSurname(plain, sex, to) : petrovich[sex][part][to](plain)
    return likeWritten(one, declined)
  })
  return parts.join('-')
}

/**
 * «Волкова Петра Петровича». What the rules of Russian names do not cover stays as it is and has to be looked at by a person:
 * an unknown sex, a name of several words, letters that are not Russian.
 */
export function declineName(named: Named, to: Case): { text: string; isSure: boolean } {
  const sex = sexOf(named)
  const { last_name, first_name, middle_name } = named
  const isSure = sex !== null && isRussian(last_name) && isRussian(first_name)
  if (sex === null) return { text: fullName(named), isSure }
  const many = (name: string) => name.includes(' ')
  const declined = {
    last_name: many(last_name) ? last_name : declineWord(last_name, 'last', sex, to),
    first_name: many(first_name) ? first_name : declineWord(first_name, 'first', sex, to),
    middle_name:
      many(middle_name) || /оглы|кызы/i.test(middle_name) ? middle_name : declineWord(middle_name, 'middle', sex, to)
  }
  return { text: fullName(declined), isSure }
}
