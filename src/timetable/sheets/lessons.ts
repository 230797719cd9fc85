import { formats } from '../../platform/formats.ts'
import type { GoneRow, TimetableRow } from '../queries/entries.ts'
import type { RuleRow } from '../queries/rules.ts'
import { isDistant } from '../reader/titles.ts'
import { SHORT_WORDS } from '../rules/boards.ts'
import { type Weeks, weeksInWords } from '../rules/laying.ts'
import type { Of } from '../rules/places.ts'

/** One lesson in the words of a printed timetable; `weeks` is «нечёт.» where it is not on every week. */
export type PaperLesson = {
  subject: string
  tag: string
  weeks: string
  /** the place of `weeks`: odd weeks stand over even ones */
  rank: number
  subgroup: number | null
  division: string
  groups: string[]
  teacher: string
  room: string
  notes: string[]
  isGone: boolean
}

/** «Иванова А. П.» whose initials stay together. */
const together = (name: string) => name.replace(/\. /g, '.\u00a0')
/** «ИС-21» is not torn at its hyphen: a word joiner stands on either side. */
const unbroken = (name: string) => name.replaceAll('-', '\u2060-\u2060')
/** «каб. 101», «спортзал», «дистанционно» */
export function roomInWords(name: string | null, is_distant: boolean): string {
  if (is_distant || (name && isDistant(name))) return 'дистанционно'
  if (!name) return ''
  return /^\d/.test(name) ? `каб.\u00a0${name}` : name
}

/** «экзамен», «лекция», or nothing for a lesson of which no more is said. */
const tagOf = ({ kind, form }: { kind: string; form: string | null }): string =>
  SHORT_WORDS[kind === 'lesson' ? (form ?? '') : kind] ?? ''

const at = (day: string | null, pair: number | null) => `${formats.dayAndMonth(day ?? '')}, ${pair} пара`

function correctionNotes(row: TimetableRow): string[] {
  if (row.correction_kind === 'move' && (row.from_on !== row.held_on || row.from_pair !== row.pair_number))
    return [`перенесено с ${at(row.from_on, row.from_pair)}`]
  if (row.correction_kind === 'swap') return [`обмен, было ${at(row.from_on, row.from_pair)}`]
  if (row.correction_kind === 'add') return ['добавлено']
  return row.correction_kind === 'subject' ? [`вместо: ${row.was_subject}`] : []
}

function substitutionNotes(row: TimetableRow, isAway: boolean): string[] {
  if (row.substitute === null) return []
  const union = row.substitution_kind === 'union' ? ', группы вместе' : ''
  return [isAway ? `ведёт ${together(row.substitute)}` : `замена${union}; по расписанию ${together(row.teacher)}`]
}

/** A dated lesson as the group, the teacher or the room reads it. */
export function lessonOf(row: TimetableRow, of: Of): PaperLesson {
  const isAway = of.kind === 'staff' && row.substitute_id !== null && row.substitute_id !== of.id
  const isOfGroup = of.kind === 'group' || of.kind === 'college'
  const notes = [...substitutionNotes(row, isAway), ...correctionNotes(row)]
  if (isOfGroup && row.stream) notes.push(`поток: ${unbroken(row.stream)}`)
  if (row.hours === 1) notes.push('1 час')
  return {
    ...{ subject: row.subject, tag: tagOf(row), weeks: '', rank: 0 },
    ...{
      subgroup: row.subgroup_number,
      division: row.division ?? '',
      groups: isOfGroup ? [] : [unbroken(row.group_name)]
    },
    teacher: of.kind === 'staff' ? '' : together(row.substitute ?? row.teacher),
    ...{ room: of.kind === 'room' ? '' : roomInWords(row.room_name, row.is_distant), notes, isGone: isAway }
  }
}

/** A lesson that was cancelled or moved away; why it was is not for a wall. */
export function goneLesson(row: GoneRow, of: Of): PaperLesson {
  const isOfGroup = of.kind === 'group' || of.kind === 'college'
  return {
    ...{ subject: row.subject, tag: '', weeks: '', rank: 0, subgroup: row.subgroup_number, division: '' },
    ...{ groups: isOfGroup ? [] : [unbroken(row.group_name)], teacher: '', room: '', isGone: true },
    notes: [row.kind === 'cancel' ? 'отменено' : `перенесено на ${at(row.to_on, row.to_pair)}`]
  }
}

const WEEKS_WORDS: Record<Weeks, string> = {
  ...{ every: '', odd: 'нечёт.', even: 'чёт.', listed: 'нед.', first: '1-я нед.', second: '2-я нед.' }
}
const RANKS: Weeks[] = ['every', 'odd', 'first', 'even', 'second', 'listed']

/** A rule with its weeks, and its days where they are not the whole term. */
export function ruleLesson(row: RuleRow, of: Of, term: { starts_on: string; ends_on: string }): PaperLesson {
  const isOfGroup = of.kind === 'group' || of.kind === 'college'
  const days = [
    row.since > term.starts_on ? `с ${formats.dayAndMonth(row.since)}` : '',
    row.until < term.ends_on ? `по ${formats.dayAndMonth(row.until)}` : ''
  ].filter(Boolean)
  return {
    ...{
      subject: row.subject,
      tag: tagOf({ kind: 'lesson', form: row.form }),
      rank: RANKS.indexOf(row.weeks),
      isGone: false
    },
    weeks: row.weeks === 'listed' ? `нед. ${weeksInWords(row.week_numbers)}` : WEEKS_WORDS[row.weeks],
    ...{ subgroup: row.number, division: row.division ?? '', groups: isOfGroup ? [] : [unbroken(row.group_name)] },
    teacher: of.kind === 'staff' ? '' : together(row.teacher),
    room: of.kind === 'room' ? '' : roomInWords(row.room_name, row.is_distant),
    notes: [...(row.is_stream && isOfGroup ? ['поток'] : []), ...(days.length > 0 ? [days.join(' ')] : [])]
  }
}
