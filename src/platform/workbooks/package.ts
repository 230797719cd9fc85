import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { addressOf, columnOf } from './places.ts'

/** Cells that merges may cover: each is made when a workbook is read, and a whole sheet has seventeen milliards. */
const MERGED_CELLS = 300_000

const KEPT = /\/(worksheet|sharedStrings|styles)$/
const USELESS = /(^|\/)(media|drawings|theme|charts|embeddings|printerSettings|pivot\w+|tables|docProps|customXml)\//i

/**
 * A workbook with nothing but its cells, under the names that the reading library knows. Drawings, tables, names of ranges and checks of
 * input only cost memory or break the reading; generators of files prefix tags and call sheets as they like. Null when it has no book
 * inside; 'too-large' when its merges would not fit into memory. The zip must be known to be no bomb.
 */
export function cellsOnly(content: Uint8Array): Uint8Array | 'too-large' | null {
  const parts = unzipSync(content, { filter: ({ name }) => /\.(xml|rels)$/i.test(name) && !USELESS.test(named(name)) })
  const byName = new Map(Object.entries(parts).map(([name, part]) => [named(name), part]))
  const book = byName.get('xl/workbook.xml')
  const links = byName.get('xl/_rels/workbook.xml.rels')
  if (!book || !links) return null
  const kept: Record<string, Uint8Array> = { 'xl/workbook.xml': strToU8(bookOf(strFromU8(book))) }
  const relations = [...strFromU8(links).matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => relationOf(tag))
  const found = relations.flatMap((relation, i) => {
    const part = byName.get(relation.path)
    return part && KEPT.test(relation.type) ? [{ ...relation, part, name: nameOf(relation.type, i) }] : []
  })
  let merged = 0
  for (const { part, name, type } of found) {
    const text = numbered(bare(strFromU8(part)))
    if (type.endsWith('/worksheet')) merged += mergedIn(text)
    kept[`xl/${name}`] = strToU8(text)
  }
  const written = found.map(({ id, type, name }) => `<Relationship Id="${id}" Type="${type}" Target="${name}"/>`)
  kept['xl/_rels/workbook.xml.rels'] = strToU8(`<Relationships>${written.join('')}</Relationships>`)
  return merged > MERGED_CELLS ? 'too-large' : zipSync(kept, { level: 0 })
}

const named = (name: string) => name.replaceAll('\\', '/').replace(/^\//, '')

/** Where a range is printed or filtered is a name too, and may be a whole sheet. */
const bookOf = (text: string) => bare(text).replace(/<definedNames>[\s\S]*?<\/definedNames>/, '')

/** Without the prefix of its tags: `<x:row>` → `<row>`. */
const bare = (text: string) =>
  /<\w+:(workbook|worksheet|sst|styleSheet)[\s>]/.test(text) ? text.replace(/<(\/?)\w+:/g, '<$1') : text

/** Rows and cells may leave out their places where each follows the one before. */
function numbered(text: string): string {
  if (!/<(row|c)(?![^>]*\sr=)[\s>/]/.test(text)) return text
  let [row, column] = [0, 0]
  return text.replace(/<(row|c)(?=[\s>/])([^>]*)>/g, (all, name: string, rest: string) => {
    const [, letters = '', own = ''] = /\sr="([A-Z]*)(\d+)"/.exec(rest) ?? []
    if (name === 'row') [row, column] = [own === '' ? row + 1 : Number(own), 0]
    else column = letters === '' ? column + 1 : columnOf(letters)
    return own !== '' ? all : `<${name} r="${name === 'row' ? row : addressOf({ row, column })}"${rest}>`
  })
}

function relationOf(tag: string): { id: string; type: string; path: string } {
  const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const target = named(attribute('Target'))
  return { id: attribute('Id'), type: attribute('Type'), path: /^xl\//.test(target) ? target : `xl/${target}` }
}

const nameOf = (type: string, i: number) =>
  type.endsWith('/worksheet')
    ? `worksheets/sheet${i + 1}.xml`
    : type.endsWith('/styles')
      ? 'styles.xml'
      : 'sharedStrings.xml'

function mergedIn(text: string): number {
  let cells = 0
  for (const [, left = '', top, right = '', bottom] of text.matchAll(
    /<mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g
  ))
    cells += (columnOf(right) - columnOf(left) + 1) * (Number(bottom) - Number(top) + 1)
  return cells
}
