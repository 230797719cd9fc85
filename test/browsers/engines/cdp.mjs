// Starts a Chromium of any age and drives one page of it over the DevTools protocol, with Node's own WebSocket.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-quic',
  '--mute-audio',
  '--hide-scrollbars',
  '--proxy-bypass-list=<-loopback>;127.0.0.1;localhost'
]

export async function launchChromium({ binary, args = [], width = 1024, height = 768, timeout = 20000 }) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'rig-chromium-'))
  const child = spawn(
    binary,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--window-size=${width},${height}`,
      ...QUIET,
      ...args,
      'about:blank'
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } }
  )
  let log = ''
  let gone = null
  child.on('exit', (code, signal) => {
    gone = `ended with ${signal ?? code}`
  })
  child.on('error', (error) => {
    gone = String(error)
  })
  child.stderr.on('data', (d) => {
    log = (log + d).slice(-8000)
  })
  const close = async () => {
    if (!gone) {
      child.kill('SIGTERM')
      for (let i = 0; i < 30 && !gone; i++) await sleep(100)
    }
    if (!gone) {
      child.kill('SIGKILL')
      await sleep(200)
    }
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  try {
    const until = Date.now() + timeout
    let endpoint
    while (!(endpoint = /DevTools listening on ws:\/\/([^/\s]+)/.exec(log)?.[1])) {
      if (gone || Date.now() > until)
        throw new Error(`${binary} did not start (${gone ?? 'no answer'}): ${log.slice(-600)}`)
      await sleep(50)
    }
    const get = async (p) => (await fetch(`http://${endpoint}${p}`)).json()
    const version = await get('/json/version')
    let target
    while (!(target = (await get('/json/list')).find((t) => t.type === 'page'))) {
      if (Date.now() > until) throw new Error('no page target')
      await sleep(50)
    }
    const page = await Page.connect(target.webSocketDebuggerUrl)
    await page.start(width, height)
    return {
      version: version.Browser,
      agent: version['User-Agent'],
      page,
      pid: child.pid,
      close: async () => {
        page.socket.close()
        await close()
      }
    }
  } catch (error) {
    await close()
    throw error
  }
}

