import { createHash } from 'node:crypto'
import { bind } from './binding.ts'
import type { PrintBrowser } from './browser.ts'
import { type Numbering, numberPages, type Sides } from './numbering.ts'
import { type Rendered, renderPiece } from './rendering.ts'

/**
 * Some ten pages of a document, as the HTML of its sheets (see `sheetsIn`). `html` is asked for when its turn comes; a piece
 * with `lastly` names pages of others (contents, number of sheets) and is drawn when these are known.
 */
export type Piece =
  | { html: () => string | Promise<string> }
  | { lastly: (numbering: Numbering) => string | Promise<string> }

export type Progress = { pieces: number; ofPieces: number; pages: number }

export type PrintOptions = {
  browser: PrintBrowser
  title: string
  /** Small print under every page. */
  foot: string
  /** The name of the program, for the file's properties. */
  producer: string
  /** The instant written into the file; the same sheets at the same instant give the same file. */
  madeAt: Date
  sides?: Sides
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

export type Printed = Numbering & { bytes: Uint8Array; sha256: string }

const AT_A_TIME = 2
const ROUNDS = 5
const EMPTY = '<section class="sheet empty" id="empty"><p>Страница оставлена пустой</p></section>'

/** Calls `draw` for each item, two at a time; the first failure stops the other hand too and is thrown. */
async function inPairs<T>(items: T[], stop: AbortController, draw: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const hand = async () => {
    for (const item of left) {
      stop.signal.throwIfAborted()
      await draw(item)
    }
  }
  const hands = Array.from({ length: AT_A_TIME }, () =>
    hand().catch((error) => {
      stop.abort(error)
      throw error
    })
  )
  await Promise.allSettled(hands)
  await Promise.all(hands)
}

/** Draws the pieces that name pages of others, again and again until no number moves: the contents may outgrow a page. */
async function settle(numbered: () => Numbering, draw: (numbering: Numbering) => Promise<void>): Promise<void> {
  let before = ''
  for (let round = 0; round < ROUNDS; round++) {
    const numbering = numbered()
    if (JSON.stringify(numbering) === before) return
    before = JSON.stringify(numbering)
    await draw(numbering)
  }
  throw new Error('The contents do not settle on their own number of pages')
}

/**
 * Prints a document: its pieces in order, joined, pages numbered at the top right from 1 through the end (R2 6.3).
 * `startOf` and `endOf` give the page of each sheet by its id. Rejects with the signal's reason when stopped, and with an
 * error when the browser fails three times; the answer is never an empty file.
 */
export async function printDocument(pieces: Piece[], options: PrintOptions): Promise<Printed> {
  if (pieces.length === 0) throw new Error('There is nothing to print')
  const { browser, sides = 'single', signal } = options
  const stop = new AbortController()
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const drawn: (Rendered | undefined)[] = pieces.map(() => undefined)
  const numbered = () =>
    numberPages(
      drawn.map((piece) => piece?.sections ?? []),
      sides
    )

  const put = async (i: number, html: string) => {
    drawn[i] = await renderPiece(browser, html, options, stopped)
    const done = drawn.filter((piece) => piece !== undefined)
    options.onProgress?.({ pieces: done.length, ofPieces: pieces.length, pages: numbered().leaves.length })
  }

  const early = [...pieces.entries()].flatMap(([i, piece]) => ('html' in piece ? [{ i, html: piece.html }] : []))
  const late = [...pieces.entries()].flatMap(([i, piece]) => ('lastly' in piece ? [{ i, html: piece.lastly }] : []))
  await inPairs(early, stop, async ({ i, html }) => put(i, await html()))
  await settle(
    () => numbered().numbering,
    (numbering) => inPairs(late, stop, async ({ i, html }) => put(i, await html(numbering)))
  )

  stopped.throwIfAborted()
  const { leaves, numbering } = numbered()
  const ready = drawn.map((piece) => piece?.bytes ?? new Uint8Array())
  const empty = leaves.includes('blank') ? await renderPiece(browser, EMPTY, options, stopped) : undefined
  const bytes = await bind(ready, leaves, empty?.bytes, { ...options, sides })
  return { ...numbering, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}
