import type { ControlForm, CurriculumTerm, HourKind, ItemKind } from '../reader/curriculum.ts'

export const ITEM_KINDS: Record<ItemKind, string> = {
  discipline: 'дисциплина',
  course: 'МДК',
  training_practice: 'учебная практика',
  industrial_practice: 'производственная практика',
  module: 'профессиональный модуль',
  module_exam: 'экзамен по модулю',
  final_attestation: 'итоговая аттестация',
  heading: 'заголовок'
}

export const HOUR_KINDS: Record<HourKind, string> = {
  lecture: 'лекции',
  practice: 'практические',
  laboratory: 'лабораторные',
  seminar: 'семинары',
  self_study: 'самостоятельная работа',
  control: 'контроль',
  course_project: 'курсовое проектирование',
  consultation: 'консультации',
  other: 'другое'
}

export const CONTROL_NAMES: Record<ControlForm, string> = {
  exam: 'экзамен',
  graded_credit: 'дифференцированный зачёт',
  credit: 'зачёт',
  course_work: 'курсовая работа',
  course_project: 'курсовой проект',
  control_work: 'контрольная работа',
  home_control_work: 'домашняя контрольная работа',
  essay: 'эссе',
  report: 'реферат',
  graphic_work: 'расчётно-графическая работа',
  mark: 'оценка',
  other: 'другие формы контроля'
}

const CONTROLS: Partial<Record<ControlForm, string>> = {
  exam: 'Э',
  graded_credit: 'ДЗ',
  credit: 'З',
  course_work: 'КР',
  course_project: 'КП'
}
/** All the small forms of control are «другие формы» on a curriculum's page. */
const OTHER_CONTROL = 'Др'

export const CONTROL_LEGEND =
  'Э — экзамен, ДЗ — дифференцированный зачёт, З — зачёт, КР — курсовая работа, КП — курсовой проект, Др — другие формы контроля'

/** «Э», «ДЗ, КР»: each word once, in the order of importance. */
export function controlsInWords(controls: ControlForm[]): string {
  const words = new Set(controls.map((form) => CONTROLS[form] ?? OTHER_CONTROL))
  return [...Object.values(CONTROLS), OTHER_CONTROL].filter((word) => words.has(word)).join(', ')
}

/** «1 Др · 2 Э»: the forms of control of a row with their semesters. */
export const controlsBySemester = (terms: CurriculumTerm[]): string =>
  terms
    .filter(({ controls }) => controls.length > 0)
    .map(({ semester, controls }) => `${semester} ${controlsInWords(controls)}`)
    .join(' · ')
