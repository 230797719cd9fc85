// The worker process: takes orders for printing and confirmed loads of lists and timetables from the queue, renames groups on their day; DATABASE_URL is given.
import { join } from 'node:path'
import { openLoader } from './exchange/worker.ts'
import { openNaming } from './movement/worker.ts'
import { config } from './platform/config.ts'
import { connect } from './platform/db.ts'
import { logger } from './platform/log.ts'
import { onStop } from './platform/stop.ts'
import { printBrowser } from './print/browser.ts'
import { openWorker } from './print/worker.ts'
import { printables } from './printables.ts'
import { openTimetabler } from './timetable/worker.ts'

if (!config.databaseUrl) throw new Error('DATABASE_URL is needed; for everything on one machine use npm start')
const log = logger()
const db = connect(config.databaseUrl, 6, (err) => log.error({ err }, 'database connection lost'))
const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
const worker = await openWorker({ db, url: config.databaseUrl, printables, browser, log })
const loader = await openLoader({ db, url: config.databaseUrl, log })
const timetabler = await openTimetabler({ db, url: config.databaseUrl, log })
const naming = await openNaming({ db, log })
onStop(async () => {
  await Promise.all([worker.stop(), loader.stop(), timetabler.stop(), naming.stop()])
  await db.destroy()
})
