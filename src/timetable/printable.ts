import { type Actor, type Doer, scopesOf } from '../access/actor.ts'
import { listBells } from '../college/queries/bells.ts'
import { findStudyDays } from '../college/queries/days.ts'
import { findProfile } from '../college/queries.ts'
import { weekdayName } from '../college/rules/bells.ts'
import { calendarWeekday, weekdayOf } from '../college/rules/days.ts'
import type { Db } from '../platform/db.ts'
import { formats } from '../platform/formats.ts'
import type { Making, OrderFields, Printable } from '../print/printable.ts'
import { listChoices, listOwnGroups } from './queries/choices.ts'
import { findTimetableOnPaper, listGroupsOnPaper } from './queries/printing.ts'
import { listChanges } from './queries/sheet.ts'
import { timesOf } from './rules/boards.ts'
import * as rules from './rules/printing.ts'
import { changesSheets } from './sheets/changes.ts'
import { headOf } from './sheets/head.ts'
import { timetableSheets } from './sheets/timetable.ts'

const right = 'timetable: read'
const name = 'Расписание'

type Place = { word: string; title: string }

const seesAll = (actor: Doer) => scopesOf(actor, right).includes('all')

/** Whose timetables this person may print, by kinds, in the order of the list. */
async function places(db: Db, actor: Doer, day: string, today: string): Promise<Record<string, Place[]>> {
  const titled = (kind: string) => (one: { id: number; title: string }) => ({
    word: `${kind}-${one.id}`,
    title: one.title
  })
  if (!seesAll(actor)) return { Группы: (await listOwnGroups(db, actor as Actor, today)).map(titled('group')) }
  const [groups, choices] = [await listGroupsOnPaper(db, day), await listChoices(db, day)]
  const departments = new Map(groups.map((one) => [one.department_id, one.department]))
  const courses = [...new Set(groups.map(({ course }) => course))].toSorted((a, b) => a - b)
  const ofKind = (kind: string) => choices.filter((one) => one.kind === kind).map(titled(kind))
  return {
    Много: [
      { word: 'college', title: 'весь колледж' },
      ...[...departments].map(([id, title]) => ({ word: `department-${id}`, title: rules.departmentInWords(title) })),
      ...courses.map((course) => ({ word: `course-${course}`, title: `${course} курс` })),
      { word: 'teachers', title: 'все преподаватели' },
      { word: 'rooms', title: 'все кабинеты' }
    ],
    ...{ Группы: ofKind('group'), Преподаватели: ofKind('staff'), Кабинеты: ofKind('room') }
  }
}

/** Without a word typed: the whole college, or the first of the own groups. */
const usualPlace = (lists: Record<string, Place[]>) => Object.values(lists).flat()[0]?.word ?? ''

async function choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object> {
  const wish = rules.wishOf(fields, today)
  const typed = typeof wish === 'string' ? null : wish
  const lists = await places(db, actor, typed?.day ?? today, today)
  const views = seesAll(actor) ? rules.VIEWS : rules.OWN_VIEWS
  return {
    ...{ lists, papers: rules.PAPERS, approvers: rules.APPROVERS, maySign: seesAll(actor) },
    views: Object.entries(views).map(([view, title]) => ({ view, title })),
    values: {
      ...{ view: fields.view ?? 'week', of: fields.of ?? usualPlace(lists), paper: fields.paper ?? 'a4' },
      ...{ day: typed ? formats.day(typed.day) : (fields.day ?? ''), approver: fields.approver ?? '' }
    }
  }
}

const refused = (refusal: rules.PrintingRefusal) => ({
  ...{ refusal: `${rules.PRINTING_REFUSALS[refusal]}.`, field: rules.FIELD_OF[refusal] }
})

/** A place out of reach is refused as one that does not exist; families print their own group only. */
async function order(db: Db, actor: Doer, today: string, fields: OrderFields) {
  const lists = await places(db, actor, today, today)
  const wish = rules.wishOf({ ...fields, of: fields.of?.trim() || usualPlace(lists) }, today)
  if (typeof wish === 'string') return refused(wish)
  const isOwn = !seesAll(actor)
  if (isOwn && !(wish.view in rules.OWN_VIEWS)) return refused('no-view')
  const there = Object.values(wish.day === today ? lists : await places(db, actor, wish.day, today)).flat()
  const place = there.find(({ word }) => word === wish.of)
  const whose = rules.whoseWord(wish.of)
  if (!place || !whose) return refused('no-such-place')
  const refusal = rules.refusePlace(wish, whose)
  if (refusal) return refused(refusal)
  const title = rules.titleOf(wish, place.title)
  return {
    ...{ title, study_group_id: null, file_name: `${title.replace(/[\\/:*?"<>|]/g, '-')}.pdf` },
    parameters: {
      ...wish,
      approver: isOwn ? 'nobody' : wish.approver,
      groups: isOwn ? [whose.id] : null
    } satisfies rules.Wish
  }
}

const UNFILLED = {
  ...{ full_name: '', director_name: '', director_post: '' },
  ...{ system_name: 'Электронный журнал', time_zone: 'Europe/Moscow' }
}

async function document(db: Db, parameters: object, { now, by }: Making) {
  const wish = parameters as rules.Wish
  const whose = rules.whoseWord(wish.of)
  if (!whose) return null
  const profile = (await findProfile(db)) ?? UNFILLED
  const sheets =
    wish.view === 'changes' ? await changes(db, wish, whose, profile) : await timetable(db, wish, whose, profile)
  const { system_name, time_zone } = profile
  return {
    title: `${wish.view === 'changes' ? 'Замены' : name}, ${rules.whenInWords(wish)}`,
    foot: `Сформировано в системе «${system_name}» ${formats.instant(now, time_zone)}, пользователь: ${by}`,
    ...{ sides: 'single' as const, sheets }
  }
}

async function timetable(db: Db, wish: rules.Wish, whose: rules.Whose, profile: typeof UNFILLED) {
  const facts = await findTimetableOnPaper(db, wish, whose, (all) => rules.groupsOf(all, whose).map(({ id }) => id))
  return timetableSheets(wish, whose, facts, profile)
}

async function changes(db: Db, wish: rules.Wish, whose: rules.Whose, profile: typeof UNFILLED) {
  const { day } = wish
  const all = await listGroupsOnPaper(db, day)
  const groups = rules.groupsOf(all, whose)
  const of =
    whose.kind === 'college' ? '' : whose.kind === 'group' ? `группа ${groups[0]?.name}` : rules.bandInWords(groups)
  const [calendar, bells] = [await findStudyDays(db, day, day), await listBells(db)]
  const times = timesOf(bells)
  const when = `на ${formats.dayInWords(day)}, ${weekdayName(calendarWeekday(day))}`
  const head = headOf(wish, profile, { title: 'Замены в расписании', of, when })
  const found = await listChanges(db, day, whose.kind === 'college' ? null : groups.map(({ id }) => id))
  return changesSheets(`changes-${day}`, head, found, (pair) => times.get(`${weekdayOf(day, calendar)}.${pair}`) ?? '')
}

/** «Расписание» of groups, teachers, rooms, the day and its changes (F31). */
export const timetablePrintable: Printable = {
  ...{ kind: 'timetable', name, right, others: 'timetable: write', form: 'timetable/sheets/_order' },
  ...{ choices, order, document }
}
