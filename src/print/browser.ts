import type { Page } from 'puppeteer'
import type { ChromiumOptions } from './chromium.ts'
import { end, launch, type Run } from './launch.ts'

type Work<T> = (page: Page) => Promise<T>

/** One Chromium for a process: started at the first page, started again when it died, closed when it has nothing to do. */
export type PrintBrowser = {
  /**
   * Gives a blank page that runs no scripts and reaches no network; at most two are open at a time. When the browser dies,
   * crashes or hangs, `work` is called again in a new one, three times in all, so it must be repeatable.
   */
  withPage<T>(work: Work<T>, signal?: AbortSignal): Promise<T>
  /** The browser's process, while there is one. */
  pid(): number | undefined
  /** Ends the browser and removes everything it wrote; the next page starts another. */
  close(): Promise<void>
}

const PAGES_AT_A_TIME = 2
const TRIES = 3
const IDLE_MS = 60_000

/** Lets `limit` in at a time; the others wait in turn. */
function turnstile(limit: number): { enter(): Promise<void>; leave(): void } {
  let free = limit
  const queue: (() => void)[] = []
  return {
    enter: async () => {
      if (free > 0) free--
      else await new Promise<void>((next) => queue.push(next))
    },
    leave: () => {
      const next = queue.shift()
      if (next) next()
      else free++
    }
  }
}

/** Does the work on a fresh page; rejects when the page crashes, which Chromium itself would leave hanging. */
async function onPage<T>({ browser }: Run, work: Work<T>, signal?: AbortSignal): Promise<T> {
  const page = await browser.newPage()
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const stop = () => reject(signal?.reason)
  signal?.addEventListener('abort', stop)
  page.on('error', reject)
  try {
    await page.setJavaScriptEnabled(false)
    await page.setOfflineMode(true)
    work(page).then(resolve, reject)
    return await promise
  } finally {
    signal?.removeEventListener('abort', stop)
    await page.close().catch(() => {}) // it died with the browser
  }
}

const isRetried = (error: Error, { browser }: Run) =>
  !browser.connected || error.name === 'TimeoutError' || /crashed/i.test(error.message)

export function printBrowser(options: ChromiumOptions): PrintBrowser {
  const gate = turnstile(PAGES_AT_A_TIME)
  let running: Promise<Run> | undefined
  let pid: number | undefined
  let idle: NodeJS.Timeout | undefined
  let open = 0

  const start = () =>
    launch(options).then((run) => {
      pid = run.browser.process()?.pid
      return run
    })

  async function drop(started: Promise<Run> | undefined): Promise<void> {
    if (running === started) running = pid = undefined
    const run = await started?.catch(() => undefined)
    if (run) await end(run)
  }

  async function attempt<T>(work: Work<T>, signal: AbortSignal | undefined, tries: number): Promise<T> {
    signal?.throwIfAborted()
    running ??= start()
    const started = running
    const run = await started.catch(async (error) => {
      await drop(started)
      throw error
    })
    try {
      return await onPage(run, work, signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (tries <= 1 || !isRetried(error as Error, run)) throw error
      await drop(started)
      return await attempt(work, signal, tries - 1)
    }
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    await drop(running)
  }

  async function withPage<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    await gate.enter()
    clearTimeout(idle)
    open++
    try {
      return await attempt(work, signal, TRIES)
    } finally {
      gate.leave()
      if (--open === 0) idle = setTimeout(() => void close(), IDLE_MS).unref()
    }
  }

  return { withPage, pid: () => pid, close }
}
