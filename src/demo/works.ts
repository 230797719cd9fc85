import type { Chance } from './chance.ts'
import type { Pupil } from './pupils.ts'
import type { Topic } from './topics.ts'

/** A work of a lesson: how many of those present get a mark for it, and after how many days. */
export type PlannedWork = { kind: string; share: number; isPass?: boolean; days?: number }

const answer = (share: number): PlannedWork => ({ kind: 'Ответ на занятии', share })
const homework: PlannedWork = { kind: 'Домашнее задание', share: 0.35 }
const test: PlannedWork = { kind: 'Тест', share: 0.9 }
const passed: PlannedWork = { kind: 'Зачётная работа', share: 0.97, isPass: true }

/** What the lesson's kind lets a teacher assess. */
export function worksOf({ kind, title }: Topic, chance: Chance): PlannedWork[] {
  if (title === 'Зачёт') return [passed]
  if (title === 'Дифференцированный зачёт') return [{ ...test, share: 0.98 }]
  if (kind === 'Контрольная работа') return [{ kind, share: 0.97, days: chance.int(1, 4) }]
  if (kind === 'Лабораторное занятие') return [{ kind: 'Лабораторная работа', share: 0.85 }]
  if (kind === 'Сдача спортивных нормативов') return [{ kind, share: 0.9 }]
  if (kind === 'Семинар') return [{ kind: 'Доклад', share: 0.3 }, answer(0.3)]
  if (kind === 'Консультация') return []
  if (kind === 'Практика') return [{ kind: 'Практическая работа', share: 0.35 }]
  if (title.startsWith('Практическая работа')) {
    const work = { kind: 'Практическая работа', share: 0.8 }
    return chance.happens(0.1) ? [work, test] : [work]
  }
  if (chance.happens(0.1)) return [test]
  return chance.happens(0.25) ? [answer(0.35), homework] : [answer(0.35)]
}

/** A pass-scale test in place of an ordinary one. */
export const passWork = passed

export function markOf({ ability }: Pupil, { isPass }: PlannedWork, chance: Chance): string {
  const points = ability + chance.normal() * 0.75
  if (isPass) return points < 2.4 ? 'незач' : 'зач'
  return String(Math.max(2, Math.min(5, Math.round(points))))
}
