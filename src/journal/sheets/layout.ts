import type { CourseJournal, JournalBook, ModuleJournal } from './shapes.ts'

const russian = new Intl.Collator('ru', { numeric: true })
const partOf = (chapter: CourseJournal | ModuleJournal) => ('subgroup' in chapter ? chapter.subgroup : '')

/** Subjects in alphabetical order (R2 6.3), the parts of a divided group one after another. */
export const inAlphabet = (chapters: JournalBook['chapters']): JournalBook['chapters'] =>
  chapters.toSorted((a, b) => russian.compare(a.title, b.title) || russian.compare(partOf(a), partOf(b)))
