import type { Db } from '../platform/db.ts'
import { entryYearOf, GROUPS, nameOf } from './groups.ts'
import type { Programme } from './programmes.ts'
import { type Pupil, partOf } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'

type Filling = { departments: number[]; year: number; teachers: Member[]; programmes: Programme[] }

/** The groups with their curators and the history of their names. */
export async function addGroups(db: Db, { departments, year, teachers, programmes }: Filling): Promise<number[]> {
  const names = GROUPS.map((group, i) => nameOf(group, year, (programmes[i] as Programme).specialty))
  const since = (group: (typeof GROUPS)[number]) => `${entryYearOf(group, year)}-09-01`
  const ids = await addNumbered(
    db,
    'study_group',
    GROUPS.map((group, i) => ({
      ...{
        name: names[i] ?? '',
        department_id: departments[group.department] ?? 0,
        entry_year: entryYearOf(group, year)
      },
      ...{ specialty_id: programmes[i]?.specialty_id ?? 0, curriculum_id: programmes[i]?.curriculum_id ?? 0 }
    }))
  )
  const study_group_id = (i: number) => ids[i] ?? 0
  await addRows(
    db,
    'study_group_name',
    GROUPS.map((group, i) => ({ study_group_id: study_group_id(i), name: names[i] ?? '', since: since(group) }))
  )
  await addRows(
    db,
    'curatorship',
    GROUPS.map((group, i) => ({
      study_group_id: study_group_id(i),
      staff_member_id: teachers[group.curator]?.staff_member_id ?? 0,
      since: since(group)
    }))
  )
  return ids
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
      .map((stay) => ({
        subgroup_id: ids[partOf(stay, division)] ?? 0,
        student_id,
        since: stay.since,
        until: stay.until
      }))
  )
