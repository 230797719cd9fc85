import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const home = dirname(require.resolve('@fontsource/tinos/400.css'))

/** Regular and bold: a weight that is not here would be drawn by smearing, as shapes instead of letters. */
const WEIGHTS = ['400', '700']
/** Alphabets met in names and topics; the rest would only make each piece longer to parse. */
const ALPHABETS = /tinos-(cyrillic|cyrillic-ext|greek|latin|latin-ext)-\d+-normal\.woff2/

async function faceRule(rule: string): Promise<string> {
  const [file = ''] = ALPHABETS.exec(rule) ?? []
  if (!file) return ''
  const font = await fs.readFile(join(home, 'files', file), 'base64')
  return `@font-face${rule.replace(/src:[^;]+;/, `src: url(data:font/woff2;base64,${font}) format('woff2');`)}`
}

async function readFaces(): Promise<string> {
  const sheets = await Promise.all(WEIGHTS.map((weight) => fs.readFile(join(home, `${weight}.css`), 'utf8')))
  const rules = sheets.flatMap((sheet) => sheet.split('@font-face').slice(1))
  return (await Promise.all(rules.map(faceRule))).join('\n')
}

let faces: Promise<string> | undefined

/** @font-face rules of Tinos with the fonts inlined, so that printing needs no network. */
export function fontFaces(): Promise<string> {
  faces ??= readFaces()
  return faces
}

/** Tinos with Latin letters and digits, for the page numbers. */
export const digitsFont = (): Promise<Uint8Array> => fs.readFile(join(home, 'files/tinos-latin-400-normal.woff'))
