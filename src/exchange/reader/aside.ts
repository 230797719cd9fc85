import { Worker } from 'node:worker_threads'
import { readTable } from './reading.ts'
import { kindOf } from './sniff.ts'
import type { Reading } from './table.ts'
import { refused } from './table.ts'

const PATIENCE_MS = 60_000
const MEMORY_MB = 700

/** A text of this size is read before anybody notices. */
const SMALL_BYTES = 200_000

/** Reads a file beside the pages, in a thread that is given so much memory and time and no more. */
export const readAside = (content: Buffer, sheet = ''): Promise<Reading> =>
  kindOf(content) !== 'zip' && content.length < SMALL_BYTES ? readTable(content) : readInThread(content, sheet)

function readInThread(content: Buffer, sheet: string): Promise<Reading> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    ...{ workerData: { content, sheet }, execArgv: [], env: {} },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }
  })
  return new Promise((answer, fail) => {
    const timer = setTimeout(() => answer(refused('took-too-long')), PATIENCE_MS)
    thread.once('message', (reading: Reading) => answer(reading))
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? answer(refused('zip-bomb')) : fail(error)
    )
    thread.once('exit', () => {
      clearTimeout(timer)
      answer(refused('damaged'))
    })
  }).finally(() => thread.terminate()) as Promise<Reading>
}
