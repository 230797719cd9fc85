import type { Db } from '../platform/db.ts'
import { daysAfter } from './calendar.ts'
import { entryYearOf, GROUPS, namesOf, patternOf, REPLACED, specialtyPatternOf } from './groups.ts'
import type { Programme } from './programmes.ts'
import { type Pupil, partOf, type Stay } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'

type Filling = { departments: number[]; year: number; teachers: Member[]; programmes: Programme[] }

/** The groups with their curators and the history of their names. */
export async function addGroups(db: Db, { departments, year, teachers, programmes }: Filling): Promise<number[]> {
  const plans = GROUPS.map((group, i) => ({ group, programme: programmes[i] as Programme }))
  const names = plans.map(({ group, programme }) => namesOf(group, year, programme.specialty))
  const ids = await addNumbered(
    db,
    'study_group',
    plans.map(({ group, programme }, i) => ({
      ...{ name: names[i]?.at(-1)?.name ?? '', name_pattern: patternOf(group, programme.specialty) },
      ...{ department_id: departments[group.department] ?? 0, entry_year: entryYearOf(group, year) },
      ...{ specialty_id: programme.specialty_id, curriculum_id: programme.curriculum_id },
      ...{ base_classes: group.entry_age > 16 ? 11 : 9, financing: group.parallel === 0 ? 'бюджет' : 'внебюджет' }
    }))
  )
  const study_group_id = (i: number) => ids[i] ?? 0
  const rows = names.flatMap((own, i) => own.map((one) => ({ study_group_id: study_group_id(i), ...one })))
  await addRows(db, 'study_group_name', rows)
  for (const { group, programme } of plans) await putPattern(db, group, programme)
  await addRows(db, 'curatorship', curatorsOf(ids, year, teachers))
  return ids
}

const putPattern = (db: Db, group: (typeof GROUPS)[number], { specialty_id, specialty }: Programme) =>
  db
    .updateTable('specialty')
    .set({ name_pattern: specialtyPatternOf(group, specialty) })
    .where('id', '=', specialty_id)
    .execute()

/** One curator a group from its first day on; in one group another one led the first year. */
function curatorsOf(ids: number[], year: number, teachers: Member[]) {
  const staff = (i: number) => teachers[i]?.staff_member_id ?? 0
  return GROUPS.flatMap((group, i) => {
    const entry = entryYearOf(group, year)
    const own = { study_group_id: ids[i] ?? 0, order_number: `${31 + i}-л` }
    if (i !== REPLACED.group) return [{ ...own, staff_member_id: staff(group.curator), since: `${entry}-09-01` }]
    return [
      { ...own, staff_member_id: staff(REPLACED.curator), since: `${entry}-09-01`, until: `${entry + 1}-08-31` },
      { ...own, staff_member_id: staff(group.curator), since: `${entry + 1}-09-01`, order_number: '58-л' }
    ]
  })
}

export type Subgroups = Map<string, number[]>

/** Two subgroups for each division, with those who are in them and since when. Keys are «group division». */
export async function addSubgroups(
  db: Db,
  pupils: Pupil[],
  groups: number[],
  divisions: [group: number, division: string][]
) {
  const subgroups: Subgroups = new Map()
  for (const [group, division] of divisions) {
    const rows = [1, 2].map((number) => ({ study_group_id: groups[group] ?? 0, division, number }))
    const ids = await addNumbered(db, 'subgroup', rows)
    subgroups.set(`${group} ${division}`, ids)
    await addRows(db, 'subgroup_member', membersOf(pupils, group, division, ids))
  }
  return subgroups
}

const membersOf = (pupils: Pupil[], group: number, division: string, ids: number[]) =>
  pupils.flatMap(({ stays, student_id }) =>
    stays
      .filter((stay) => stay.group === group)
      .flatMap((stay) => spellsIn(stay, division))
      .flatMap(({ part, since, until }) =>
        part === null ? [] : [{ subgroup_id: ids[part] ?? 0, student_id, since, until }]
      )
  )

/** The days of a stay in the subgroups of a division: one spell, or two of who changed it. */
function spellsIn(stay: Stay, division: string) {
  const { since, until, regrouped } = stay
  const part = partOf(stay, division, since)
  if (regrouped?.division !== division) return [{ part, since, until }]
  const { on } = regrouped
  return [
    { part, since, until: daysAfter(on, -1) },
    { part: partOf(stay, division, on), since: on, until }
  ]
}
