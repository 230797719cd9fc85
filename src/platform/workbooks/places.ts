/** A → 1, AA → 27 */
export const columnOf = (letters: string): number =>
  [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0)

/** «$AB$12» → row 12 and column 28; null for what is no address. */
export function placeOf(address: string): { row: number; column: number } | null {
  const [, letters = '', row = ''] = /^\$?([A-Z]{1,3})\$?(\d+)$/.exec(address) ?? []
  return letters === '' ? null : { row: Number(row), column: columnOf(letters) }
}

/** «AB12» of a column and a row from 1. */
export function addressOf({ row, column }: { row: number; column: number }): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}
