import { linesOf, PADDING } from './measure.ts'

/**
 * Divides columns between as few sheets as hold them, in order and about evenly. `width` measures one item; every sheet holds
 * `room`, the last one `lastRoom`, since it has the totals too.
 */
export function dividedColumns<T>(items: T[], width: (item: T) => number, room: number, lastRoom: number): T[][] {
  const total = items.reduce((sum, item) => sum + width(item), 0)
  for (let sheets = 1; sheets <= items.length; sheets++) {
    const share = Math.max(total / sheets, sheets > 1 ? (total - lastRoom) / (sheets - 1) : 0)
    const parts = filled(items, width, sheets, share, room)
    const last = parts.at(-1) ?? []
    if (parts.length <= sheets && last.reduce((sum, item) => sum + width(item), 0) <= lastRoom) return parts
  }
  return items.length > 0 ? items.map((item) => [item]) : [[]]
}

/** Fills sheet after sheet up to its share; what crosses the share stays on the sheet while there is room. */
function filled<T>(items: T[], width: (item: T) => number, sheets: number, share: number, room: number): T[][] {
  const parts: T[][] = [[]]
  let used = 0
  for (const item of items) {
    const full = used > 0 && (used + width(item) > room || (used >= share && parts.length < sheets))
    if (full) {
      parts.push([])
      used = 0
    }
    parts.at(-1)?.push(item)
    used += width(item)
  }
  return parts
}

/** Widths that print.css has for columns of marks, in millimetres, and the height of a line of their heads. */
const MARK = 6.5
const MARKS = [8, 11, 14, 17, 21, 25]
const UPWARD_LINE = 3.3

/**
 * How wide each of so many columns must be for a name that stands over all of them, written upwards in a head of that height.
 * `kind` is their class, `together` what all of them need at least.
 */
export function columnUnder(
  name: string,
  columns: number,
  head: number,
  together = 0
): { kind: string; width: number } {
  const lines = linesOf(name, head - PADDING, 8)
  const least = Math.max(lines * UPWARD_LINE + PADDING, together) / columns
  const width = [MARK, ...MARKS].find((one) => one >= least) ?? 25
  return { kind: width === MARK ? 'result' : `mm-${width}`, width }
}

/** Widths that print.css has for the column of full names, in millimetres. */
const NAMES = [
  { kind: 'name widest', width: 82 },
  { kind: 'name wide', width: 68 },
  { kind: 'name', width: 55 }
] as const

/** The narrowest column of full names: what other columns must leave room for. */
export const NAME = 55

/** The widest column of full names for which there is room. */
export const nameColumn = (room: number): (typeof NAMES)[number] => NAMES.find(({ width }) => width <= room) ?? NAMES[2]
