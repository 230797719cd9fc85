import { type LessonKind, spaced } from './lessons.ts'

const KINDS: [RegExp, LessonKind][] = [
  [/^(л|лек|лк|лекция|лекции|теория|theory|lecture)$/, 'lecture'],
  [/^(п|пр|практ|практика|практическ\S* (занятие|работа)|пз|practice)$/, 'practice'],
  [/^(лр|лб|лаб|лабораторн\S*|лабораторн\S* (занятие|работа)|лаб работа|laboratory)$/, 'laboratory'],
  [/^(э|экз|экзамен|exam)$/, 'exam'],
  [/^(диф|дифф) ?(зач|зачет)$|^дз$|^зачет с оценкой$|^дифференцированн\S* зачет$/, 'graded_credit'],
  [/^(зач|зачет|credit)$/, 'credit'],
  [/^(конс|консультация|консультации)$/, 'consultation']
]

/** «(ДИФ.ЗАЧЕТ)» → graded_credit; null for brackets that are part of the name. */
export function kindOf(mark: string): LessonKind | null {
  const key = spaced(mark.toLowerCase().replaceAll('ё', 'е').replace(/[.,]/g, ' '))
  return KINDS.find(([pattern]) => pattern.test(key))?.[1] ?? null
}

const SUBGROUP =
  /\(?(?<![\d.])([1-4])\s*-?[яй]?\s*(?:п\/гр?\.?|пг|подгр\p{L}*\.?)\)?|\(?(?:п\/гр?\.?|подгр\p{L}*\.?)\s*№?\s*([1-4])(?!\d)\)?/iu

/** «Английский язык (1 п/г)» → 1; '' where no subgroup is named. */
export function subgroupIn(title: string): string {
  const [, before, after] = SUBGROUP.exec(title) ?? []
  return before ?? after ?? ''
}

/** A title apart from the marks that stand in it: what is taught, and how. */
export function readTitle(written: string): { title: string; subject: string; kind: LessonKind | null } {
  const title = spaced(written)
  let kind: LessonKind | null = null
  const bare = title.replace(SUBGROUP, ' ').replace(/\(([^()]*)\)/g, (all, inner) => {
    const found = kindOf(inner)
    kind ??= found
    return found ? ' ' : all
  })
  return { title, subject: spaced(bare) || title, kind }
}

/** «нет занятий», «выходной», «—»: a cell that says there is no lesson. */
export const isNothing = (text: string): boolean =>
  /^(нет( (пары|пар|урока|занятия|занятий))?|занятий нет|выходной( день)?|окно|самоподготовка)[.!]?$/i.test(
    spaced(text)
  )

const LATIN: Record<string, string> = { м: 'm', о: 'o', е: 'e' }
const DISTANT = /^(moodle|сдо|дот|эо|эиос|онлайн|online|вебинар|zoom|сферум|дистант.*|дистанц.*)$/

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
