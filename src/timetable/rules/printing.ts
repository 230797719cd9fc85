// What may be ordered of a printed timetable (F31): which form, whose, which days. Pure.
import { calendarWeekday, dayPlus } from '../../college/rules/days.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { mondayOf, type Of, ofWord } from './places.ts'

export const VIEWS = {
  week: 'Неделя: страница на каждого',
  wall: 'Неделя: настенный лист, группы в столбцах',
  day: 'День: группы в столбцах',
  term: 'Постоянное: страница на каждого',
  'term-wall': 'Постоянное: настенный лист',
  changes: 'Замены на день'
} as const
export type View = keyof typeof VIEWS
export const isView = (text: string): text is View => text in VIEWS

/** What a student or a parent may print: the wall sheets have the groups of others too. */
export const OWN_VIEWS: Partial<Record<View, string>> = {
  ...{ week: 'Расписание на неделю', term: 'Постоянное расписание', changes: 'Замены на день' }
}
/** Forms with groups in columns. */
export const isWall = (view: View): boolean => view === 'wall' || view === 'term-wall' || view === 'day'
/** Forms of the rules, which know odd and even weeks and no dates. */
export const isSteady = (view: View): boolean => view === 'term' || view === 'term-wall'

export const APPROVERS = { deputy: 'заместитель директора', director: 'директор', nobody: 'без утверждения' } as const
export type Approver = keyof typeof APPROVERS
export const PAPERS = { a4: 'A4', a3: 'A3' } as const
export type Paper = keyof typeof PAPERS

export const PRINTING_REFUSALS = {
  'day-missing': 'Укажите день: дд.мм.гггг',
  'no-view': 'Выберите, что печатать',
  'no-such-place': 'Выберите из списка, чьё расписание печатать',
  'groups-only': 'Здесь группы стоят в столбцах: выберите группу, курс, отделение или весь колледж'
} as const
export type PrintingRefusal = keyof typeof PRINTING_REFUSALS
export const FIELD_OF: Record<PrintingRefusal, string> = {
  ...{ 'day-missing': 'day', 'no-view': 'view', 'no-such-place': 'of', 'groups-only': 'of' }
}

/** A set of timetables: one of somebody, or those of many. `teachers` and `rooms` are all of them. */
export type Whose = Of | { kind: 'department' | 'course'; id: number } | { kind: 'teachers' | 'rooms'; id: 0 }

/** «department-3» → the groups of the department 3; null for what is no such word. */
export function whoseWord(word: string): Whose | null {
  if (word === 'teachers' || word === 'rooms') return { kind: word, id: 0 }
  const [, kind, id] = /^(department|course)-(\d{1,15})$/.exec(word) ?? []
  return kind ? { kind: kind as 'department' | 'course', id: Number(id) } : ofWord(word)
}
export const isOfGroups = ({ kind }: Whose): boolean => ['college', 'department', 'course', 'group'].includes(kind)

/** An order as it is kept; `groups` are all that may stand on the paper, null is the whole college. */
export type Wish = { view: View; of: string; day: string; paper: Paper; approver: Approver; groups: number[] | null }

type Fields = Record<string, string | undefined>
const usualDay = (view: View, today: string) => {
  const day = view === 'changes' ? dayPlus(today, 1) : today
  return calendarWeekday(day) === 7 ? dayPlus(day, 1) : day
}

/** The form as typed; what is left empty is what people usually want. */
export function wishOf(fields: Fields, today: string): Omit<Wish, 'groups'> | PrintingRefusal {
  const view = fields.view?.trim() || 'week'
  if (!isView(view)) return 'no-view'
  const day = dayOf(fields.day?.trim() || usualDay(view, today))
  if (!isDay(day)) return 'day-missing'
  const of = fields.of?.trim() || 'college'
  const approver = fields.approver ?? ''
  return {
    ...{ view, of, day, paper: fields.paper === 'a3' && isWall(view) ? 'a3' : 'a4' },
    approver: approver in APPROVERS ? (approver as Approver) : usualApprover(view, of)
  }
}

