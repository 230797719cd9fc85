import { createHash } from 'node:crypto'
import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findProgrammeItem } from '../queries/programme-items.ts'
import * as programmes from '../queries/programmes.ts'
import {
  type BroughtProgramme,
  type ProgrammeRefusal,
  programmeFileName,
  programmeKindOf,
  refuseDecision,
  refuseProgramme
} from '../rules/programmes.ts'
import { decides } from './lesson-plan-states.ts'

export type ProgrammeOutcome = 'done' | 'no-such-programme' | ProgrammeRefusal
export type ProgrammePlace = { item_id: number; programme_id: number }

const lineOf = (object_id: number) => ({ object_kind: 'work_programme', object_id })

/** A new version of the working programme of a row one teaches; it waits for the deputy's word (R4 3.5.1). */
export function bringProgramme(db: Db, actor: Actor, today: string, item_id: number, brought: BroughtProgramme | null) {
  return inTransaction(db, async (trx): Promise<ProgrammeOutcome> => {
    await programmes.lockProgrammeItem(trx, item_id)
    const item = await findProgrammeItem(trx, actor, today, item_id)
    if (!item?.is_own) return 'no-such-programme'
    if (!brought) return 'no-file'
    const versions = await programmes.listVersions(trx, item.id)
    const { content } = brought
    const sha256 = createHash('sha256').update(content).digest('hex')
    const kind = programmeKindOf(content)
    const refusal = refuseProgramme(
      brought,
      versions.slice(0, 1).map((one) => one.sha256),
      sha256
    )
    if (refusal || kind === null) return refusal ?? 'unknown-kind'
    const file_name = programmeFileName(brought.name, kind)
    const version = (versions[0]?.version ?? 0) + 1
    const by = { brought_by: actor.name, brought_by_account: actor.account_id }
    const file = { file_name, kind, content, bytes: content.length, sha256 }
    const id = await programmes.addProgramme(trx, { curriculum_item_id: item.id, version, ...file, ...by })
    const after = { curriculum_item_id: item.id, version, file_name, sha256 }
    await record(trx, actor, { deed: 'programme.brought', ...lineOf(id), after })
    return 'done'
  })
}

/** The version in sight, its row locked. */
async function lockVersion(trx: Db, actor: Actor, today: string, { item_id, programme_id }: ProgrammePlace) {
  await programmes.lockProgrammeItem(trx, item_id)
  const item = await findProgrammeItem(trx, actor, today, item_id)
  const version = item && (await programmes.listVersions(trx, item.id)).find(({ id }) => id === programme_id)
  return version && { item, version }
}

/** The deputy approves a version, or returns it with what is to be mended. */
export function decideProgramme(db: Db, actor: Actor, today: string, place: ProgrammePlace, remark: string | null) {
  return inTransaction(db, async (trx): Promise<ProgrammeOutcome> => {
    const found = decides(actor) && (await lockVersion(trx, actor, today, place))
    if (!found) return 'no-such-programme'
    const { version } = found
    const refusal = refuseDecision(version.state, remark)
    if (refusal) return refusal
    const state = remark === null ? 'approved' : 'returned'
    await programmes.putDecision(trx, version.id, state, actor.name, remark ?? '')
    await record(trx, actor, {
      ...{ deed: `programme.${state}`, ...lineOf(version.id) },
      after: { version: version.version, file_name: version.file_name, ...(remark && { remark }) }
    })
    return 'done'
  })
}

/** Whoever brought a version takes it back while nobody has decided. */
export function takeProgrammeBack(db: Db, actor: Actor, today: string, place: ProgrammePlace) {
  return inTransaction(db, async (trx): Promise<ProgrammeOutcome> => {
    const found = await lockVersion(trx, actor, today, place)
    if (!found || found.version.brought_by_account !== actor.account_id) return 'no-such-programme'
    const { version } = found
    if (version.state !== 'submitted') return 'not-submitted'
    await programmes.dropProgramme(trx, version.id)
    await record(trx, actor, {
      ...{ deed: 'programme.removed', ...lineOf(version.id) },
      before: { version: version.version, file_name: version.file_name, sha256: version.sha256 }
    })
    return 'done'
  })
}
