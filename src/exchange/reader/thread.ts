// A thread of its own for one foreign file: the journal stays quick, and a file that eats memory ends only this.
import { parentPort, workerData } from 'node:worker_threads'
import { readTable } from './reading.ts'

const { content, sheet } = workerData as { content: Uint8Array; sheet: string }
parentPort?.postMessage(await readTable(Buffer.from(content), sheet))
