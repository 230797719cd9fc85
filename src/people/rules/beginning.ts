import type { Right } from '../../access/rights.ts'
import { CARD_REFUSALS, type Name, refuseName, tidy } from './cards.ts'

/** Why a college does not begin. */
export const BEGINNING_REFUSALS = {
  'no-last-name': CARD_REFUSALS['no-last-name'],
  'no-first-name': CARD_REFUSALS['no-first-name'],
  'not-empty':
    'В базе уже есть люди, ничего не изменено. Учётные записи выдаёт администратор на странице «Учётные записи»; для нового колледжа задайте другую папку (DATA_DIR) или базу (DATABASE_URL).'
} as const
export type BeginningRefusal = keyof typeof BEGINNING_REFUSALS

/** Until the personnel department says otherwise. */
export const BEGINNING_POST = 'администратор журнала'

/** «Орлова Вера Павловна» → its three parts; a name of two words has no patronymic. */
export function nameOf(text: string): Name {
  const [last_name = '', first_name = '', ...middle] = tidy(text).split(' ')
  return { last_name, first_name, middle_name: middle.join(' ') }
}

/** A college begins once: later ones get their accounts from those who have one. */
export const refuseBeginning = (name: Name, isAnybodyKnown: boolean): BeginningRefusal | null =>
  isAnybodyKnown ? 'not-empty' : refuseName(name)

/** What there is of a new college; `staff` counts to two, `roles` are those without which nothing moves. */
export type Beginning = {
  has_profile: boolean
  has_departments: boolean
  has_rooms: boolean
  has_bells: boolean
  staff: number
  roles: number
  year_id: number | null
}

/** A step of a college that begins: where it is done, by whose right, and whose work it is in words. */
export type BeginningStep = { title: string; why: string; href: string; right: Right; who: string; isDone: boolean }

/** The steps before the first academic year is opened; from there the page of the year leads on. */
export function stepsOfBeginning(found: Beginning): BeginningStep[] {
  const step = (isDone: boolean, right: Right, who: string, href: string, title: string, why: string) => ({
    ...{ isDone, right, who, href, title, why }
  })
  const keeps = ['calendar: write', 'администратор или методист'] as const
  const { year_id } = found
  return [
    step(found.has_profile, ...keeps, '/college/profile', 'Профиль учреждения', 'наименования и подписи печатных форм'),
    step(found.has_departments, ...keeps, '/college/departments', 'Отделения', 'к ним относятся группы и заведующие'),
    step(
      found.staff > 1,
      'staff cards: write',
      'специалист по кадрам',
      '/exchange',
      'Сотрудники',
      'карточками или сразу списком из файла'
    ),
    step(
      found.roles > 4,
      ...(['settings: write', 'администратор', '/accounts/staff'] as const),
      ...(['Учётные записи и роли', 'заместитель, заведующие, методист, секретарь, преподаватели'] as const)
    ),
    step(found.has_rooms, ...keeps, '/college/rooms', 'Кабинеты', 'без них не указать, где занятие'),
    step(found.has_bells, ...keeps, '/college/bells', 'Звонки', 'время пар в расписании и на занятиях'),
    step(
      false,
      ...keeps,
      ...([
        year_id ? `/years/${year_id}` : '/terms/years/new',
        year_id ? 'Открыть учебный год' : 'Учебный год'
      ] as const),
      'его страница проведёт дальше: группы, учебные планы, нагрузка, расписание, обучающиеся'
    )
  ]
}
