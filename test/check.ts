// npm run check: types, lint and format; fails when one of them does.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../src/platform/config.ts'

const run = (program: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit' })
    .status === 0

const types = run('typescript/bin/tsc', '--noEmit')
const style = run('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')
process.exitCode = types && style ? 0 : 1
