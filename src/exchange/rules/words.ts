import { formats } from '../../platform/formats.ts'
import { findList } from './lists.ts'
import { type Counts, STATES, type State } from './planning.ts'

/** The states of a load, as a person reads them. */
export const LOAD_STATES: Record<string, string> = {
  columns: 'ждёт выбора столбцов',
  preview: 'ждёт подтверждения',
  queued: 'в очереди',
  writing: 'записывается',
  done: 'загружено',
  failed: 'не загружено',
  undone: 'отменено'
}

/** «новых 12, изменено 3, прежних 1485» */
export const countsInWords = (counts: Partial<Counts>): string => {
  const words: [State, string][] = [
    ...([
      ['new', 'новых'],
      ['changed', 'изменённых'],
      ['same', 'без изменений']
    ] as [State, string][]),
    ...([
      ['conflict', 'надо решить'],
      ['wrong', 'с ошибками'],
      ['skipped', 'пропущено']
    ] as [State, string][])
  ]
  return words.flatMap(([state, word]) => (counts[state] ? [`${word} ${counts[state]}`] : [])).join(', ')
}

type Load = {
  id: number
  list: string
  state: string
  file_name: string
  created_at: Date
  counts: Record<string, number>
  login: string | null
  last_name: string | null
  first_name: string | null
  middle_name: string | null
  curriculum_name: string | null
}

export const byWhom = ({ last_name, first_name, middle_name, login }: Load): string =>
  last_name ? [last_name, first_name, middle_name].filter(Boolean).join(' ') : (login ?? '')

/** Loads as their list shows them. */
export const loadsShown = (loads: Load[], zone: string) =>
  loads.map((one) => ({
    ...{ id: one.id, file_name: one.file_name, state: one.state, state_name: LOAD_STATES[one.state] ?? one.state },
    ...{ title: findList(one.list)?.title ?? one.list, curriculum_name: one.curriculum_name, by: byWhom(one) },
    ...{ at: formats.instant(one.created_at, zone), counts: countsInWords(one.counts) }
  }))

/** Tabs of the preview: every state that has rows, with their number. */
export const tabsOf = (counts: Counts) => {
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const states = (Object.keys(STATES) as State[]).filter((state) => counts[state] > 0)
  return [
    { state: '', title: 'Все', n: all },
    ...states.map((state) => ({ state, title: STATES[state].many, n: counts[state] }))
  ]
}
