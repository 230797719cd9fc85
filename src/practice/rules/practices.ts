// When and where a practice goes, and what its card lacks (R0 2.10, R1 12). Pure.
import { isDay } from '../../platform/days.ts'

export const PRACTICE_REFUSALS = {
  'not-yours': 'Сведения о практике вносят её преподаватель (мастер) и заведующий отделением',
  'page-closed': 'Период закрыт. Попросите заведующего отделением открыть страницу для исправлений',
  'bad-start': 'Укажите первый день практики: дд.мм.гггг',
  'bad-end': 'Укажите последний день практики: дд.мм.гггг',
  'ends-first': 'Последний день не может быть раньше первого',
  'outside-term': 'Практика должна лежать внутри учебного периода группы',
  'no-organisation': 'Укажите организацию или мастерскую',
  'bad-contract-day': 'Укажите день договора: дд.мм.гггг — или оставьте пустым',
  'contract-day-alone': 'Укажите номер договора: день без номера его не найдёт',
  'nobody-chosen': 'Отметьте обучающихся в списке',
  'not-in-group': 'В списке есть те, кого в группе нет: обновите страницу',
  'no-place': 'Выберите базу практики из списка',
  'bad-sheet-day': 'Укажите день сдачи не позже сегодняшнего: дд.мм.гггг',
  'no-span': 'Сначала укажите первый и последний день практики',
  'no-days': 'Укажите часы хотя бы одного дня',
  'bad-hours': 'Часы дня — целое число от 1 до 12; пустое поле убирает день',
  'outside-practice': 'День должен быть внутри сроков практики',
  'nothing-due': 'Записывать нечего: прошедшие дни уже в журнале',
  'no-topic': 'Впишите содержание работ каждого прошедшего дня: без темы занятие не считается записанным',
  'not-your-days': 'Записать день практики может тот, кто вёл её в этот день'
} as const
export type PracticeRefusal = keyof typeof PRACTICE_REFUSALS

/** Which field of a form a refusal belongs to. */
export const FIELD_OF: Partial<Record<PracticeRefusal, string>> = {
  ...{ 'bad-start': 'starts_on', 'bad-end': 'ends_on', 'ends-first': 'ends_on', 'outside-term': 'starts_on' },
  ...{ 'no-organisation': 'organisation', 'bad-contract-day': 'contract_on', 'contract-day-alone': 'contract_number' },
  ...{ 'no-place': 'place', 'bad-sheet-day': 'sheet_handed_on' }
}

export type Span = { starts_on: string; ends_on: string; is_spread: boolean }
export type PlaceCard = {
  is_own: boolean
  organisation: string
  address: string
  contract_number: string
  /** YYYY-MM-DD or empty */
  contract_on: string
  supervisor_name: string
  supervisor_post: string
  supervisor_phone: string
}
export const EMPTY_PLACE: PlaceCard = {
  ...{ is_own: false, organisation: '', address: '', contract_number: '', contract_on: '' },
  ...{ supervisor_name: '', supervisor_post: '', supervisor_phone: '' }
}

type Keeping = { may_write: boolean; is_closed: boolean }

export function refuseKeeping({ may_write, is_closed }: Keeping): PracticeRefusal | null {
  if (!may_write) return 'not-yours'
  return is_closed ? 'page-closed' : null
}

export function refuseSpan(
  { starts_on, ends_on }: Span,
  term: { term_starts_on: string; term_ends_on: string }
): PracticeRefusal | null {
  if (!isDay(starts_on)) return 'bad-start'
  if (!isDay(ends_on)) return 'bad-end'
  if (ends_on < starts_on) return 'ends-first'
  return starts_on < term.term_starts_on || ends_on > term.term_ends_on ? 'outside-term' : null
}

export function refusePlace({ organisation, contract_number, contract_on }: PlaceCard): PracticeRefusal | null {
  if (organisation === '') return 'no-organisation'
  if (contract_on !== '' && !isDay(contract_on)) return 'bad-contract-day'
  return contract_on !== '' && contract_number === '' ? 'contract-day-alone' : null
}

/** Is there somebody among the chosen who is not in the group? */
export function refuseStudents(chosen: number[], members: number[]): PracticeRefusal | null {
  if (chosen.length === 0) return 'nobody-chosen'
  return chosen.every((id) => members.includes(id)) ? null : 'not-in-group'
}

type Place = { is_own: boolean; contract_number: string; supervisor_name: string }
type Facts = {
  starts_on: string | null
  ends_on: string | null
  teachers: string
  places: Place[]
  hours_kept: number
  hours_planned: number | null
}

/** What the card lacks, in the words of the list; hours are missed only once the practice is over. */
export function missingOf(practice: Facts, today: string): string[] {
  const { starts_on, ends_on, teachers, places, hours_kept, hours_planned } = practice
  const foreign = places.filter(({ is_own }) => !is_own)
  const isOver = ends_on !== null && ends_on < today
  const checks: [boolean, string][] = [
    [teachers === '', 'нет преподавателя'],
    [starts_on === null, 'нет сроков'],
    [places.length === 0, 'нет места'],
    [foreign.some(({ contract_number }) => contract_number === ''), 'нет договора'],
    [foreign.some(({ supervisor_name }) => supervisor_name === ''), 'нет руководителя от организации'],
    [isOver && hours_planned !== null && hours_kept < hours_planned, 'записаны не все часы']
  ]
  return checks.flatMap(([isMissing, words]) => (isMissing ? [words] : []))
}

/** Planned days that the practice, as it is dated now, does not have. */
export const strayDays = (
  days: { held_on: string; lesson_id: number | null }[],
  { starts_on, ends_on }: Pick<Facts, 'starts_on' | 'ends_on'>
): string[] =>
  days
    .filter(
      ({ held_on, lesson_id }) => lesson_id === null && (held_on < (starts_on ?? '') || held_on > (ends_on ?? '9'))
    )
    .map(({ held_on }) => held_on)

type Sent = { student_id: number; practice_place_id: number | null; sheet_handed_on: string | null }

/** Where each student is: the one place there is, or the one they were sent to. */
export function placementsOf<Row extends { student_id: number }, One extends { id: number; organisation: string }>(
  roster: Row[],
  places: One[],
  sent: Sent[]
) {
  const byStudent = new Map(sent.map((one) => [one.student_id, one]))
  return roster.map((row) => {
    const own = byStudent.get(row.student_id)
    const place =
      places.find(({ id }) => id === own?.practice_place_id) ?? (places.length === 1 ? places[0] : undefined)
    return { ...row, place: place?.organisation ?? null, sheet_handed_on: own?.sheet_handed_on ?? null }
  })
}
