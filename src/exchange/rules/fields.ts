import { GROUPS, ROOMS, SUBJECTS } from './fields-of-college.ts'
import { STAFF, STUDENTS } from './fields-of-people.ts'

export type { Field, Shape } from './field.ts'

/** The columns each list may have. */
export const FIELDS = { students: STUDENTS, staff: STAFF, groups: GROUPS, subjects: SUBJECTS, rooms: ROOMS }
