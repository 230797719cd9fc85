// A forgiving HTML reader for server-made pages: a tree of plain objects and a small CSS selector.
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const RAW = /^(script|style|textarea|title)$/
// an opening tag of this name closes an open one of these names, up to the nearest table, list or select
const CLOSES = {
  tr: ['tr', 'td', 'th'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tbody: ['thead', 'tr', 'td', 'th'],
  li: ['li'],
  option: ['option'],
  dt: ['dd'],
  dd: ['dt'],
  p: ['p']
}
const WALLS = new Set(['table', 'ul', 'ol', 'dl', 'select', 'form', 'div', 'body'])
const NAMED = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  middot: '·',
  mdash: '—',
  ndash: '–',
  laquo: '«',
  raquo: '»'
}

export const decode = (s) =>
  s.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (all, e) => {
    if (e[0] !== '#') return NAMED[e] ?? all
    const n = /^#x/i.test(e) ? parseInt(e.slice(2), 16) : parseInt(e.slice(1), 10)
    return n > 0 && n <= 0x10ffff ? String.fromCodePoint(n) : all
  })

export function parse(html) {
  const root = { tag: '#root', attrs: {}, children: [], parent: null }
  let at = root
  const close = (node) => {
    at = node.parent
  }
  const re =
    /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-zA-Z][\w:-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?|\s*\/)*)\s*>|[^<]+|</g
  for (let m; (m = re.exec(html)); ) {
    if (!m[2]) {
      if (!m[0].startsWith('<!')) at.children.push(decode(m[0]))
      continue
    }
    const tag = m[2].toLowerCase()
    if (m[1]) {
      let n = at
      while (n !== root && n.tag !== tag) n = n.parent
      if (n !== root) close(n)
      continue
    }
    for (let n = at; n !== root && !WALLS.has(n.tag); n = n.parent) if (CLOSES[tag]?.includes(n.tag)) close(n)
    const attrs = {}
    for (const a of m[3].matchAll(/([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
      attrs[a[1].toLowerCase()] ??= decode(a[2] ?? a[3] ?? a[4] ?? '')
    const node = { tag, attrs, children: [], parent: at }
    at.children.push(node)
    if (RAW.test(tag)) {
      const end = new RegExp(`</${tag}\\s*>`, 'i').exec(html.slice(re.lastIndex))
      const text = end ? html.slice(re.lastIndex, re.lastIndex + end.index) : html.slice(re.lastIndex)
      node.children.push(/^(textarea|title)$/.test(tag) ? decode(text) : text)
      re.lastIndex += end ? end.index + end[0].length : text.length
    } else if (!VOID.has(tag)) at = node
  }
  return root
}

export function* walk(node) {
  for (const c of node.children)
    if (typeof c === 'object') {
      yield c
      yield* walk(c)
    }
}
const raw = (node) =>
  node.children.map((c) => (typeof c === 'string' ? c : /^(script|style)$/.test(c.tag) ? '' : raw(c))).join('')
export const text = (node) => raw(node).replace(/\s+/g, ' ').trim()

// Selectors of the kinds tag, #id, .class, [name], [name="value"], joined by spaces or commas.
function fits(node, simple) {
  for (const [, kind, word, attr, value] of simple.matchAll(
    /([#.]?)([\w-]+|\*)|\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]/g
  )) {
    if (attr) {
      if (!(attr in node.attrs) || (value !== undefined && node.attrs[attr] !== value)) return false
    } else if (kind === '#') {
      if (node.attrs.id !== word) return false
    } else if (kind === '.') {
      if (!(node.attrs.class ?? '').split(/\s+/).includes(word)) return false
    } else if (word !== '*' && node.tag !== word) return false
  }
  return true
}
export function queryAll(root, selector) {
  const chains = selector.split(',').map((s) => s.trim().match(/(?:\[[^\]]*\]|[^\s[\]])+/g))
  return [...walk(root)].filter((n) =>
    chains.some((chain) => {
      if (!fits(n, chain.at(-1))) return false
      let p = n.parent
      for (let i = chain.length - 2; i >= 0; i--) {
        while (p && !fits(p, chain[i])) p = p.parent
        if (!p) return false
        p = p.parent
      }
      return true
    })
  )
}
export const query = (root, selector) => queryAll(root, selector)[0] ?? null
