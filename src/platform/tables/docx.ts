import { XMLParser } from 'fast-xml-parser'
import { partOf } from '../zips.ts'
import { linesOf, refuseSize, type Sheet, type TableRefusal, tidyCell } from './limits.ts'

/** An element as the parser gives it in order: its name with its children, or a text. */
type Node = { [name: string]: Node[] }
type Leaf = { '#text'?: string | number; ':@'?: Record<string, string> }

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, trimValues: false, parseTagValue: false })

const childrenOf = (nodes: Node[], name: string): Node[][] =>
  nodes.flatMap((node) => {
    const children = node[name]
    return children ? [children] : []
  })

/** All elements of that name, the outer ones only. */
const within = (nodes: Node[], name: string): Node[][] =>
  nodes.flatMap((node) =>
    Object.entries(node).flatMap(([key, children]) => {
      if (key === name) return [children]
      return Array.isArray(children) ? within(children, name) : []
    })
  )

const textIn = (nodes: Node[]): string =>
  nodes
    .map((node) => {
      const { '#text': text } = node as unknown as Leaf
      if (text !== undefined) return String(text)
      return Object.entries(node)
        .map(([key, children]) => {
          if (key === 'w:p') return `${textIn(children)} `
          if (key === 'w:tab' || key === 'w:br') return ' '
          if (key === 'w:delText' || key === 'w:instrText') return ''
          return Array.isArray(children) ? textIn(children) : ''
        })
        .join('')
    })
    .join('')

/** A cell merged over several columns stands in the first of them, one merged downwards is empty below the first. */
function cellsOf(row: Node[]): string[] {
  return row
    .filter((node) => node['w:tc'])
    .flatMap((node) => {
      const cell = node['w:tc'] ?? []
      const traits = childrenOf(cell, 'w:tcPr').flat()
      const span = (traits.find((trait) => trait['w:gridSpan']) as unknown as Leaf | undefined)?.[':@']?.['@_w:val']
      return [tidyCell(textIn(cell)), ...Array.from({ length: Math.min(Number(span ?? 1), 60) - 1 }, () => '')]
    })
}

/** Tables of a document that is known to be no bomb, each as a sheet. */
export function readDocx(content: Buffer): Sheet[] | TableRefusal {
  const part = partOf(content, 'word/document.xml')
  if (!part) return 'no-table'
  if (Buffer.from(part).includes('<!DOCTYPE')) return 'damaged' // Word writes none, and entities could blow a small file up
  let nodes: Node[]
  try {
    nodes = parser.parse(Buffer.from(part)) as Node[]
  } catch {
    return 'damaged'
  }
  const sheets = within(nodes, 'w:tbl').map((table, i) => ({
    name: `Таблица ${i + 1}`,
    lines: linesOf(childrenOf(table, 'w:tr').map((row, n) => ({ number: n + 1, cells: cellsOf(row) })))
  }))
  if (sheets.length === 0) return 'no-table'
  return refuseSize(sheets) ?? sheets
}
