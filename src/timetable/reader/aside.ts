import { Worker } from 'node:worker_threads'
import type { TimetableReading } from './lessons.ts'

const PATIENCE_MS = 60_000
const MEMORY_MB = 500
const refused = (refusal: string): TimetableReading => ({ ok: false, refusal })
const TOO_MUCH = 'Файл слишком большой и не прочитан: сохраните в новый файл только нужное расписание.'

/** Reads foreign files beside the pages, in a thread that is given so much memory and time and no more. */
export function readAside(files: Uint8Array[]): Promise<TimetableReading> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    ...{ workerData: files, execArgv: [], env: {} },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }
  })
  let timer: NodeJS.Timeout | undefined
  const reading = new Promise<TimetableReading>((answer, fail) => {
    timer = setTimeout(() => answer(refused(TOO_MUCH)), PATIENCE_MS)
    thread.once('message', answer)
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? answer(refused(TOO_MUCH)) : fail(error)
    )
    thread.once('exit', () => answer(refused('Файл повреждён и не читается.')))
  })
  return reading.finally(() => {
    clearTimeout(timer)
    return thread.terminate()
  })
}
