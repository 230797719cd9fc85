import { isDay } from '../../platform/days.ts'

/** A field of a row of a card: `choice` offers words and takes others, too. */
export type Field = {
  name: string
  title: string
  /** A shorter title for the column of the card. */
  head?: string
  kind: 'text' | 'day' | 'number' | 'choice'
  needed?: boolean
  choices?: readonly string[]
  size?: number
}
export type Kind = 'education' | 'trainings' | 'awards'
/** A row as it is typed: days as YYYY-MM-DD, numbers as digits. */
export type Row = Record<string, string>

const LEVELS = [
  'среднее общее',
  'среднее профессиональное',
  'высшее — бакалавриат',
  'высшее — специалитет, магистратура',
  'высшее — подготовка кадров высшей квалификации'
] as const
const TRAININGS = ['повышение квалификации', 'профессиональная переподготовка', 'стажировка'] as const

/** The three lists of a card of the staff (R4 3.8.1–3.8.2). */
export const KINDS: Record<Kind, { title: string; one: string; empty: string; fields: Field[] }> = {
  education: {
    ...{ title: 'Образование', one: 'Запись об образовании', empty: 'Образование не указано.' },
    fields: [
      { name: 'level', title: 'Уровень', kind: 'choice', needed: true, choices: LEVELS },
      { name: 'institution', title: 'Учебное заведение', kind: 'text', needed: true, size: 60 },
      { name: 'specialty', title: 'Специальность или направление', head: 'Специальность', kind: 'text', size: 60 },
      { name: 'qualification', title: 'Квалификация', kind: 'text', size: 40 },
      { name: 'ended_in', title: 'Год окончания', kind: 'number', size: 6 },
      { name: 'document_number', title: 'Диплом: серия и номер', head: 'Диплом', kind: 'text', size: 20 }
    ]
  },
  trainings: {
    ...{ title: 'Курсы и переподготовка', one: 'Запись о курсах', empty: 'Курсов пока нет.' },
    fields: [
      { name: 'kind', title: 'Вид', kind: 'choice', needed: true, choices: TRAININGS },
      { name: 'name', title: 'Программа', kind: 'text', needed: true, size: 60 },
      { name: 'institution', title: 'Где пройдена', head: 'Где', kind: 'text', needed: true, size: 60 },
      { name: 'hours', title: 'Часов', kind: 'number', needed: true, size: 6 },
      { name: 'starts_on', title: 'Первый день', kind: 'day' },
      { name: 'ends_on', title: 'Последний день', head: 'Когда', kind: 'day', needed: true },
      { name: 'document_number', title: 'Удостоверение или диплом, номер', head: 'Документ', kind: 'text', size: 20 }
    ]
  },
  awards: {
    ...{ title: 'Награды', one: 'Запись о награде', empty: 'Наград пока нет.' },
    fields: [
      { name: 'name', title: 'Награда или звание', kind: 'text', needed: true, size: 60 },
      { name: 'given_on', title: 'День', kind: 'day', needed: true },
      { name: 'given_by', title: 'Кем награждён', kind: 'text', size: 60 },
      { name: 'document_number', title: 'Номер приказа или удостоверения', head: 'Документ', kind: 'text', size: 20 }
    ]
  }
}

export const ROW_REFUSALS = {
  empty: 'Заполните это поле.',
  'bad-day': 'Укажите день как 25.03.2024, не позже сегодняшнего.',
  'bad-year': 'Укажите год четырьмя цифрами, не позже нынешнего.',
  'bad-hours': 'Укажите часы числом от 1 до 5000.',
  'bad-choice': 'Выберите из списка.',
  'days-turned': 'Последний день раньше первого.'
} as const
export type RowRefusal = keyof typeof ROW_REFUSALS
/** Why a row is not written, and the field it is about. */
export type WrongField = { field: string; refusal: RowRefusal }

/** The first field that is wrong, in the order of the form. */
export function refuseRow(kind: Kind, row: Row, today: string): WrongField | null {
  for (const field of KINDS[kind].fields) {
    const refusal = refuseField(field, row[field.name] ?? '', today)
    if (refusal) return { field: field.name, refusal }
  }
  const { starts_on = '', ends_on = '' } = row
  return starts_on > ends_on && ends_on !== '' ? { field: 'ends_on', refusal: 'days-turned' } : null
}

function refuseField({ name, kind, needed, choices }: Field, value: string, today: string): RowRefusal | null {
  if (value === '') return needed ? 'empty' : null
  if (kind === 'day') return isDay(value) && value <= today ? null : 'bad-day'
  if (kind === 'choice') return choices?.includes(value) ? null : 'bad-choice'
  if (kind !== 'number') return null
  if (name !== 'ended_in')
    return /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 5000 ? null : 'bad-hours'
  return /^\d{4}$/.test(value) && Number(value) >= 1940 && value <= today.slice(0, 4) ? null : 'bad-year'
}
