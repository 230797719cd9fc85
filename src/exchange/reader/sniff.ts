import type { FileRefusal } from '../rules/files.ts'

const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')

/** What a file is by its first bytes; its name may say anything. */
export function kindOf(content: Buffer): 'zip' | 'text' | FileRefusal {
  if (content.length === 0) return 'empty'
  if (startsWith(content, 0x50, 0x4b, 0x03, 0x04)) return 'zip'
  if (startsWith(content, 0x50, 0x4b)) return 'damaged'
  if (startsWith(content, 0xd0, 0xcf, 0x11, 0xe0)) return content.includes(LOCKED) ? 'is-locked' : 'old-xls'
  const isWide = startsWith(content, 0xff, 0xfe) || startsWith(content, 0xfe, 0xff)
  if (!isWide && content.subarray(0, 4096).includes(0)) return 'no-table'
  const start = content.subarray(0, 1024).toString('latin1').toLowerCase()
  if (/^\s*(﻿|ï»¿)?\s*<(!doctype html|html|table|head|meta)/.test(start)) return 'web-page'
  if (/^\s*(ï»¿)?\s*<\?xml/.test(start)) return 'xml-table'
  return start.startsWith('%pdf') || start.startsWith('{\\rtf') ? 'no-table' : 'text'
}
