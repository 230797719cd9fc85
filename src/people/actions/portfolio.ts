import { createHash } from 'node:crypto'
import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findOwner, type Owner } from '../queries/owners.ts'
import * as portfolio from '../queries/portfolio.ts'
import { differenceOf } from '../rules/cards.ts'
import { type Brought, fileNameOf, kindOf, refuseFile } from '../rules/files.ts'
import {
  type Entry,
  type EntryRefusal,
  type OwnerKind,
  refuseChange,
  refuseEntry,
  refuseReturn,
  SECTIONS,
  stateAfter
} from '../rules/portfolio.ts'

/** Which entry of whose portfolio; 0 is a new one. */
export type EntryPlace = { kind: OwnerKind; owner_id: number; entry_id: number }
type Stored = NonNullable<Awaited<ReturnType<typeof portfolio.findEntry>>>
type Outcome<Done extends string> = Done | 'no-such-page' | EntryRefusal

/** The owner in sight and the entry of that owner; null where either is not, or only to be read. */
async function findPlace(trx: Db, actor: Doer, today: string, { kind, owner_id, entry_id }: EntryPlace) {
  const owner = await findOwner(trx, actor, today, kind, owner_id)
  if (!owner || owner.may === 'read') return null
  if (entry_id !== 0) await portfolio.lockEntry(trx, entry_id)
  const before = entry_id === 0 ? null : await portfolio.findEntry(trx, owner, entry_id)
  return before === undefined ? null : { owner, before }
}

const typedOf = ({ section, held_on, title, level, result, link }: Entry): Entry => ({
  ...{ section, held_on, title, level, result, link }
})

/** As the audit trail tells it: the section by its name. */
const worded = (kind: OwnerKind, entry: Entry) => ({ ...typedOf(entry), section: SECTIONS[kind][entry.section] ?? '' })

const lineOf = (owner: Owner, object_id: number) => ({
  ...{ object_kind: 'portfolio_entry', object_id, about_id: owner.person_id }
})

/** What is done with the attached file: another one, none any more, or as it is. */
export type FileChange = { brought: Brought | null; isDropped: boolean }

/** Writes an entry with its file: the keeper's stands at once, a student's waits for the curator (R4 3.6.1). */
export function keepEntry(db: Db, actor: Doer, today: string, place: EntryPlace, entry: Entry, change: FileChange) {
  return inTransaction(db, async (trx): Promise<Outcome<'kept'>> => {
    const found = await findPlace(trx, actor, today, place)
    if (!found) return 'no-such-page'
    const { owner, before } = found
    const refusal =
      (before && refuseChange(before.state, owner.may)) ??
      refuseEntry(owner.kind, entry, today) ??
      (change.brought && refuseFile(change.brought))
    if (refusal) return refusal
    const kept = { ...entry, state: stateAfter(owner.may), changed_on: today }
    if (before) await portfolio.putEntry(trx, before.id, kept)
    const id = before ? before.id : await portfolio.addEntry(trx, owner, kept)
    const file = await changeFile(trx, id, change)
    await noteEntry(trx, actor, owner, { id, before, entry, file })
    return 'kept'
  })
}

async function changeFile(trx: Db, id: number, { brought, isDropped }: FileChange): Promise<object> {
  const kind = brought && kindOf(brought.content)
  if (brought && kind) {
    const { content } = brought
    const sha256 = createHash('sha256').update(content).digest('hex')
    const file_name = fileNameOf(brought.name, kind)
    await portfolio.putFile(trx, id, { file_name, kind, content, bytes: content.length, sha256 })
    return { file_name, sha256 }
  }
  if (isDropped) await portfolio.dropFile(trx, id)
  return isDropped ? { file_name: '' } : {}
}

type Written = { id: number; before: Stored | null; entry: Entry; file: object }

async function noteEntry(trx: Db, actor: Doer, owner: Owner, { id, before, entry, file }: Written) {
  const after = worded(owner.kind, entry)
  if (!before)
    return record(trx, actor, { deed: 'portfolio.added', ...lineOf(owner, id), after: { ...after, ...file } })
  const difference = differenceOf(worded(owner.kind, before), after) ?? { before: {}, after: {} }
  await record(trx, actor, {
    ...{ deed: 'portfolio.changed', ...lineOf(owner, id), before: difference.before },
    after: { ...difference.after, ...file }
  })
}

export function removeEntry(db: Db, actor: Doer, today: string, place: EntryPlace) {
  return inTransaction(db, async (trx): Promise<Outcome<'removed'>> => {
    const found = await findPlace(trx, actor, today, place)
    if (!found?.before) return 'no-such-page'
    const { owner, before } = found
    const refusal = refuseChange(before.state, owner.may)
    if (refusal) return refusal
    await portfolio.dropEntry(trx, before.id)
    const gone = { ...worded(owner.kind, before), file_name: before.file_name ?? '' }
    await record(trx, actor, { deed: 'portfolio.removed', ...lineOf(owner, before.id), before: gone })
    return 'removed'
  })
}

/** The curator's word on a student's entry; one who keeps the portfolio may also take the word back. */
export function decideEntry(db: Db, actor: Doer, today: string, place: EntryPlace, remark: string | null) {
  return inTransaction(db, async (trx): Promise<Outcome<'confirmed' | 'returned'>> => {
    const found = await findPlace(trx, actor, today, place)
    if (!found?.before || found.owner.may !== 'keep' || found.owner.kind !== 'student') return 'no-such-page'
    const { owner, before } = found
    const refusal =
      remark === null ? (before.state === 'confirmed' ? 'not-waiting' : null) : refuseReturn(before.state, remark)
    if (refusal) return refusal
    const state = remark === null ? 'confirmed' : 'returned'
    await portfolio.putState(trx, before.id, state, remark ?? '')
    await record(trx, actor, {
      ...{ deed: `portfolio.${state}`, ...lineOf(owner, before.id) },
      after: { title: before.title, ...(remark === null ? {} : { remark }) }
    })
    return state
  })
}

/** Gives the file of an entry in sight out, and notes who took it. */
export function takeEntryFile(db: Db, actor: Doer, today: string, { kind, owner_id, entry_id }: EntryPlace) {
  return inTransaction(db, async (trx) => {
    const owner = await findOwner(trx, actor, today, kind, owner_id)
    const entry = owner && (await portfolio.findEntry(trx, owner, entry_id))
    const file = entry && (await portfolio.findFile(trx, entry_id))
    if (!owner || !file) return null
    await record(trx, actor, {
      ...{ deed: 'portfolio.file_taken', ...lineOf(owner, entry_id) },
      after: { file_name: file.file_name, sha256: file.sha256 }
    })
    return file
  })
}
