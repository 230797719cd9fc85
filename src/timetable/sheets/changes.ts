import { formats } from '../../platform/formats.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { GoneRow, TimetableRow } from '../queries/entries.ts'
import type { Head } from './head.ts'
import { roomInWords } from './lessons.ts'

type Changes = { entries: TimetableRow[]; gone: GoneRow[] }
type Line = { group: string; pair: number; time: string; was: string; will: string; who: string; room: string }

const groupOf = ({ group_name, subgroup_number }: { group_name: string; subgroup_number: number | null }) =>
  subgroup_number === null ? group_name : `${group_name}, п/г ${subgroup_number}`

function wasOf(row: TimetableRow): string {
  const { correction_kind: kind } = row
  if (kind === 'subject') return row.was_subject ?? ''
  if (kind === 'add') return '—'
  if (kind !== 'move' && kind !== 'swap') return `${row.subject}, ${row.teacher}`
  const isElsewhere = row.from_on !== row.held_on || row.from_pair !== row.pair_number
  return isElsewhere ? `стояло ${formats.dayAndMonth(row.from_on ?? '')}, ${row.from_pair} пара` : 'другой кабинет'
}

const nowLine = (row: TimetableRow, timeOf: (pair: number) => string): Line => ({
  ...{ group: groupOf(row), pair: row.pair_number, time: timeOf(row.pair_number), was: wasOf(row), will: row.subject },
  who: `${row.substitute ?? row.teacher}${row.substitution_kind === 'union' ? ' (группы вместе)' : ''}`,
  room: roomInWords(row.room_name, row.is_distant)
})

const goneLine = (row: GoneRow, timeOf: (pair: number) => string): Line => ({
  ...{ group: groupOf(row), pair: row.pair_number, time: timeOf(row.pair_number), who: '', room: '' },
  was: `${row.subject}, ${row.teacher}`,
  will:
    row.kind === 'cancel' ? 'отменено' : `перенесено на ${formats.dayAndMonth(row.to_on ?? '')}, ${row.to_pair} пара`
})

/** «Замены на завтра» for the board: what differs from the timetable, by groups and pairs. */
export function changesSheets(
  id: string,
  head: Head,
  { entries, gone }: Changes,
  timeOf: (pair: number) => string
): Sheet[] {
  const lines = [...entries.map((row) => nowLine(row, timeOf)), ...gone.map((row) => goneLine(row, timeOf))].toSorted(
    (a, b) => a.group.localeCompare(b.group, 'ru', { numeric: true }) || a.pair - b.pair
  )
  return [{ view: 'timetable/sheets/changes', it: { id, head, lines }, pages: Math.ceil(lines.length / 25) + 1 }]
}
