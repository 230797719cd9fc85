import { createHash } from 'node:crypto'
import { fullName } from '../../people/rules/cards.ts'
import { formats } from '../../platform/formats.ts'
import { clauseOf, subjectOf } from './clauses.ts'
import { type Case, declineName, type Named } from './declension.ts'

export type Group = { name: string; specialty: string; study_form: string; financing: string; entry_year: number }
/** A line of an order with all that its words need; `was_on_leave`: the student comes from an academic leave. */
export type WordedLine = Named & {
  effective_on: string
  until_on: string | null
  reason: string
  new_last_name: string | null
  group: Group | null
  from_group: Group | null
  was_on_leave: boolean
}
/** The order that is cancelled by the one to be worded. */
export type Cancelled = { number: string; signed_on: string; about: string }

/** What stands on the printed order between its number and the signatures (F25); `doubtful` are names that nobody declined. */
export type Wording = { about: string; text: string; doubtful: string[] }

const LAW = 'В соответствии с Федеральным законом от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации»'
export const COMMAND = 'ПРИКАЗЫВАЮ:'
const CONTROL = 'Контроль за исполнением настоящего приказа оставляю за собой.'

/** «1. Отчислить … Волкова Петра Петровича.», or a heading with numbered names below it. */
function paragraphsOf(number: number, { head, many, tail, to }: Said, lines: WordedLine[]): string[] {
  const [only, second] = lines
  if (!only) return []
  const name = (line: Named) => declineName(line, to).text
  if (!second) return [`${number}. ${[head, name(only), tail].filter(Boolean).join(' ')}.`]
  const items = lines.map((line, i) => `${number}.${i + 1}. ${name(line)}${i === lines.length - 1 ? '.' : ';'}`)
  return [`${number}. ${many}:`, ...items]
}
type Said = { head: string; many: string; tail: string; to: Case }

/** Lines that say the same of several students stand together, in the order of the lines. */
function worded(clauses: { said: Said; line: WordedLine }[], basis: string): string {
  const groups = [...Map.groupBy(clauses, ({ said }) => said.many).values()]
  const items = groups.flatMap((group, i) => {
    const [first] = group
    const lines = group.map(({ line }) => line)
    return first ? paragraphsOf(i + 1, first.said, lines) : []
  })
  const closing = basis === '' ? [] : [`Основание: ${basis.replace(/\.$/, '')}.`]
  return [LAW, COMMAND, ...items, `${groups.length + 1}. ${CONTROL}`, ...closing].join('\n')
}

const doubtfulIn = (lines: WordedLine[], to: Case): string[] =>
  lines.filter((line) => !declineName(line, to).isSure).map(fullName)

/** The words of an order as its lines stand now. */
export function wordingOf(kind: string, lines: WordedLine[], basis: string): Wording {
  const clauses = lines.map((line) => ({ line, said: clauseOf(kind, line) }))
  return {
    about: subjectOf(kind, lines),
    text: worded(clauses, basis),
    doubtful: doubtfulIn(lines, clauses[0]?.said.to ?? 'accusative')
  }
}

/** The words of an order that takes another one back. */
export function cancellationOf(cancelled: Cancelled, lines: WordedLine[], basis: string): Wording {
  const named = `приказ от ${formats.day(cancelled.signed_on)} № ${cancelled.number}`
  const head = `Отменить ${named} «${cancelled.about}» с момента его издания в отношении`
  const said = { head, many: `${head} следующих обучающихся`, tail: '', to: 'genitive' as const }
  return {
    about: `Об отмене приказа от ${formats.day(cancelled.signed_on)} № ${cancelled.number}`,
    text: worded(
      lines.map((line) => ({ line, said })),
      basis
    ),
    doubtful: doubtfulIn(lines, 'genitive')
  }
}

/** Tells whether the composed words are still those that somebody edited. */
export const printOf = ({ about, text }: { about: string; text: string }): string =>
  createHash('sha256').update(`${about}\n${text}`).digest('hex')

export const WORDING_REFUSALS = {
  'no-about': 'Укажите заголовок, как «Об отчислении обучающихся».',
  'no-text': 'Текст приказа пуст: напишите его или сформируйте заново.'
} as const
export type WordingRefusal = keyof typeof WORDING_REFUSALS

export function refuseWording({ about, text }: { about: string; text: string }): WordingRefusal | null {
  if (about === '') return 'no-about'
  return text === '' ? 'no-text' : null
}

/** Paragraphs one a line, without spaces at the ends and empty lines. */
export const tidyText = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/[ \t]+/g, ' '))
    .filter(Boolean)
    .join('\n')
