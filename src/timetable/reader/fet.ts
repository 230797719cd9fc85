import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type Dated, daysOf, type Hour, hoursOf, isAcademic } from './fet-days.ts'
import { type Placed, placedByConstraints, placedIn } from './fet-placing.ts'
import { divisionsOf, type FetStudents, studentsOf } from './fet-students.ts'
import { list, type Tree, word, words } from './fet-trees.ts'
import type { Notice, TimetableReading, WrittenLesson } from './lessons.ts'
import { isDistant, kindOf, readTitle } from './titles.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: true
})
const ROOTS = /<(fet|(Activities|Students|Subgroups|Groups|Years|Teachers|Rooms)_Timetable)[\s>]/

/** True for XML that FET writes. */
export const isFet = (text: string): boolean => ROOTS.test(text.slice(0, 2000))

/** FET declares no entities; a file cut short must not be read in part. */
function treeOf(text: string): Tree | { line: number } {
  const checked = XMLValidator.validate(text.replace(/^\uFEFF/, ''))
  if (checked !== true) return { line: checked.err.line }
  try {
    return text.includes('<!ENTITY') ? { line: 1 } : (parser.parse(text.replace(/^\uFEFF/, '')) as Tree)
  } catch {
    return { line: 1 }
  }
}

/**
 * The free program FET: the file of the timetable (`.fet`) tells activities, its result (`Activities_Timetable`) when and where they are.
 * A `.fet` saved with its timetable tells both. Days are a cycle of one or more weeks.
 */
export function readFet(texts: string[]): TimetableReading {
  const trees: Tree[] = []
  for (const text of texts) {
    const tree = treeOf(text)
    if (typeof tree.line === 'number')
      return refused(`Файл FET повреждён или скопирован не целиком (строка ${tree.line}).`)
    trees.push(tree as Tree)
  }
  const fet = trees.map(({ fet }) => fet as Tree | undefined).find(Boolean)
  if (!fet) return refused('Приложите и файл .fet: в результате (Activities_Timetable) нет ни групп, ни дисциплин.')
  const placed = trees.map(placedIn).find((one) => one !== null) ?? placedByConstraints(fet)
  const activities = list(fet, ['Activities_List', 'Activity']).filter(
    ({ Active }) => !/^(false|no|0)$/.test(word(Active))
  )
  if (activities.length === 0) return refused('В файле .fet нет ни одного занятия.')
  if (placed.size === 0 || placed.size < activities.length / 2)
    return refused('В файле .fet занятия не расставлены: приложите и результат — файл …_activities.xml.')
  const days = daysOf(fet)
  if (days.size === 0)
    return refused(
      'В файле .fet не названы дни недели: назовите их «Понедельник», «Вторник»… или «1-Понедельник», «2-Понедельник».'
    )
  const hours = hoursOf(fet)
  const years = list(fet, ['Students_List', 'Year'])
  const students = studentsOf(years)
  const notices: Notice[] = []
  if (isAcademic(hours)) notices.push(ACADEMIC)
  const lessons = activities.flatMap((one) => lessonsOf(one, { placed, days, hours, students, notices }))
  const named = (path: string[]) => list(fet, path).map(({ Name }) => word(Name))
  return {
    ok: true,
    timetable: {
      ...{
        layout: 'fet',
        lessons,
        notices,
        groups: [...new Set([...students.values()].flat().map(({ group }) => group))]
      },
      divisions: divisionsOf(years),
      ...{ teachers: named(['Teachers_List', 'Teacher']), titles: named(['Subjects_List', 'Subject']) },
      rooms: named(['Rooms_List', 'Room']),
      ...{ days: [], weeks: Math.max(...[...days.values()].map(({ week }) => week)), questions: [] }
    }
  }
}

const refused = (refusal: string): TimetableReading => ({ ok: false, refusal })
const ACADEMIC: Notice = {
  ...{ place: 'весь файл', is_error: false },
  text: 'Часы FET короче часа: два часа приняты за одну пару, проверьте номера пар.'
}

type Facts = {
  placed: Map<string, Placed>
  days: Map<string, Dated>
  hours: Hour[]
  students: Map<string, FetStudents[]>
  notices: Notice[]
}

function lessonsOf(activity: Tree, { placed, days, hours, students, notices }: Facts): WrittenLesson[] {
  const id = word(activity.Id)
  const place = `занятие ${id}`
  const title = word(activity.Subject)
  const at = placed.get(id)
  const day = at && days.get(at.day)
  const hour = hours.findIndex(({ name }) => name === at?.hour)
  const fail = (text: string) => {
    notices.push({ place, text, is_error: true })
    return []
  }
  if (!at || !day || hour < 0) return fail(`«${title}» не расставлено: дня и времени нет.`)
  const sets = words(activity.Students)
  if (sets.length === 0) return fail(`«${title}» ни для какой группы: не загружается.`)
  const last = hour + Math.max(1, Number(word(activity.Duration)) || 1) - 1
  const [first, end] = [pairOf(hours, hour) + day.shift, pairOf(hours, last) + day.shift]
  const kind = words(activity.Activity_Tag).map(kindOf).find(Boolean) ?? null
  const read = readTitle(title)
  const heard = sets.flatMap((name) => students.get(name) ?? [{ group: name, subgroup: '' }])
  return heard.map((who) => ({
    ...{ place, day_place: '', day: null, weekday: day.weekday, week: day.week },
    ...{ pair: first, pairs: end - first + 1 },
    ...{ starts_at: hours[hour]?.starts_at ?? '', ends_at: hours[last]?.ends_at ?? '', ...who },
    ...{ ...read, kind: kind ?? read.kind, teachers: words(activity.Teacher) },
    ...{ room: at.room, is_distant: isDistant(at.room) }
  }))
}

/** Hours may run past the end of the list: then the last pair is as long as the others. */
const pairOf = (hours: Hour[], at: number): number =>
  hours[at]?.pair ?? (hours.at(-1)?.pair ?? 0) + at - (hours.length - 1)
