import { changesOf, hoursChangeOf, type PlannedRow, type StoredRow } from './changes.ts'

export type Comparison = {
  rows: PlannedRow[]
  counts: { created: number; changed: number; removed: number; left: number }
} & ReturnType<typeof hoursChangeOf>

const standing = (rows: StoredRow[]): StoredRow[] =>
  rows.filter(({ is_dropped }) => !is_dropped).map((row) => ({ ...row, is_used: false }))

/** What differs in the second plan from the first: rows are matched by their keys; those left as they were are only counted. */
export function comparisonOf(before: StoredRow[], after: StoredRow[]): Comparison {
  const [first, second] = [standing(before), standing(after)]
  const rows = changesOf(first, second)
  const count = (change: PlannedRow['change']) => rows.filter((row) => row.change === change).length
  return {
    rows: rows.filter(({ change }) => change !== 'left'),
    counts: { created: count('created'), changed: count('changed'), removed: count('removed'), left: count('left') },
    ...hoursChangeOf(first, { items: second })
  }
}

/** «+12», «−6», an empty string where nothing changed. */
export function differenceInWords(before: number | null, after: number): string {
  const difference = Math.round((after - (before ?? 0)) * 100) / 100
  if (difference === 0) return ''
  return `${difference > 0 ? '+' : '−'}${String(Math.abs(difference)).replace('.', ',')}`
}
