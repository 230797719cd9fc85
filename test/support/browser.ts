import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer'
import type { Test } from 'tap'
import { config } from '../../src/platform/config.ts'
import { findChromium, makeProfile } from '../../src/print/chromium.ts'
import { PASSWORD } from './house.ts'

const FLAGS = ['--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-extensions']

/** Today's Chromium without a window, closed when the test ends; each browser context is a computer of its own. */
export async function openBrowser(t: Test): Promise<Browser> {
  const chromium = await findChromium({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
  const { dir, fontsConf } = await makeProfile(chromium.fonts)
  const browser = await puppeteer.launch({
    executablePath: chromium.executable,
    env: {
      ...{ ...process.env, HOME: dir, FONTCONFIG_FILE: fontsConf },
      ...(chromium.libraries ? { LD_LIBRARY_PATH: chromium.libraries } : {})
    },
    ...{ headless: 'shell', pipe: true, userDataDir: dir, defaultViewport: { width: 1024, height: 768 } },
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...FLAGS] : FLAGS
  })
  t.teardown(async () => {
    await browser.close()
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  return browser
}

/** Listens on the loopback; the same port can be asked for again after `app.close()`. */
export async function listen(app: FastifyInstance, port = 0): Promise<string> {
  return app.listen({ port, host: '127.0.0.1' })
}

/** A new window on the page; errors of the page's own scripts fail the test. */
export async function open(t: Test, context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => t.fail(`a script failed: ${error instanceof Error ? error.message : error}`))
  await page.goto(url)
  return page
}

/** Signs in through the form and stands on the page asked for. */
export async function visit(
  t: Test,
  context: BrowserContext,
  address: string,
  login: string,
  path: string
): Promise<Page> {
  const page = await open(t, context, `${address}/login?to=${encodeURIComponent(path)}`)
  await signInHere(page, login)
  return page
}

/** Fills the sign-in form that is on the screen. */
export async function signInHere(page: Page, login: string): Promise<void> {
  await page.type('input[name="login"]', login)
  await page.type('input[name="password"]', PASSWORD)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}
