import type { Counts } from './import-entries.ts'

/** Steps of the writing that the progress page counts. */
export const IMPORT_STEPS = 4

export const STATES: Record<string, string> = {
  preview: 'ждёт подтверждения',
  queued: 'в очереди',
  writing: 'записывается',
  done: 'загружено',
  failed: 'не загружено',
  undone: 'отменено'
}

export const PLANNED: Record<keyof Counts, { title: string; word: string; done: string }> = {
  new: { title: 'Новые', word: 'новое', done: 'Появились' },
  changed: { title: 'Изменятся', word: 'изменится', done: 'Изменены' },
  same: { title: 'Без изменений', word: 'без изменений', done: 'Не изменились' },
  removed: { title: 'Убираются', word: 'убирается', done: 'Убраны' },
  kept: { title: 'Остаются', word: 'остаётся', done: 'Оставлены' },
  left: { title: 'Не войдут', word: 'не войдёт', done: 'Не вошли' }
}

export const KINDS: Record<string, string> = {
  ...{ lecture: 'лекция', practice: 'практическое', laboratory: 'лабораторное', exam: 'экзамен', credit: 'зачёт' },
  ...{ graded_credit: 'дифференцированный зачёт', consultation: 'консультация' }
}

export const NAME_TITLES: Record<string, string> = {
  ...{ group: 'Группы', subgroup: 'Подгруппы', teacher: 'Преподаватели', subject: 'Дисциплины', room: 'Кабинеты' }
}

export const IMPORT_REFUSALS = {
  'has-questions': 'Сначала ответьте, какой день верен.',
  undecided: 'Сначала решите, кто есть кто: нерешённое названо ниже. Что загружать не нужно, так и отметьте.',
  nothing: 'Загружать нечего: всё, что входит из файла, уже стоит в расписании.',
  'has-changed': 'Пока вы смотрели, данные изменились. Проверьте ещё раз, что будет записано.'
} as const
export type ImportRefusal = keyof typeof IMPORT_REFUSALS

type Facts = { counts: Counts; undecided: number; questions: number; isAsShown: boolean }
export function refuseImport({ counts, undecided, questions, isAsShown }: Facts): ImportRefusal | null {
  if (questions > 0) return 'has-questions'
  if (undecided > 0) return 'undecided'
  if (!isAsShown) return 'has-changed'
  return counts.new + counts.changed + counts.removed === 0 ? 'nothing' : null
}

/** «новых 12, изменённых 3, без изменений 240, убрано 1, не вошло 4» */
export const countsInWords = (counts: Partial<Counts>): string =>
  [
    ...[`новых ${counts.new ?? 0}`, `изменённых ${counts.changed ?? 0}`, `без изменений ${counts.same ?? 0}`],
    `убранных ${counts.removed ?? 0}`,
    ...(counts.kept ? [`оставлено исправленных и проведённых ${counts.kept}`] : []),
    `не вошедших ${counts.left ?? 0}`
  ].join(', ')
