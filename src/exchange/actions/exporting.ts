import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { findCurriculum } from '../../curriculum/queries/curricula.ts'
import { listRows } from '../../curriculum/queries/plans.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listRooms, listStudyGroups } from '../queries/college.ts'
import { listMembers } from '../queries/people.ts'
import { listPupilsInSight } from '../queries/pupils.ts'
import { type Exported, exportedFields, memberRow, pupilRow } from '../rules/exporting.ts'
import { type List, mayUnload } from '../rules/lists.ts'
import { rowTexts } from '../rules/subjects.ts'

export type Choice = { group: number; curriculum: number }

/** The rows of a list within the reader's sight; who took how many of whom is on the audit trail. */
export function exportList(db: Db, actor: Actor, today: string, list: List, choice: Choice) {
  return inTransaction(db, async (trx) => {
    if (!mayUnload(actor, list)) return undefined
    const rows = await rowsOf(trx, actor, today, list, choice)
    if (!rows) return undefined
    const filter =
      choice.group > 0
        ? { study_group_id: choice.group }
        : choice.curriculum > 0
          ? { curriculum_id: choice.curriculum }
          : null
    await record(trx, actor, {
      ...{ deed: 'list.exported', object_kind: 'college' },
      after: { list: list.kind, rows: rows.length, ...(filter ? { filter } : {}) }
    })
    return { title: list.title, fields: exportedFields(list.fields), rows }
  })
}

async function rowsOf(
  trx: Db,
  actor: Actor,
  today: string,
  { kind }: List,
  choice: Choice
): Promise<Exported[] | undefined> {
  if (kind === 'students') return (await listPupilsInSight(trx, actor, today, choice.group)).map(pupilRow)
  if (kind === 'staff') return (await listMembers(trx, today)).filter((one) => !one.is_dismissed).map(memberRow)
  if (kind === 'groups') return (await listStudyGroups(trx, today)).map(({ id, ...row }) => row)
  if (kind === 'rooms') return (await listRooms(trx)).map(({ id, ...row }) => row)
  if (!(await findCurriculum(trx, actor, today, choice.curriculum))) return undefined
  return (await listRows(trx, choice.curriculum)).filter((row) => !row.is_dropped).map(rowTexts)
}
