// What one cell of the journal may hold: an absence (отметка) and marks (оценки) of the lesson's works. Pure.

export type AbsenceCode = 'н' | 'б' | 'у' | 'о'
export type Absence = { code: AbsenceCode; hours: number }
export type GivenMark = { work_number: number; value: string }
export type Cell = { absence: Absence | null; marks: GivenMark[] }
export type Work = { number: number; work_kind_id: number; scale: string; is_makeup: boolean }

export const MARKS_OF_SCALE: Record<string, readonly string[]> = { five: ['5', '4', '3', '2'], pass: ['зач', 'незач'] }

/** Why an entry is refused, in the words the teacher reads. */
export const CELL_REFUSALS = {
  'unknown-entry':
    'Можно ввести: 5, 4, 3, 2, зач, незач, две оценки «5/4», пропуск «н», опоздание «о», пропуск с оценкой «н,4»',
  'no-not-assessed': '«н/а» не ставится за текущую работу: не аттестовать можно только за период',
  'no-exemption': '«осв.» в журнал не пишется: освобождённый оценивается по теории',
  'not-held-yet': 'Занятие ещё не проведено: оценки и пропуски вносятся в день занятия',
  'page-closed': 'Период закрыт. Попросите заведующего отделением открыть страницу для исправлений',
  'not-in-group': 'В этот день обучающийся не числился в группе (подгруппе)',
  'not-your-lesson': 'Оценки и пропуски вносит преподаватель, который провёл это занятие',
  'reason-is-curators': '«б» и «у» ставит классный руководитель с указанием документа: отметьте «н»',
  'reason-stands': 'Причину пропуска уже указал классный руководитель: изменить её может он',
  'document-needed': 'Назовите документ, по которому пропуск считается уважительным',
  'only-reason':
    'Классный руководитель меняет только причину пропуска («н» на «б» или «у»), оценки и «н» ставит преподаватель',
  'makeup-needed': 'Оценка рядом с «н» ставится за отработку: добавьте занятию вид работы «Отработка»',
  'five-needed': 'За эту работу ставится 5, 4, 3 или 2',
  'pass-needed': 'За эту работу ставится «зач» или «незач»',
  'too-many-hours': 'Пропущено больше часов, чем длилось занятие. Оценку рядом с «н» отделите запятой: «н,4»',
  'too-many-marks': 'На занятии не больше девяти видов работ'
} as const
export type CellRefusal = keyof typeof CELL_REFUSALS

const ABSENCES: Record<string, AbsenceCode> = {
  н: 'н',
  нб: 'н',
  h: 'н',
  y: 'н',
  б: 'б',
  у: 'у',
  уп: 'у',
  e: 'у',
  о: 'о',
  оп: 'о',
  o: 'о',
  j: 'о'
}
const VALUES: Record<string, string> = {
  зач: 'зач',
  з: 'зач',
  зачтено: 'зач',
  зачёт: 'зач',
  незач: 'незач',
  нз: 'незач',
  незачтено: 'незач'
}
for (const mark of ['5', '4', '3', '2']) VALUES[mark] = mark

export type Typed = { code: AbsenceCode | null; hours: number | null; values: (string | null)[] }

/** Reads what was typed: «н», «н1», «5/4», «н,4», «-/4» (no mark for the first work), empty. */
export function readCell(text: string): Typed | CellRefusal {
  const typed = text.trim().toLowerCase()
  if (/^н\s*\/\s*а|^na$/.test(typed)) return 'no-not-assessed'
  if (/^осв/.test(typed)) return 'no-exemption'
  if (typed === ',') return { code: 'б', hours: null, values: [] } // «б» on a Latin layout
  const result: Typed = { code: null, hours: null, values: [] }
  for (const part of typed.split(/[,;\s]+/).filter(Boolean)) {
    const [, code = '', hours] = /^(\p{L}+)(\d{1,2})?$/u.exec(part) ?? []
    const absence = ABSENCES[code]
    if (absence && result.code === null && result.values.length === 0) {
      result.code = absence
      result.hours = hours === undefined ? null : Number(hours)
      continue
    }
    if (result.values.length > 0) return 'unknown-entry'
    const values = part.split('/').map((value) => (value === '-' || value === '' ? null : VALUES[value]))
    if (values.some((value) => value === undefined)) return 'unknown-entry'
    result.values = values as (string | null)[]
  }
  return result
}

/** The cell as it stands on the screen and on paper: «б,4», «5/4», «н1». It is also the cell's version. */
export function textOf({ absence, marks }: Cell, lessonHours: number): string {
  const part = absence && absence.code !== 'о' && absence.hours < lessonHours ? String(absence.hours) : ''
  const values = [...marks].sort((a, b) => a.work_number - b.work_number).map(({ value }) => value)
  return [absence ? absence.code + part : '', values.join('/')].filter(Boolean).join(',')
}
