import type { ControlForm, CurriculumTerm, HourKind } from '../reader/curriculum.ts'
import { sumOf } from '../reader/curriculum.ts'
import { CONTROL_NAMES, HOUR_KINDS } from './words.ts'

/** Why a row of a curriculum is not corrected. */
export const CORRECTION_REFUSALS = {
  'is-approved': 'План утверждён: сначала верните его в проект на его странице.',
  'no-index': 'Укажите индекс строки, как в плане.',
  'no-name': 'Укажите наименование без сокращений.',
  'same-index': 'Строка с таким индексом в плане уже есть.',
  'bad-hours': 'Часы — число от 0 до 9999, например 36 или 4,5.',
  'no-term': 'Часов не осталось ни в одном семестре: такую строку исключают, загрузив план без неё.',
  'below-given': 'По строке идёт журнал, и занятий уже дано больше, чем часов в семестре: увеличьте часы.'
} as const
export type CorrectionRefusal = keyof typeof CORRECTION_REFUSALS

export const KINDS = Object.keys(HOUR_KINDS) as HourKind[]
export const FORMS = Object.keys(CONTROL_NAMES) as ControlForm[]

/** What was typed: «hours_3_lecture» → «36», «control_3_exam» → «yes». */
export type TypedCells = Record<string, string>
export type Correction = { item_index: string; name: string; cells: TypedCells }

/** The cells as the form shows them; hours that no kind accounts for stand under «другое». */
export function cellsOf(terms: CurriculumTerm[]): TypedCells {
  const cells: TypedCells = {}
  for (const { semester, hours_total, hours, controls } of terms) {
    for (const part of hours) cells[`hours_${semester}_${part.kind}`] = written(part.hours)
    const other = hours.find(({ kind }) => kind === 'other')?.hours ?? 0
    const rest = sumOf([hours_total, ...hours.map((part) => -part.hours), other])
    if (rest > 0) cells[`hours_${semester}_other`] = written(rest)
    for (const form of controls) cells[`control_${semester}_${form}`] = 'yes'
  }
  return cells
}

const written = (hours: number) => String(hours).replace('.', ',')
const numberOf = (typed: string | undefined) => {
  const text = (typed ?? '').trim()
  if (text === '') return 0
  return /^\d{1,4}([.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : null
}

/** Terms of the row as typed, null where hours are no numbers; sums are counted, weeks stay. A semester without hours, weeks and controls goes. */
export function termsOf(cells: TypedCells, semesters: number, before: CurriculumTerm[]): CurriculumTerm[] | null {
  const terms: CurriculumTerm[] = []
  for (let semester = 1; semester <= semesters; semester++) {
    const typed = KINDS.map((kind) => ({ kind, hours: numberOf(cells[`hours_${semester}_${kind}`]) }))
    if (typed.some(({ hours }) => hours === null)) return null
    const hours = typed.flatMap(({ kind, hours }) => (hours ? [{ kind, hours }] : []))
    const controls = FORMS.filter((form) => cells[`control_${semester}_${form}`] !== undefined)
    const weeks = before.find((term) => term.semester === semester)?.weeks ?? null
    const hours_total = sumOf(hours.map((part) => part.hours))
    if (hours_total > 0 || controls.length > 0 || weeks !== null)
      terms.push({ semester, hours_total, weeks, hours, controls })
  }
  return terms
}

/** Hours a journal has of one semester; with a journal the semester stays even when nothing was given. */
export type Given = { semester: number; hours: number }
type Row = { state: string; is_taught: boolean; keys: string[]; given: Given[] }
type Corrected = { item_index: string; name: string; item_key: string; terms: CurriculumTerm[] | null }

/** `keys` are those of the other rows of the plan. */
export function refuseCorrection(row: Row, corrected: Corrected): CorrectionRefusal | null {
  if (row.state === 'approved') return 'is-approved'
  if (corrected.item_index === '') return 'no-index'
  if (corrected.name === '') return 'no-name'
  if (row.keys.includes(corrected.item_key)) return 'same-index'
  if (!row.is_taught) return null
  if (corrected.terms === null) return 'bad-hours'
  const { terms } = corrected
  if (terms.length === 0) return 'no-term'
  const total = (semester: number) => terms.find((term) => term.semester === semester)?.hours_total ?? -1
  return row.given.some(({ semester, hours }) => total(semester) < hours) ? 'below-given' : null
}

/** The terms of a module: sums of those of its rows. */
export function moduleTermsOf(children: { terms: CurriculumTerm[] }[]): CurriculumTerm[] {
  const parts = children.flatMap(({ terms }) => terms)
  return [...Map.groupBy(parts, ({ semester }) => semester)]
    .map(([semester, own]) => ({
      semester,
      hours_total: sumOf(own.map((term) => term.hours_total)),
      ...{ weeks: null, controls: [...new Set(own.flatMap((term) => term.controls))] },
      hours: KINDS.flatMap((kind) => {
        const hours = sumOf(own.flatMap((term) => term.hours.filter((part) => part.kind === kind).map((p) => p.hours)))
        return hours > 0 ? [{ kind, hours }] : []
      })
    }))
    .sort((a, b) => a.semester - b.semester)
}
