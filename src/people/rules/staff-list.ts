import { formats } from '../../platform/formats.ts'
import { type Attested, attestationDue, type Due, isPressing, trainingDue } from './attestation.ts'
import { CATEGORIES, type Category } from './staff.ts'

/** What the list of the staff can be narrowed to besides words and departments. */
export const NEEDS = {
  training: 'нужны курсы',
  attestation: 'нужна аттестация',
  portfolio: 'портфолио давно не обновляли',
  card: 'дополнить карточку'
}
export const STATES = { '': 'работают', dismissed: 'уволены', all: 'все' }

type Row = Attested & { id: number; isStale: boolean; first_name: string }

/** True where a file of a timetable told only the surname, or letters. */
export const isNameless = (first_name: string): boolean => first_name.replace(/[.—\s-]/g, '').length < 2

/** The list with what each member has to do, only those of the need asked for. */
export const needing = <T extends Row>(rows: T[], need: string, today: string) =>
  rows
    .map((row) => ({ ...row, training: trainingDue(row, today), attestation: attestationDue(row, today) }))
    .filter((row) => {
      if (need === 'training') return isPressing(row.training)
      if (need === 'attestation') return isPressing(row.attestation)
      if (need === 'card') return isNameless(row.first_name)
      return need !== 'portfolio' || row.isStale
    })

/** «до 12.03.2027», «прошли 12.03.2026» or «нет сведений» */
export function dueWords(due: Due | null): string {
  if (!due) return ''
  if (due.by === null) return 'нет сведений'
  return `${due.state === 'overdue' ? 'срок прошёл' : 'до'} ${formats.day(due.by)}`
}

export const categoryWords = (category: string | null): string => (category ? CATEGORIES[category as Category] : 'нет')
