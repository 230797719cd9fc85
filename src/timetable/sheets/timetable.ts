import { dayPlus } from '../../college/rules/days.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { TimetableOnPaper } from '../queries/printing.ts'
import { spanInWords } from '../rules/laying.ts'
import { mondayOf, type Of } from '../rules/places.ts'
import {
  bandInWords,
  bandsOf,
  departmentInWords,
  type GroupOnPaper,
  groupsOf,
  isOfGroups,
  isSteady,
  type Whose,
  type Wish
} from '../rules/printing.ts'
import { headOf, type Profile, whenOf, withoutSunday } from './head.ts'
import { goneLesson, lessonOf, ruleLesson } from './lessons.ts'
import { daySheets, MOST_GROUPS, type OfGroup, wallSheets } from './wall.ts'
import { type Frame, type Placed, weekSheet } from './week.ts'

type Facts = TimetableOnPaper
type Row = { held_on: string; study_group_id: number; staff_member_id: number | null; room_id: number | null }
type Found = Row & { substitute_id: number | null; placed: (of: Of) => Placed }

const LEGENDS: [mark: RegExp, words: string][] = [
  [/чёт/, 'нечёт., чёт. — по нечётным и чётным неделям'],
  [/^нед/, 'нед. — по неделям с этими номерами'],
  [/-я/, '1-я, 2-я нед. — недели двухнедельного цикла']
]
const TITLES = { group: 'Расписание занятий', staff: 'Расписание преподавателя', room: 'Расписание кабинета' } as const

/** Lessons, those that were taken away and rules, each at its place on the paper. */
function foundIn({ entries, gone, rules, term, from }: Facts): Found[] {
  const [first, last] = [term?.starts_on ?? '', term?.ends_on ?? '']
  return [
    ...entries.map((row) => ({ ...row, placed: (of: Of) => ({ ...placeOf(row), lesson: lessonOf(row, of) }) })),
    ...gone.map((row) => {
      const at = placeOf(row)
      return { ...row, substitute_id: null, placed: (of: Of) => ({ ...at, lesson: goneLesson(row, of) }) }
    }),
    ...rules.map((row) => {
      const at = { held_on: dayPlus(from, row.weekday - 1), pair_number: row.pair_number, hours: row.hours }
      const term = { starts_on: first, ends_on: last }
      return { ...row, ...at, substitute_id: null, placed: (of: Of) => ({ ...at, lesson: ruleLesson(row, of, term) }) }
    })
  ]
}

const placeOf = ({ held_on, pair_number, hours }: { held_on: string; pair_number: number; hours: number }) => ({
  ...{ held_on, pair_number, hours }
})

/** Lessons of everybody: a substituted one stands with both teachers. */
function byWhom(found: Found[], kind: Of['kind']): Map<number, Found[]> {
  const map = new Map<number, Found[]>()
  for (const one of found) {
    const ids =
      kind === 'staff' ? [one.staff_member_id, one.substitute_id] : [kind === 'room' ? one.room_id : one.study_group_id]
    for (const id of new Set(ids)) if (id !== null) map.set(id, [...(map.get(id) ?? []), one])
  }
  return map
}

/** The sheets of the order, or none when nothing of it stands in the timetable. */
export function timetableSheets(wish: Wish, whose: Whose, facts: Facts, profile: Profile): Sheet[] {
  const found = foundIn(facts)
  const { view } = wish
  if (isSteady(view) && !facts.term) return []
  if (!isSingle(whose) && found.length === 0) return []
  const hasSunday = found.some(({ held_on }) => held_on === dayPlus(mondayOf(facts.from), 6))
  const days = view === 'day' ? [facts.from] : withoutSunday(facts.from, hasSunday)
  const frame = { days, bells: facts.bells, calendar: facts.calendar, dates: !isSteady(view) }
  const asked = { wish, whose, facts, profile, found, frame }
  if (view === 'wall' || view === 'term-wall') return wallOf(asked)
  if (view === 'day') return dayOf(asked)
  return isOfGroups(whose) ? groupPages(asked) : otherPages(asked)
}

const isSingle = ({ kind }: Whose) => kind === 'group' || kind === 'staff' || kind === 'room'

