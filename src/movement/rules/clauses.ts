import { formats } from '../../platform/formats.ts'
import { type Case, sexOf } from './declension.ts'
import type { Group, WordedLine } from './wording.ts'

/** One line in words: `head` before a single name and `tail` after it; `many` stands before a list of names. */
type Clause = { head: string; many: string; tail: string; to: Case }

const THOSE = 'следующих обучающихся'
const day = formats.day
const joined = (...words: (string | false | null)[]): string => words.filter(Boolean).join(' ')

/** «ИСИП-21 (09.02.07, очная форма, бюджет)» */
export function groupInWords({ name, specialty, study_form, financing }: Group): string {
  const paid = financing === 'бюджет' || financing === 'внебюджет' ? financing : ''
  return `${name} (${[specialty, study_form && `${study_form} форма`, paid].filter(Boolean).join(', ')})`
}

/** From the summer on, the course is that of the year to come. */
const courseOn = (day: string, { entry_year }: Group): number =>
  Number(day.slice(0, 4)) - (day.slice(5) < '07-01' ? 1 : 0) - entry_year + 1

const STUDENT: Record<Case, { male: string; female: string; many: string }> = {
  genitive: { male: 'обучающегося', female: 'обучающейся', many: 'обучающихся' },
  dative: { male: 'обучающемуся', female: 'обучающейся', many: 'обучающимся' },
  accusative: { male: 'обучающегося', female: 'обучающуюся', many: 'обучающихся' }
}
const studentIn = (line: WordedLine, to: Case): string => STUDENT[to][sexOf(line) ?? 'male']

const of = (group: Group | null): string => (group ? `группы ${groupInWords(group)}` : '')
const into = (group: Group | null): string => (group ? `в группу ${groupInWords(group)}` : '')

/** «Отчислить … кого почему», where the verb and the group stand before the names and the reason after a single one. */
const moving = (verb: string, reason: string): Clause => ({
  ...{ head: verb, many: joined(verb, reason, THOSE), tail: reason, to: 'accusative' }
})

function promoted(line: WordedLine): Clause {
  const { group, from_group, effective_on, reason } = line
  const course = group ?? from_group
  const verb = joined('Перевести с', day(effective_on), course && `на ${courseOn(effective_on, course)} курс`)
  const target = group && group.name !== from_group?.name ? into(group) : ''
  return {
    ...{ head: joined(verb, target, studentIn(line, 'accusative'), of(from_group)), tail: reason, to: 'accusative' },
    many: joined(verb, target, STUDENT.accusative.many, of(from_group), reason)
  }
}

function expelled({ effective_on, from_group, was_on_leave, reason }: WordedLine): Clause {
  const from = was_on_leave
    ? joined('из числа находящихся в академическом отпуске обучающихся', of(from_group))
    : from_group && `из ${of(from_group)}`
  return moving(joined('Отчислить с', day(effective_on), from), reason)
}

function onLeave(line: WordedLine): Clause {
  const { effective_on, until_on, from_group, reason } = line
  const verb = joined('Предоставить академический отпуск с', day(effective_on), until_on && `по ${day(until_on)}`)
  return {
    ...{ head: joined(verb, studentIn(line, 'dative'), of(from_group)), tail: reason, to: 'dative' },
    many: joined(verb, STUDENT.dative.many, of(from_group), reason)
  }
}

function comeBack({ effective_on, group, was_on_leave, reason }: WordedLine): Clause {
  if (!was_on_leave) return moving(joined('Восстановить с', day(effective_on), into(group)), reason)
  const place = group && `в группе ${groupInWords(group)}`
  const verb = joined('Допустить к обучению с', day(effective_on), 'по выходе из академического отпуска', place)
  return moving(verb, reason)
}

function renamed(line: WordedLine): Clause {
  const { effective_on, from_group, new_last_name, reason } = line
  const verb = joined(
    'Изменить с',
    day(effective_on),
    'в учётных документах фамилию',
    studentIn(line, 'genitive'),
    of(from_group)
  )
  const tail = joined(`на фамилию «${new_last_name ?? ''}»`, reason)
  // A new surname is one person's: two lines never stand together.
  return {
    head: verb,
    many: `${verb} ${tail} ${line.first_name} ${line.middle_name} ${line.last_name}`,
    tail,
    to: 'genitive'
  }
}

const CLAUSES: Record<string, (line: WordedLine) => Clause> = {
  enrolment: ({ effective_on, group, reason }) => moving(joined('Зачислить с', day(effective_on), into(group)), reason),
  transfer: ({ effective_on, group, from_group, reason }) =>
    moving(joined('Перевести с', day(effective_on), from_group && `из ${of(from_group)}`, into(group)), reason),
  promotion: promoted,
  expulsion: expelled,
  academic_leave: onLeave,
  reinstatement: comeBack,
  graduation: ({ effective_on, from_group, reason }) =>
    moving(
      joined('Отчислить с', day(effective_on), from_group && `из ${of(from_group)}`),
      reason || 'в связи с получением образования (завершением обучения)'
    ),
  surname_change: renamed
}

export const clauseOf = (kind: string, line: WordedLine): Clause =>
  CLAUSES[kind]?.(line) ?? { head: '', many: '', tail: '', to: 'accusative' }

const SUBJECTS: Record<string, string> = {
  ...{ enrolment: 'О зачислении', transfer: 'О переводе', promotion: 'О переводе на следующий курс' },
  ...{ expulsion: 'Об отчислении', academic_leave: 'О предоставлении академического отпуска' },
  ...{ reinstatement: 'О восстановлении', graduation: 'Об отчислении в связи с получением образования' },
  surname_change: 'Об изменении фамилии'
}
const LONE = ['promotion', 'academic_leave', 'graduation']

/** «Об отчислении обучающегося» */
export function subjectOf(kind: string, lines: WordedLine[]): string {
  const [only, second] = lines
  const all = (was: boolean) => only !== undefined && lines.every(({ was_on_leave }) => was_on_leave === was)
  if (kind === 'reinstatement' && all(true)) return 'О выходе из академического отпуска'
  const subject = SUBJECTS[kind] ?? 'О движении контингента'
  if (LONE.includes(kind)) return subject
  return joined(subject, only && !second ? studentIn(only, 'genitive') : 'обучающихся')
}
