import type { ControlForm, HourKind } from './curriculum.ts'

export const TOTAL_HOURS = '1000'
export const WEEKS = '51'

/** «ЗЕТ» and «Часов переаттестовано»: neither hours to teach nor a form of control. */
export const NOT_TAUGHT = ['50', '1004']

const HOUR_KINDS: Record<string, HourKind> = {
  '101': 'lecture',
  '102': 'laboratory',
  '103': 'practice',
  '104': 'seminar',
  '107': 'self_study',
  '108': 'control',
  '114': 'course_project',
  '116': 'practice',
  '140': 'self_study',
  '141': 'consultation'
}

const CONTROL_FORMS: Record<string, ControlForm> = {
  '1': 'exam',
  '2': 'credit',
  '3': 'graded_credit',
  '4': 'course_project',
  '5': 'course_work',
  '6': 'control_work',
  '7': 'home_control_work',
  '8': 'mark',
  '9': 'essay',
  '10': 'report',
  '11': 'graphic_work',
  '49': 'other'
}

/** Types of work («СправочникТипаРабот») a college may add kinds of its own to. */
const HOUR_KINDS_BY_TYPE: Record<string, HourKind> = {
  '1': 'lecture',
  '5': 'self_study',
  '6': 'control',
  '10': 'control',
  '11': 'control'
}
const CONTROL_TYPE = '7'
const TEACHER_NORM_TYPE = '8'

export type WorkMeaning =
  | { is: 'total' | 'weeks' | 'nothing' }
  | { is: 'hours'; kind: HourKind }
  | { is: 'control'; form: ControlForm | null }

/** What a row of «ПланыНовыеЧасы» counts, from its code and the type the file's own list gives it. */
export const workMeaning = (code: string, type: string): WorkMeaning | null => {
  if (code === TOTAL_HOURS) return { is: 'total' }
  if (code === WEEKS) return { is: 'weeks' }
  if (NOT_TAUGHT.includes(code) || type === TEACHER_NORM_TYPE) return { is: 'nothing' }
  const kind = HOUR_KINDS[code]
  if (kind) return { is: 'hours', kind }
  const form = CONTROL_FORMS[code]
  if (form || type === CONTROL_TYPE) return { is: 'control', form: form ?? null }
  return type ? { is: 'hours', kind: HOUR_KINDS_BY_TYPE[type] ?? 'other' } : null
}
