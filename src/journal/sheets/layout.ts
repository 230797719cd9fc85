import type { CourseJournal, JournalBook, ModuleJournal } from './shapes.ts'

const russian = new Intl.Collator('ru', { numeric: true })
const partOf = (chapter: CourseJournal | ModuleJournal) => ('subgroup' in chapter ? chapter.subgroup : '')

/** Subjects in alphabetical order (R2 6.3), the parts of a divided group one after another. */
export const inAlphabet = (chapters: JournalBook['chapters']): JournalBook['chapters'] =>
  chapters.toSorted((a, b) => russian.compare(a.title, b.title) || russian.compare(partOf(a), partOf(b)))

/** «н» first, then the marks, as СГО prints them: н,4,5; the line may break after a comma. */
export const cellText = (absence: string, marks: string[]): string =>
  [absence, ...marks].filter(Boolean).join(',\u200b')
