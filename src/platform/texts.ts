const RUSSIAN = /[а-яё]/gi

/** The text of a file in UTF-8, UTF-16 or windows-1251, whichever it is; null when it reads as none of them. */
export function decodeText(content: Uint8Array): string | null {
  const [first, second] = content
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content)
  if (content.subarray(0, 4096).includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    const text = new TextDecoder('windows-1251').decode(content)
    const strange = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
    return (text.match(RUSSIAN)?.length ?? 0) >= strange * 0.9 ? text : null
  }
}

/** True for a line that is no row of any table: reading its millions of cells would take minutes. */
export const hasEndlessLine = (text: string): boolean => /[^\n]{200000}/.test(text)
