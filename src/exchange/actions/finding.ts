import { type Actor, scopesOf } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { findImport, type Import, listImports } from '../queries/imports.ts'
import { LISTS, mayLoad } from '../rules/lists.ts'
import { listOf } from './planning.ts'

/** A file that is not decided about yet is its bringer's alone; a load that was confirmed is seen by whoever may load the list. */
export async function findOwn(db: Db, actor: Actor, id: number): Promise<Import | undefined> {
  const load = await findImport(db, id)
  if (!load || !mayLoad(actor, listOf(load))) return undefined
  if (load.account_id === actor.account_id) return load
  const isAll = scopesOf(actor, listOf(load).write).includes('all')
  return isAll && ['queued', 'writing', 'done', 'undone'].includes(load.state) ? load : undefined
}

/** Loads of the lists this person answers for, and own ones. */
export async function listOwn(db: Db, actor: Actor, page: number): Promise<Import[]> {
  const own = LISTS.filter((list) => mayLoad(actor, list))
  const whole = own.filter(({ write }) => scopesOf(actor, write).includes('all')).map(({ kind }) => kind)
  const lists = { lists: own.map(({ kind }) => kind as string), account_id: actor.account_id }
  return listImports(db, whole, lists, page)
}
