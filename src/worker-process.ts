import { fork } from 'node:child_process'
import { join } from 'node:path'
import { root } from './platform/config.ts'

const RESTART_MS = 1000

/** Keeps one worker process running beside the web process; it ends by itself when this process is gone. */
export function startWorker(databaseUrl: string): { stop(): Promise<void> } {
  let stopping = false
  const start = () =>
    fork(join(root, 'src/worker.ts'), {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc']
    })
  let child = start()
  const watch = () =>
    child.once('exit', () => {
      if (stopping) return
      setTimeout(() => {
        if (stopping) return
        child = start()
        watch()
      }, RESTART_MS)
    })
  watch()
  return {
    stop: () =>
      new Promise((done) => {
        stopping = true
        if (child.exitCode !== null || child.signalCode !== null) return done()
        child.once('exit', () => done())
        child.kill('SIGTERM')
      })
  }
}
