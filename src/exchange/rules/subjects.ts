import { itemKey } from '../../curriculum/reader/keys.ts'
import type { StoredRow } from '../../curriculum/rules/changes.ts'
import { ITEM_KINDS } from '../../curriculum/rules/words.ts'
import { twice } from './groups.ts'
import { plain } from './names.ts'
import { type Decisions, differences, type Planned, planned } from './planning.ts'
import type { Fault, Row } from './rows.ts'

export type SubjectFacts = { rows: StoredRow[]; semesters: number; at(number: number, field: string): string }
export type SubjectWrite = {
  number: number
  id: number | null
  item_key: string
  item_index: string
  title: Record<string, string>
  /** The key of the module a new row belongs to, or ''. */
  parent_key: string
  hours: { semester: number; hours_total: number; isNew: boolean }[]
}

const TITLES: Record<string, string> = {
  ...{ name: 'Наименование', kind: 'Вид', cycle_index: 'Индекс цикла', cycle_name: 'Название цикла' },
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`hours${i + 1}`, `Часов в ${i + 1}-м семестре`]))
}

/** What would become of each row of a curriculum; a row is known by its index, however it is spelled. */
export function planSubjects(
  rows: Row[],
  decisions: Map<number, Decisions>,
  facts: SubjectFacts
): Planned<SubjectWrite>[] {
  const stored = new Map(facts.rows.map((one) => [one.item_key, one]))
  const modules = facts.rows.filter(({ kind }) => kind === 'module').map(({ item_key }) => item_key)
  for (const { values } of rows) if (kindOf(values) === 'module') modules.push(itemKey(values.item_index ?? ''))
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const { number, values } = row
    const item_key = itemKey(values.item_index ?? '')
    const known = stored.get(item_key)
    const kind = values.kind || !known ? kindOf(values) : ''
    const before = known ? textsOf(known) : {}
    const after = { ...values, kind: kind ? wordOf(kind) : '' }
    return planned<SubjectWrite>({
      ...{ number, title: `${values.item_index ?? ''} ${values.name ?? ''}`, decisions: decisions.get(number) ?? {} },
      faults: [...row.faults, ...faultsOf(row, known, before, facts)],
      questions: twice(seen, item_key, number),
      changes: differences(TITLES, before, after),
      isNew: known === undefined,
      write: {
        ...{ number, id: known?.id ?? null, item_key, item_index: values.item_index ?? '' },
        title: titleOf(before, { ...after, kind }, known?.kind ?? ''),
        parent_key: known || kind === 'module' ? '' : (modules.find((key) => isIn(item_key, key)) ?? ''),
        hours: hoursOf(before, values)
      }
    })
  })
}

const wordOf = (kind: string): string => ITEM_KINDS[kind as keyof typeof ITEM_KINDS] ?? ''

const textsOf = (row: StoredRow): Record<string, string> => ({
  ...{ name: row.name, kind: wordOf(row.kind), cycle_index: row.cycle_index, cycle_name: row.cycle_name },
  ...Object.fromEntries(row.terms.map(({ semester, hours_total }) => [`hours${semester}`, String(hours_total)]))
})

/** A row of a plan as it is exported. */
export const rowTexts = (row: StoredRow): Record<string, string> => ({ item_index: row.item_index, ...textsOf(row) })

function titleOf(before: Record<string, string>, after: Record<string, string>, known: string) {
  const names = ['name', 'cycle_index', 'cycle_name'].filter((name) => after[name] && after[name] !== before[name])
  const title = Object.fromEntries(names.map((name) => [name, after[name] ?? '']))
  return after.kind && after.kind !== known ? { ...title, kind: after.kind } : title
}

function hoursOf(before: Record<string, string>, values: Record<string, string>) {
  return Array.from({ length: 12 }, (_, i) => i + 1).flatMap((semester) => {
    const [old, now] = [before[`hours${semester}`], values[`hours${semester}`]]
    return now && now !== old ? [{ semester, hours_total: Number(now), isNew: old === undefined }] : []
  })
}

/** The kind as it is written, or as the index tells it: МДК.01.01 is a course, УП.01 a training practice. */
function kindOf(values: Record<string, string>): string {
  const typed = plain(values.kind ?? '')
  const named = Object.entries(ITEM_KINDS).find(([kind, word]) => plain(word) === typed || kind === typed)?.[0]
  if (typed !== '') return named ?? ''
  const key = itemKey(values.item_index ?? '')
  if (/^МДК/.test(key)) return 'course'
  if (/^УП/.test(key)) return 'training_practice'
  if (/^ПП/.test(key)) return 'industrial_practice'
  if (/^ПМ\.\d+\.?Э|^ПМ\.\d+\.ЭК|^ЭК/.test(key)) return 'module_exam'
  if (/^ПМ/.test(key)) return 'module'
  return /^ГИА/.test(key) ? 'final_attestation' : 'discipline'
}

/** МДК.01.02 and УП.01 are of ПМ.01 */
const isIn = (key: string, module: string) =>
  /^(МДК|УП|ПП)\./.test(key) && key.split('.')[1] !== undefined && module === `ПМ.${key.split('.')[1]}`

function faultsOf(
  row: Row,
  known: StoredRow | undefined,
  before: Record<string, string>,
  { semesters, at }: SubjectFacts
) {
  const faults: Fault[] = []
  const { number, values } = row
  if (values.kind && kindOf(values) === '')
    faults.push({
      place: at(number, 'kind'),
      message: `«${values.kind}» не подходит, нужно: ${Object.values(ITEM_KINDS).join(', ')}`
    })
  for (const { semester, hours_total } of hoursOf(before, values)) {
    const place = at(number, `hours${semester}`)
    if (semester > semesters) faults.push({ place, message: `в плане ${semesters} семестров` })
    const term = known?.terms.find((one) => one.semester === semester)
    const sum = term?.hours.reduce((all, { hours }) => all + hours, 0) ?? 0
    if (sum > 0 && sum !== hours_total)
      faults.push({ place, message: 'часы этой строки расписаны по видам занятий: обновите план файлом «Планы»' })
  }
  return faults
}
