import { linesOf, widthOf } from '../../print/measure.ts'
import { hyphenated } from '../rules/hyphens.ts'
import type { PaperLesson } from './lessons.ts'

export type Line = { text: string; is: 'subject' | 'who' | 'note'; isGone: boolean }
/** Lines one under another, and under them those of subgroups side by side; `mark` says on which weeks. */
export type Block = { mark: string; lines: Line[]; halves: Line[][] }
/** What stands in one cell: the time where the day's bells differ, lessons, and how wide it is in millimetres. */
export type PaperCell = { time: string; blocks: Block[]; width: number }

const LEAST_HALF = 17
const PADDING = 1.6
const HALF_PADDING = 1
const BOLD = 1.08
/** Words that are too long for their column in letters of 10 pt may be broken at syllables; larger letters must not break any. */
const LARGEST_WHOLE = 10

/** Long words of a narrow column get soft hyphens. */
const softened = (text: string, width: number) =>
  text
    .split(' ')
    .map((word) => (widthOf(word, LARGEST_WHOLE) * BOLD > width ? hyphenated(word) : word))
    .join(' ')

const subjectLine = ({ subject, tag, isGone }: PaperLesson, width: number): Line => ({
  text: softened(tag === '' ? subject : `${subject} — ${tag}`, width),
  ...{ is: 'subject', isGone }
})

function restLines({ subgroup, groups, teacher, room, notes }: PaperLesson, width: number): Line[] {
  const who = [groups.join(', '), subgroup === null ? '' : `п/г\u00a0${subgroup}`, teacher, room].filter(Boolean)
  return [
    ...(who.length > 0 ? [{ text: softened(who.join(', '), width), is: 'who' as const, isGone: false }] : []),
    ...notes.map((text) => ({ text: softened(text, width), is: 'note' as const, isGone: false }))
  ]
}

const plain = (lesson: PaperLesson, mark: string, width: number): Block => ({
  ...{ mark, lines: [subjectLine(lesson, width), ...restLines(lesson, width)], halves: [] }
})

/** Subgroups that sit at the same time: the subject once when it is one, then each beside the other. */
function sideBySide(lessons: PaperLesson[], mark: string, width: number): Block {
  const [first] = lessons
  const half = width / lessons.length - HALF_PADDING
  const isOne = lessons.every(({ subject, tag, isGone }) => subject === first?.subject && tag === first.tag && !isGone)
  return {
    mark,
    lines: isOne && first ? [subjectLine(first, width)] : [],
    halves: lessons.map((one) => [...(isOne ? [] : [subjectLine(one, half)]), ...restLines(one, half)])
  }
}

/** One lecture of several groups is one lesson to its teacher and in its room. */
function joined(lessons: PaperLesson[]): PaperLesson[] {
  const keyOf = ({ groups, ...rest }: PaperLesson) => (groups.length === 0 ? rest : JSON.stringify(rest))
  return [...Map.groupBy(lessons, keyOf).values()].flatMap((same) => {
    const [first] = same
    return first ? [{ ...first, groups: same.flatMap(({ groups }) => groups) }] : []
  })
}

function blocksOf(lessons: PaperLesson[], mark: string, width: number): Block[] {
  const divided = lessons.filter(({ subgroup, groups }) => subgroup !== null && groups.length === 0)
  const whole = lessons.filter((one) => !divided.includes(one)).map((one) => plain(one, mark, width))
  const abreast = Math.max(1, Math.floor(width / LEAST_HALF))
  const ordered = divided.toSorted(
    (a, b) => a.division.localeCompare(b.division) || Number(a.subgroup) - Number(b.subgroup)
  )
  const rows = Array.from({ length: Math.ceil(ordered.length / abreast) }, (_, i) =>
    ordered.slice(i * abreast, (i + 1) * abreast)
  )
  return [
    ...whole,
    ...rows.flatMap((row) =>
      row.length > 1 ? [sideBySide(row, mark, width)] : row.map((one) => plain(one, mark, width))
    )
  ]
}

/** Lessons of one day and pair as they stand in a cell so many millimetres wide. */
export function cellOf(lessons: PaperLesson[], width: number, time = ''): PaperCell {
  const inner = width - PADDING
  const byWeeks = Map.groupBy(joined(lessons), ({ rank, weeks }) => `${rank} ${weeks}`)
  const blocks = [...byWeeks]
    .toSorted(([a], [b]) => a.localeCompare(b, 'ru', { numeric: true }))
    .flatMap(([, same]) => blocksOf(same, same[0]?.weeks ?? '', inner))
  return { time: blocks.length > 0 ? time : '', blocks, width: inner }
}

/** A word or two instead of lessons: practice, a day off. */
export const wordCell = (text: string, width: number): PaperCell => ({
  ...{ time: '', width: width - PADDING },
  blocks: text === '' ? [] : [{ mark: '', lines: [{ text, is: 'note', isGone: false }], halves: [] }]
})

/** A space that does not break is a letter; a word breaks at its soft hyphens. */
const shown = (text: string) => text.replaceAll('\u00a0', '.').replaceAll('\u00ad', '\u200b').replaceAll('\u2060', '')
const MM = 25.4 / 72
const LEADING = 1.15

function linesIn(lines: Line[], mark: string, width: number, points: number): number {
  return lines.reduce((sum, { text, is }, i) => {
    const words = shown(i === 0 && mark !== '' ? `${mark}: ${text}` : text)
    const size = is === 'subject' ? points * BOLD : points
    const isTorn = points > LARGEST_WHOLE && words.split(/[ \u200b]/).some((part) => widthOf(part, size) > width)
    return sum + (isTorn ? Number.POSITIVE_INFINITY : linesOf(words, width, size))
  }, 0)
}

/** Millimetres that the cell takes at a size in points. */
export function heightOfCell({ time, blocks, width }: PaperCell, points: number): number {
  const line = points * LEADING * MM
  const lines = blocks.reduce(
    (sum, { mark, lines, halves }) => {
      const half = width / Math.max(1, halves.length) - HALF_PADDING
      const tallest = Math.max(0, ...halves.map((one) => linesIn(one, '', half, points)))
      const own = lines.length === 0 && mark !== '' ? 1 : linesIn(lines, mark, width, points)
      return sum + own + tallest
    },
    time === '' ? 0 : 1
  )
  return lines * line + blocks.length * 0.8 + 1
}
