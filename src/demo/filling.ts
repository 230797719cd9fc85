import { sql } from 'kysely'
import { systemActor } from '../access/actor.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { record } from '../audit/actions.ts'
import type { Curriculum } from '../curriculum/reader.ts'
import type { Db } from '../platform/db.ts'
import { type TermSpan, termBefore, termOn } from './calendar.ts'
import { addCollege } from './college.ts'
import { addSubstitutions } from './entries.ts'
import { addFamilyAccounts, addGuardians } from './families.ts'
import { addGroupYears } from './group-years.ts'
import { addHistory } from './history.ts'
import { keptOf } from './keeping.ts'
import { addPlanStates } from './lesson-plans.ts'
import { addLessons } from './lessons.ts'
import { addPortfolios } from './portfolio.ts'
import { addPracticeCards } from './practice-cards.ts'
import { addPrivacy } from './privacy.ts'
import { addProgrammes } from './programmes.ts'
import { type Pupil, pupilsOf } from './pupils.ts'
import { addResults, talliesOf } from './results.ts'
import { addRows } from './rows.ts'
import { addAuthority, addStaff, signersOf, staffNames } from './staff.ts'
import { addStaffCards } from './staff-cards.ts'
import { addStudents } from './students.ts'
import { addStudyCalendars } from './study-calendars.ts'
import { addGroups } from './study-groups.ts'
import { addTerm, type Stage } from './terms.ts'
import { addTimetableChanges } from './timetable-changes.ts'
import { addTimetableRules } from './timetable-rules.ts'
import { addWorkProgrammes } from './work-programmes.ts'

export const DEMO_PASSWORD = 'demo-journal'

/** How many working days ago something happened. */
const AGO = {
  transfer: 40,
  regrouping: 30,
  expulsion: 25,
  taken: 9,
  given: 4,
  illness: [10, 9, 8, 7, 6, 5, 3],
  forgotten: 6
}

/** Days on which lessons were held up to today, this term's and the last one's. */
function pastOf(terms: TermSpan[], today: string) {
  const days = terms.flatMap((term) => term.days).filter((day) => day <= today)
  return (ago: number) => days[Math.max(0, days.length - 1 - ago)] ?? today
}

/** Fills an empty college with people, two terms and everything that happened in them up to `today`. */
export async function fillCollege(db: Db, today: string, plans: Curriculum[]): Promise<void> {
  const current = termOn(today)
  const terms = [termBefore(current), current]
  const dayAgo = pastOf(terms, today)
  const stage = await addPeople(db, { terms, today, plans, dayAgo })
  const laid = []
  for (const i of terms.keys()) laid.push(await addTerm(db, stage, i))

  const entries = laid.flatMap((term) => term.entries)
  await addStudyCalendars(db, stage, entries)
  await addPracticeCards(db, entries, stage)
  await addSubstitutions(db, entries, [dayAgo(AGO.taken), dayAgo(AGO.given)], stage)
  await addTimetableRules(db, laid.at(-1)?.entries ?? [], current, stage)
  await addTimetableChanges(db, laid.at(-1)?.entries ?? [], stage)
  const kept = keptOf({ today, focus: stage.focus, recent: dayAgo(AGO.forgotten), entries })
  const skipped = new Set(laid.flatMap(({ skipped }) => skipped ?? []))
  const journal = await addLessons(db, kept, {
    ...stage,
    spells: spellOf(laid),
    skipped,
    current: new Set(laid.at(-1)?.courses.keys())
  })
  const tallies = talliesOf(journal)
  for (const [i, { entries, courses }] of laid.entries())
    await addResults(db, { ...stage, term: terms[i] as TermSpan, entries, courses, tallies })
  await addHistory(db, journal, stage.pupils, stage.teachers)
  await addPlanStates(db, stage)
  await addWorkProgrammes(db, stage)
  await addRows(db, 'setting', [{ name: 'demo', value: JSON.stringify({ filled_for: today }) }])
  await record(db, systemActor(null, 'Система', []), { deed: 'demo.filled', object_kind: 'college', after: { today } })
  await sql`analyze`.execute(db) // the first pages are as quick as the later ones
}

/** A pupil's reason to be away that day, whichever term it is in. */
const spellOf =
  (laid: Awaited<ReturnType<typeof addTerm>>[]): Awaited<ReturnType<typeof addTerm>>['spells'] =>
  (pupil, day) =>
    laid.flatMap(({ spells }) => spells(pupil, day) ?? [])[0]

type Plan = { terms: TermSpan[]; today: string; plans: Curriculum[]; dayAgo: (ago: number) => string }

/** The college, its staff, groups and students. */
async function addPeople(db: Db, { terms, today, plans, dayAgo }: Plan): Promise<Stage> {
  const year = terms.at(-1)?.year ?? 0
  const taken = new Set<string>()
  const names = staffNames(taken)
  const password_hash = await hashPassword(DEMO_PASSWORD)
  const since = `${year - 3}-09-01`
  const college = await addCollege(db, terms, signersOf(names))
  const teachers = await addStaff(db, names, { ...college, password_hash, since })
  await addAuthority(db, password_hash, since)
  const programmes = await addProgrammes(db, plans, year)
  const groups = await addGroups(db, { ...college, year, teachers, programmes })
  const moves = {
    expelled_on: dayAgo(AGO.expulsion),
    transferred_on: dayAgo(AGO.transfer),
    regrouped_on: dayAgo(AGO.regrouping)
  }
  const pupils = pupilsOf(year, moves, taken)
  await addStudents(db, pupils, groups, year)
  await addGroupYears(db, { pupils, groups, year })
  const mother = await addGuardians(db, pupils, taken)
  await addFamilyAccounts(db, pupils.find(({ special }) => special === 'student') as Pupil, mother, password_hash)
  await addStaffCards(db, teachers, today)
  await addPortfolios(db, teachers, pupils, today)
  await addPrivacy(db, { pupils, today, dayAgo })
  return {
    ...{ today, year, terms, programmes, groups, pupils, teachers },
    ...{
      rooms: college.rooms,
      term_ids: college.terms,
      focus: dayAgo(0),
      illness: AGO.illness.map(dayAgo),
      subgroups: new Map()
    },
    ...{ lessonKinds: await numbersOf(db, 'lesson_kind'), workKinds: await numbersOf(db, 'work_kind') }
  }
}

/** Numbers of a list that every college has from its beginning, by name. */
async function numbersOf(db: Db, table: 'lesson_kind' | 'work_kind'): Promise<Map<string, number>> {
  const rows = await db.selectFrom(table).select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}
