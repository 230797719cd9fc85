// A browser with no scripts, no styles and no picture: it keeps cookies, follows redirects and sends forms as HTML defines.
import { parse, query, queryAll, text, walk } from './html.mjs'

export class PlainBrowser {
  constructor(base, { headers = {} } = {}) {
    this.base = base
    this.headers = headers
    this.cookies = new Map()
    this.problems = []
  }

  cookieHeader() {
    return [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
  }

  async goto(url, { method = 'GET', body } = {}) {
    let to = new URL(url, this.url ?? this.base)
    for (let hop = 0; hop < 10; hop++) {
      const headers = { Accept: 'text/html', ...this.headers }
      if (this.cookies.size) headers.Cookie = this.cookieHeader()
      if (this.url) headers.Referer = this.url
      if (body !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded'
      const r = await fetch(to, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(20000) })
      for (const line of r.headers.getSetCookie()) {
        const [pair, ...flags] = line.split(';')
        const cut = pair.indexOf('=')
        const gone = flags.some(
          (f) => /^\s*max-age=0*\s*$/i.test(f) || (/^\s*expires=/i.test(f) && Date.parse(f.split('=')[1]) < Date.now())
        )
        if (gone) this.cookies.delete(pair.slice(0, cut).trim())
        else this.cookies.set(pair.slice(0, cut).trim(), pair.slice(cut + 1).trim())
      }
      const html = await r.text()
      if (r.status >= 300 && r.status < 400 && r.headers.has('location')) {
        to = new URL(r.headers.get('location'), to)
        if (r.status === 303 || method === 'POST') {
          method = 'GET'
          body = undefined
        }
        continue
      }
      this.url = to.href
      this.status = r.status
      this.html = html
      this.root = parse(html)
      if (r.status >= 400) this.problems.push({ kind: 'http', text: `${r.status} ${to.href}` })
      return this
    }
    throw new Error(`too many redirects at ${to}`)
  }
  query(selector) {
    return query(this.root, selector)
  }
  text(selector) {
    const n = this.query(selector)
    return n && text(n)
  }
  href(selector) {
    const n = this.query(selector)
    if (!n) throw new Error(`nothing fits ${selector} at ${this.url}`)
    const a = n.tag === 'a' ? n : query(n, 'a')
    if (!a?.attrs.href) throw new Error(`${selector} is no link at ${this.url}`)
    return a.attrs.href
  }
  // Opens what a click on the element opens without scripts: a link, or the form around a button.
  async follow(selector) {
    const n = this.query(selector)
    if (n && /^(button|input)$/.test(n.tag)) return this.send({}, { button: n })
    return this.goto(this.href(selector))
  }
  // Fills the form that has all these fields, and sends it with its first submit button.
  async send(fields, { button } = {}) {
    let form
    if (button) for (form = button; form && form.tag !== 'form'; ) form = form.parent
    else
      form = queryAll(this.root, 'form').find((f) =>
        Object.keys(fields).every((k) => this.controls(f).some((c) => c.attrs.name === k))
      )
    if (!form) throw new Error(`no form with ${Object.keys(fields).join(', ') || 'that button'} at ${this.url}`)
    const out = new URLSearchParams()
    let pressed = button
    for (const c of this.controls(form)) {
      const { name, type = c.tag === 'button' ? 'submit' : 'text' } = c.attrs
      if (/^(submit|image)$/i.test(type) && (c.tag === 'input' || c.tag === 'button')) {
        pressed ??= c
        if (c === pressed && name) out.append(name, c.attrs.value ?? '')
      } else if (!name || 'disabled' in c.attrs || /^(button|reset|file)$/i.test(type)) continue
      else if (name in fields) {
        if (!out.has(name)) out.append(name, fields[name])
      } else if (/^(checkbox|radio)$/i.test(type)) {
        if ('checked' in c.attrs) out.append(name, c.attrs.value ?? 'on')
      } else if (c.tag === 'select') {
        const options = queryAll(c, 'option')
        const o = options.find((x) => 'selected' in x.attrs) ?? options[0]
        if (o) out.append(name, o.attrs.value ?? text(o))
      } else out.append(name, c.tag === 'textarea' ? c.children.join('') : (c.attrs.value ?? ''))
    }
    const action = pressed?.attrs.formaction ?? form.attrs.action ?? ''
    const method = (pressed?.attrs.formmethod ?? form.attrs.method ?? 'get').toUpperCase()
    if (method === 'POST') return this.goto(action || this.url, { method, body: out.toString() })
    const to = new URL(action || this.url, this.url)
    to.search = out.toString()
    return this.goto(to.href)
  }
  controls(form) {
    return [...walk(form)].filter((n) => /^(input|select|textarea|button)$/.test(n.tag))
  }
}
