import type { Activity } from './load.ts'

export type Place = { activity: Activity; held_on: string; pair: number }

/** The term as it is being laid out. */
export type Board = {
  places: Place[]
  /** «day pair group» and «day pair teacher» */
  busy: Set<string>
  left: Map<Activity, number>
  /** «day teacher»: who leads a practice that day. */
  leading: Set<string>
}

/** One group on the board: what is laid day by day, and on which days. */
export type LaidGroup = {
  activities: Activity[]
  /** Days before the practices begin. */
  theory: string[]
  placed: number
  /** What stood last on «weekday pair». */
  last: Map<string, Activity>
}

export const emptyBoard = (): Board => ({ places: [], busy: new Set(), left: new Map(), leading: new Set() })

const keysOf = ({ group, teachers }: Activity, day: string, pair: number) => [
  `${day} ${pair} group ${group}`,
  ...teachers.map((teacher) => `${day} ${pair} teacher ${teacher}`)
]

/** Whether the group and all teachers have nothing at that hour. */
export const isFree = ({ busy }: Board, activity: Activity, day: string, pair: number): boolean =>
  keysOf(activity, day, pair).every((key) => !busy.has(key))

export const isTeacherFree = ({ busy }: Board, teacher: number, day: string): boolean =>
  !busy.has(`${day} 1 teacher ${teacher}`)

/** Lessons that still have no place. */
export const countLeft = ({ left }: Board, activity: Activity): number => left.get(activity) ?? activity.topics.length

export function put(board: Board, activity: Activity, day: string, pair: number, pairs = 1): void {
  board.left.set(activity, countLeft(board, activity) - 1)
  board.places.push({ activity, held_on: day, pair })
  for (let k = 0; k < pairs; k++) for (const key of keysOf(activity, day, pair + k)) board.busy.add(key)
}
