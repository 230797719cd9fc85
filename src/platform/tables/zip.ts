import { unzipSync } from 'fflate'
import { isZipBomb } from '../zips.ts'
import { INFLATED_BYTES, type TableRefusal } from './limits.ts'

/** Names of the parts of a packed file, or why it is not unpacked at all. */
export function namesIn(content: Buffer): string[] | TableRefusal {
  try {
    if (isZipBomb(content, INFLATED_BYTES)) return 'zip-bomb'
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
