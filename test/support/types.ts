// npm run types: writes src/platform/schema.ts from a freshly migrated database.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { config, root } from '../../src/platform/config.ts'
import { connect, ensureDatabase } from '../../src/platform/db.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { startPostgres } from '../../src/platform/postgres.ts'

const dir = join(config.dataDir, 'types')
const server = await startPostgres(dir, { fsync: 'off' }, true)
await ensureDatabase(server.url('postgres'), 'types')
const db = connect(server.url('types'), 1)
await migrate(db, 'college')
await db.destroy()
const file = join(root, 'src/platform/schema.ts')
const made = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
    ...[
      '--dialect',
      'postgres',
      '--url',
      server.url('types'),
      '--default-schema',
      'college',
      '--date-parser',
      'string'
    ],
    ...['--include-pattern', '(college|region).*', '--exclude-pattern', '*.migration', '--numeric-parser', 'number'],
    ...['--out-file', file]
  ],
  { stdio: 'inherit', cwd: root }
)
// The driver parses int8 as an exact number (src/platform/db.ts), which the generator cannot be told.
writeFileSync(file, readFileSync(file, 'utf8').replace(/^export type Int8 = .*$/m, 'export type Int8 = number'))
spawnSync(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', file], {
  cwd: root
})
server.stop()
rmSync(dir, { recursive: true, force: true })
process.exitCode = made.status ?? 1
