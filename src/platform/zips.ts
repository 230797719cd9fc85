import { Unzip, UnzipInflate, unzipSync } from 'fflate'

const STEP = 65_536

/** True for a file that is a zip, whatever its name says: an xlsx may be called .xls. */
export const isZip = (content: Uint8Array): boolean => content[0] === 0x50 && content[1] === 0x4b

/** True when more than `limit` bytes come out of a zip. Its directory may lie about sizes, so what really comes out is counted; nothing is kept. */
export function isZipBomb(content: Uint8Array, limit: number): boolean {
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
    if (bytes > limit) return true
  }
  return false
}

/** Names of the parts of a zip; throws for a damaged one. */
export function partNames(content: Uint8Array): string[] {
  const names: string[] = []
  unzipSync(content, {
    filter: ({ name }) => {
      names.push(name.replaceAll('\\', '/'))
      return false
    }
  })
  return names
}

/** One part of a zip that is known to be no bomb. */
export const partOf = (content: Uint8Array, wanted: string): Uint8Array | undefined =>
  unzipSync(content, { filter: ({ name }) => name === wanted })[wanted]
