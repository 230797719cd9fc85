// Which results (итоговые оценки) a course gives in a term, by the forms of control of its curriculum item. Pure.

export const RESULT_NAMES = {
  semester: 'Семестр',
  exam: 'Экзамен',
  credit: 'Зачёт',
  graded_credit: 'Дифф. зачёт',
  course_project: 'Курсовой проект',
  course_work: 'Курсовая работа',
  module_exam: 'Экзамен по модулю',
  year: 'Год',
  final: 'Итог'
} as const
export type ResultKind = keyof typeof RESULT_NAMES

/** A module's exam is its one result. Exam → semester and exam; a credit stands for the semester; other forms → the semester's mark (forms.md F12). */
export function resultKindsOf(item_kind: string, controls: readonly string[]): ResultKind[] {
  if (item_kind === 'module_exam') return ['module_exam']
  const has = (form: string) => controls.includes(form)
  const kinds: ResultKind[] = []
  if (has('graded_credit')) kinds.push('graded_credit')
  if (has('credit')) kinds.push('credit')
  if (kinds.length === 0) kinds.push('semester')
  if (has('exam')) kinds.push('exam')
  if (has('course_project')) kinds.push('course_project')
  if (has('course_work')) kinds.push('course_work')
  return kinds
}
