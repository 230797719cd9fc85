/** A file as it was brought; `is_cut` when it was longer than is read at all. */
export type Brought = { name: string; content: Buffer; is_cut: boolean }
export type FileKind = keyof typeof TYPES

export const MOST_BYTES = 5_000_000
export const TYPES = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' } as const

const BEGINNINGS: Record<FileKind, number[]> = {
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  jpg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
}

/** What a file is by its first bytes; its name and what the browser says of it count for nothing. */
export const kindOf = (content: Buffer): FileKind | null =>
  (Object.keys(BEGINNINGS) as FileKind[]).find((kind) => BEGINNINGS[kind].every((byte, i) => content[i] === byte)) ??
  null

export function refuseFile({ content, is_cut }: Brought): 'file-too-big' | 'file-unknown' | null {
  if (is_cut || content.length > MOST_BYTES) return 'file-too-big'
  return kindOf(content) ? null : 'file-unknown'
}

/** The name without the folders and letters that other systems trip over, with the ending its content asks for. */
export function fileNameOf(name: string, kind: FileKind): string {
  const bare = name
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ()_,.-]+/gu, '_')
    .trim()
  return `${bare.slice(0, 100) || 'файл'}.${kind}`
}
