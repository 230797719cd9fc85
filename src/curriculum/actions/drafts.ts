import type { Actor } from '../../access/actor.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addDraft, dropDraft, dropOldDrafts, findDraft } from '../queries/drafts.ts'
import { readAside } from '../reader/aside.ts'
import { refuseFile } from '../rules/importing.ts'
import { importCurriculum, planImport } from './importing.ts'

export type BroughtFile = { name: string; content: Buffer; is_cut: boolean }

/** Keeps a file that reads as a curriculum until it is confirmed; answers with its number or with why it was not kept. */
export function keepDraft(db: Db, actor: Actor, file: BroughtFile | null) {
  return inTransaction(db, async (trx): Promise<{ draft_id: number } | { refusal: string }> => {
    const refusal = refuseFile(file)
    if (refusal !== null || file === null) return { refusal: refusal ?? '' }
    const reading = await readAside(file.content, file.name)
    if (!reading.ok) return { refusal: reading.refusal }
    await dropOldDrafts(trx)
    const draft = { account_id: actor.account_id, file_name: file.name, content: file.content }
    return { draft_id: await addDraft(trx, draft) }
  })
}

/** What loading the waiting file would do; undefined when there is no such file of this person. */
export async function previewDraft(db: Db, actor: Actor, draft_id: number) {
  const draft = await findDraft(db, actor.account_id, draft_id)
  if (!draft) return undefined
  const reading = await readAside(draft.content, draft.file_name)
  if (!reading.ok) return undefined
  return { draft, curriculum: reading.curriculum, plan: await planImport(db, actor, reading.curriculum) }
}

/** Loads the waiting file and forgets it; a file that is refused keeps waiting, its preview says why. */
export function confirmDraft(db: Db, actor: Actor, draft_id: number) {
  return inTransaction(db, async (trx): Promise<{ curriculum_id: number } | 'refused' | 'no-such-draft'> => {
    const draft = await findDraft(trx, actor.account_id, draft_id)
    const reading = draft && (await readAside(draft.content, draft.file_name))
    if (!draft || !reading?.ok) return 'no-such-draft'
    const outcome = await importCurriculum(trx, actor, reading.curriculum, draft.file_name)
    if (typeof outcome === 'string') return 'refused'
    await dropDraft(trx, draft_id)
    return outcome
  })
}

/** Forgets a waiting file; nothing was written from it. */
export function cancelDraft(db: Db, actor: Actor, draft_id: number) {
  return inTransaction(db, async (trx) => {
    if (!(await findDraft(trx, actor.account_id, draft_id))) return 'no-such-draft' as const
    await dropDraft(trx, draft_id)
    return 'cancelled' as const
  })
}
