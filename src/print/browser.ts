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

async function openPage({ browser }: Run): Promise<Page> {
  const page = await browser.newPage()
  await page.setJavaScriptEnabled(false)
  await page.setOfflineMode(true)
  return page
}

/** Does the work on a fresh page; rejects when the page or the browser dies, which would otherwise leave it waiting. */
async function onPage<T>(run: Run, work: Work<T>, signal?: AbortSignal): Promise<T> {
  const { promise: ended, reject: end } = Promise.withResolvers<never>()
  ended.catch(() => {}) // it may end when nobody waits any more
  const died = () => end(new Error('The browser for printing died'))
  const stop = () => end(signal?.reason)
  run.browser.on('disconnected', died)
  signal?.addEventListener('abort', stop)
  const opened = openPage(run)
  const done = opened.then((page) => {
    page.on('error', end)
    return work(page)
  })
  try {
    return await Promise.race([done, ended])
  } finally {
    const closed = opened.then((page) => page.close())
    await Promise.race([closed, ended]).catch(() => {})
    run.browser.off('disconnected', died)
    signal?.removeEventListener('abort', stop)
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
