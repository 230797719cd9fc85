// A thread of its own for one packed file of tables.
import { parentPort, workerData } from 'node:worker_threads'
import { readPacked } from './reading.ts'

parentPort?.postMessage(await readPacked(Buffer.from(workerData as Uint8Array)))
