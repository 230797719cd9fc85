/** Why nothing is issued to a group. */
export const ISSUE_REFUSALS = {
  'nobody-chosen': 'Отметьте, кому выдать новый пароль.',
  'nobody-without': 'У всех в группе уже есть учётные записи. Отметьте тех, кому нужен новый пароль.'
} as const
export type IssueRefusal = keyof typeof ISSUE_REFUSALS

type Somebody = {
  person_id: number
  account_id: number | null
  blocked_at: Date | null
  is_staff: boolean
}

/** Colleagues get theirs from the administrator (R0 2.8); who is shut out gets no password. */
export const mayBeIssued = (one: Somebody): boolean => !one.is_staff && one.blocked_at === null

/** Whom credentials are issued: the ones chosen, or without a choice everybody who has none yet; each person once. */
export function chosenOf<T extends Somebody>(people: T[], chosen: number[] | null): T[] {
  const wanted = people.filter((one) => (chosen ? chosen.includes(one.person_id) : one.account_id === null))
  const once = new Map(wanted.filter(mayBeIssued).map((one) => [one.person_id, one]))
  return [...once.values()]
}

type Tie = { kinship: string; child_last_name: string; child_first_name: string }

/** «обучающийся, группа СА-21»; of a parent all children in the group are named: «мать: Абрамов Иван, группа СА-21». */
export function whoIs(ties: Tie[], group: string): string {
  const words = ties.map(({ kinship, child_last_name, child_first_name }) =>
    kinship === '' ? 'обучающийся' : `${kinship}: ${child_last_name} ${child_first_name}`
  )
  return `${words.join('; ')}, группа ${group}`
}
