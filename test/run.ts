// npm test: one throw-away PostgreSQL with a migrated template database, then tap on all
// test files, then one plain closing line. Arguments go to tap: npm test -- test/app.test.ts
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { config } from '../src/platform/config.ts'
import { connect, ensureDatabase } from '../src/platform/db.ts'
import { migrate } from '../src/platform/migrations.ts'
import { scratchDir, startPostgres } from '../src/platform/postgres.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const log = join(config.dataDir, `test-${process.pid}.tap`)

const dir = scratchDir()
const server = await startPostgres(dir, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }, true)
await ensureDatabase(server.url('postgres'), 'template')
const db = connect(server.url('template'), 1)
await migrate(db, 'college')
await db.destroy()

fs.mkdirSync(config.dataDir, { recursive: true })
fs.rmSync(join(config.dataDir, 'test.tap'), { force: true })
const tap = file('../node_modules/tap/dist/esm/run.mjs')
// Kept output has its failures at the end and nothing else; the whole report is the file.
const reporter = process.stdout.isTTY ? [] : ['--reporter=min']
const child = spawn(process.execPath, [tap, ...reporter, `--output-file=${log}`, ...process.argv.slice(2)], {
  cwd: file('..'),
  stdio: 'inherit',
  env: { ...process.env, TEST_DATABASE_URL: server.url('postgres') }
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
const code = await new Promise<number>((done) => child.on('exit', (c) => done(c ?? 1)))
server.stop()
fs.rmSync(dir, { recursive: true, force: true })

const kept = join(config.dataDir, 'test.tap')
if (fs.existsSync(log)) fs.renameSync(log, kept)

const report = fs.existsSync(kept) ? fs.readFileSync(kept, 'utf8') : ''

// tap's own summary is the last line like "# { total: 29, pass: 13, fail: 4, skip: 6 }"
const summary = report.match(/^# \{ total: .*\}$/gm)?.at(-1)
const count = (key: string) => Number(new RegExp(`\\b${key}: (\\d+)`).exec(summary ?? '')?.[1] ?? 0)
const failed = Math.max(count('fail'), code === 0 ? 0 : 1)
const skipped = count('skip') + count('todo')
console.log(`${count('pass')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exitCode = code === 0 && count('pass') > 0 ? 0 : 1
