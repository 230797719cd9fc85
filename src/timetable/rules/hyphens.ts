// Where a long Russian word may be broken: a narrow column would break it anywhere, without a hyphen. Pure.

const SOFT = '\u00ad'
const [VOWEL, CONSONANT, SIGN, LETTER] = ['[аеёиоуыэюя]', '[бвгджзклмнпрстфхцчшщ]', '[йьъ]', '[а-яё]']
const rule = (before: string, after: string) => new RegExp(`(${before})(?=${after})`, 'giu')
/** Two letters at least stay on either side; й, ь and ъ stay with what they end. */
const PLACES = [
  rule(SIGN, LETTER + LETTER),
  rule(VOWEL, VOWEL + LETTER),
  rule(VOWEL + CONSONANT, CONSONANT + VOWEL),
  rule(CONSONANT + VOWEL, CONSONANT + VOWEL),
  rule(VOWEL + CONSONANT, CONSONANT + CONSONANT + VOWEL),
  rule(VOWEL + CONSONANT + CONSONANT, CONSONANT + CONSONANT + VOWEL)
]

/** The word with soft hyphens at its syllables: «ав|то|ма|ти|за|ция». */
export const hyphenated = (word: string): string =>
  PLACES.reduce((text, place) => text.replace(place, `$1${SOFT}`), word)
    .replace(new RegExp(`^(${LETTER})${SOFT}`, 'iu'), '$1')
    .replaceAll(SOFT + SOFT, SOFT)

const LONG = 14

/** A text whose long words may be broken, for a narrow column of the screen. */
export const breakable = (text: string): string =>
  text.replace(/[\p{L}]+/gu, (word) => (word.length >= LONG ? hyphenated(word) : word))
