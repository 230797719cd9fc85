// The load: a process of its own that keeps a few connections busy with ready-made requests and times the answers.
import { connect, type Socket } from 'node:net'

/** Requests of one connection, sent one after another as soon as the last is answered; `pace` is a person's time between two. */
export type Lane = { requests: string[]; pace?: number }
export type Round = { port: number; seconds: number; lanes: Lane[]; statuses: number[]; begins?: string }
export type Result = { rate: number; errors: number; p50: number; p99: number; sample: string }

type Answer = { status: number; body: Buffer }

/** Length of the whole answer, once its head is here; a chunked one ends with its last chunk. */
function lengthOf(got: Buffer): number {
  const end = got.indexOf('\r\n\r\n')
  if (end < 0) return Number.POSITIVE_INFINITY
  const head = got.toString('latin1', 0, end)
  if (/transfer-encoding: chunked/i.test(head))
    return got.subarray(-5).equals(LAST_CHUNK) ? got.length : Number.POSITIVE_INFINITY
  return end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
}
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** Sends one request over a connection that stays open. */
function ask(socket: Socket, request: string): Promise<Answer> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = []
    let left = Number.POSITIVE_INFINITY
    const lost = () => failed(new Error('the server closed the connection'))
    const read = (chunk: Buffer) => {
      chunks.push(chunk)
      left = Number.isFinite(left)
        ? left - chunk.length
        : lengthOf(Buffer.concat(chunks)) - Buffer.concat(chunks).length
      if (left > 0) return
      socket.off('data', read).off('close', lost)
      const got = Buffer.concat(chunks)
      done({ status: Number(got.toString('latin1', 9, 12)), body: got.subarray(got.indexOf('\r\n\r\n') + 4) })
    }
    socket.on('data', read).on('close', lost)
    socket.write(request)
  })
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms))

async function drive(round: Round, lane: Lane, until: number, times: number[], wrong: string[]): Promise<void> {
  const socket = connect(round.port, '127.0.0.1').setNoDelay(true)
  await new Promise((done, failed) => socket.once('connect', done).once('error', failed))
  if (lane.pace) await sleep(Math.random() * lane.pace)
  for (let i = 0; performance.now() < until; i++) {
    const sent = performance.now()
    const { status, body } = await ask(socket, lane.requests[i % lane.requests.length] ?? '')
    const took = performance.now() - sent
    times.push(took)
    const fits = round.statuses.includes(status) && body.toString('utf8', 0, 40).startsWith(round.begins ?? '')
    if (!fits) wrong.push(`${status} ${body.toString('utf8', 0, 400)}`)
    if (lane.pace) await sleep(Math.max(0, lane.pace - took))
  }
  socket.removeAllListeners('close').destroy()
}

process.on('message', async (round: Round) => {
  const times: number[] = []
  const wrong: string[] = []
  const began = performance.now()
  const until = began + round.seconds * 1000
  await Promise.all(round.lanes.map((lane) => drive(round, lane, until, times, wrong)))
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  const result: Result = {
    rate: times.length / seconds,
    errors: wrong.length,
    p50: at(0.5),
    p99: at(0.99),
    sample: wrong[0] ?? ''
  }
  process.send?.(result)
})
