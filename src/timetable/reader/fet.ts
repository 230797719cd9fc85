import { XMLParser } from 'fast-xml-parser'
import { weekdayIn } from './days.ts'
import { divisionsOf, type FetStudents, studentsOf } from './fet-students.ts'
import type { Notice, TimetableReading, WrittenLesson } from './lessons.ts'
import { isDistant, kindOf, readTitle } from './titles.ts'

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true })

type Tree = Record<string, unknown>
const list = (tree: Tree, path: string[]): Tree[] =>
  path.reduce<unknown[]>(
    (found, name) => found.flatMap((one) => [(one as Tree)[name]].flat()).filter(Boolean),
    [tree]
  ) as Tree[]
const words = (value: unknown): string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' && one.trim() !== '' ? [one.trim()] : []))
const word = (value: unknown): string => words(value)[0] ?? ''

/** True for XML that FET writes. */
export const isFet = (text: string): boolean => /<(fet|Activities_Timetable)[\s>]/.test(text.slice(0, 2000))

function treeOf(text: string): Tree {
  try {
    return parser.parse(text.replace(/^\uFEFF/, '')) as Tree
  } catch {
    return {}
  }
}

type Placed = { day: string; hour: string; room: string }

/**
 * The free program FET: the file of the timetable (`.fet`) tells activities, its result (`Activities_Timetable`) when and where they are.
 * A `.fet` saved with its timetable tells both. Days are a cycle of one or more weeks.
 */
export function readFet(texts: string[]): TimetableReading {
  const trees = texts.map(treeOf)
  const fet = trees.map(({ fet }) => fet as Tree | undefined).find(Boolean)
  if (!fet) return refused('Приложите и файл .fet: в результате (Activities_Timetable) нет ни групп, ни дисциплин.')
  const result = trees.find((tree) => tree.Activities_Timetable)
  const placed = result ? placedIn(result) : placedByConstraints(fet)
  const activities = list(fet, ['Activities_List', 'Activity']).filter(({ Active }) => word(Active) !== 'false')
  if (placed.size < activities.length / 2)
    return refused('В файле .fet занятия не расставлены: приложите и результат — файл …_activities.xml.')
  const days = daysOf(fet)
  if (days.size === 0) return refused('В файле .fet не названы дни недели.')
  const hours = list(fet, ['Hours_List', 'Hour']).map(({ Name }) => word(Name))
  const years = list(fet, ['Students_List', 'Year'])
  const students = studentsOf(years)
  const notices: Notice[] = []
  const lessons = activities.flatMap((one) => lessonsOf(one, { placed, days, hours, students, notices }))
  const named = (path: string[]) => list(fet, path).map(({ Name }) => word(Name))
  return {
    ok: true,
    timetable: {
      ...{ layout: 'fet', lessons, notices, groups: [...new Set([...students.values()].map(({ group }) => group))] },
      divisions: divisionsOf(years),
      ...{ teachers: named(['Teachers_List', 'Teacher']), titles: named(['Subjects_List', 'Subject']) },
      rooms: named(['Rooms_List', 'Room']),
      ...{ days: [], weeks: Math.max(...[...days.values()].map(({ week }) => week)), questions: [] }
    }
  }
}

const refused = (refusal: string): TimetableReading => ({ ok: false, refusal })

const placedIn = (tree: Tree) =>
  new Map(
    list(tree, ['Activities_Timetable', 'Activity']).map((one): [string, Placed] => [
      word(one.Id),
      { day: word(one.Day), hour: word(one.Hour), room: word(one.Room) }
    ])
  )

function placedByConstraints(fet: Tree): Map<string, Placed> {
  const times = list(fet, ['Time_Constraints_List', 'ConstraintActivityPreferredStartingTime'])
  const places = list(fet, ['Space_Constraints_List', 'ConstraintActivityPreferredRoom'])
  const rooms = new Map(places.map((one) => [word(one.Activity_Id), word(one.Room)]))
  return new Map(
    times
      .filter(({ Active }) => word(Active) !== 'false')
      .map((one) => [
        word(one.Activity_Id),
        {
          ...{ day: word(one.Preferred_Day ?? one.Day), hour: word(one.Preferred_Hour ?? one.Hour) },
          room: rooms.get(word(one.Activity_Id)) ?? ''
        }
      ])
  )
}

type FetDay = { weekday: number; week: number }

/** «А-Понедельник» is the first Monday of the cycle, «В-Понедельник» the second; days without names are taken in order. */
function daysOf(fet: Tree): Map<string, FetDay> {
  const names = list(fet, ['Days_List', 'Day']).map(({ Name }) => word(Name))
  const named = names.map(weekdayIn)
  if (named.includes(null)) {
    if (names.length > 7) return new Map()
    return new Map(names.map((name, i) => [name, { weekday: i + 1, week: 1 }]))
  }
  return new Map(
    names.map((name, i) => {
      const weekday = named[i] ?? 1
      return [name, { weekday, week: named.slice(0, i + 1).filter((one) => one === weekday).length }]
    })
  )
}

type Facts = {
  placed: Map<string, Placed>
  days: Map<string, FetDay>
  hours: string[]
  students: Map<string, FetStudents>
  notices: Notice[]
}

function lessonsOf(activity: Tree, { placed, days, hours, students, notices }: Facts): WrittenLesson[] {
  const id = word(activity.Id)
  const place = `занятие ${id}`
  const title = word(activity.Subject)
  const at = placed.get(id)
  const day = at && days.get(at.day)
  const hour = hours.indexOf(at?.hour ?? '')
  const fail = (text: string) => {
    notices.push({ place, text, is_error: true })
    return []
  }
  if (!at || !day || hour < 0) return fail(`«${title}» не расставлено: дня и времени нет.`)
  const sets = words(activity.Students)
  if (sets.length === 0) return fail(`«${title}» ни для какой группы: не загружается.`)
  const kind = words(activity.Activity_Tag).map(kindOf).find(Boolean) ?? null
  const read = readTitle(title)
  return sets.map((name) => ({
    ...{ place, day_place: '', day: null, ...day, pair: hour + 1, pairs: Number(word(activity.Duration)) || 1 },
    ...{ starts_at: /^\d\d:\d\d$/.test(hours[hour] ?? '') ? (hours[hour] ?? '') : '', ends_at: '' },
    ...(students.get(name) ?? { group: name, subgroup: '' }),
    ...{ ...read, kind: kind ?? read.kind, teachers: words(activity.Teacher) },
    ...{ room: at.room, is_distant: isDistant(at.room) }
  }))
}
