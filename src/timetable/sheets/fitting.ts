import { evenly } from '../rules/printing.ts'

/** From the easiest to read to the closest, in points; nothing is printed under 7 pt. */
const SIZES = [12, 11, 10, 9.5, 9, 8.5, 8]
const CLOSEST = 7.5

/** 8.5 → the class «pt-8-5» of print.css */
const classOf = (points: number) => `pt-${String(points).replace('.', '-')}`

export type Fitted<T> = { size: string; items: T[] }
type Height<T> = (item: T, points: number) => number
type Fill<T> = { first: number; next: number; heightAt: Height<T> }

/** What the estimate of lines may be wrong by. */
const SLACK = 1.03

const heightOf = <T>(items: T[], points: number, heightAt: Height<T>) =>
  items.reduce((sum, item) => sum + heightAt(item, points), 0) * SLACK

/** The largest letters in which all of it stands on one page; the closest when none do, and then it runs over. */
export const sizeOf = <T>(items: T[], room: number, heightAt: Height<T>): string =>
  classOf(SIZES.find((points) => heightOf(items, points, heightAt) <= room) ?? CLOSEST)

/** Page after page as full as can be; an item longer than a page has one of its own. */
function filled<T>(items: T[], points: number, { first, next, heightAt }: Fill<T>): T[][] {
  const pages: T[][] = []
  let left = 0
  for (const item of items) {
    const height = heightAt(item, points) * SLACK
    if (pages.length === 0 || height > left) {
      pages.push([])
      left = pages.length === 1 ? first : next
    }
    pages.at(-1)?.push(item)
    left -= height
  }
  return pages
}

/** Divides items between as few pages as hold them in letters of 8 pt, all in the largest size that takes no more; evenly if it can be. */
export function pagesOf<T>(items: T[], fill: Fill<T>): Fitted<T>[] {
  const { first, next, heightAt } = fill
  const fits = (parts: T[][], points: number) =>
    parts.every((part, i) => heightOf(part, points, heightAt) <= (i === 0 ? first : next))
  const smallest = filled(items, SIZES.at(-1) ?? CLOSEST, fill)
  const points =
    SIZES.find((size) => {
      const parts = filled(items, size, fill)
      return parts.length <= smallest.length && fits(parts, size)
    }) ?? CLOSEST
  const parts = filled(items, points, fill)
  const even = evenly(items, parts.length)
  return (fits(even, points) ? even : parts).map((part) => ({ size: classOf(points), items: part }))
}
