import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import type { Db } from '../../platform/db.ts'

/** That the load of teachers was taken away as a file. */
export const noteExport = (db: Db, actor: Doer, rows: number, academic_year_id: number) =>
  record(db, actor, {
    ...{ deed: 'load.exported', object_kind: 'academic_year', object_id: academic_year_id },
    after: { rows }
  })
