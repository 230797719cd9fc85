import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import t from 'tap'
import { root } from '../src/platform/config.ts'
import { eta } from '../src/platform/templates.ts'

/** The house from the ground up: a room may import from rooms above it in this list, never from those below. */
const ROOMS = [
  ...['platform', 'access', 'audit', 'print', 'college', 'accounts', 'people', 'movement', 'curriculum', 'timetable'],
  ...[
    'journal',
    'attendance',
    'practice',
    'assessment',
    'diary',
    'messages',
    'oversight',
    'exchange',
    'archive',
    'region',
    'demo'
  ]
]

/** What a kind of file may import inside its own room. */
const MAY_IMPORT: Record<string, string[]> = {
  rules: ['rules', 'reader'],
  reader: ['reader', 'rules'],
  queries: ['rules', 'queries'],
  actions: ['rules', 'queries', 'actions', 'reader'],
  routes: ['rules', 'queries', 'actions', 'routes', 'reader', 'printable']
}

const walk = (dir: string): string[] =>
  readdirSync(join(root, dir))
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(join(root, path)).isDirectory() ? walk(path) : [path]))

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** 'src/journal/rules/cells.ts' → { room: 'journal', kind: 'rules' }; an entry point has no room. */
function place(path: string) {
  const [, room = '', file = '', ...more] = path.split('/')
  if (file === '') return { room: '', kind: 'entry' }
  return { room, kind: more.length > 0 ? file : file.replace(/\.ts$/, '') }
}

const sources = walk('src').filter((path) => path.endsWith('.ts'))
const importsOf = (path: string) =>
  [...read(path).matchAll(/from '(\.[^']+)'/g)].map(([, specifier = '']) => normalize(join(dirname(path), specifier)))

t.test('A room imports only from rooms above it', async (t) => {
  for (const path of sources) {
    const here = place(path)
    if (here.kind === 'entry') continue
    t.ok(ROOMS.includes(here.room), `${path}: ${here.room} is in the list of rooms`)
    for (const file of importsOf(path)) {
      const there = place(file)
      const isAbove =
        there.room === here.room || (there.room !== '' && ROOMS.indexOf(there.room) < ROOMS.indexOf(here.room))
      t.ok(isAbove, `${path} imports ${relative('src', file)} from above`)
      if (there.room !== here.room) t.not(there.kind, 'routes', `${path} imports no routes of another room`)
    }
  }
})

t.test('A kind of file imports only the kinds below it', async (t) => {
  for (const path of sources) {
    const here = place(path)
    const allowed = MAY_IMPORT[here.kind]
    if (!allowed) continue
    for (const file of importsOf(path)) {
      const there = place(file)
      const isType = new RegExp(`import type [^;]*?from '[^']*${there.kind}`).test(read(path))
      if (there.room !== here.room || !(there.kind in MAY_IMPORT) || isType) continue
      t.ok(allowed.includes(there.kind), `${path}: ${here.kind} may import ${there.kind}`)
    }
  }
})

t.test('Rules are pure, routes decide nothing in SQL, the environment is read in one place', async (t) => {
  for (const path of sources) {
    const text = read(path)
    const { kind } = place(path)
    if (kind === 'rules')
      t.notMatch(text, /Date\.now|new Date\(\)|DateTime\.now|from '(kysely|fastify|pg)'/, `${path} is pure`)
    if (kind === 'routes')
      t.notMatch(text, /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|from 'kysely'/, `${path} has no SQL`)
    if (!path.endsWith('config.ts')) t.notMatch(text, /process\.env\.(?!npm_)[A-Z]/, `${path} reads no environment`)
  }
})

t.test(
  'Every view compiles, prints raw HTML only from includes, blocks and bodies, and has no inline script or style',
  async (t) => {
    for (const path of walk('views').filter((file) => file.endsWith('.eta'))) {
      const text = read(path)
      t.doesNotThrow(() => eta.compile(text), path)
      for (const [, raw = ''] of text.matchAll(/<%~\s*([^%]*)/g)) t.match(raw, /^(include\(|block\(|it\.body\b)/, path)
      t.notMatch(text, /\son[a-z]+="|\shx-on|style="|<style|<script(?![^>]*src=)|javascript:/, path)
    }
  }
)

t.test('Every form that changes something carries the token of its page', async (t) => {
  for (const path of walk('views').filter((file) => file.endsWith('.eta'))) {
    for (const [form] of read(path).matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g))
      t.match(form, 'name="_csrf"', path)
  }
})

t.test('Every table and column is described in Russian', async (t) => {
  for (const path of walk('migrations').filter((file) => file.endsWith('.sql'))) {
    const text = read(path)
    for (const [, table = '', body = ''] of text.matchAll(/create table (\w+) \(\n([\s\S]*?)\n\);/g)) {
      t.match(text, new RegExp(`comment on table ${table} is '[^']*[а-яё]`, 'i'), `${path}: ${table}`)
      for (const [, column = ''] of body.matchAll(
        /^ {2}(?!primary|unique|check|foreign|exclude|constraint)(\w+) +\w/gm
      )) {
        t.match(text, new RegExp(`comment on column ${table}\\.${column} is '`), `${path}: ${table}.${column}`)
      }
    }
  }
})
