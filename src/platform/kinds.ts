const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')

export type FileKind =
  | 'zip'
  | 'text'
  | 'empty'
  | 'damaged'
  | 'is-locked'
  | 'old-xls'
  | 'no-table'
  | 'web-page'
  | 'xml-table'

/** What a file is by its first bytes; its name may say anything. */
export function kindOf(file: Uint8Array): FileKind {
  const content = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const startsWith = (...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)
  if (content.length === 0) return 'empty'
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) return 'zip'
  if (startsWith(0x50, 0x4b)) return 'damaged'
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0)) return content.includes(LOCKED) ? 'is-locked' : 'old-xls'
  if (startsWith(0x09, 0x08) || startsWith(0x09, 0x04) || startsWith(0x09, 0x02)) return 'old-xls' // before Excel 5
  const isWide = startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)
  if (!isWide && content.subarray(0, 4096).includes(0)) return 'no-table'
  const start = content.subarray(0, 1024).toString('latin1').toLowerCase()
  if (/^\s*(ï»¿)?\s*<(!doctype html|html|table|head|meta)/.test(start)) return 'web-page'
  if (/^\s*(ï»¿)?\s*<\?xml/.test(start)) return 'xml-table'
  return start.startsWith('%pdf') || start.startsWith('{\\rtf') ? 'no-table' : 'text'
}
