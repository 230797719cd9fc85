const LATIN = 'ABCEHKMOPTXY'
const CYRILLIC = 'АВСЕНКМОРТХУ'

/** What two spellings of one index share: «МДК. 4.1», «мдк 04.01.» and «МДК.04.01» all give МДК.04.01. */
export const itemKey = (index: string) =>
  index
    .normalize('NFC')
    .toUpperCase()
    .replace(/[A-Z]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)
    .replace(/\s+/g, ' ')
    .replace(/ ?\. ?/g, '.')
    .replace(/^[ .]+|[ .]+$/g, '')
    .replace(/(\p{L}) ?(?=\d)/gu, '$1.')
    .replace(/\d+/g, (digits) => digits.padStart(2, '0'))
