// npm run browsers: opens the site in old browsers and enters a mark in each (R2 4.3). Engines are installed on first use.
import { join } from 'node:path'
import { buildApp } from '../../src/app.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import { config } from '../../src/platform/config.ts'
import { connect, ensureDatabase } from '../../src/platform/db.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { scratchDir, startPostgres } from '../../src/platform/postgres.ts'
import { addLesson, enrol, journalScene } from '../support/scene.ts'
import { type Driven, launchChromium } from './engines/cdp.mjs'
import { launchPhantom } from './engines/phantom.mjs'
import { enterByForm, enterInPlace, enterPlainly, lookAtPages, type Site } from './flows.ts'
import { installOldBrowsers } from './install.ts'

const server = await startPostgres(scratchDir(), { fsync: 'off' }, true)
await ensureDatabase(server.url('postgres'), 'browsers')
const whole = connect(server.url('browsers'))
await migrate(whole, 'college')
const db = whole.withSchema('college')
const scene = await journalScene(db)
for (let i = 0; i < 27; i++) await enrol(db, scene.study_group.id, `Новиков${'а'.repeat(i % 2)} Александр Ильич`)
for (let day = 2; day < 14; day++)
  await addLesson(db, scene.course.id, scene.teacher, `2026-11-${String(day).padStart(2, '0')}`)
const app = await buildApp({ db: whole, secret: 'x'.repeat(40), clock: stoppedClock('2026-11-20T10:41'), quiet: true })
const address = await app.listen({ port: 0, host: '127.0.0.1' })

const { id: first } = await db.selectFrom('lesson').select('id').orderBy('held_on').limit(1).executeTakeFirstOrThrow()
const student = scene.students[0].id
const site: Site = {
  ...{ address, login: 'ivanova', course: scene.page, mark: `mark_${student}_1` },
  ...{ cell: `#s${student} td:nth-child(3)`, lesson: `#l${first} a` },
  pages: [
    '/',
    '/journal',
    scene.page,
    `${scene.page}?month=all`,
    `/journal/lessons/${first}`,
    `${scene.page}/lessons/new`,
    '/print'
  ]
}

const { chromium64, phantom19 } = installOldBrowsers()
let failed = 0
let passed = 0
const attempt = async (name: string, work: () => Promise<unknown>) => {
  const problem = await work().then(
    (found) => (Array.isArray(found) && found.length > 0 ? found.join('\n    ') : null),
    (error: Error) => error.message
  )
  if (problem === null) passed++
  else failed++
  console.log(`${problem === null ? 'ok    ' : 'not ok'} ${name}${problem === null ? '' : `\n    ${problem}`}`)
}
const inBrowser = (launch: () => Promise<Driven>, work: (page: Driven['page']) => Promise<unknown>) => async () => {
  const browser = await launch()
  return work(browser.page).finally(() => browser.close())
}

const chromium = () => launchChromium({ binary: chromium64 })
const phantom = () => launchPhantom({ binary: phantom19 })
await attempt('a reader of forms without scripts enters a mark', () => enterPlainly(site, '5'))
await attempt(
  'Chromium 64 shows every page',
  inBrowser(chromium, (page) => lookAtPages(page, site, 'chromium64'))
)
await attempt(
  'Chromium 64 with scripts off enters a mark',
  inBrowser(chromium, (page) => enterByForm(page, site, '4'))
)
await attempt(
  'Chromium 64 enters a mark in place',
  inBrowser(chromium, (page) => enterInPlace(page, site, '3'))
)
await attempt(
  'PhantomJS 1.9 shows every page',
  inBrowser(phantom, (page) => lookAtPages(page, site, 'phantom19'))
)
await attempt(
  'PhantomJS 1.9 enters a mark in place',
  inBrowser(phantom, (page) => enterInPlace(page, site, '2'))
)
console.log(`Pictures: ${join(config.dataDir, 'browsers', 'shots')}\n${passed} passed, ${failed} failed`)

await app.close()
await whole.destroy()
server.stop()
process.exit(failed > 0 ? 1 : 0)
