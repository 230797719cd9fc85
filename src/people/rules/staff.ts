import { isDay } from '../../platform/days.ts'
import { CARD_REFUSALS, type Name, refuseName, SEXES } from './cards.ts'

/** Why a card of the staff is not written. */
export const STAFF_REFUSALS = {
  'no-last-name': CARD_REFUSALS['no-last-name'],
  'no-first-name': CARD_REFUSALS['no-first-name'],
  'no-sex': CARD_REFUSALS['no-sex'],
  'bad-born-on': 'Укажите дату рождения как 01.09.1985; по ней сотруднику должно быть от 14 до 100 лет.',
  'no-post': 'Укажите должность.',
  'no-department': 'Выберите отделение из списка.',
  'bad-hired-on': 'Укажите первый рабочий день как 01.09.2020.',
  'bad-email': 'Проверьте адрес почты: ivanova@college.ru.',
  'bad-employed-since': 'Укажите день, от которого считается общий стаж, как 01.09.2010, не позже сегодняшнего.',
  'bad-teaching-since':
    'Укажите день, от которого считается педагогический стаж, как 01.09.2010: не раньше общего стажа и не позже сегодняшнего.',
  'no-category': 'Выберите категорию из списка.',
  'bad-given-on': 'Укажите день, с которого установлена категория, как 25.03.2024, не позже сегодняшнего.',
  'bad-until': 'Укажите последний день категории как 25.03.2029, не раньше первого; бессрочно — оставьте пустым.',
  'not-pedagogical': 'Категория бывает у педагогических работников: отметьте, что сотрудник педагогический.',
  namesakes: CARD_REFUSALS.namesakes,
  'works-already': 'У этого человека уже есть карточка сотрудника.'
} as const
export type StaffRefusal = keyof typeof STAFF_REFUSALS

/** The field of the form a refusal belongs to. */
export const STAFF_FIELDS: Record<StaffRefusal, keyof StaffCard | ''> = {
  ...{ 'no-last-name': 'last_name', 'no-first-name': 'first_name', 'no-sex': 'sex', 'bad-born-on': 'born_on' },
  ...{ 'no-post': 'post', 'no-department': 'department_id', 'bad-hired-on': 'hired_on', 'bad-email': 'work_email' },
  ...{ 'bad-employed-since': 'employed_since', 'bad-teaching-since': 'teaching_since', 'no-category': 'category' },
  ...{ 'bad-given-on': 'category_given_on', 'bad-until': 'category_until', 'not-pedagogical': 'category' },
  ...{ namesakes: '', 'works-already': '' }
}

/** Qualification of teachers (273-ФЗ ст. 49, приказ Минпросвещения № 196); without one the field is empty. */
export const CATEGORIES = { highest: 'высшая', first: 'первая', fitness: 'соответствие занимаемой должности' } as const
export type Category = keyof typeof CATEGORIES
export const isCategory = (text: string): text is Category => text in CATEGORIES

/** A card as it is typed: days as YYYY-MM-DD or empty, 0 for no department. */
export type StaffCard = Name & {
  sex: string
  born_on: string
  post: string
  department_id: number
  hired_on: string
  is_pedagogical: boolean
  work_phone: string
  work_email: string
  employed_since: string
  teaching_since: string
  category: string
  category_given_on: string
  category_until: string
  category_order: string
}

/** A new card: nothing is known yet. */
export const EMPTY_STAFF_CARD: StaffCard = {
  ...{ last_name: '', first_name: '', middle_name: '', sex: '', born_on: '', post: '', department_id: 0, hired_on: '' },
  ...{ is_pedagogical: false, work_phone: '', work_email: '', employed_since: '', teaching_since: '', category: '' },
  ...{ category_given_on: '', category_until: '', category_order: '' }
}

export function refuseStaffCard(card: StaffCard, departments: number[], today: string): StaffRefusal | null {
  return (
    refuseName(card) ??
    refusePerson(card, today) ??
    refuseWork(card, departments) ??
    refuseService(card, today) ??
    refuseCategory(card, today)
  )
}

function refusePerson({ sex, born_on }: StaffCard, today: string): StaffRefusal | null {
  if (!(sex in SEXES)) return 'no-sex'
  if (born_on === '') return null
  const years = Number(today.slice(0, 4)) - Number(born_on.slice(0, 4))
  return isDay(born_on) && years >= 14 && years <= 100 ? null : 'bad-born-on'
}

function refuseWork(card: StaffCard, departments: number[]): StaffRefusal | null {
  if (card.post === '') return 'no-post'
  if (card.department_id !== 0 && !departments.includes(card.department_id)) return 'no-department'
  if (card.hired_on !== '' && !isDay(card.hired_on)) return 'bad-hired-on'
  return card.work_email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(card.work_email) ? null : 'bad-email'
}

const isPast = (day: string, today: string) => isDay(day) && day <= today

function refuseService({ employed_since, teaching_since }: StaffCard, today: string): StaffRefusal | null {
  if (employed_since !== '' && !isPast(employed_since, today)) return 'bad-employed-since'
  if (teaching_since === '') return null
  return isPast(teaching_since, today) && teaching_since >= employed_since ? null : 'bad-teaching-since'
}

function refuseCategory(card: StaffCard, today: string): StaffRefusal | null {
  const { category, category_given_on, category_until } = card
  if (category === '') return null
  if (!isCategory(category)) return 'no-category'
  if (!card.is_pedagogical) return 'not-pedagogical'
  if (!isPast(category_given_on, today)) return 'bad-given-on'
  if (category_until === '') return null
  return isDay(category_until) && category_until >= category_given_on ? null : 'bad-until'
}

/** What belongs to a category goes with it. */
export const withoutStaleCategory = (card: StaffCard): StaffCard =>
  card.category === '' ? { ...card, category_given_on: '', category_until: '', category_order: '' } : card
