const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs `stop` once at the first signal, then ends the process; also when the parent that started it over IPC is gone. */
export function onStop(stop: () => Promise<void>): void {
  let stopping = false
  const once = () => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      }
    )
  }
  for (const signal of SIGNALS) process.on(signal, once)
  if (process.send) process.on('disconnect', once)
}
