import { Worker } from 'node:worker_threads'

const PATIENCE_MS = 60_000
const MEMORY_MB = 600

/** What came of a thread: its answer, or that it ran out of time or of memory, or broke. */
export type Outcome<Answer> = { ok: true; answer: Answer } | { ok: false; why: 'too-long' | 'too-much' | 'broken' }

/**
 * Runs a script that posts one message, beside the pages: they stay quick, and a foreign file that eats memory ends only its thread.
 * `given` reaches the script as its `workerData`.
 */
export function inThread<Answer>(script: URL, given: unknown): Promise<Outcome<Answer>> {
  const thread = new Worker(script, {
    ...{ workerData: given, execArgv: [], env: {}, stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }
  })
  let timer: NodeJS.Timeout | undefined
  const outcome = new Promise<Outcome<Answer>>((answer, fail) => {
    timer = setTimeout(() => answer({ ok: false, why: 'too-long' }), PATIENCE_MS)
    thread.once('message', (message: Answer) => answer({ ok: true, answer: message }))
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? answer({ ok: false, why: 'too-much' }) : fail(error)
    )
    thread.once('exit', () => answer({ ok: false, why: 'broken' }))
  })
  return outcome.finally(() => {
    clearTimeout(timer)
    return thread.terminate()
  })
}
