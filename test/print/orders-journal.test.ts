import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openHouse } from '../support/house.ts'
import { readPdf } from '../support/pdf.ts'
import { journalScene } from '../support/scene.ts'
import { childEnv, exitOf, filesOf, spawnWorker, until } from './print-house.ts'

const WORKER = join(import.meta.dirname, '../../src/worker.ts')
const PRINT = join(import.meta.dirname, '../../src/print.ts')

/** Runs `npm run print` without npm: what it said on both streams, and its exit code. */
const run = (url: string, ...args: string[]) =>
  new Promise<{ code: number; out: string; said: string }>((done) => {
    const child = execFile(process.execPath, [PRINT, ...args], { env: childEnv(url) }, (_, out, said) =>
      done({ code: child.exitCode ?? -1, out, said })
    )
  })

t.test('A journal is printed from the command line, or the refusal says why', async (t) => {
  const { db, url } = await openHouse(t)
  await journalScene(db)
  const folder = mkdtempSync(join(tmpdir(), 'print-test-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'СА-21.pdf')

  t.same(await run(url, 'groups'), { code: 0, out: 'СА-21\n', said: '' })
  t.match(await run(url, 'journal', '--group', 'СА-21'), { code: 2, out: '', said: /Напечатать в файл PDF/ })
  t.match(await run(url, 'journal', '--group', 'СА-99', '--out', file), {
    ...{ code: 1, out: '', said: /Такой группы нет.*--group/ }
  })
  const nowhere = join(folder, 'нет', 'СА-21.pdf')
  t.match(
    await run(url, 'journal', '--group', 'СА-21', '--from', '01.09.2026', '--to', '28.12.2026', '--out', nowhere),
    {
      ...{ code: 1, said: /Папки .* нет/ }
    }
  )
  t.same(readdirSync(folder), [], 'nothing is left of a refusal')

  const days = ['--from', '2026-09-01', '--to', '2026-12-28']
  const printed = await run(url, 'journal', '--group', 'са21', ...days, '--lessons', '24', '--out', file)
  t.match(printed, { code: 0, out: '', said: /Готово: .*СА-21\.pdf, \d+ страниц[\s\S]*SHA-256 [0-9a-f]{64}/ })
  const pages = await readPdf(new Uint8Array(readFileSync(file)))
  t.match(pages[0]?.text, /СА-21/)
  t.match(pages.map(({ text }) => text).join(' '), /Права доступа/)
  t.same(readdirSync(folder), ['СА-21.pdf'])
  const audit = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'printout.made').execute()
  t.match(audit, [{ actor_name: 'Командная строка', after: { kind: 'journal', pages: pages.length } }])
})

t.test('A teacher orders the journal on the site and the worker prints it', async (t) => {
  const { db, url, signIn } = await openHouse(t)
  await journalScene(db)
  const teacher = await signIn('ivanova')
  t.match((await teacher.open('/')).body, /href="\/print"[^>]*>Печать/)
  const fields = { group: 'СА-21', from: '01.09.2026', to: '28.12.2026', lessons: '24' }
  const refused = await teacher.submit('/print/orders/journal', { ...fields, lessons: '99' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /<p class="refusal"[^>]*>Количество занятий/)
  t.match(refused.body, /name="lessons"[^>]*value="99"[^>]*aria-invalid="true" aria-describedby="refusal"/)
  t.match(refused.body, /name="to"[^>]*value="28.12.2026"/, 'what was typed is kept')
  const choices = await teacher.submit('/print/orders/journal', { ...fields, deed: 'choices' })
  t.match((await teacher.open(String(choices.headers.location))).body, /Операционные системы \(ОП\.01\)/)

  const ordered = await teacher.submit('/print/orders/journal', fields)
  const { child } = spawnWorker(t, url, WORKER)
  await until(async () => (await filesOf(db)).length > 0)
  const file = await teacher.open(`${ordered.headers.location}/file`)
  t.match((await readPdf(new Uint8Array(file.rawPayload)))[0]?.text, /СА-21/)
  child.kill('SIGTERM')
  t.match(await exitOf(child), { code: 0 })
  t.same(await db.selectFrom('region.worker_pulse').selectAll().execute(), [], 'and signs off')
})
