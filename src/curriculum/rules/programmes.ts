/** A file as it was brought; `is_cut` when it was longer than is read at all. */
export type BroughtProgramme = { name: string; content: Buffer; is_cut: boolean }
export type ProgrammeKind = keyof typeof PROGRAMME_TYPES
export type ProgrammeState = 'submitted' | 'returned' | 'approved'

export const PROGRAMME_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
} as const
export const PROGRAMME_BYTES = 20_000_000

export const PROGRAMME_STATES: Record<ProgrammeState, string> = {
  submitted: 'на утверждении',
  returned: 'возвращена с замечаниями',
  approved: 'утверждена'
}

export const PROGRAMME_REFUSALS = {
  'no-file': 'Выберите файл рабочей программы (.pdf или .docx).',
  'too-big': 'Файл больше 20 МБ: сохраните программу без лишних картинок.',
  'unknown-kind': 'Это не PDF и не документ Word (.docx): сохраните программу в одном из этих видов.',
  'has-macros': 'В документе есть макросы: сохраните его как обычный документ Word (.docx) или PDF.',
  'same-file': 'Этот файл уже загружен: новая редакция ничем от него не отличается.',
  'not-submitted': 'Решение по этой редакции уже принято: обновите страницу.',
  'no-remark': 'Напишите, что исправить: преподаватель увидит замечание на этой странице.'
} as const
export type ProgrammeRefusal = keyof typeof PROGRAMME_REFUSALS

/** What a file is by its first bytes; a packed one is a document of Word when it has the part of one. */
export function programmeKindOf(content: Buffer): ProgrammeKind | null {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf'
  const isPacked = content[0] === 0x50 && content[1] === 0x4b && content[2] === 0x03 && content[3] === 0x04
  return isPacked && content.includes('word/document.xml') ? 'docx' : null
}

/** A document of Word that runs something on the reader's computer, whatever its name says. */
const hasMacros = (content: Buffer): boolean =>
  programmeKindOf(content) === 'docx' && content.includes('vbaProject.bin')

export function refuseProgramme(
  { content, is_cut }: BroughtProgramme,
  standing: string[],
  sha256: string
): ProgrammeRefusal | null {
  if (content.length === 0) return 'no-file'
  if (is_cut || content.length > PROGRAMME_BYTES) return 'too-big'
  if (programmeKindOf(content) === null) return 'unknown-kind'
  if (hasMacros(content)) return 'has-macros'
  return standing.includes(sha256) ? 'same-file' : null
}

export function refuseDecision(state: ProgrammeState, remark: string | null): ProgrammeRefusal | null {
  if (state !== 'submitted') return 'not-submitted'
  return remark === '' ? 'no-remark' : null
}

/** The name without the folders and letters that other systems trip over, with the ending its content asks for. */
export function programmeFileName(name: string, kind: ProgrammeKind): string {
  const bare = name
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ()_,.-]+/gu, '_')
    .trim()
  return `${bare.slice(0, 120) || 'Рабочая программа'}.${kind}`
}
