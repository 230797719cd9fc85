// A thread of its own for foreign files: the journal stays quick, and a file that eats memory ends only this.
import { parentPort, workerData } from 'node:worker_threads'
import { readTimetable } from '../reader.ts'

parentPort?.postMessage(await readTimetable(workerData as Uint8Array[]))
