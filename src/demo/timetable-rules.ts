import { sql } from 'kysely'
import { calendarWeekday } from '../college/rules/days.ts'
import type { Db } from '../platform/db.ts'
import { weekNumber } from '../timetable/rules/laying.ts'
import type { TermSpan } from './calendar.ts'
import type { Entry } from './entries.ts'
import { addNumbered } from './rows.ts'
import type { Stage } from './terms.ts'

/** A lesson that stood at its hour so often is a rule; others were put on a day one by one. */
const OFTEN = 3

/** Rules of the term that make just the lessons it has: the hours of the week at which a subject stands. */
export async function addTimetableRules(
  db: Db,
  entries: Entry[],
  { starts_on, days }: TermSpan,
  { teachers, rooms }: Stage
): Promise<void> {
  const theory = entries.filter(({ activity }) => activity.kind === 'theory')
  const habits = Map.groupBy(theory, ({ course_id, held_on, pair, teacher, topic }) =>
    [course_id, calendarWeekday(held_on), pair, teacher, topic.hours].join(' ')
  )
  const often = [...habits.values()].filter((habit) => habit.length >= OFTEN)
  const ids = await addNumbered(
    db,
    'timetable_rule',
    often.map((habit) => {
      const [first, last] = [habit[0] as Entry, habit.at(-1) as Entry]
      return {
        ...{ course_id: first.course_id, weekday: calendarWeekday(first.held_on), pair_number: first.pair },
        ...{
          hours: first.topic.hours,
          since: first.held_on,
          until: last.held_on,
          room_id: rooms[first.teacher] ?? null
        },
        ...{ staff_member_id: teachers[first.teacher]?.staff_member_id ?? 0 },
        ...weeksOf(habit, days, starts_on)
      }
    })
  )
  const made = often.flatMap((habit, i) => habit.map(({ id }) => ({ id, rule: ids[i] })))
  await db
    .updateTable('timetable_entry')
    .from(
      sql`jsonb_to_recordset(${JSON.stringify(made)}::jsonb)`.as<'made'>(
        sql.raw('made(id bigint, rule bigint)')
      ) as never
    )
    .set({ timetable_rule_id: sql.ref('made.rule') })
    .whereRef('timetable_entry.id', '=', 'made.id' as never)
    .execute()
}

/** Every week between the first and the last when none is left out, else odd or even ones, else their list. */
function weeksOf(habit: Entry[], days: string[], starts_on: string) {
  const [first = '', last = ''] = [habit[0]?.held_on, habit.at(-1)?.held_on]
  const weekday = calendarWeekday(first)
  const possible = days.filter((day) => first <= day && day <= last && calendarWeekday(day) === weekday)
  const numbers = (list: string[]) => list.map((day) => weekNumber(day, starts_on))
  const own = numbers(habit.map(({ held_on }) => held_on))
  const isSame = (list: number[]) => list.join() === own.join()
  if (isSame(numbers(possible))) return { weeks: 'every' }
  if (isSame(numbers(possible).filter((week) => week % 2 === 1))) return { weeks: 'odd' }
  if (isSame(numbers(possible).filter((week) => week % 2 === 0))) return { weeks: 'even' }
  return { weeks: 'listed', week_numbers: own }
}
