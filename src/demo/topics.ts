import { type HourKind, itemKey } from '../curriculum/reader.ts'
import { chanceOf } from './chance.ts'
import { computing } from './topics/computing.ts'
import { economics } from './topics/economics.ts'
import { general } from './topics/general.ts'
import { practice } from './topics/practice.ts'
import { programming } from './topics/programming.ts'
import { type LessonKind, titleOf } from './topics/titles.ts'

/** One lesson of a lesson plan (КТП). */
export type Topic = { section?: string; title: string; hours: number; kind: LessonKind; homework: string }
export type Theme = { section: number; section_name: string; number: number; name: string }

type Hours = { kind: HourKind; hours: number }[]
export type Subject = {
  item_index: string
  name: string
  terms: { semester: number; hours: Hours; controls: string[] }[]
}

const BOOK: Record<string, string> = { ...general, ...computing, ...economics, ...programming }

/** What the subject of this name teaches; a subject that nobody wrote themes for gets the usual ones. */
function textOf(name: string): string {
  const title = Object.keys(BOOK)
    .filter((one) => name === one || name.startsWith(`${one} `))
    .sort((a, b) => b.length - a.length)[0]
  return (title && BOOK[title]) || usualOf(name)
}

const usualOf = (name: string) => `
  # Общие вопросы
  Предмет, цели и задачи курса «${name}»
  Основные понятия и термины
  Нормативные документы
  Классификация и виды
  # Содержание деятельности
  Методы и средства
  Организация работы
  Порядок выполнения типовых заданий
  Оформление результатов
  Типовые ошибки и их предупреждение
  Современное состояние и перспективы`

function themesOf(name: string): Theme[] {
  const sections = textOf(name)
    .split('# ')
    .map((part) => part.split('\n').flatMap((line) => line.trim() || []))
    .filter((lines) => lines.length > 0)
  return sections.flatMap(([section_name = '', ...names], i) =>
    names.map((name, k) => ({ section: i + 1, section_name, number: k + 1, name }))
  )
}

const TAUGHT: HourKind[] = ['lecture', 'practice', 'laboratory', 'seminar', 'course_project', 'consultation', 'other']
const isTaught = ({ kind }: { kind: HourKind }) => TAUGHT.includes(kind)
const sum = (hours: Hours) => hours.filter(isTaught).reduce((all, part) => all + part.hours, 0)

/** Which themes fall to the semester: by its share of the hours, or all of them when the share is too small to fill it. */
function themesOfSemester({ name, terms }: Subject, semester: number, lessons: number): Theme[] {
  const themes = themesOf(name)
  const all = terms.reduce((hours, term) => hours + sum(term.hours), 0)
  const before = terms.filter((term) => term.semester < semester).reduce((hours, term) => hours + sum(term.hours), 0)
  const own = sum(terms.find((term) => term.semester === semester)?.hours ?? [])
  const share = themes.slice(
    Math.round((before / all) * themes.length),
    Math.round(((before + own) / all) * themes.length)
  )
  return share.length * 4 >= lessons ? share : themes
}

/** Kinds of hours dealt out evenly over the semester, two hours a lesson. */
function lessonsOf(hours: Hours): { kind: HourKind; hours: number }[] {
  const parts = hours.filter(isTaught).map((part) => ({ ...part, left: part.hours }))
  const lessons: { kind: HourKind; hours: number }[] = []
  for (;;) {
    const next = parts.filter(({ left }) => left > 0).sort((a, b) => b.left / b.hours - a.left / a.hours)[0]
    if (!next) return lessons
    const length = Math.min(2, next.left)
    next.left -= length
    lessons.push({ kind: next.kind, hours: Math.ceil(length) })
  }
}

/** The lesson plan of one semester: its hours are those of the curriculum without self-study and exams. */
export function topicsOf(subject: Subject, semester: number): Topic[] {
  const term = subject.terms.find((one) => one.semester === semester)
  const lessons = lessonsOf(term?.hours ?? [])
  const themes = themesOfSemester(subject, semester, lessons.length)
  const chance = chanceOf('topics', itemKey(subject.item_index), subject.name, semester)
  const only = new Set(lessons.map(({ kind }) => kind)).size === 1
  const themeOf = (i: number) => themes[Math.floor((i * themes.length) / lessons.length)] as Theme
  const sections = lessons.map((_, i) => themeOf(i).section)
  const counts: Record<string, number> = {}
  return lessons.map(({ kind, hours }, i) => {
    const isLast = i === lessons.length - 1
    const theme = themeOf(i)
    const isLong = sections.filter((section) => section === theme.section).length >= LONG_SECTION
    const closes = isLong && sections[i + 1] !== theme.section
    const last = isLast ? term?.controls : undefined
    const section = `Раздел ${theme.section}. ${theme.section_name}`
    return { ...titleOf({ subject, kind, theme, counts, chance, only, closes, last }), hours, section }
  })
}

/** A section of so many lessons ends with a test. */
const LONG_SECTION = 6
const PRACTICE_DAY = 6

/** A plan of practice: whole days of six hours. */
export function practiceTopicsOf({ name, terms }: Subject, semester: number, speciality: string): Topic[] {
  const hours = sum(terms.find((one) => one.semester === semester)?.hours ?? [])
  const days = Math.ceil(hours / PRACTICE_DAY)
  const tasks = /учёт|учет|эконом/i.test(speciality) ? practice.accounting : practice.computing
  return Array.from({ length: days }, (_, i) => {
    const title =
      i === 0
        ? `Инструктаж по охране труда. Выдача задания: ${name.toLowerCase()}`
        : i === days - 1
          ? 'Оформление и защита отчёта по практике'
          : (tasks[(i - 1) % tasks.length] ?? '')
    const length = Math.min(PRACTICE_DAY, hours - i * PRACTICE_DAY)
    return {
      title,
      hours: Math.ceil(length),
      kind: 'Практика' as const,
      homework: i === 0 ? '' : 'Заполнить дневник практики'
    }
  })
}