class Page {
  static async connect(url) {
    const page = new Page()
    page.waiting = new Map()
    page.handlers = new Map()
    page.problems = []
    page.seq = 0
    page.socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      page.socket.onopen = resolve
      page.socket.onerror = (e) => reject(new Error(`websocket: ${e.message ?? e.type}`))
    })
    page.socket.onmessage = ({ data }) => {
      const m = JSON.parse(data)
      if (m.id) {
        const w = page.waiting.get(m.id)
        page.waiting.delete(m.id)
        if (m.error) w?.reject(new Error(`${w.method}: ${m.error.message}`))
        else w?.resolve(m.result)
      } else for (const f of page.handlers.get(m.method) ?? []) f(m.params)
    }
    page.socket.onclose = () => {
      for (const w of page.waiting.values()) w.reject(new Error('browser closed the connection'))
      page.waiting.clear()
    }
    return page
  }
  send(method, params = {}) {
    const id = ++this.seq
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, method })
      this.socket.send(JSON.stringify({ id, method, params }))
    })
  }
  on(method, f) {
    this.handlers.set(method, [...(this.handlers.get(method) ?? []), f])
  }
  once(method, timeout) {
    return new Promise((resolve, reject) => {
      const f = (p) => {
        clearTimeout(timer)
        this.handlers.set(
          method,
          this.handlers.get(method).filter((x) => x !== f)
        )
        resolve(p)
      }
      const timer = setTimeout(() => reject(new Error(`no ${method} in ${timeout} ms`)), timeout)
      this.on(method, f)
    })
  }
  async start(width, height) {
    this.width = width
    this.height = height
    const note = (kind, text) => this.problems.push({ kind, text: String(text).slice(0, 400) })
    const urls = new Map()
    this.on('Runtime.exceptionThrown', ({ exceptionDetails: d }) =>
      note(
        'exception',
        `${d.exception?.description?.split('\n')[0] ?? d.text} (${d.url ?? ''}:${(d.lineNumber ?? 0) + 1})`
      )
    )
    this.on('Runtime.consoleAPICalled', (m) => {
      if (m.type === 'error' || m.type === 'assert')
        note('console', m.args.map((a) => a.value ?? a.description ?? a.type).join(' '))
    })
    this.on('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error' && entry.source !== 'network') note(entry.source, entry.text)
    })
    this.on('Network.requestWillBeSent', (m) => urls.set(m.requestId, m.request.url))
    this.on('Network.responseReceived', (m) => {
      if (m.type === 'Document') this.status = m.response.status
      if (m.response.status >= 400) note('http', `${m.response.status} ${m.response.url}`)
    })
    this.on('Network.loadingFailed', (m) => {
      if (!m.canceled) note('load', `${m.errorText} ${urls.get(m.requestId) ?? ''}`)
    })
    this.on('Page.javascriptDialogOpening', (m) => {
      note('dialog', m.message)
      this.send('Page.handleJavaScriptDialog', { accept: true }).catch(() => {})
    })
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`)
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  }
  takeProblems() {
    const p = this.problems
    this.problems = []
    return p
  }
  async scripts(on) {
    await this.send('Emulation.setScriptExecutionDisabled', { value: !on })
  }
  async goto(url, timeout = 30000) {
    const loaded = this.once('Page.loadEventFired', timeout)
    loaded.catch(() => {})
    this.status = undefined
    const r = await this.send('Page.navigate', { url })
    if (r.errorText) throw new Error(`${r.errorText} at ${url}`)
    await loaded
  }
  async evaluate(expression) {
    const r = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (r.exceptionDetails)
      throw new Error(r.exceptionDetails.exception?.description?.split('\n')[0] ?? r.exceptionDetails.text)
    return r.result.value
  }
  async waitFor(expression, timeout = 10000) {
    for (const until = Date.now() + timeout; ; ) {
      const v = await this.evaluate(expression).catch(() => undefined) // a page being replaced has no context for a moment
      if (v) return v
      if (Date.now() > until) throw new Error(`never true: ${expression}`)
      await sleep(40)
    }
  }
  // A real click: scrolls the element into view and sends mouse events to its centre.
  async click(selector) {
    const s = JSON.stringify(selector)
    await this.waitFor(`!!document.querySelector(${s})`)
    const spot = await this.evaluate(
      `(function(){var e=document.querySelector(${s});e.scrollIntoView({block:'center',inline:'center'});` +
        'var b=e.getBoundingClientRect();return {x:b.left+b.width/2,y:b.top+b.height/2}})()'
    )
    const at = { ...spot, button: 'left', clickCount: 1 }
    await this.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at })
    await this.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at })
  }
  // Clicks and waits for the page that the click leads to.
  async clickThrough(selector, timeout = 8000) {
    const loaded = this.once('Page.loadEventFired', timeout)
    loaded.catch(() => {})
    await this.click(selector)
    await loaded
  }
  async fill(selector, text) {
    await this.click(selector)
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).value=''`)
    await this.type(text)
  }
  async type(text) {
    for (const ch of text) await this.send('Input.dispatchKeyEvent', { type: 'char', text: ch })
  }
  async enter() {
    const k = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 }
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', text: '\r', ...k })
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...k })
  }
  // How far the page is wider than the window, and which elements stick out of it.
  overflow() {
    return this.evaluate(`(${overflowProbe})()`)
  }
  async screenshot(file) {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' })
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, Buffer.from(data, 'base64'))
  }
}

// Plain ES3, since it also runs in PhantomJS.
export const overflowProbe = `function () {
  var d = document.documentElement, w = d.clientWidth, over = Math.max(d.scrollWidth, document.body ? document.body.scrollWidth : 0) - w;
  var all = document.body ? document.body.getElementsByTagName('*') : [], who = [], i, b, e, p, clipped;
  if (over > 0) {
    for (i = 0; i < all.length && who.length < 5; i += 1) {
      e = all[i]; b = e.getBoundingClientRect();
      if (b.right > w + 1 && b.width > 0) {
        for (clipped = false, p = e.parentNode; p && p !== document.body && p.nodeType === 1; p = p.parentNode) {
          if (window.getComputedStyle(p, null).overflowX !== 'visible') { clipped = true; break; }
        }
        if (!clipped) { who.push(e.nodeName.toLowerCase() + (e.id ? '#' + e.id : '') + (typeof e.className === 'string' && e.className ? '.' + e.className.split(' ')[0] : '') + ' to ' + Math.round(b.right)); }
      }
    }
  }
  return { by: over > 0 ? over : 0, window: w, who: who };
}`
