import { systemActor } from '../access/actor.ts'
import { importCurriculum } from '../curriculum/actions/importing.ts'
import { putState } from '../curriculum/queries/approving.ts'
import { listRows } from '../curriculum/queries/plans.ts'
import type { Curriculum } from '../curriculum/reader.ts'
import type { StoredRow } from '../curriculum/rules/changes.ts'
import type { Db } from '../platform/db.ts'
import { entryYearOf, GROUPS } from './groups.ts'

/** What one group studies by. */
export type Programme = {
  specialty_id: number
  curriculum_id: number
  specialty: { code: string; name: string }
  items: StoredRow[]
}

/** One curriculum for each programme and year of entry, taken in as a file would be; answers with that of each group. */
export async function addProgrammes(db: Db, plans: Curriculum[], year: number): Promise<Programme[]> {
  const known = new Map<string, Programme>()
  const programmes: Programme[] = []
  for (const group of GROUPS) {
    const entry_year = entryYearOf(group, year)
    const key = `${group.programme} ${entry_year}`
    const programme =
      known.get(key) ?? (await addProgramme(db, { ...(plans[group.programme] as Curriculum), entry_year }))
    known.set(key, programme)
    programmes.push(programme)
  }
  return programmes
}

async function addProgramme(db: Db, curriculum: Curriculum): Promise<Programme> {
  const outcome = await importCurriculum(db, systemActor(null, 'Система', ['administrator']), curriculum, '')
  if (typeof outcome === 'string') throw new Error(`the curriculum was refused: ${outcome}`)
  const { curriculum_id } = outcome
  const approved_on = `${curriculum.entry_year}-06-25`
  const approval = `протокол педагогического совета № 8 от 25.06.${curriculum.entry_year}`
  await putState(db, curriculum_id, { state: 'approved', approved_on, approval, approved_by: 'Система' })
  const { specialty_id } = await db
    .selectFrom('curriculum')
    .select('specialty_id')
    .where('id', '=', curriculum_id)
    .executeTakeFirstOrThrow()
  const specialty = { code: curriculum.specialty_code, name: curriculum.specialty_name }
  return { specialty_id, curriculum_id, specialty, items: await listRows(db, curriculum_id) }
}
