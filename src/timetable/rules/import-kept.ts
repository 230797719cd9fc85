// Lessons of the file that people corrected by hand: named before anything is written. Pure.
import { dayInWords } from '../reader.ts'
import type { Entry, Planned } from './import-entries.ts'
import { slotKey } from './import-plan.ts'

type Titles = Record<'group' | 'teacher' | 'room' | 'item', Map<number, string>>

/** What stands, what the file would have, and why it was changed; `slot` where it may be taken from the file all the same. */
export function correctedRows(planned: Planned[], titles: Titles) {
  const words = (entry: Pick<Entry, 'staff_member_id' | 'room_id' | 'is_distant'> | null | undefined) =>
    entry
      ? [
          titles.teacher.get(entry.staff_member_id) ?? '',
          entry.is_distant ? 'дистанционно' : entry.room_id === null ? 'без кабинета' : titles.room.get(entry.room_id)
        ]
          .filter(Boolean)
          .join(', ')
      : ''
  return planned.filter(isCorrected).map((row) => {
    const { before, moved, wanted } = row
    const substitute = before?.substitute_id && titles.teacher.get(before.substitute_id)
    return {
      when: `${dayInWords(row.held_on)}, ${row.pair}-я пара`,
      group: titles.group.get(row.study_group_id ?? 0) ?? row.group,
      subject: titles.item.get(row.item_id ?? 0) ?? row.title,
      stands: moved
        ? movedInWords(moved)
        : [words(before), substitute && `заменяет ${substitute}`].filter(Boolean).join(', '),
      reason: before?.reason ?? moved?.reason ?? '',
      written: wanted ? words(wanted) : moved ? 'стоит здесь' : 'нет',
      entry_id: before?.id ?? null,
      slot: before && wanted ? slotKey(before) : '',
      is_taken: row.state === 'changed'
    }
  })
}

const isCorrected = ({ state, problem, wanted }: Planned) =>
  (state === 'changed' && wanted !== undefined) ||
  (state === 'kept' && (problem === 'corrected' || problem === 'substituted'))

const movedInWords = ({ to_on, to_pair }: { to_on: string | null; to_pair: number | null }) =>
  to_on === null ? 'отменено' : `перенесено: ${dayInWords(to_on)}, ${to_pair}-я пара`
