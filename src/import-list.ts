// npm run import -- LIST FILE --as LOGIN [--yes] [--curriculum NUMBER]: loads a list as that person would on the page.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { actorOf } from './accounts/actions.ts'
import { findCredentials } from './accounts/queries.ts'
import { findProfile } from './college/queries.ts'
import { bringFile, chooseColumns } from './exchange/actions/bringing.ts'
import { confirmLoad } from './exchange/actions/deciding.ts'
import { workLoad } from './exchange/actions/working.ts'
import { findImport } from './exchange/queries/imports.ts'
import { listProblems } from './exchange/queries/rows.ts'
import { FILE_BYTES } from './exchange/rules/files.ts'
import { findList, mayLoad } from './exchange/rules/lists.ts'
import { LOAD_REFUSALS, problemLines } from './exchange/rules/planning.ts'
import { countsInWords } from './exchange/rules/words.ts'
import { clockIn } from './platform/clock.ts'
import type { Db } from './platform/db.ts'
import { logger } from './platform/log.ts'

type Wish = { kind: string; file: string; login: string; curriculum: number; mayLoad(): Promise<boolean> }
type Where = { db: Db; schema: string }

/** The Russian sentence of what went wrong, or null; what would change is told before `mayLoad` is asked. */
export async function importList({ db, schema }: Where, wish: Wish): Promise<string | null> {
  const clock = clockIn((await findProfile(db))?.time_zone ?? 'Europe/Moscow')
  const today = clock.today()
  const account = await findCredentials(db, wish.login)
  const actor = account && (await actorOf(db, account.id, today))
  const list = findList(wish.kind)
  if (!list) return `Такого списка нет: ${wish.kind}.`
  if (!actor || !mayLoad(actor, list)) return `У «${wish.login}» нет права загружать этот список.`
  if (!statSync(wish.file, { throwIfNoEntry: false })?.isFile()) return `Файла «${wish.file}» нет.`

  const content = readFileSync(wish.file)
  const file = { name: basename(wish.file), content, is_cut: content.length > FILE_BYTES }
  const brought = await bringFile(db, actor, list, file, wish.curriculum)
  if ('refusal' in brought) return brought.refusal
  const { import_id } = brought
  const chosen = await chooseColumns(db, actor, today, import_id, (await findImport(db, import_id))?.chosen ?? {})
  if (chosen !== 'chosen') return typeof chosen === 'string' ? chosen : chosen.refusal
  const preview = await findImport(db, import_id)
  console.log(`${list.title}: ${countsInWords(preview?.counts ?? {})}`)
  for (const line of problemLines(await listProblems(db, import_id)).slice(1))
    console.log(line.filter(Boolean).join(' · '))
  if (!(await wish.mayLoad())) return `Ничего не записано. Файл ждёт на странице /exchange/imports/${import_id}`

  const order = { way: 'draft', number: '', signed_on: today, effective_on: today, basis: '' }
  const outcome = await confirmLoad({ db, schema }, actor, today, import_id, preview?.digest ?? '', order)
  if (outcome !== 'queued') return outcome === 'no-such-page' ? outcome : LOAD_REFUSALS[outcome]
  await workLoad(db, import_id, logger(true))
  const done = await findImport(db, import_id)
  if (done?.state === 'failed') return done.refusal
  console.log(`Загружено: /exchange/imports/${import_id}`)
  return null
}
