import fs from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../platform/config.ts'
import { fontFaces } from './fonts.ts'
import type { Side } from './numbering.ts'

export type Mark = { id: string; side: Side }

/** Scripts and network are off already; this says it once more, in the document itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"

/** Laid out once, for paper: laying it out for a screen nobody looks at would take a third of the time. */
const PAPER_ONLY = '@media screen { body { display: none } }'

/** A text as a CSS string, which also must not end the style element. */
const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:;()№–—-]/gu, (c) => `\\${c.codePointAt(0)?.toString(16)} `)}"`

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

/** The sheets of a piece, in order: each is `<section class="sheet …" id="…" data-side="left|right|any">`. */
export function sheetsIn(html: string): Mark[] {
  const tags = html.match(/<section class="sheet[^>]*>/g) ?? []
  return tags.map((tag) => ({
    id: /\bid="([^"]+)"/.exec(tag)?.[1] ?? '',
    side: (/\bdata-side="(left|right)"/.exec(tag)?.[1] ?? 'any') as Side
  }))
}

/** A whole HTML document around the sheets of one piece, with style and fonts inside and a small line under every page. */
export async function paper(sheets: string, { title, foot }: { title: string; foot: string }): Promise<string> {
  const style = await fs.readFile(join(root, 'public/print.css'), 'utf8')
  const margins = `@page { @top-right { content: none } @bottom-left { content: ${cssString(foot)} } }`
  // Chromium writes the page of an element into the PDF only when a link leads to it; a hidden link is enough
  const links = sheetsIn(sheets).map(({ id }) => `<a href="#${id}"></a>`)
  return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(title)}</title>
<style>${await fontFaces()}
${style}
${margins}
${PAPER_ONLY}</style></head>
<body class="paper">${sheets}<nav hidden>${links.join('')}</nav></body></html>`
}
