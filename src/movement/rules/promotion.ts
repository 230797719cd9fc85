import { formats } from '../../platform/formats.ts'
import { courseIn } from './groups.ts'
import { foldName, nameOf } from './names.ts'

/** Why groups are not promoted. */
export const PROMOTION_REFUSALS = {
  'no-year': 'Выберите учебный год, в который переводят: закрытый год не меняется.',
  'no-groups': 'Выберите хотя бы одну группу.',
  'wrong-groups': 'Приказ не подписан: уберите или исправьте группы, отмеченные ниже.',
  'changed-meanwhile':
    'Пока страница была открыта, состав групп изменился. Ниже — как он стоит теперь: проверьте и подпишите ещё раз.',
  'not-signed': 'Приказ не подписан: движение обучающихся изменилось, обновите страницу.'
} as const
export type PromotionRefusal = keyof typeof PROMOTION_REFUSALS

/** Why one group cannot be promoted. */
export const GROUP_OBSTACLES = {
  'is-promoted': 'уже переведена на этот год',
  'is-final': 'последний курс: вместо перевода нужен приказ о выпуске',
  'has-nobody': 'в группе никого нет: расформируйте её',
  'name-taken': 'новое название занято другой группой: переведите, переименуйте или расформируйте её'
} as const
export type Obstacle = keyof typeof GROUP_OBSTACLES

export type Group = {
  id: number
  name: string
  name_pattern: string
  entry_year: number
  /** null when the group has no curriculum */
  semesters: number | null
  is_promoted: boolean
  students: number
}

/** What becomes of a group in the year that begins in `year`: its course and its name then, and what stands in the way. */
export function fateOf<T extends Group>(group: T, year: number, others: string[]) {
  const course = courseIn(year, group.entry_year)
  const new_name = group.name_pattern === '' ? group.name : nameOf(group.name_pattern, course)
  return { ...group, course, new_name, obstacle: obstacleOf(group, course, others.includes(foldName(new_name))) }
}
export type Fate = ReturnType<typeof fateOf<Group>>

function obstacleOf({ is_promoted, semesters, students }: Group, course: number, isTaken: boolean): Obstacle | null {
  if (is_promoted) return 'is-promoted'
  if (semesters !== null && course > Math.ceil(semesters / 2)) return 'is-final'
  if (students === 0) return 'has-nobody'
  return isTaken ? 'name-taken' : null
}

type Named = { id: number; name: string }

/** Groups that go on together, with names that no group outside keeps and no two of them share. */
export function fatesOf<T extends Group>(groups: T[], year: number, outside: Named[]) {
  const staying = outside.map(({ name }) => foldName(name))
  const fates = groups.map((group) => fateOf(group, year, staying))
  const counts = Map.groupBy(fates, ({ new_name }) => foldName(new_name))
  return fates.map((fate) => {
    const isTwice = (counts.get(foldName(fate.new_name))?.length ?? 0) > 1
    return isTwice && fate.obstacle === null ? { ...fate, obstacle: 'name-taken' as const } : fate
  })
}

export type Student = { id: number; study_group_id: number; debts: number }

/** Words of the order for a student: with debts one is promoted conditionally (273-ФЗ, ст. 58 ч. 8). */
export const reasonOf = ({ debts }: Student): string =>
  debts > 0 ? 'условно, с академической задолженностью' : 'в связи с выполнением учебного плана'

/** What stood on the screen: who was to be promoted and with how many debts. */
export const seenOf = (students: Student[]): string =>
  `${students.length}.${students.reduce((sum, { id, debts }) => (sum + id * (debts > 0 ? 3 : 1)) % 1_000_003, 7)}`

/** Why a promotion cannot be taken back: what of the new year a group already has. */
export type Begun =
  | { begun: 'lesson'; group_name: string; subject: string; day: string }
  | { begun: 'result'; group_name: string; subject: string }
  | { begun: 'later-year' | 'name-taken'; group_name: string }

/** «Группа ИСП-21: в журнале «Физика» нового года уже есть занятие 02.09.2027 …» */
export function begunInWords(begun: Begun): string {
  const group = `Группа ${begun.group_name}`
  if (begun.begun === 'lesson')
    return `${group}: в журнале «${begun.subject}» нового года уже есть занятие ${formats.day(begun.day)}, год начат.`
  if (begun.begun === 'result')
    return `${group}: в журнале «${begun.subject}» нового года уже есть итоговые оценки, год начат.`
  return begun.begun === 'later-year'
    ? `${group} переведена уже и на год после этого: сначала отмените тот приказ.`
    : `${group}: её прежнее название уже носит другая группа, сначала переименуйте ту.`
}
