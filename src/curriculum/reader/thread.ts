// A thread of its own for one large curriculum.
import { parentPort, workerData } from 'node:worker_threads'
import { readCurriculum } from '../reader.ts'

const { content, name } = workerData as { content: Uint8Array; name: string }
parentPort?.postMessage(readCurriculum(content, name))
