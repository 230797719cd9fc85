import fs from 'node:fs/promises'
import puppeteer, { type Browser } from 'puppeteer'
import { type Chromium, type ChromiumOptions, findChromium, makeProfile } from './chromium.ts'

/** A running browser and the folder with everything it writes. */
export type Run = { browser: Browser; profile: string }

const FLAGS = [
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  // offline mode is a switch of each page; these hold for whatever has no such switch
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND'
]

/** What the browser learns of our environment: nothing, for ours holds the database's password. */
const environment = (chromium: Chromium, profile: string, fontsConf: string) => ({
  HOME: profile,
  TMPDIR: profile,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  FONTCONFIG_FILE: fontsConf,
  ...(chromium.libraries ? { LD_LIBRARY_PATH: chromium.libraries } : {})
})

const remove = (dir: string) => fs.rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })

async function launchOnce(chromium: Chromium, sandbox: boolean): Promise<Run> {
  const { dir, fontsConf } = await makeProfile(chromium.fonts)
  try {
    const browser = await puppeteer.launch({
      executablePath: chromium.executable,
      ...(process.platform === 'linux' ? { env: environment(chromium, dir, fontsConf) } : {}),
      headless: 'shell',
      pipe: true,
      userDataDir: dir,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: sandbox ? FLAGS : ['--no-sandbox', ...FLAGS]
    })
    // a killed browser breaks its pipes; without a listener that error would end our process
    for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => {})
    return { browser, profile: dir }
  } catch (error) {
    await remove(dir)
    throw error
  }
}

/** Starts a browser; the second try is without the sandbox, which root and most containers cannot have. */
export async function launch(options: ChromiumOptions): Promise<Run> {
  const chromium = await findChromium(options)
  try {
    return await launchOnce(chromium, process.getuid?.() !== 0)
  } catch {
    return await launchOnce(chromium, false).catch((cause: Error) => {
      throw new Error(`The browser for printing did not start: ${cause.message}`, { cause })
    })
  }
}

/** Ends a browser, by force when it does not answer, and removes its folder. */
export async function end({ browser, profile }: Run): Promise<void> {
  const child = browser.process()
  const exited = new Promise<void>((done) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const patience = new Promise((done) => setTimeout(done, 5_000).unref())
  await Promise.race([browser.close().catch(() => {}), patience])
  child?.kill('SIGKILL')
  await exited
  await remove(profile)
}
