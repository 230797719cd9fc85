/** What a lesson is, where the file says so. */
export type LessonKind = 'lecture' | 'practice' | 'laboratory' | 'exam' | 'credit' | 'graded_credit' | 'consultation'

/** One lesson as it is written in a file; nothing is looked up yet, and words stand as they were, without odd blanks. */
export type WrittenLesson = {
  /** sheet and cell, row of a list, or number of an activity */
  place: string
  /** what told the day: lessons of one mark move together when the date is corrected */
  day_place: string
  /** YYYY-MM-DD, or null where the file knows weekdays only */
  day: string | null
  /** 1 is Monday */
  weekday: number | null
  /** which week of the cycle, from 1; null where the file knows no cycle */
  week: number | null
  pair: number
  /** how many pairs in a row it takes */
  pairs: number
  /** HH:MM, or '' */
  starts_at: string
  ends_at: string
  group: string
  /** '' for the whole group, otherwise as written: 1, 2, П1-Б1 */
  subgroup: string
  /** as written */
  title: string
  /** the title without marks of kind: «(л)», «(ЭКЗАМЕН)» */
  subject: string
  kind: LessonKind | null
  is_distant: boolean
  teachers: string[]
  room: string
}

/** A date that is not that day of the week: which of them is meant, only a person knows. */
export type DayQuestion = { place: string; text: string; day: string; weekday: number; choices: string[] }
export type Notice = { place: string; text: string; is_error: boolean }

export type WrittenTimetable = {
  layout: 'columns' | 'list' | 'fet'
  lessons: WrittenLesson[]
  /** every group the file has room for, with lessons or without */
  groups: string[]
  /** how groups are divided, where the file tells: parts of one division have no student in common */
  divisions?: { group: string; parts: string[] }[]
  /** titles, teachers and rooms it names, each once; FET names those that have no lesson too */
  titles: string[]
  teachers: string[]
  rooms: string[]
  /** days the file speaks of, as it dates them */
  days: string[]
  /** weeks in the cycle; 1 when every week is the same or the lessons are dated */
  weeks: number
  questions: DayQuestion[]
  notices: Notice[]
}
export type TimetableReading = { ok: true; timetable: WrittenTimetable } | { ok: false; refusal: string }

export const spaced = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim()

const once = (words: string[]) => [...new Set(words)].filter(Boolean)

/** What the lessons of a file name, each once. */
export const namesIn = (lessons: WrittenLesson[]) => ({
  titles: once(lessons.map(({ title }) => title)),
  teachers: once(lessons.flatMap(({ teachers }) => teachers)),
  rooms: once(lessons.map(({ room }) => room))
})