/** A timetable of groups is approved; a teacher's, a room's and the changes of a day are for information. */
export const usualApprover = (view: View, of: string): Approver => {
  const whose = whoseWord(of)
  if (view === 'changes' || !whose || !isOfGroups(whose)) return 'nobody'
  return isSteady(view) ? 'director' : 'deputy'
}

/** Whether the form goes with what is to stand on it. */
export function refusePlace({ view }: { view: View }, whose: Whose): PrintingRefusal | null {
  return (isWall(view) || view === 'changes') && !isOfGroups(whose) ? 'groups-only' : null
}

/** «неделя 23.11–28.11.2026», «24.11.2026» */
export function whenInWords({ view, day }: { view: View; day: string }): string {
  if (view === 'day' || view === 'changes') return formats.day(day)
  if (isSteady(view)) return `на ${formats.day(day)}`
  const monday = mondayOf(day)
  return `неделя ${formats.dayAndMonth(monday)}–${formats.day(dayPlus(monday, 5))}`
}

/** «Расписание СА-21, неделя 23.11–28.11.2026» */
export function titleOf(wish: Omit<Wish, 'groups'>, whose: string): string {
  if (wish.view === 'changes') return `Замены на ${whenInWords(wish)}${wish.of === 'college' ? '' : `, ${whose}`}`
  return `${isSteady(wish.view) ? 'Постоянное расписание' : 'Расписание'}: ${whose}, ${whenInWords(wish)}`
}

export type GroupOnPaper = { id: number; name: string; department_id: number; department: string; course: number }

/** The groups of the set, by departments, courses and names. */
export const groupsOf = <G extends GroupOnPaper>(all: G[], { kind, id }: Whose): G[] =>
  all
    .filter((one) => {
      if (kind === 'group') return one.id === id
      if (kind === 'department') return one.department_id === id
      return kind === 'course' ? one.course === id : kind === 'college'
    })
    .toSorted((a, b) => compare(a.department, b.department) || a.course - b.course || compare(a.name, b.name))

const compare = (a: string, b: string) => a.localeCompare(b, 'ru', { numeric: true })

/** Groups for sheets with so many columns: departments apart, courses together while there is room, large ones halved. */
export function bandsOf<G extends GroupOnPaper>(groups: G[], most: number): G[][] {
  const bands: G[][] = []
  const halved = new Set<G[]>()
  for (const list of Map.groupBy(groups, ({ department_id, course }) => `${department_id} ${course}`).values()) {
    const last = bands.at(-1)
    const joins = last && last[0]?.department_id === list[0]?.department_id && last.length + list.length <= most
    if (joins && !halved.has(last)) last.push(...list)
    else if (list.length <= most) bands.push([...list])
    else {
      const parts = evenly(list, Math.ceil(list.length / most))
      for (const part of parts) halved.add(part)
      bands.push(...parts)
    }
  }
  return bands
}

/** A list in so many parts of about the same length. */
export function evenly<T>(list: T[], parts: number): T[][] {
  const at = (part: number) => Math.round((part / parts) * list.length)
  return Array.from({ length: parts }, (_, part) => list.slice(at(part), at(part + 1)))
}

/** «Отделение: Информационных технологий», «Строительное отделение» */
export const departmentInWords = (name: string): string => (/отделени/i.test(name) ? name : `Отделение: ${name}`)

/** «Отделение: Информационных технологий, 2–3 курс» of the groups of one band. */
export function bandInWords(groups: GroupOnPaper[]): string {
  const courses = groups.map(({ course }) => course)
  const [first, last] = [Math.min(...courses), Math.max(...courses)]
  return `${departmentInWords(groups[0]?.department ?? '')}, ${first === last ? first : `${first}\u2060–\u2060${last}`}\u00a0курс`
}
