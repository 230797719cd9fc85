// Starts PhantomJS (QtWebKit of 2011 or 2016) and gives it the same methods as the Chromium page in cdp.mjs.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { overflowProbe } from './cdp.mjs'

const freePort = () =>
  new Promise((resolve, reject) => {
    const s = net.createServer().on('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })
// ASCII JSON, so that no part of the way has to agree on an encoding
const ascii = (v) =>
  JSON.stringify(v).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

// Not fetch(): the web server in 1.9 knows Content-Length in this spelling only.
const post = (port, body) =>
  new Promise((resolve, reject) => {
    const q = http.request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        agent: false,
        timeout: 20000,
        headers: { 'Content-Type': 'text/plain', 'Content-Length': body.length, Connection: 'close' }
      },
      (r) => {
        let text = ''
        r.on('data', (d) => {
          text += d
        })
          .on('end', () => resolve(text))
          .on('error', reject)
      }
    )
    q.on('timeout', () => q.destroy(new Error('PhantomJS did not answer')))
      .on('error', reject)
      .end(body)
  })

export async function launchPhantom({ binary, args = [], width = 1024, height = 768, timeout = 15000 }) {
  const port = await freePort()
  const child = spawn(
    binary,
    [
      '--ignore-ssl-errors=true',
      ...args,
      path.join(import.meta.dirname, 'phantom-page.js'),
      String(port),
      JSON.stringify({ width, height })
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A bare environment: with SSL_CERT_DIR set, 1.9 loads the system's far newer OpenSSL and crashes.
      env: { PATH: process.env.PATH, HOME: os.tmpdir(), LANG: 'C.UTF-8', OPENSSL_CONF: '/dev/null' }
    }
  )
  let log = ''
  let gone = null
  child.on('exit', (code, signal) => {
    gone = `ended with ${signal ?? code}`
  })
  child.on('error', (error) => {
    gone = String(error)
  })
  for (const s of [child.stdout, child.stderr])
    s.on('data', (d) => {
      log = (log + d).slice(-4000)
    })
  const page = new Page(port, width, height)
  const close = async () => {
    if (!gone) await page.call('quit').catch(() => {})
    for (let i = 0; i < 20 && !gone; i++) await sleep(50)
    if (!gone) child.kill('SIGKILL')
  }
  for (const until = Date.now() + timeout; ; ) {
    const v = await page.call('version').catch(() => null)
    if (v) return { version: `PhantomJS/${v.version}`, agent: v.agent, page, pid: child.pid, close }
    if (gone || Date.now() > until) {
      await close()
      throw new Error(`${binary} did not start (${gone ?? 'no answer'}): ${log}`)
    }
    await sleep(50)
  }
}

class Page {
  constructor(port, width, height) {
    this.port = port
    this.width = width
    this.height = height
    this.seen = []
  }
  async call(name, extra = {}) {
    const answer = JSON.parse(await post(this.port, ascii({ name, ...extra })))
    if (answer.error) throw new Error(answer.error)
    return answer.value
  }
  async drain() {
    this.seen.push(...(await this.call('problems')))
  }
  takeProblems() {
    const p = this.seen
    this.seen = []
    return p
  }
  async scripts(on) {
    if (!on) throw new Error('PhantomJS is driven with scripts on only')
  }
  async loaded(before, timeout) {
    for (const until = Date.now() + timeout; ; ) {
      const s = await this.call('state')
      if (s.loads > before && !s.loading) {
        this.status = s.status
        await this.drain()
        return
      }
      if (Date.now() > until) throw new Error(`no page load in ${timeout} ms`)
      await sleep(40)
    }
  }
  async goto(url, timeout = 30000) {
    const { loads } = await this.call('state')
    await this.call('goto', { url })
    await this.loaded(loads, timeout)
  }
  async evaluate(expression) {
    const v = await this.call('evaluate', { expression })
    await this.drain()
    return v
  }
  async waitFor(expression, timeout = 10000) {
    for (const until = Date.now() + timeout; ; ) {
      const v = await this.evaluate(expression).catch(() => undefined)
      if (v) return v
      if (Date.now() > until) throw new Error(`never true: ${expression}`)
      await sleep(40)
    }
  }
  async click(selector) {
    await this.waitFor(`!!document.querySelector(${JSON.stringify(selector)})`)
    await this.call('click', { selector })
  }
  async clickThrough(selector, timeout = 8000) {
    const { loads } = await this.call('state')
    await this.click(selector)
    await this.loaded(loads, timeout)
  }
  async fill(selector, text) {
    await this.click(selector)
    const s = JSON.stringify(selector)
    await this.evaluate(`(function(){var e=document.querySelector(${s});e.value='';e.focus();return true;})()`)
    await this.call('type', { text })
  }
  async type(text) {
    await this.call('type', { text })
  }
  async enter() {
    await this.call('enter')
  }
  overflow() {
    return this.evaluate(`(${overflowProbe})()`)
  }
  async screenshot(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    await this.call('screenshot', { file: path.resolve(file) })
  }
}