type Asked = { wish: Wish; whose: Whose; facts: Facts; profile: Profile; found: Found[]; frame: Frame }

/** What the marks of weeks on these sheets mean. */
function legendOf(placed: Placed[]): string {
  const said = LEGENDS.filter(([mark]) => placed.some(({ lesson }) => mark.test(lesson.weeks))).map(
    ([, words]) => words
  )
  return said.length > 0 ? `${said.join('; ')}. Недели считают с первой недели периода.` : ''
}

const startOf = ({ grounds, term }: Facts, ids: number[]): string | undefined => {
  const starts = new Set(ids.map((id) => grounds.get(id)?.starts_on ?? term?.starts_on))
  return starts.size === 1 ? [...starts][0] : undefined
}

function chosenGroups({ facts, whose, wish, found, frame }: Asked): OfGroup[] {
  const lessons = byWhom(found, 'group')
  const mine = groupsOf(facts.groups, whose).filter(({ id }) => !wish.groups || wish.groups.includes(id))
  return mine.map((group) => ({
    ...group,
    placed: (lessons.get(group.id) ?? []).map(({ placed }) => placed({ kind: 'group', id: group.id })),
    noteOf: (day) => (frame.dates ? spanInWords(day, facts.grounds.get(group.id)?.spans ?? []) : '')
  }))
}

/** A page for each group, those without lessons too: what is missing would be taken for lost. */
function groupPages(asked: Asked): Sheet[] {
  const { wish, facts, profile, frame } = asked
  return chosenGroups(asked).map((group) => {
    const when = whenOf(wish, frame.days, facts.term, startOf(facts, [group.id]))
    const of = `группа ${group.name}, ${group.course}\u00a0курс. ${departmentInWords(group.department)}`
    const head = headOf(wish, profile, { title: TITLES.group, of, when })
    const { placed, noteOf } = group
    return weekSheet({ id: `group-${group.id}`, head, placed, frame, noteOf, legend: legendOf(placed) })
  })
}

/** A page for each teacher or room that has lessons, and for the one asked for. */
function otherPages({ wish, whose, facts, profile, found, frame }: Asked): Sheet[] {
  const kind = whose.kind === 'staff' || whose.kind === 'teachers' ? 'staff' : 'room'
  const lessons = byWhom(found, kind)
  const listed = facts.choices.filter((one) => one.kind === kind)
  const mine = listed.filter(({ id }) => (isSingle(whose) ? id === whose.id : lessons.has(id)))
  const when = whenOf(wish, frame.days, facts.term, facts.term?.starts_on)
  return mine.map(({ id, title: of }) => {
    const placed = (lessons.get(id) ?? []).map(({ placed }) => placed({ kind, id }))
    const head = headOf(wish, profile, { title: TITLES[kind], of, when })
    return weekSheet({ id: `${kind}-${id}`, head, placed, frame, noteOf: () => '', legend: legendOf(placed) })
  })
}

const idsOf = (groups: GroupOnPaper[]) => groups.map(({ id }) => id)

function wallOf(asked: Asked): Sheet[] {
  const { wish, facts, profile, frame } = asked
  return bandsOf(chosenGroups(asked), MOST_GROUPS[wish.paper]).flatMap((groups, i) => {
    const when = whenOf(wish, frame.days, facts.term, startOf(facts, idsOf(groups)))
    const head = headOf(wish, profile, { title: TITLES.group, of: bandInWords(groups), when })
    const legend = legendOf(groups.flatMap(({ placed }) => placed))
    return wallSheets({ id: `wall-${i}`, head, groups, frame, paper: wish.paper, legend })
  })
}

function dayOf(asked: Asked): Sheet[] {
  const { wish, facts, profile, frame } = asked
  const groups = chosenGroups(asked)
  const when = whenOf(wish, frame.days, facts.term, startOf(facts, idsOf(groups)))
  const head = headOf(wish, profile, { title: TITLES.group, of: '', when })
  const bands = bandsOf(groups, MOST_GROUPS[wish.paper])
  return daySheets({ id: 'day', head, bands, frame, paper: wish.paper, legend: '' })
}
