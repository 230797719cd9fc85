import { formats } from '../../platform/formats.ts'

export type Standing = 'present' | 'on leave' | 'gone' | 'new'

type Candidates = {
  /** who can be found at all */
  standings: Standing[]
  /** whom the page shows before anybody is searched for */
  atOnce: Standing[]
  /** what the page says about them */
  asks: string
}

const PRESENT: Candidates = {
  ...{ standings: ['present'], atOnce: [] },
  asks: 'Найдите обучающихся по фамилии или выберите группу.'
}

const CANDIDATES: Record<string, Candidates> = {
  enrolment: {
    ...{ standings: ['new', 'gone'], atOnce: ['new'] },
    asks: 'Здесь те, на кого заведена карточка, но кто ещё нигде не числился.'
  },
  reinstatement: {
    ...{ standings: ['on leave', 'gone'], atOnce: ['on leave'] },
    asks: 'Здесь те, кто в академическом отпуске. Отчисленных найдите по фамилии.'
  },
  expulsion: { ...PRESENT, standings: ['present', 'on leave'] },
  surname_change: { ...PRESENT, standings: ['present', 'on leave'] }
}

/** Who may be put into an order of the kind. */
export const candidatesOf = (kind: string): Candidates => CANDIDATES[kind] ?? PRESENT

type Last = {
  group_name: string | null
  until: string | null
  until_kind: string | null
  released_on: string | null
}

/** «ИСИП-21», «ИСИП-21, в академическом отпуске с 11.11.2026» — where a student stands now. */
export function standingOf({ group_name, until, until_kind, released_on }: Last): string {
  if (group_name === null) return ''
  if (until === null) return group_name
  if (until_kind === 'academic_leave' && released_on === null) return `${group_name}, в академическом отпуске`
  const word = until_kind === 'graduation' ? 'выпуск' : 'выбыл(а)'
  return `${group_name}, ${word}, последний день ${formats.day(released_on ?? until)}`
}
