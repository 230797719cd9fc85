import { dayIn } from './cells.ts'
import { EXAMPLE } from './columns.ts'
import type { Field } from './fields.ts'
import { wholeOf } from './names.ts'
import type { Pupil } from './pupils.ts'
import type { Member } from './staff.ts'

/** Values by fields, as they are loaded back. */
export type Exported = Record<string, string>

const SEX: Record<string, string> = { male: 'м', female: 'ж' }

/** Columns that are written: the name stands in three, never in one. */
export const exportedFields = (fields: Field[]): Field[] => {
  const own = fields.filter(({ name }) => name !== 'whole_name' && name !== 'code')
  return [...own, ...fields.filter(({ name }) => name === 'code')]
}

/** A student with the first two guardians of today. */
export const pupilRow = (one: Pupil): Exported => {
  const kin = one.guardians.filter(({ until }) => until === null).slice(0, 2)
  const guardians = kin.flatMap((own, i) => [
    [`guardian${i + 1}_name`, wholeOf(own)],
    [`guardian${i + 1}_kinship`, own.kinship],
    [`guardian${i + 1}_phone`, own.phone],
    [`guardian${i + 1}_email`, own.email]
  ])
  return {
    ...{ last_name: one.last_name, first_name: one.first_name, middle_name: one.middle_name },
    ...{ sex: SEX[one.sex] ?? '', born_on: one.born_on, record_number: one.record_number, group: one.group_name },
    ...{ phone: one.phone, email: one.email, code: String(one.student_id), ...Object.fromEntries(guardians) }
  }
}

export const memberRow = (one: Member): Exported => ({
  ...{ last_name: one.last_name, first_name: one.first_name, middle_name: one.middle_name },
  ...{ sex: SEX[one.sex] ?? '', born_on: one.born_on, post: one.post, department: one.department },
  ...{ hired_on: one.hired_on, work_phone: one.work_phone, work_email: one.work_email, login: one.login },
  code: String(one.staff_member_id)
})

/** The example of the template, which nobody means to load. */
export const exampleOf = (fields: Field[]): Exported =>
  Object.fromEntries(fields.map(({ name, example }, i) => [name, i === 0 ? EXAMPLE + example : dayIn(example)]))
