import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { FIELDS, type Field } from './fields.ts'

export type ListKind = keyof typeof FIELDS
export type List = {
  kind: ListKind
  title: string
  of: string
  file: string
  read: Right
  write: Right
  fields: Field[]
}

const list = (kind: ListKind, title: string, of: string, object: string): List => ({
  ...{ kind, title, of, file: title, fields: FIELDS[kind] },
  ...{ read: `${object}: read` as Right, write: `${object}: write` as Right }
})

/** The lists that are loaded and unloaded, in the order of the page; each with the right of what it holds (access.md). */
export const LISTS: List[] = [
  list('students', 'Обучающиеся', 'обучающихся с родителями', 'student cards'),
  list('staff', 'Сотрудники', 'сотрудников', 'staff cards'),
  list('groups', 'Группы', 'групп', 'calendar'),
  list('subjects', 'Дисциплины', 'дисциплин учебного плана', 'curriculum'),
  list('rooms', 'Кабинеты', 'кабинетов', 'calendar')
]

/** Whoever comes through the doors of the room; which lists are behind them is asked for each. */
export const MAY_COME: Right[] = ['student cards: read', 'staff cards: read', 'curriculum: write', 'calendar: write']
export const MAY_LOAD: Right[] = ['student cards: write', 'staff cards: write', 'curriculum: write', 'calendar: write']

export const findList = (kind: string): List | undefined => LISTS.find((one) => one.kind === kind)

export const mayUnload = (actor: Doer, { read }: List): boolean => scopesOf(actor, read).length > 0

/** A list brings whole groups at once, so a part of the college is not enough; a plan may belong to one department. */
export const mayLoad = (actor: Doer, { kind, write }: List): boolean =>
  scopesOf(actor, write).some((scope) => scope === 'all' || (kind === 'subjects' && scope === 'department'))
