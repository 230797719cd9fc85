import { wordFor } from '../platform/formats.ts'

const ONES = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять']
const TEENS = ['десять', 'одиннадцать', 'двенадцать', 'тринадцать', 'четырнадцать', 'пятнадцать', 'шестнадцать'].concat(
  ['семнадцать', 'восемнадцать', 'девятнадцать']
)
const TENS = [
  '',
  '',
  'двадцать',
  'тридцать',
  'сорок',
  'пятьдесят',
  'шестьдесят',
  'семьдесят',
  'восемьдесят',
  'девяносто'
]
const HUNDREDS = [
  '',
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот'
]
/** Thousands are feminine: одна, две тысячи. */
const FEMININE: Record<string, string> = { один: 'одна', два: 'две' }

function underThousand(n: number): string[] {
  const [hundreds, rest] = [Math.floor(n / 100), n % 100]
  const teen = rest >= 10 && rest < 20
  return [
    HUNDREDS[hundreds],
    teen ? TEENS[rest - 10] : TENS[Math.floor(rest / 10)],
    teen ? '' : ONES[rest % 10]
  ].filter((word): word is string => Boolean(word))
}

/** A whole number from 0 to 999 999 in words, masculine: 148 → сто сорок восемь. */
export function inWords(n: number): string {
  if (n === 0) return 'ноль'
  const thousands = Math.floor(n / 1000)
  const head = underThousand(thousands).map((word) => FEMININE[word] ?? word)
  if (thousands > 0) head.push(wordFor(thousands, 'тысяча', 'тысячи', 'тысяч'))
  return [...head, ...underThousand(n % 1000)].join(' ')
}
