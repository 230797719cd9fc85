import type { Fault } from './rows.ts'

/** What becomes of a row. */
export const STATES = {
  wrong: { word: 'ошибка', many: 'С ошибками' },
  conflict: { word: 'надо решить', many: 'Надо решить' },
  new: { word: 'новая', many: 'Новые' },
  changed: { word: 'изменится', many: 'Изменятся' },
  same: { word: 'без изменений', many: 'Без изменений' },
  skipped: { word: 'пропущена', many: 'Пропущены' }
} as const
export type State = keyof typeof STATES
export type Counts = Record<State, number>

export type Change = { title: string; before: string; after: string }
export type Option = { value: string; label: string }
/** Something that only a person can tell; `row` answered with «skip» leaves the whole row out. */
export type Question = { key: string; text: string; options: Option[] }
/** Answers by the keys of questions. */
export type Decisions = Record<string, string>
export const SKIP: Option = { value: 'skip', label: 'пропустить строку' }

export type Planned<Write> = {
  number: number
  state: State
  title: string
  changes: Change[]
  faults: Fault[]
  questions: Question[]
  /** What has to be written, or null where nothing is. */
  write: Write | null
}

type Draft<Write> = {
  number: number
  title: string
  faults: Fault[]
  questions: Question[]
  decisions: Decisions
  changes: Change[]
  isNew: boolean
  write: Write
}

/** A question is answered when the answer is one of its options; every question may be answered by skipping the row. */
const isOpen = ({ key, options }: Question, decisions: Decisions) =>
  !options.some(({ value }) => value === decisions[key])

export const isSkipped = (decisions: Decisions): boolean => Object.values(decisions).includes('skip')

export function planned<Write>(draft: Draft<Write>): Planned<Write> {
  const { number, title, faults, questions, decisions, changes, isNew, write } = draft
  const told = { number, title, changes, faults, questions }
  if (isSkipped(decisions)) return { ...told, state: 'skipped', write: null }
  if (faults.length > 0) return { ...told, state: 'wrong', write: null }
  if (questions.some((one) => isOpen(one, decisions))) return { ...told, state: 'conflict', write: null }
  if (isNew) return { ...told, state: 'new', write }
  return changes.length > 0 ? { ...told, state: 'changed', write } : { ...told, state: 'same', write: null }
}

export function countsOf(rows: { state: State }[]): Counts {
  const counts: Counts = { wrong: 0, conflict: 0, new: 0, changed: 0, same: 0, skipped: 0 }
  for (const { state } of rows) counts[state]++
  return counts
}

/** Fields of `after` that say something and say it otherwise than `before`. */
export function differences(
  titles: Record<string, string>,
  before: Record<string, string>,
  after: Record<string, string>
) {
  return Object.entries(titles).flatMap(([name, title]): Change[] => {
    const [old = '', now = ''] = [before[name], after[name]]
    return now !== '' && now !== old ? [{ title, before: old, after: now }] : []
  })
}

/** Why a load is not begun. */
export const LOAD_REFUSALS = {
  'has-wrong':
    'В файле есть строки с ошибками. Исправьте файл и принесите его снова или отметьте, что эти строки пропускаются.',
  'has-conflicts': 'По некоторым строкам надо решить, что с ними делать.',
  nothing: 'Загружать нечего: всё, что есть в файле, уже есть в журнале.',
  'has-changed': 'Пока вы смотрели, данные в журнале изменились. Проверьте ещё раз, что будет записано.',
  'no-number': 'Укажите номер приказа.',
  'bad-signed-on': 'Укажите дату приказа как 01.09.2026.',
  'bad-effective-on': 'Укажите, с какого дня зачислены, как 01.09.2026.',
  'number-taken': 'Приказ с таким номером от этого дня уже есть.'
} as const
export type LoadRefusal = keyof typeof LOAD_REFUSALS

export function refuseLoad(counts: Counts): LoadRefusal | null {
  if (counts.wrong > 0) return 'has-wrong'
  if (counts.conflict > 0) return 'has-conflicts'
  return counts.new + counts.changed === 0 ? 'nothing' : null
}

type Problem = { number: number; title: string; faults: Fault[]; questions: Question[] }

/** What holds the load up, a line each, to be given to whoever made the file. */
export const problemLines = (rows: Problem[]): string[][] => [
  ['Строка', 'О ком', 'Где', 'Что'],
  ...rows.flatMap(({ number, title, faults, questions }) => [
    ...faults.map(({ place, message }) => [String(number), title, place, message]),
    ...questions.map(({ text }) => [String(number), title, '', text])
  ])
]
