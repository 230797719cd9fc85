import { type Board, isTeacherFree, type LaidGroup, put } from './board.ts'
import { type Activity, practiceLeaders } from './load.ts'

/** A day of practice takes three pairs. */
export const PRACTICE_PAIRS = 3
const DAYS_A_WEEK = 6

/** Practices stand at the end of the term, one after another; the last weeks of the last semester are the state exams'. */
export function layPractices(board: Board, days: string[], activities: Activity[], finalWeeks: number): LaidGroup {
  const practices = activities.filter(({ kind }) => kind === 'practice')
  const length = practices.reduce((sum, { topics }) => sum + topics.length, 0)
  let next = Math.max(0, days.length - Math.round(finalWeeks * DAYS_A_WEEK) - length)
  const theory = days.slice(0, next)
  for (const practice of practices) {
    const block = days.slice(next, next + practice.topics.length)
    next += block.length
    layBlock(board, practice, block)
  }
  return { activities: activities.filter(({ kind }) => kind === 'theory'), theory, placed: 0, last: new Map() }
}

/** Somebody who is free all the time leads it. */
function layBlock(board: Board, practice: Activity, block: string[]): void {
  const [first = 0] = practice.teachers
  const isFree = (teacher: number) => block.every((day) => isTeacherFree(board, teacher, day))
  const leader = practiceLeaders(first).find(isFree) ?? first
  practice.teachers = [leader]
  for (const day of block) {
    put(board, practice, day, 1, PRACTICE_PAIRS)
    board.leading.add(`${day} ${leader}`)
  }
}
