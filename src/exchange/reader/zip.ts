import { Unzip, UnzipInflate, unzipSync } from 'fflate'
import { type FileRefusal, INFLATED_BYTES, INFLATION, MOST_PARTS } from '../rules/files.ts'

const STEP = 65_536

/** Why a zip is not read as a workbook; nothing of it is kept unpacked. */
export function refuseZip(content: Buffer): FileRefusal | null {
  try {
    return refuseNames(content) ?? (isBomb(content) ? 'zip-bomb' : null)
  } catch {
    return 'damaged'
  }
}

function refuseNames(content: Buffer): FileRefusal | null {
  const names: string[] = []
  let told = 0
  unzipSync(content, {
    filter: ({ name, originalSize }) => {
      names.push(name)
      told += originalSize
      return false
    }
  })
  if (names.length > MOST_PARTS || told > limitOf(content)) return 'zip-bomb'
  if (names.includes('xl/workbook.xml')) return null
  return names.includes('content.xml') ? 'open-document' : 'no-table'
}

const limitOf = (content: Buffer) => Math.min(INFLATED_BYTES, Math.max(content.length, 20_000) * INFLATION)

/** The directory of a zip may lie about sizes, so what really comes out is counted. */
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
    if (bytes > limitOf(content)) return true
  }
  return false
}
