import { formats } from '../../platform/formats.ts'
import { heightOfTexts, PAGE } from '../../print/measure.ts'
import { sizeFor, sumOf } from '../../print/rows.ts'
import type { CourseJournal, LessonLine } from './shapes.ts'

/** Millimetres of the columns as print.css has them, and of what stands above and below the rows. */
const TOPIC = 133
const HOMEWORK = 58
const SIGNATURE = 34
const HEADS = 11
const TOTAL_ROW = 10
/** Lessons that do not fit on one page run over to the next in letters that are easy to read. */
const RUNNING_OVER = 'size-9'

/** A right page: what was taught (F4). */
export type TopicsPage = {
  size: string
  practice: boolean
  lessons: LessonLine[]
  total: { hours: number; text: string } | null
}

const isLast = (course: CourseJournal, from: number, lessons: LessonLine[]) =>
  from + lessons.length >= course.lessons.length

function heightOf({ topic, substitute, homework, signed }: LessonLine, points: number, practice: boolean): number {
  const text = substitute ? `${topic} (замена: ${substitute})` : topic
  const texts: [string, number][] = practice
    ? [[text, TOPIC + HOMEWORK]]
    : [
        [text, TOPIC],
        [homework, HOMEWORK]
      ]
  return heightOfTexts([...texts, [signed, SIGNATURE]], points)
}

/** «По плану 34 ч; проведено 34 ч; отставание 0 ч. Программа выполнена.»; of a part of the course no lag can be told. */
function totalOf({ lessons, plannedHours, conclusion }: CourseJournal): TopicsPage['total'] {
  const held = sumOf(lessons, ({ hours }) => hours)
  const hours = [
    plannedHours === null ? '' : `По плану ${formats.hours(plannedHours)} ч`,
    `проведено${conclusion === null ? ' за период' : ''} ${formats.hours(held)} ч`,
    plannedHours === null || conclusion === null
      ? ''
      : `отставание ${formats.hours(Math.max(plannedHours - held, 0))} ч`
  ]
  const text = `${hours.filter(Boolean).join('; ')}.`
  return { hours: held, text: [text[0]?.toUpperCase() + text.slice(1), conclusion].filter(Boolean).join(' ') }
}

/** The right page of one run of lessons; the total of the course stands on the last, `above` is taken by the heading. */
export function topicsPage(course: CourseJournal, from: number, lessons: LessonLine[], above: number): TopicsPage {
  const practice = course.kind === 'practice'
  const last = isLast(course, from, lessons)
  const heightAt = (lesson: LessonLine, points: number) => heightOf(lesson, points, practice)
  const size = sizeFor(lessons, { room: PAGE.height - above - HEADS, tail: last ? TOTAL_ROW : 0, heightAt })
  return { size: size ?? RUNNING_OVER, practice, lessons, total: last ? totalOf(course) : null }
}
