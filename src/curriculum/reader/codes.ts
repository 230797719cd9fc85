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

/** What the file's own list calls a kind of work counts more than its code: colleges renumber them. */
const HOURS_BY_NAME: [RegExp, HourKind][] = [
  [/^лекци/, 'lecture'],
  [/^лабораторн/, 'laboratory'],
  [/^практическ\S* (занят|работ)/, 'practice'],
  [/^семинар/, 'seminar'],
  [/^(самостоятельная работа|индивидуальный проект)$/, 'self_study'],
  [/^часы на контроль$/, 'control'],
  [/^курсовое проектирование/, 'course_project'],
  [/^консультаци/, 'consultation']
]
const FORMS_BY_NAME: [RegExp, ControlForm][] = [
  [/зач[её]т с оценкой|дифференцированн\S* зач[её]т/, 'graded_credit'],
  [/экзамен/, 'exam'],
  [/^зач[её]т/, 'credit'],
  [/курсов\S* проект$/, 'course_project'],
  [/курсов\S* работа?/, 'course_work'],
  [/домашн\S* контрольн/, 'home_control_work'],
  [/^контрольн\S* работ/, 'control_work'],
  [/^оценка/, 'mark'],
  [/эссе/, 'essay'],
  [/реферат/, 'report'],
  [/расч[её]тно-графическ/, 'graphic_work'],
  [/^друг/, 'other']
]
const NOTHING = /^(зет|часов переаттестовано)$/

const named = <Meaning>(list: [RegExp, Meaning][], name: string): Meaning | undefined =>
  list.find(([words]) => words.test(name))?.[1]

/** What a row of «ПланыНовыеЧасы» counts, from its code and the name and type the file's own list gives it. */
export const workMeaning = (code: string, type: string, title: string): WorkMeaning | null => {
  const name = title.toLowerCase()
  if (name ? /^итого/.test(name) : code === TOTAL_HOURS) return { is: 'total' }
  if (name ? /^недел/.test(name) : code === WEEKS) return { is: 'weeks' }
  if (NOTHING.test(name) || (NOT_TAUGHT.includes(code) && type === '') || type === TEACHER_NORM_TYPE)
    return { is: 'nothing' }
  if (type === CONTROL_TYPE)
    return { is: 'control', form: named(FORMS_BY_NAME, name) ?? (name ? null : (CONTROL_FORMS[code] ?? null)) }
  const kind = named(HOURS_BY_NAME, name) ?? HOUR_KINDS[code]
  if (kind) return { is: 'hours', kind }
  const form = CONTROL_FORMS[code]
  if (form) return { is: 'control', form }
  return type ? { is: 'hours', kind: HOUR_KINDS_BY_TYPE[type] ?? 'other' } : null
}
