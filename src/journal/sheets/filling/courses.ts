import { dayIn, formats } from '../../../platform/formats.ts'
import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { PracticeRow } from '../../queries/sheets/practices.ts'
import type { LessonRow } from '../../queries/sheets/records.ts'
import type { Interval } from '../../rules/printing.ts'
import { RESULT_NAMES } from '../../rules/results.ts'
import type { CourseJournal, LessonLine, StudentLine } from '../shapes.ts'
import { type CellOf, figuresOf, printedCell } from './cells.ts'
import type { Member } from './members.ts'
import { shortOf, shortTerm } from './names.ts'
import { practiceColumns, practiceLines } from './practices.ts'
import { columnsOf, type Results } from './results.ts'
import { comingToCourse, isPresent, leavingOfCourse, spellsOf } from './spells.ts'

/** What all pages of a book are filled from. */
export type Records = {
  interval: Interval
  members: Member[]
  lessons: Map<number, LessonRow[]>
  cellOf: CellOf
  results: Results
  /** Where and when practices go, by course. */
  practices: Map<number, PracticeRow[]>
  /** Whether who is in a subgroup has the number of the whole group's list. */
  keepsNumbers: boolean
  /** The college's time zone, when «Подпись» is to say on which day the lesson was recorded. */
  keptIn: string | null
}

const KINDS: Record<string, CourseJournal['kind']> = {
  ...{ course: 'mdk', training_practice: 'practice', industrial_practice: 'practice' }
}

/** A subject of the group or of a subgroup: one course, or the courses of both semesters one after the other. */
export type Subject = [CourseRow, ...CourseRow[]]

/** The pages of a subject. */
export function courseJournal(courses: Subject, records: Records): CourseJournal {
  const [course] = courses
  const lessons = courses.flatMap(({ id }) => records.lessons.get(id) ?? [])
  const columns = courses.flatMap((one) =>
    columnsOf(one, records.interval, records.results).map((kind) => ({ kind, course: one }))
  )
  const practices = courses.flatMap(({ id }) => records.practices.get(id) ?? [])
  const places = practiceColumns(practices, course.kind)
  const students = records.members.flatMap((member) => {
    const line = studentLine(member, courses, lessons, columns, records)
    return line ? [{ ...line, results: [...line.results, ...places.cellsOf(member.student_id)] }] : []
  })
  const term = (one: CourseRow) => (courses.length > 1 ? `, ${shortTerm(one.term_name)}.` : '')
  return {
    ...{ id: String(course.id), kind: KINDS[course.kind] ?? 'subject', index: course.item_index, title: course.name },
    subgroup: course.subgroup_number === null ? '' : String(course.subgroup_number),
    teacher: teachersOf(courses, records.interval),
    lessons: lessons.map((lesson) => lessonLine(lesson, records.keptIn)),
    students: records.keepsNumbers || course.subgroup_number === null ? students : students.map(numbered),
    results: [...columns.map(({ kind, course }) => RESULT_NAMES[kind] + term(course)), ...places.heads],
    ...programmeOf(courses, lessons, records.interval),
    practice: practiceLines(practices, hoursOf(courses))
  }
}

const numbered = (line: StudentLine, i: number): StudentLine => ({ ...line, number: i + 1 })

/** Everybody who taught the subject in the interval. */
function teachersOf(courses: Subject, { from, to }: Interval): string {
  const all = courses.flatMap(({ teachers }) => teachers)
  const then = all.filter(({ since, until }) => since <= to && (until ?? to) >= from)
  return [...new Set((then.length > 0 ? then : all).map(({ name }) => name))].join(', ')
}

const lessonLine = (lesson: LessonRow, keptIn: string | null): LessonLine => {
  const keptOn = keptIn === null ? null : dayIn(lesson.topic_kept_at, keptIn)
  return {
    ...{ heldOn: lesson.held_on, number: String(lesson.number), hours: lesson.hours, type: lesson.kind },
    ...{ topic: lesson.topic, homework: lesson.homework },
    substitute: lesson.substitute === null ? null : shortOf(lesson.substitute),
    signed: keptOn ? `внесено ${formats.day(keptOn)}` : ''
  }
}

type Columns = { kind: Parameters<Results['valueIn']>[2]; course: CourseRow }[]

/** A row of marks; null for who was not in the course on any of its days in the interval. */
function studentLine(
  member: Member,
  courses: Subject,
  lessons: LessonRow[],
  columns: Columns,
  records: Records
): StudentLine | null {
  const days = daysOf(courses, records.interval)
  const spells = spellsOf(member, courses[0].subgroup_id, days)
  if (spells.length === 0) return null
  const own = lessons.map((lesson) => (isPresent(spells, lesson.held_on) ? lesson : null))
  const cells = own.map((lesson) => lesson && records.cellOf(lesson.id, member.student_id))
  return {
    ...{ number: member.number, name: member.short },
    left: leavingOfCourse(member, spells, days),
    note: comingToCourse(spells, lessons[0]?.held_on),
    cells: cells.map((cell, i) => (cell && own[i] ? printedCell(cell, own[i]) : '')),
    ...figuresOf(cells.filter((cell) => cell !== null)),
    results: columns.map(({ kind, course }) => records.results.valueIn(course.id, member.student_id, kind))
  }
}

/** Days of the interval that lie in the terms of the courses. */
function daysOf(courses: Subject, { from, to }: Interval): Interval {
  const [first, last] = [courses[0].starts_on, courses.at(-1)?.ends_on ?? to]
  return { from: from > first ? from : first, to: to < last ? to : last }
}

/** Hours by the curriculum, and what is concluded from them when the interval has all lessons of the course. */
function programmeOf(courses: Subject, lessons: LessonRow[], { from, to }: Interval) {
  const plannedHours = hoursOf(courses)
  const held = lessons.reduce((sum, { hours }) => sum + hours, 0)
  const isAll = courses.every(({ starts_on, ends_on }) => from <= starts_on && ends_on <= to)
  const isDone = plannedHours !== null && held >= plannedHours
  return { plannedHours, conclusion: isAll ? (isDone ? 'Программа выполнена.' : '') : null }
}

function hoursOf(courses: Subject): number | null {
  const planned = courses.map(({ planned_hours }) => planned_hours).filter((hours) => hours !== null)
  return planned.length > 0 ? planned.reduce((sum, hours) => sum + hours, 0) : null
}
