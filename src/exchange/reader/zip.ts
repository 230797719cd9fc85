import { unzipSync } from 'fflate'
import { isZipBomb } from '../../platform/zips.ts'
import { type FileRefusal, INFLATED_BYTES, INFLATION, MOST_PARTS } from '../rules/files.ts'

/** Why a zip is not read as a workbook; nothing of it is kept unpacked. */
export function refuseZip(content: Buffer): FileRefusal | null {
  try {
    return refuseNames(content) ?? (isZipBomb(content, limitOf(content)) ? 'zip-bomb' : null)
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
