/** One line of the bench's table. A promise that is not kept fails the run; a wish for quiet cores fails nothing. */
export type Row = { work: string; figure: string; budget: string; verdict: keyof typeof VERDICTS }

const VERDICTS = {
  kept: 'держится',
  broken: 'НАРУШЕНО',
  met: 'достигнуто',
  missed: 'не достигнуто',
  absent: 'нет ещё',
  noted: ''
} as const

/** Ratios, bytes, statements, memory: hold on any machine. */
export const promise = (work: string, figure: string, budget: string, holds: boolean): Row => ({
  ...{ work, figure, budget, verdict: holds ? 'kept' : 'broken' }
})

/** Rates and times: for two quiet cores. */
export const wish = (work: string, figure: string, budget: string, holds: boolean): Row => ({
  ...{ work, figure, budget, verdict: holds ? 'met' : 'missed' }
})

export const absent = (work: string): Row => ({ work, figure: '—', budget: '—', verdict: 'absent' })
export const note = (work: string, figure: string): Row => ({ work, figure, budget: '', verdict: 'noted' })

export const numeral = (value: number, digits = 0): string => value.toFixed(digits).replace('.', ',')
export const percent = (value: number): string => `${numeral(value * 100)} %`
export const kilobytes = (bytes: number): string => `${numeral(bytes / 1000, 1)} кБ`

export function print(rows: Row[]): void {
  const lines = [
    ['работа', 'измерено', 'бюджет', 'итог'],
    ...rows.map(({ work, figure, budget, verdict }) => [work, figure, budget, VERDICTS[verdict]])
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines) console.log(line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
}

export const isBroken = (rows: Row[]): boolean => rows.some(({ verdict }) => verdict === 'broken')
