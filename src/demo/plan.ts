import type {
  ControlForm,
  Curriculum,
  CurriculumItem,
  CurriculumTerm,
  HourKind,
  ItemKind
} from '../curriculum/reader.ts'
import { itemKey } from '../curriculum/reader.ts'

/** A curriculum as it is read aloud: index, name, and by semester «л30 п18 ДЗ» — hours of each kind and the forms of control. */
export type PlanTable = Pick<Curriculum, 'specialty_code' | 'specialty_name' | 'qualification'> & {
  base_education: string
  rows: [index: string, name: string, terms: Record<number, string>][]
}

const HOURS: Record<string, HourKind> = {
  ...{ л: 'lecture', п: 'practice', б: 'laboratory', с: 'seminar' },
  ...{ р: 'course_project', н: 'consultation', о: 'self_study', к: 'control' }
}
const CONTROLS: Record<string, ControlForm> = {
  ...{ Э: 'exam', ДЗ: 'graded_credit', З: 'credit', Др: 'other' },
  ...{ КП: 'course_project', КР: 'course_work' }
}

type Cycle = [index: RegExp, kind: ItemKind, cycle_index: string, cycle_name: string]
const KINDS: Cycle[] = [
  [/^ОУП/, 'discipline', 'ОУП', 'Обязательные учебные предметы'],
  [/^ОГСЭ/, 'discipline', 'ОГСЭ', 'Общий гуманитарный и социально-экономический цикл'],
  [/^ЕН/, 'discipline', 'ЕН', 'Математический и общий естественнонаучный цикл'],
  [/^ОП/, 'discipline', 'ОП', 'Общепрофессиональный цикл'],
  [/^МДК/, 'course', 'П', 'Профессиональный цикл'],
  [/^УП/, 'training_practice', 'П', 'Профессиональный цикл'],
  [/^П(П|ДП)/, 'industrial_practice', 'П', 'Профессиональный цикл'],
  [/^ПМ.*ЭК$/, 'module_exam', 'П', 'Профессиональный цикл'],
  [/^ПМ/, 'module', 'П', 'Профессиональный цикл'],
  [/^ГИА/, 'final_attestation', 'ГИА', 'Государственная итоговая аттестация']
]

const WEEK_HOURS = 36

function termOf(semester: number, text: string, kind: ItemKind): CurriculumTerm {
  const words = text.split(' ')
  const hours = words.flatMap((word) => {
    const [, letter = '', number] = /^(\p{Ll})(\d+)$/u.exec(word) ?? []
    const part = HOURS[letter]
    return part ? [{ kind: part, hours: Number(number) }] : []
  })
  const hours_total = hours.reduce((sum, part) => sum + part.hours, 0)
  const isPractice = kind === 'training_practice' || kind === 'industrial_practice' || kind === 'final_attestation'
  const weeks = isPractice ? hours_total / WEEK_HOURS : null
  return { semester, hours_total, weeks, hours, controls: words.flatMap((word) => CONTROLS[word] ?? []) }
}

/** «МДК.01.02», «УП.01.01» and «ПМ.01.ЭК» belong to ПМ.01. */
const parentOf = (index: string): string | null => {
  const number = /^(?:МДК|УП|ПП|ПМ)\.(\d\d)\./.exec(index)?.[1]
  return number ? itemKey(`ПМ.${number}`) : null
}

function itemOf([index, name, terms]: PlanTable['rows'][number], i: number): CurriculumItem {
  const [, kind, cycle_index, cycle_name] = KINDS.find(([shape]) => shape.test(index)) as Cycle
  return {
    ...{ source_code: i + 1, item_index: index, item_key: itemKey(index), name, kind, cycle_index, cycle_name },
    ...{ parent_key: parentOf(index), position: i + 1 },
    terms: Object.entries(terms).map(([semester, text]) => termOf(Number(semester), text, kind))
  }
}

/** A module repeats the hours of its rows. */
function withModuleHours(item: CurriculumItem, items: CurriculumItem[]): CurriculumItem {
  if (item.kind !== 'module') return item
  const parts = items.filter(({ parent_key }) => parent_key === item.item_key).flatMap(({ terms }) => terms)
  const terms = [...Map.groupBy(parts, ({ semester }) => semester)].map(([semester, own]) => ({
    ...{ semester, hours_total: own.reduce((sum, { hours_total }) => sum + hours_total, 0) },
    ...{ weeks: null, hours: [], controls: [] }
  }))
  return { ...item, terms: terms.sort((a, b) => a.semester - b.semester) }
}

/** The table as if it had been read from a file. */
export function curriculumOf({ rows, ...title }: PlanTable): Curriculum {
  const items = rows.map(itemOf)
  return {
    ...{ ...title, study_form: 'очная', entry_year: null, name: `${title.specialty_code} ${title.specialty_name}` },
    ...{ semesters: 6, items: items.map((item) => withModuleHours(item, items)), errors: [], warnings: [] }
  }
}
