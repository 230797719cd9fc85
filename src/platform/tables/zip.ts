import { Unzip, UnzipInflate, unzipSync } from 'fflate'
import { INFLATED_BYTES, type TableRefusal } from './limits.ts'

const STEP = 65_536

/** Names of the parts of a packed file, or why it is not unpacked at all. */
export function namesIn(content: Buffer): string[] | TableRefusal {
  try {
    if (isBomb(content)) return 'zip-bomb'
    const names: string[] = []
    unzipSync(content, {
      filter: ({ name }) => {
        names.push(name)
        return false
      }
    })
    return names
  } catch {
    return 'damaged'
  }
}

/** One part of a packed file that is known to be no bomb. */
export const partOf = (content: Buffer, wanted: string): Uint8Array | undefined =>
  unzipSync(content, { filter: ({ name }) => name === wanted })[wanted]

/** The directory of a packed file may lie about sizes, so what really comes out is counted; nothing of it is kept. */
function isBomb(content: Buffer): boolean {
  let bytes = 0
  const unzip = new Unzip((part) => {
    part.ondata = (error, piece) => {
      if (error) throw error
      bytes += piece.length
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < content.length; at += STEP) {
    unzip.push(content.subarray(at, at + STEP), at + STEP >= content.length)
    if (bytes > INFLATED_BYTES) return true
  }
  return false
}
