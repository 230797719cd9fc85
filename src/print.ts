// npm run print -- journal|sheet … --out FILE.pdf | groups: prints in this process, without the queue and its worker.
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemActor } from './access/actor.ts'
import { record } from './audit/actions.ts'
import { findProfile } from './college/queries.ts'
import { listGroups } from './journal/queries/sheets/groups.ts'
import { clockIn } from './platform/clock.ts'
import { config } from './platform/config.ts'
import type { Db } from './platform/db.ts'
import { formats } from './platform/formats.ts'
import { openHome } from './platform/home.ts'
import { printBrowser } from './print/browser.ts'
import { makePrintout } from './print/making.ts'
import type { Printed } from './print/pdf.ts'
import type { Order, OrderFields, Printable } from './print/printable.ts'
import { FAILURES, failureOf, PRINT_REFUSALS } from './print/rules.ts'
import { printables } from './printables.ts'

const USAGE = `Напечатать в файл PDF:

  npm run print -- journal --group ГРУППА [--from ДЕНЬ --to ДЕНЬ] [--subject ПРЕДМЕТ] [--lessons 24] [--sides double] --out ФАЙЛ.pdf
  npm run print -- sheet --group ГРУППА [--term ПЕРИОД] --out ФАЙЛ.pdf
  npm run -s print -- groups

  --group     название группы; groups печатает названия, по одному в строке
  --from, --to  дни, оба включительно: 01.09.2026 или 2026-09-01; без них — текущий учебный период
  --subject   предмет: название или индекс; без него — все предметы группы
  --lessons   занятий на странице
  --sides     double — для печати с двух сторон листа
  --term      учебный период: 1, 2, год; прошлых лет — 2025-1, 2025-year; без него — текущий

Код завершения: 0 — напечатано, 1 — отказ или ошибка, 2 — неверная команда, 130 — прервано.`

const FIELDS = ['group', 'subject', 'from', 'to', 'lessons', 'sides', 'term'] as const
const system = systemActor(null, 'Командная строка', ['methodist'])
const say = (words: string) => console.error(words)

type Wish = { printable: Printable; fields: OrderFields; out: string; today: string; signal: AbortSignal }

/** The Russian sentence of why nothing was printed, or null. The file appears whole or not at all. */
async function print(db: Db, wish: Wish): Promise<string | null> {
  const { printable, fields, out, today } = wish
  const order = await printable.order(db, system, today, fields)
  if ('refusal' in order) return `${order.refusal} (--${order.field}).`
  const part = `${out}.${process.pid}.part`
  await writeFile(part, '') // a folder that cannot be written to is told of before the work, not after
  try {
    say(order.title)
    const printed = await make(db, wish, order.parameters)
    if (!printed) return PRINT_REFUSALS['nothing-to-show']
    await writeFile(part, printed.bytes)
    await record(db, system, auditLine(wish, order, printed))
    await rename(part, out)
    const { pages, bytes, sha256 } = printed
    say(`Готово: ${out}, ${formats.count(pages, 'страница', 'страницы', 'страниц')}, ${formats.size(bytes.length)}`)
    say(`SHA-256 ${sha256}`)
    return null
  } finally {
    await rm(part, { force: true })
  }
}

async function make(db: Db, { printable, signal }: Wish, parameters: object): Promise<Printed | null> {
  const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
  try {
    return await makePrintout(db, printable, parameters, {
      ...{ browser, by: system.name, signal },
      onProgress: ({ pieces, ofPieces, pages }) => say(`  ${pieces} из ${ofPieces} частей, страниц: ${pages}`)
    })
  } finally {
    await browser.close()
  }
}

const auditLine = ({ printable }: Wish, order: Order, { pages, sha256 }: Printed) => ({
  ...{ deed: 'printout.made', object_kind: 'study_group', object_id: order.study_group_id },
  after: { kind: printable.kind, title: order.title, parameters: order.parameters, pages, sha256 }
})

/** What went wrong, for the person at the keyboard. */
function wordsOf(error: NodeJS.ErrnoException, out: string): string {
  if (error.code === 'ENOENT') return `Папки «${dirname(out)}» нет: файл записать некуда.`
  if (error.syscall) return `Файл «${out}» не записан: ${error.code}.`
  return `Не удалось: ${FAILURES[failureOf(error)]}. ${error.message}`
}

/** Answers with the exit code. */
async function run(command: string, fields: OrderFields, out: string | undefined): Promise<number> {
  const printable = printables.find(({ kind }) => kind === command)
  if (command !== 'groups' && (!printable || out === undefined)) {
    say(USAGE)
    return 2
  }
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const home = await openHome()
  try {
    const db = home.db.withSchema(config.collegeSchema)
    const today = clockIn((await findProfile(db))?.time_zone ?? 'Europe/Moscow').today()
    if (!printable) return await tellGroups(db, today)
    const wish = { printable, fields, out: resolve(out ?? ''), today, signal: stop.signal }
    const refusal = await print(db, wish).catch((error) => {
      if (stop.signal.aborted) return 'Прервано.'
      return wordsOf(error, wish.out)
    })
    if (refusal !== null) say(refusal)
    return refusal === null ? 0 : stop.signal.aborted ? 130 : 1
  } finally {
    await home.leave()
  }
}

async function tellGroups(db: Db, today: string): Promise<number> {
  const groups = await listGroups(db, system, 'journal printout: print', today)
  const current = groups.filter(({ disbanded_on }) => disbanded_on === null || disbanded_on >= today)
  for (const { name } of current) console.log(name)
  return 0
}

const options = Object.fromEntries([...FIELDS, 'out'].map((name) => [name, { type: 'string' as const }]))
try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options })
  const { out, ...fields } = values as Record<string, string | undefined>
  process.exitCode = await run(positionals.length === 1 ? (positionals[0] ?? '') : '', fields, out)
} catch (error) {
  if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) throw error
  say(USAGE)
  process.exitCode = 2
}
