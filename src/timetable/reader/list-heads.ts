import { spaced } from './lessons.ts'

/** Rows of a list with the place of each in the file. */
export type Line = { place: string; cells: string[] }

const HEADS = {
  group: /^(учебн\S* )?групп[аы]$|^students sets$|^groups?$/,
  subject: /^(учебн\S* )?(дисциплина|предмет|наименование( дисциплины| предмета)?|название( дисциплины)?|subject)$/,
  day: /^(дата( занятия| проведения)?|день|date|day)$/,
  weekday: /^день недели$/,
  week: /^(неделя|нед|№ недели|номер недели|тип недели|четность( недели)?|week)$/,
  pair: /^(пара|№ ?пары|номер пары|занятие|№ ?занятия|номер занятия|№|pair)$/,
  time: /^(время( занятия| начала)?|часы|начало|hour|time)$/,
  end: /^(окончание|конец|время окончания)$/,
  subgroup: /^(подгруппа|п г|пг)$/,
  kind: /^(вид|вид занятия|тип|тип занятия|activity tags)$/,
  teacher: /^(преподавател[ьи]|фио преподавател[яей]+|учитель|педагог|teachers?)$/,
  room: /^(аудитория|ауд|кабинет|каб|room)$/
} as const
export type Head = keyof typeof HEADS

const headKey = (text: string) => spaced(text.toLowerCase().replaceAll('ё', 'е').replace(/[.:_]/g, ' '))

/** The row of headings and the column of each: a list names at least groups and subjects. */
export function headIn(lines: Line[]): { at: number; columns: Partial<Record<Head, number>> } | null {
  for (const [at, { cells }] of lines.slice(0, 20).entries()) {
    const keys = cells.map(headKey)
    const found = (Object.keys(HEADS) as Head[]).map(
      (head) => [head, keys.findIndex((key) => HEADS[head].test(key))] as const
    )
    const columns: Partial<Record<Head, number>> = Object.fromEntries(found.filter(([, column]) => column >= 0))
    if (columns.group !== undefined && columns.subject !== undefined) return { at, columns }
  }
  return null
}
