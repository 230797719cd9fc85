import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { curriculumInSight } from './curricula.ts'

/** Other plans in sight of the same specialty, the newest intake first. */
export const listVersions = (db: Db, actor: Doer, today: string, plan: { id: number; specialty_id: number }) =>
  db
    .selectFrom('curriculum')
    .select(['curriculum.id', 'curriculum.name', 'curriculum.entry_year', 'curriculum.state'])
    .where('curriculum.specialty_id', '=', plan.specialty_id)
    .where('curriculum.id', '!=', plan.id)
    .where(curriculumInSight(db, actor, 'curriculum: read', today))
    .orderBy('curriculum.entry_year', (order) => order.desc().nullsLast())
    .orderBy('curriculum.name')
    .execute()
