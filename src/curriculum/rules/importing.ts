import type { Curriculum, CurriculumTerm } from '../reader/curriculum.ts'

/** Why a curriculum is not taken, in the words of the person who brought it. */
export const IMPORT_REFUSALS = {
  'has-errors': 'В файле есть ошибки: исправьте их в программе «Планы», сохраните файл и загрузите его снова.',
  'no-specialty': 'В файле не указан код специальности: укажите его на титуле плана и сохраните файл заново.',
  'no-hours': 'В плане нет часов ни в одном семестре.',
  'too-long': 'В плане больше 12 семестров: программы СПО столько не длятся.',
  'too-many-hours': 'В плане есть строка, у которой больше 99 999 часов или 999 недель в семестре.',
  'approved-plan':
    'Такой план уже утверждён: чтобы загрузить его заново, сначала верните его в проект на его странице.',
  'foreign-plan':
    'Такой план уже есть, и по нему учатся группы другого отделения: обновить его может администратор или заведующий этим отделением.'
} as const
export type ImportRefusal = keyof typeof IMPORT_REFUSALS

/** Departments whose groups follow the plan that stands, and those the person may answer for; null is all of them. An approved plan is left as it is. */
export type Reach = { following: number[]; own: number[] | null; is_approved?: boolean }

export function refuseImport(curriculum: Curriculum, { following, own, is_approved }: Reach): ImportRefusal | null {
  if (own && following.some((department) => !own.includes(department))) return 'foreign-plan'
  if (is_approved) return 'approved-plan'
  if (curriculum.errors.length > 0) return 'has-errors'
  if (curriculum.specialty_code === '') return 'no-specialty'
  if (curriculum.semesters === 0) return 'no-hours'
  const terms = curriculum.items.flatMap((item) => item.terms)
  if (terms.some(({ semester }) => semester > 12)) return 'too-long'
  return terms.some(isBeyondMeasure) ? 'too-many-hours' : null
}

const isBeyondMeasure = ({ hours_total, weeks, hours }: CurriculumTerm) =>
  (weeks ?? 0) >= 1000 || [hours_total, ...hours.map((part) => part.hours)].some((sum) => sum >= 100_000)

/** Bytes a file may have; forms are cut at the same size. */
export const FILE_LIMIT = 20_000_000

/** A brought file before anything is read of it. */
export function refuseFile(file: { name: string; content: { length: number }; is_cut: boolean } | null): string | null {
  if (!file || file.name === '') return 'Выберите файл учебного плана (.plx).'
  if (file.is_cut) return `Файл «${file.name}» больше 20 МБ: учебные планы столько не занимают, выберите другой файл.`
  if (file.content.length === 0) return `Файл «${file.name}» пуст: сохраните план заново и выберите его ещё раз.`
  return null
}
