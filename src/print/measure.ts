/** Widths of Tinos letters in ems; enough to tell whether a text takes one line or two. */
const WIDTHS: [letters: string, em: number][] = [
  [' .,', 0.25],
  ['ijlt:;/', 0.28],
  ['frI()-', 0.33],
  ['sJ', 0.39],
  ['зг"', 0.41],
  ['аеёстэacez', 0.44],
  ['вья', 0.47],
  ['бдъ', 0.52],
  ['ийнпцРFPS', 0.56],
  ['БЬГ', 0.58],
  ['ЕЁТELTZ', 0.62],
  ['мфЧЭ', 0.66],
  ['ыжВКСЯДЛBCR', 0.69],
  ['юшщm', 0.78],
  ['ФЫМЖMW№', 0.94],
  ['ШЩЮ', 1.03]
]
const SMALL = 0.5
const CAPITAL = 0.72

const known = new Map(WIDTHS.flatMap(([letters, em]) => [...letters].map((letter): [string, number] => [letter, em])))

const letterWidth = (letter: string) => known.get(letter) ?? (letter === letter.toLowerCase() ? SMALL : CAPITAL)

/** Width of a text in millimetres at a size in points. */
export function widthOf(text: string, points: number): number {
  let ems = 0
  for (const letter of text) ems += letterWidth(letter)
  return ems * points * (25.4 / 72)
}

/** How many lines a text takes in a column so many millimetres wide; a word longer than a line is broken. */
export function linesOf(text: string, millimetres: number, points: number): number {
  let lines = 1
  let used = 0
  const space = widthOf(' ', points)
  for (const word of text.split(/[\s\u200b]+/)) {
    const width = widthOf(word, points)
    if (used > 0 && used + space + width <= millimetres) used += space + width
    else {
      if (used > 0) lines++
      const broken = Math.ceil(width / millimetres) - 1
      lines += Math.max(broken, 0)
      used = width - Math.max(broken, 0) * millimetres
    }
  }
  return lines
}

/** Height in millimetres of a table row with so many lines, with its rule and padding. */
export const rowHeight = (lines: number, points: number): number => lines * points * 1.15 * (25.4 / 72) + 0.95

/** Printable millimetres of a landscape page, and what padding and a rule take from a column of marks and of text. */
export const PAGE = { width: 267, height: 170 }
export const PADDING = 1.3
const TEXT_PADDING = 1.9

/** Height of a row whose texts stand in columns so many millimetres wide. */
export const heightOfTexts = (texts: [text: string, width: number][], points: number): number =>
  rowHeight(Math.max(1, ...texts.map(([text, width]) => linesOf(text, width - TEXT_PADDING, points))), points)
