// Figures of a consolidated sheet (rules.md, Figures; forms.md 3.4): shares in percent, half up. Pure.
import { averageOf } from '../../journal/rules/figures.ts'

const FAILED = ['2', 'незач']
const NOT_ASSESSED = 'н/а'

const isMark = (value: string) => /^[2-5]$/.test(value)
const count = (values: string[], value: string) => values.filter((one) => one === value).length

/** One student's results, or one subject's results of one student: 5, 4, 3, 2, зач, незач, н/а; «осв» and nothing do not count. */
const assessedIn = (values: string[]) => values.filter((value) => value !== '' && value !== 'осв')

const hasFailed = (values: string[]) => values.some((value) => FAILED.includes(value))
const isSuccessful = (values: string[]) => !hasFailed(values) && !values.includes(NOT_ASSESSED)
const isExcellent = (values: string[]) => isSuccessful(values) && values.includes('5') && values.every(allIn(['5']))
const isOfQuality = (values: string[]) => isSuccessful(values) && values.some(isMark) && values.every(allIn(['5', '4']))
/** «зачтено» is no obstacle. */
const allIn = (marks: string[]) => (value: string) => !isMark(value) || marks.includes(value)

/** 23 of 25 → 92, with one decimal, half up; null of nobody. */
const percent = (part: number, all: number): number | null => (all === 0 ? null : Math.round((part * 1000) / all) / 10)

export const averageIn = (values: string[]): number | null => averageOf(values.filter(isMark).map(Number))

/** How many 5, 4, 3 and 2. */
export const countsIn = (values: string[]): [fives: number, fours: number, threes: number, twos: number] => [
  count(values, '5'),
  count(values, '4'),
  count(values, '3'),
  count(values, '2')
]

/** СОУ, степень обученности по Симонову, in percent with two decimals: over all marks and «н/а». */
export function trainednessOf(values: string[]): number | null {
  const [fives, fours, threes, twos] = countsIn(values)
  const none = count(values, NOT_ASSESSED)
  const all = fives + fours + threes + twos + none
  const weighed = fives * 100 + fours * 64 + threes * 36 + twos * 16 + none * 7
  return all === 0 ? null : Math.round((weighed * 100) / all) / 100
}

/** Успеваемость: students without 2, незачёт and н/а; качество: those with only 4 and 5; both of all who were assessed. */
export function sharesOf(students: string[][]) {
  const assessed = students.map(assessedIn).filter((values) => values.length > 0)
  const hasMarks = assessed.some((values) => values.some((value) => isMark(value) || value === NOT_ASSESSED))
  return {
    success: percent(assessed.filter(isSuccessful).length, assessed.length),
    quality: hasMarks ? percent(assessed.filter(isOfQuality).length, assessed.length) : null
  }
}

/** The line under a consolidated sheet; `students` are all of the list, each with all results of the row. */
export function groupFigures(students: string[][]) {
  const assessed = students.map(assessedIn).filter((values) => values.length > 0)
  const excellent = assessed.filter(isExcellent).length
  const failing = assessed.filter(hasFailed).length
  const successful = assessed.filter(isSuccessful).length
  return {
    ...{ listed: students.length, excellent, good: assessed.filter(isOfQuality).length - excellent, successful },
    ...{ ...sharesOf(students), sou: trainednessOf(assessed.flat()) },
    ...{ failing, notAssessed: assessed.length - successful - failing }
  }
}
