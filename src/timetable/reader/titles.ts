import { type LessonKind, spaced } from './lessons.ts'

const KINDS: [RegExp, LessonKind][] = [
  [/^(л|лек|лекция|лекции|теория)$/, 'lecture'],
  [/^(п|пр|практ|практика|практическое занятие|пз)$/, 'practice'],
  [/^(лр|лаб|лабораторная|лабораторное занятие|лаб работа)$/, 'laboratory'],
  [/^(экз|экзамен)$/, 'exam'],
  [/^(диф|дифф) ?(зач|зачет)$|^зачет с оценкой$|^дифференцированный зачет$/, 'graded_credit'],
  [/^(зач|зачет)$/, 'credit'],
  [/^(конс|консультация|консультации)$/, 'consultation']
]

/** «(ДИФ.ЗАЧЕТ)» → graded_credit; null for brackets that are part of the name. */
export function kindOf(mark: string): LessonKind | null {
  const key = spaced(mark.toLowerCase().replaceAll('ё', 'е').replace(/[.,]/g, ' '))
  return KINDS.find(([pattern]) => pattern.test(key))?.[1] ?? null
}

/** A title apart from the marks that stand in it: what is taught, and how. */
export function readTitle(written: string): { title: string; subject: string; kind: LessonKind | null } {
  const title = spaced(written)
  let kind: LessonKind | null = null
  const bare = title.replace(/\(([^()]*)\)/g, (all, inner) => {
    const found = kindOf(inner)
    kind ??= found
    return found ? ' ' : all
  })
  return { title, subject: spaced(bare) || title, kind }
}

const LATIN: Record<string, string> = { м: 'm', о: 'o', е: 'e' }
const DISTANT = /^(moodle|сдо|дот|эо|онлайн|вебинар|zoom|дистант.*|дистанц.*)$/

/** True for a room that is no room: «СДО», «,moodle», «Мoodle» with any of its letters Russian. */
export function isDistant(room: string): boolean {
  const bare = room.toLowerCase().replace(/[^\p{L}\d]/gu, '')
  const alike = bare.replace(/[а-я]/g, (letter) => LATIN[letter] ?? letter)
  return DISTANT.test(bare) || DISTANT.test(alike)
}

/** «Иванов И.И., Петров П.П.» or two lines of one cell → two teachers. */
export const teachersIn = (written: string): string[] => [
  ...new Set(
    written
      .split(/[,;/\r\n]+/)
      .map(spaced)
      .filter((name) => /\p{L}{2}/u.test(name))
  )
]
