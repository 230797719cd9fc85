// npm run bench: fills a college, measures the rows of the budgets, prints the table; fails when a promise is broken.
import { rmSync } from 'node:fs'
import { connect, ensureDatabase } from '../../src/platform/db.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { scratchDir, startPostgres } from '../../src/platform/postgres.ts'
import { fillCollege } from './college.ts'
import { measureGrowth } from './growth.ts'
import { measureJournal } from './journal.ts'
import { measurePrinting } from './printing.ts'
import { asDeployed, startWeb, stopAll } from './processes.ts'
import { record } from './recording.ts'
import { absent, isBroken, print, promise, type Row } from './table.ts'

const MOST_MEMORY = 160_000_000

const dir = scratchDir()
const server = await startPostgres(dir, { max_wal_size: '4GB' }, true)
await ensureDatabase(server.url('postgres'), 'year')
const url = server.url('year')
const db = connect(url, 1)
await migrate(db, 'college')
await db.destroy()

async function measure(): Promise<Row[]> {
  console.log('Заполняется колледж: 60 групп, 1500 обучающихся, 600 журналов по 72 занятия …')
  await fillCollege(url)
  const recorded = await record(url)
  const web = await startWeb(['src/web.ts'], {
    ...asDeployed('web'),
    DATABASE_URL: url,
    SESSION_SECRET: 'x'.repeat(40),
    LOG_LEVEL: 'warn'
  })
  const journal = await measureJournal(url, web, recorded)
  const megabytes = Math.round(web.rss() / 1e6)
  return [
    ...journal,
    promise('память процесса web после нагрузки', `${megabytes} МБ`, '≤ 160 МБ', web.rss() <= MOST_MEMORY),
    ...(await measurePrinting()),
    ...(await measureGrowth(url, web)),
    ...['неделя куратора', '1000 родителей открывают дневник', 'печать всего колледжа'].map(absent)
  ]
}

try {
  const rows = await measure()
  print(rows)
  process.exitCode = isBroken(rows) ? 1 : 0
} finally {
  await stopAll()
  server.stop()
  rmSync(dir, { recursive: true, force: true })
}
