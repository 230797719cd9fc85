// The worker process as src/worker.ts makes it, with the document of the tests in place of those of the rooms.
import { join } from 'node:path'
import { config } from '../../src/platform/config.ts'
import { connect } from '../../src/platform/db.ts'
import { logger } from '../../src/platform/log.ts'
import { onStop } from '../../src/platform/stop.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { openWorker } from '../../src/print/worker.ts'
import { notes } from './notes.ts'

const url = config.databaseUrl ?? ''
const db = connect(url, 6)
const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
const worker = await openWorker({ db, url, printables: [notes], browser, log: logger() })
onStop(async () => {
  await worker.stop()
  await db.destroy()
})
