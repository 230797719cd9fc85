import { type ChildProcess, type ForkOptions, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from '../../src/platform/config.ts'
import type { Yard } from './bare.ts'
import type { Lane, Result, Round } from './client.ts'

const QUIET: ForkOptions = { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }
const running = new Set<ChildProcess>()

function keep(child: ChildProcess): ChildProcess {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Ends every process of the bench that is still there and waits until it is gone. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop))
}

export function stop(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((done) => (running.has(child) ? child.once('exit', done) : done(undefined)))
  child.kill('SIGTERM')
  return gone
}

const answer = <T>(child: ChildProcess, question: object): Promise<T> =>
  new Promise((done, failed) => {
    child
      .once('message', done as (message: unknown) => void)
      .once('exit', () => failed(new Error('a process of the bench ended')))
    child.send(question)
  })

const file = (name: string) => join(root, 'test/load', name)

/** Drives one round of load from a process of its own. */
export async function load(round: Round): Promise<Result> {
  const child = keep(fork(file('client.ts'), QUIET))
  const result = await answer<Result>(child, round)
  await stop(child)
  if (result.errors > 0) throw new Error(`${result.errors} wrong answers, the first: ${result.sample}`)
  return result
}

export async function startBare(yard: Yard): Promise<{ port: number }> {
  return answer(keep(fork(file('bare.ts'), QUIET)), yard)
}

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

export type Web = { port: number; child: ChildProcess; rss(): number }

/** What the Procfile sets for a process: `web: NAME=value … command`. */
export function asDeployed(process: string): Record<string, string> {
  const [line = ''] = new RegExp(`^${process}: .*`, 'm').exec(readFileSync(join(root, 'Procfile'), 'utf8')) ?? []
  return Object.fromEntries([...line.matchAll(/ ([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]))
}

/** Starts a program that listens on PORT and waits until its first page comes. */
export async function startWeb(program: string[], env: Record<string, string>): Promise<Web> {
  const port = await freePort()
  const child = keep(
    spawn(process.execPath, program, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env, PORT: String(port) }
    })
  )
  await firstPage(port, child)
  return { port, child, rss: () => residentBytes(child.pid ?? 0) }
}

async function firstPage(port: number, child: ChildProcess): Promise<void> {
  const isUp = () =>
    new Promise<boolean>((done) => {
      get({ port, host: '127.0.0.1', path: '/login' }, (response) => done(response.resume().statusCode === 200)).on(
        'error',
        () => done(false)
      )
    })
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error('the web process did not start')
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** Memory of a process as the system counts it; only Linux tells. */
function residentBytes(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** The same request over so many connections. */
export const lanes = (connections: number, requests: string[]): Lane[] =>
  Array.from({ length: connections }, () => ({ requests }))
