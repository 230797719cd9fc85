// What a printed timetable asks for besides the lessons themselves.
import { sql } from 'kysely'
import { listBells } from '../../college/queries/bells.ts'
import { findStudyDays } from '../../college/queries/days.ts'
import { findProfile } from '../../college/queries.ts'
import { dayPlus, type StudyDays } from '../../college/rules/days.ts'
import type { Db } from '../../platform/db.ts'
import { mondayOf, type Of } from '../rules/places.ts'
import { type GroupOnPaper, isOfGroups, isSteady, type Whose, type Wish } from '../rules/printing.ts'
import { type Choice, listChoices } from './choices.ts'
import { listEntries, listGone } from './entries.ts'
import { findGrounds, listTerms } from './grounds.ts'
import { listTermRules } from './rules.ts'

/** Groups that study on the day, with their departments and the course they are on in that year. */
export const listGroupsOnPaper = (db: Db, day: string): Promise<GroupOnPaper[]> =>
  db
    .selectFrom('study_group')
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .leftJoin('study_group_year', (join) =>
      join
        .onRef('study_group_year.study_group_id', '=', 'study_group.id')
        .on(
          'study_group_year.academic_year_id',
          '=',
          db
            .selectFrom('academic_year')
            .select('academic_year.id')
            .where('academic_year.starts_on', '<=', day)
            .orderBy('academic_year.starts_on', 'desc')
            .limit(1)
        )
    )
    .select(['study_group.id', 'study_group.name', 'study_group.department_id', 'department.name as department'])
    .select(
      sql<number>`coalesce(study_group_year.course, greatest(1,
        extract(year from ${day}::date - interval '8 months')::int - study_group.entry_year + 1))`.as('course')
    )
    .where((eb) => eb.or([eb('disbanded_on', 'is', null), eb('disbanded_on', '>=', day)]))
    .where('study_group.entry_year', '<=', sql<number>`extract(year from ${day}::date)::int`)
    .execute()

/** Rules know weekdays, not days: every week is like any other. */
const ANY_WEEK: StudyDays = { off: new Map(), working: new Map(), study_days_per_week: 6 }

/** Everything a timetable on paper is made of: a fixed number of statements for one group and for all. */
export async function findTimetableOnPaper(
  db: Db,
  wish: Wish,
  whose: Whose,
  group_ids: (all: GroupOnPaper[]) => number[]
) {
  const { view, day } = wish
  const [from, to] = view === 'day' ? [day, day] : [mondayOf(day), dayPlus(mondayOf(day), 6)]
  const [profile, bells, terms] = [await findProfile(db), await listBells(db), await listTerms(db)]
  const term = terms.find(({ starts_on, ends_on }) => starts_on <= day && day <= ends_on)
  const groups = await listGroupsOnPaper(db, day)
  const choices: Choice[] = !isOfGroups(whose) ? await listChoices(db, day) : []
  const steady = isSteady(view)
  const asked = { from, to, of: isSingle(whose) ? whose : ({ kind: 'college', id: 0 } as const) }
  return {
    ...{ profile, bells, term, groups, choices, from, to },
    calendar: steady ? ANY_WEEK : await findStudyDays(db, from, to),
    entries: steady ? [] : await listEntries(db, asked),
    gone: steady ? [] : await listGone(db, asked),
    rules: steady && term ? await listTermRules(db, term.id, day) : [],
    grounds: term ? await findGrounds(db, term.id, group_ids(groups)) : new Map<never, never>()
  }
}
export type TimetableOnPaper = Awaited<ReturnType<typeof findTimetableOnPaper>>

const isSingle = (whose: Whose): whose is Of => ['group', 'staff', 'room'].includes(whose.kind)
