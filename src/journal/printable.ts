import type { Doer } from '../access/actor.ts'
import type { Db } from '../platform/db.ts'
import { formats } from '../platform/formats.ts'
import type { Making, OrderFields, OrderRefusal, Printable } from '../print/printable.ts'
import { findBookRows } from './queries/sheets/books.ts'
import { listPrintable } from './queries/sheets/courses.ts'
import { findGroup, findNameOn, listGroups, listYears } from './queries/sheets/groups.ts'
import * as rules from './rules/printing.ts'
import { bookSheets } from './sheets/book.ts'
import { bookOf, type JournalOrder } from './sheets/filling/book.ts'
import { fileNameOf, footOf } from './sheets/filling/foot.ts'

const right = 'journal printout: print'
const name = 'Распечатка классного журнала'

const refused = (refusal: rules.PrintingRefusal): OrderRefusal => ({
  ...{ refusal: rules.PRINTING_REFUSALS[refusal], field: rules.FIELD_OF[refusal] }
})

const isOn = (typed: string | undefined, usually: boolean): boolean =>
  typed === undefined || typed === '' ? usually : !['no', 'нет', '0', 'off'].includes(typed.trim().toLowerCase())

const find = (db: Db, actor: Doer, today: string, typed: string | undefined) =>
  typed?.trim() ? findGroup(db, actor, right, today, typed.trim()) : undefined

/** Groups in reach, subjects of the chosen one in the interval, and what the fields hold: as typed, or as usual. */
async function choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object> {
  const groups = await listGroups(db, actor, right, today)
  const group = await find(db, actor, today, fields.group)
  const years = await listYears(db, group?.id)
  const interval = rules.intervalOf(fields, years, today)
  const courses =
    group && !rules.refuseInterval(interval, years) ? await listPrintable(db, actor, today, group.id, interval) : []
  const subjects = new Map(courses.filter(({ is_in_sight }) => is_in_sight).map((course) => [course.item_id, course]))
  return {
    ...{ groups, group: group ?? null, subjects: [...subjects.values()] },
    values: {
      ...{
        group: fields.group ?? '',
        subject: fields.subject ?? '',
        lessons: fields.lessons ?? String(rules.LESSONS_ON_PAGE.usual)
      },
      ...{ from: shown(interval.from), to: shown(interval.to), sides: fields.sides === 'double' ? 'double' : 'single' },
      ...{ showAbsences: isOn(fields.showAbsences, true), showAverage: isOn(fields.showAverage, true) },
      showKept: isOn(fields.showKept, false)
    }
  }
}

const shown = (day: string) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? formats.day(day) : day)

/** R2 6.2: group, subject or «Все», interval, lessons a page. The parameters name the courses, so that sight is settled here. */
async function order(db: Db, actor: Doer, today: string, fields: OrderFields) {
  const group = await find(db, actor, today, fields.group)
  if (!group) return refused(fields.group?.trim() ? 'no-such-group' : 'group-missing')
  const years = await listYears(db, group.id)
  const interval = rules.intervalOf(fields, years, today)
  const refusal = rules.refuseInterval(interval, years)
  if (refusal) return refused(refusal)
  const lessonsPerPage = rules.lessonsOnPage(fields.lessons)
  if (typeof lessonsPerPage === 'string') return refused(lessonsPerPage)
  const sides = rules.sidesOf(fields.sides)
  if (sides === 'bad-sides') return refused(sides)
  const courses = await listPrintable(db, actor, today, group.id, interval)
  const chosen = rules.chosenCourses(courses, fields.subject)
  if (typeof chosen === 'string') return refused(chosen)

  const parameters: JournalOrder = {
    ...{ study_group_id: group.id, ...interval, lessonsPerPage, sides },
    ...{ course_ids: chosen.map(({ id }) => id).toSorted((a, b) => a - b), isWhole: chosen.length === courses.length },
    ...{ showAbsences: isOn(fields.showAbsences, true), showAverage: isOn(fields.showAverage, true) },
    showKept: isOn(fields.showKept, false)
  }
  const called = await findNameOn(db, group.id, interval.to)
  const days = `${formats.day(interval.from)}–${formats.day(interval.to)}`
  return {
    ...{
      title: `${name}, ${called}, ${wordsOf(fields.subject, chosen, parameters.isWhole, actor)}, ${days}`,
      parameters
    },
    ...{ study_group_id: group.id, file_name: fileNameOf(`Журнал ${called} ${interval.from}–${interval.to}`) }
  }
}

/** «предмет или „Все“» as the title says it. */
function wordsOf(typed: string | undefined, [first]: { name: string }[], isWhole: boolean, { name }: Doer): string {
  if (!rules.isEverything(typed)) return first?.name ?? ''
  return isWhole ? 'все предметы' : `свои предметы (${name})`
}

async function document(db: Db, parameters: object, making: Making) {
  const wanted = parameters as JournalOrder
  const rows = await findBookRows(db, wanted, making.now)
  const book = bookOf(wanted, rows)
  if (!book) return null
  const foot = footOf(rows.profile, making)
  return { title: `${name}, ${book.group}, ${book.period}`, foot, sides: wanted.sides, sheets: bookSheets(book) }
}

export const journalPrintable: Printable = {
  kind: 'journal',
  name,
  right,
  form: 'journal/sheets/_order',
  choices,
  order,
  document
}
