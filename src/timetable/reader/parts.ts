import { spaced } from './lessons.ts'
import { isDistant, subgroupIn } from './titles.ts'

const NAME =
  /\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\s+\p{Lu}\.\s?(?:\p{Lu}\.?)?|\p{Lu}\.\s?(?:\p{Lu}\.)?\s?\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?/u
const WHOLE_NAME = /^\p{Lu}\p{Ll}+(-\p{Lu}\p{Ll}+)?( \p{Lu}\p{Ll}+){1,2}$/u
const PATRONYMIC = /(вич|вна|чна|шна|оглы|кызы)$/

/** True for names of teachers and nothing else: «Орлова А.П., Ким О. Р», «И. И. Иванов», «Орлова Анна Петровна». */
export function isPerson(written: string): boolean {
  const parts = written
    .split(/[,;/\r\n]+/)
    .map(spaced)
    .filter(Boolean)
  const name = new RegExp(`^(преп\\.?\\s*)?(${NAME.source})$`, 'u')
  return parts.length > 0 && parts.every((part) => name.test(part) || (WHOLE_NAME.test(part) && PATRONYMIC.test(part)))
}

const ROOM =
  /^((ауд|каб|к|кабинет|аудитория)\.?\s*№?\s*)?(\d{1,4}\s?[а-яa-z]?|[а-яa-z]{1,3}[-.\s]?\d{2,4}[а-яa-z]?|\d[-/]\d{2,4})$/i
const HALL = /^[*,]?\s*(спорт|акт)\p{L}*\.?\s*зал|^(спортзал|с\/з|мастерск\p{L}*|библиотека|стадион|бассейн|тир)/iu

/** True for what looks like a room and nothing else: «205», «ауд. 12а», «З-306», «Спортзал», «СДО». */
export function isRoom(written: string): boolean {
  const text = spaced(written)
  return text.length <= 25 && (ROOM.test(text) || HALL.test(text) || isDistant(text))
}

/** One cell that has all: the title, then its teachers and its room on lines of their own or at the end of one line. */
export function partsIn(written: string): { written: string; by: string; room: string } {
  const lines = written
    .split(/[\r\n]+/)
    .map(spaced)
    .filter(Boolean)
  const by = lines.filter((line, i) => i > 0 && isPerson(line))
  const room = lines.find((line, i) => i > 0 && isRoom(line)) ?? ''
  const rest = lines.filter((line, i) => i === 0 || !(isPerson(line) || isRoom(line)))
  if (by.length > 0 || room !== '') return { written: rest.join(' '), by: by.join('\n'), room }
  const text = rest.join(' ')
  const [all = '', before = '', name = '', after = ''] =
    new RegExp(
      `^(.*?[\\p{L})\\]»"]{2}[,.;]?)\\s+(${NAME.source}(?:\\s*[,/]\\s*${NAME.source})*)[\\s,;(]*([^\\p{Ll}]*\\p{L}{0,4}[^\\s]*)?$`,
      'u'
    ).exec(text) ?? []
  const last = spaced(after.replace(/[()]/g, ''))
  return all !== '' && (last === '' || isRoom(last))
    ? { written: before, by: name, room: last }
    : { written: text, by: '', room: '' }
}

/** «Физика (1 п/г) …» and on another line «Химия (2 п/г) …»: a cell of two lessons. */
export function stacked(text: string): string[] {
  const lines = text.split(/[\r\n]+/)
  const starts = lines.flatMap((line, i) => (subgroupIn(line) === '' || isPerson(line) ? [] : [i]))
  if (starts.length < 2 || starts[0] !== 0) return [text]
  return starts.map((from, i) => lines.slice(from, starts[i + 1]).join('\n'))
}

/** Two rows are a title and its teacher, whichever comes first; of more rows each is what it looks like. */
export function sorted(top: string, below: string[]): { written: string; by: string; room: string } {
  const [under = '', ...more] = below
  if (isPerson(top) && !isPerson(under)) return sorted(under, [top, ...more])
  if (more.length === 0 && !isRoom(under)) return { written: top, by: under, room: '' }
  const by = below.filter((text) => isPerson(text))
  const room = below.find((text) => isRoom(text)) ?? ''
  const rest = below.filter((text) => !isPerson(text) && !isRoom(text))
  return { written: [top, ...rest].join(' '), by: by.join('\n'), room: spaced(room) }
}
