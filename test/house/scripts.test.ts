import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import t from 'tap'
import { assetOf } from '../../src/platform/assets.ts'
import { root } from '../../src/platform/config.ts'

const folder = join(root, 'public')
const readsAsOf2008 = (code: string) => parse(code, { ecmaVersion: 3, allowReserved: 'never' })

t.test('Every script of our own is read by a browser that knows only ECMAScript 3', async (t) => {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  t.ok(scripts.includes('grid.js'))
  for (const name of scripts) {
    t.doesNotThrow(() => readsAsOf2008(readFileSync(join(folder, name), 'utf8')), name)
  }
  for (const newer of ['let a = 1', 'a = [1, 2].map((b) => b)', 'a = { b: 1, }', 'a = { class: 1 }', 'a = `b`']) {
    t.throws(() => readsAsOf2008(newer), newer)
  }
})

t.test('The scripts of the journal page call nothing that Firefox 3.0 lacks without asking first', async (t) => {
  const newer =
    /\b(querySelector|querySelectorAll|JSON|classList|dataset|bind|closest|matches|forEach|children|firstElementChild|requestAnimationFrame|Promise|fetch|trim)\b/
  for (const name of ['grid.js', 'grid-keep.js', 'grid-table.js']) {
    const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    t.notMatch(code, newer, name)
  }
})

t.test(
  'The address of a public file changes with what is in it, so that no browser runs an old script on a new page',
  async (t) => {
    t.match(assetOf('grid.js'), /^\/static\/grid\.js\?v=[0-9a-f]{8}$/)
    t.not(assetOf('app.css').split('?')[1], assetOf('grid.css').split('?')[1])
    t.throws(() => assetOf('nowhere.js'), /no public file/)
  }
)
