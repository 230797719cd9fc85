import { DateTime } from 'luxon'
import { isDay } from '../../platform/days.ts'
import { groupOf } from './orders.ts'

/** Why an order cannot move a student as its line says. */
export const LINE_REFUSALS = {
  'nobody-chosen': 'Отметьте хотя бы одного обучающегося.',
  'bad-day': 'Укажите, с какого дня действует приказ, как 01.09.2026.',
  'no-group': 'Выберите группу.',
  'group-disbanded': 'Этой группы в этот день уже нет: выберите другую.',
  'is-enrolled': 'Уже числится в группе: нужен приказ о переводе.',
  'on-leave': 'В академическом отпуске: нужен приказ о восстановлении (выходе из отпуска).',
  'not-enrolled': 'Не числится ни в одной группе.',
  'never-enrolled': 'Никогда не числился: нужен приказ о зачислении.',
  'has-graduated': 'Выпущен: восстановить нельзя, можно зачислить заново.',
  'same-group': 'Уже числится в этой группе: выберите другую.',
  'before-enrolment': 'День должен быть позже дня зачисления в нынешнюю группу.',
  'before-last-day': 'День должен быть позже последнего дня в прежней группе.',
  'bad-until': 'Последний день отпуска укажите как 01.09.2027, не раньше первого.',
  'no-last-name': 'Укажите новую фамилию.',
  'same-last-name': 'Эта фамилия у обучающегося и сейчас.',
  'too-early': 'Фамилия меняется в тот день, с которого действует приказ: подпишите его не раньше этого дня.',
  overlaps: 'В эти дни уже числится в группе.',
  'is-listed': 'В этом приказе уже есть пункт о нём.'
} as const
export type LineRefusal = keyof typeof LINE_REFUSALS

export type Line = {
  study_group_id: number | null
  effective_on: string
  until_on: string | null
  last_name: string | null
}
/** Days in one group; `until_kind` is the kind of the order that ended them, `released_on` the day of expulsion during a leave. */
export type Stay = {
  id: number
  study_group_id: number
  since: string
  until: string | null
  until_kind: string | null
  released_on: string | null
}
/** Stays in the order of days. */
export type Facts = {
  stays: Stay[]
  last_name: string
  group: { disbanded_on: string | null } | undefined
  today: string
}

export const dayBefore = (day: string): string => DateTime.fromISO(day).minus({ days: 1 }).toISODate() ?? day

/** Kinds that put a student into a group, that take one out of it, and both. */
const COMES = ['enrolment', 'reinstatement', 'transfer', 'promotion']
const LEAVES = ['transfer', 'promotion', 'expulsion', 'academic_leave', 'graduation']

/** The group left for an academic leave that lasts until another order. */
export function leaveOf(stays: Stay[]): Stay | undefined {
  const last = stays.at(-1)
  return last && last.until !== null && last.until_kind === 'academic_leave' && !last.released_on ? last : undefined
}

/**
 * What the order does to the student's days in groups: which stay ends, from which leave the student is expelled, and into which
 * group the student comes.
 */
export function effectOf(kind: string, line: Line, stays: Stay[]) {
  const last = stays.at(-1)
  const present = last && last.until === null ? last : undefined
  const target = groupOf(kind) === 'none' ? null : line.study_group_id
  const stands = kind === 'promotion' && (target === null || target === present?.study_group_id)
  return {
    present,
    ends: !stands && LEAVES.includes(kind) ? present : undefined,
    releases: kind === 'expulsion' ? leaveOf(stays) : undefined,
    begins: !stands && COMES.includes(kind) ? target : null
  }
}

/** Where a student may be moved from, and from which day (R4 3.7.2). */
export function refuseLine(kind: string, line: Line, facts: Facts): LineRefusal | null {
  const shape = refuseShape(kind, line, facts)
  if (shape) return shape
  if (kind === 'enrolment' || kind === 'reinstatement') return refuseComing(kind, line, facts.stays)
  const { present, ends, begins, releases } = effectOf(kind, line, facts.stays)
  if (releases) return line.effective_on <= (releases.until ?? '') ? 'before-last-day' : null
  if (kind === 'surname_change' && (present || leaveOf(facts.stays))) return refuseSurname(line, facts)
  if (!present) return 'not-enrolled'
  if (kind === 'transfer' && begins === present.study_group_id) return 'same-group'
  return ends && line.effective_on <= ends.since ? 'before-enrolment' : null
}

function refuseShape(kind: string, line: Line, { group }: Facts): LineRefusal | null {
  if (!isDay(line.effective_on)) return 'bad-day'
  if (groupOf(kind) === 'needed' && !group) return 'no-group'
  if (groupOf(kind) !== 'none' && group?.disbanded_on && group.disbanded_on < line.effective_on)
    return 'group-disbanded'
  const isUntil = line.until_on === null || (isDay(line.until_on) && line.until_on >= line.effective_on)
  return kind === 'academic_leave' && !isUntil ? 'bad-until' : null
}

function refuseComing(kind: string, { effective_on }: Line, stays: Stay[]): LineRefusal | null {
  const last = stays.at(-1)
  if (!last) return kind === 'reinstatement' ? 'never-enrolled' : null
  if (last.until === null) return 'is-enrolled'
  if (kind === 'enrolment' && leaveOf(stays)) return 'on-leave'
  if (kind === 'reinstatement' && last.until_kind === 'graduation') return 'has-graduated'
  return effective_on <= last.until || effective_on < (last.released_on ?? '') ? 'before-last-day' : null
}

function refuseSurname({ last_name, effective_on }: Line, { last_name: present, today }: Facts): LineRefusal | null {
  if (!last_name) return 'no-last-name'
  if (last_name === present) return 'same-last-name'
  return effective_on > today ? 'too-early' : null
}

type DraftLine = Line & { id: number; student_id: number; present_last_name: string; disbanded_on: string | null }

/** Why each line of a draft cannot be signed today, by its number; lines that can are missing. */
export function problemsIn<S extends Stay>(kind: string, lines: DraftLine[], stays: Map<number, S[]>, today: string) {
  return new Map(
    lines.flatMap((line): [number, LineRefusal][] => {
      const group = line.study_group_id === null ? undefined : { disbanded_on: line.disbanded_on }
      const facts = { stays: stays.get(line.student_id) ?? [], last_name: line.present_last_name, group, today }
      const refusal = refuseLine(kind, line, facts)
      return refusal ? [[line.id, refusal]] : []
    })
  )
}
