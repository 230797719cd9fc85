/** A look of a table: letters in points, what its padding adds to a row in millimetres, its classes in print.css. */
type Look = { points: number; padding: number; name: string }

/** From the easiest to read to the closest; nothing is printed under 7 pt. */
const LOOKS: Look[] = [
  ...[10, 9, 8, 7.5].flatMap((points) => [
    { points, padding: 1.3, name: `size-${Math.floor(points)} roomy` },
    { points, padding: 0, name: `size-${Math.floor(points)}` }
  ]),
  { points: 7.5, padding: -0.4, name: 'size-7 tight' }
]
const CLOSEST = 'size-7 tight'

/**
 * How a table fills its pages: `room` is what the rows of a page may take, in millimetres, `above` what more stands before the
 * first of them, `tail` what is kept free after the last, `most` the largest letters.
 */
export type Fill<T> = {
  room: number
  above?: number
  tail?: number
  most?: number
  heightAt: (row: T, points: number) => number
}

/** Rows of one page and the classes of their table. */
export type RowPage<T> = { size: string; rows: T[] }

export function chunked<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}

export const sumOf = <T>(list: T[], of: (item: T) => number): number => list.reduce((sum, item) => sum + of(item), 0)

const roomOn = <T>({ room, above = 0, tail = 0 }: Fill<T>, page: number, pages: number) =>
  room - (page === 0 ? above : 0) - (page === pages - 1 ? tail : 0)

/** The easiest look in which every page has room for its rows; undefined when there is none. */
function lookFor<T>(pages: T[][], fill: Fill<T>): string | undefined {
  const fits = ({ points, padding }: Look) =>
    pages.every((rows, page) => {
      const height = sumOf(rows, (row) => fill.heightAt(row, points) + padding)
      return height <= roomOn(fill, page, pages.length)
    })
  return LOOKS.find((look) => look.points <= (fill.most ?? 10) && fits(look))?.name
}

/** Divides rows between so many pages in proportion to the room on each. */
function divided<T>(rows: T[], pages: number, fill: Fill<T>): T[][] {
  const rooms = Array.from({ length: pages }, (_, page) => Math.max(roomOn(fill, page, pages), 1))
  const total = sumOf(rooms, (room) => room)
  let before = 0
  return rooms.map((room) => {
    const from = Math.round((before / total) * rows.length)
    before += room
    return rows.slice(from, Math.round((before / total) * rows.length))
  })
}

/** The look in which all rows fit on one page, if any. */
export const sizeFor = <T>(rows: T[], fill: Fill<T>): string | undefined => lookFor([rows], fill)

/** Divides rows between as few pages as hold them, all of one look; no rows make one page too. */
export function pagesOf<T>(rows: T[], fill: Fill<T>): RowPage<T>[] {
  for (let pages = 1; pages < Math.max(rows.length, 2); pages++) {
    const parts = divided(rows, pages, fill)
    const size = lookFor(parts, fill)
    if (size) return parts.map((rows) => ({ size, rows }))
  }
  return [{ size: CLOSEST, rows }]
}
