import type { Actor } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { Import } from '../queries/imports.ts'
import type { ListKind } from '../rules/lists.ts'
import type { Decisions, Planned } from '../rules/planning.ts'
import type { Row } from '../rules/rows.ts'
import { planGroupRows, writeGroups } from './groups.ts'
import { planRoomRows, writeRooms } from './rooms.ts'
import { planStaffRows, writeStaff } from './staff.ts'
import { planStudentRows, writeStudents } from './students.ts'
import { planSubjectRows, writeSubjects } from './subjects.ts'
import type { Done, Step } from './writing.ts'

/** What a plan is made from: rows of the file, what was decided about them, and the words of a place in the file. */
export type Setting = {
  load: Import
  today: string
  rows: Row[]
  decisions: Map<number, Decisions>
  options: Record<string, string>
  at(number: number, field: string): string
}

export type Writing<Write> = {
  actor: Actor
  today: string
  now: Date
  load: Import
  options: Record<string, string>
  writes: Write[]
  step: Step
}

type Deeds<Write> = {
  plan(db: Db, setting: Setting): Promise<Planned<Write>[]>
  write(trx: Db, writing: Writing<Write>): Promise<Done>
  /** How often `write` tells of its progress. */
  steps: number
}
const deeds = <Write>(one: Deeds<Write>) => one as unknown as Deeds<unknown>

/** Each list plans from what stands and writes what was planned. */
export const DEEDS: Record<ListKind, Deeds<unknown>> = {
  students: deeds({ plan: planStudentRows, write: writeStudents, steps: 4 }),
  staff: deeds({ plan: planStaffRows, write: writeStaff, steps: 3 }),
  groups: deeds({ plan: planGroupRows, write: writeGroups, steps: 2 }),
  subjects: deeds({ plan: planSubjectRows, write: writeSubjects, steps: 2 }),
  rooms: deeds({ plan: planRoomRows, write: writeRooms, steps: 1 })
}
