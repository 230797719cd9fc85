import type { Entry, Planned, StoredEntry } from './import-entries.ts'

/** A teacher or a room twice at once; a stream is one lesson of several groups, which is no mistake. */
export type Clash = {
  kind: 'teacher' | 'room'
  id: number
  held_on: string
  pair: number
  study_group_ids: number[]
  is_stream: boolean
}
type Standing = Entry & { study_group_id: number; item: string; is_planned: boolean }

/** Clashes among what the file brings and between it and the rest of the timetable of its days. */
export function clashesOf(planned: Planned[], stored: StoredEntry[], itemName: (item_id: number) => string): Clash[] {
  const touched = new Set(planned.flatMap(({ before }) => (before ? [before.id] : [])))
  const standing: Standing[] = [
    ...planned.flatMap(({ entry, study_group_id, item_id }) =>
      entry && study_group_id !== null
        ? [{ ...entry, study_group_id, item: itemName(item_id ?? 0), is_planned: true }]
        : []
    ),
    ...stored
      .filter(({ id }) => !touched.has(id))
      .map((entry) => ({ ...entry, item: itemName(entry.item_id), is_planned: false }))
  ]
  return [...clashes(standing, 'teacher'), ...clashes(standing, 'room')].sort((a, b) =>
    `${a.held_on}/${a.pair}` < `${b.held_on}/${b.pair}` ? -1 : 1
  )
}

function clashes(standing: Standing[], kind: Clash['kind']): Clash[] {
  const places = new Map<string, Standing[]>()
  for (const one of standing) {
    const id = kind === 'teacher' ? one.staff_member_id : one.room_id
    if (id === null) continue
    const key = `${id}/${one.held_on}/${one.pair_number}`
    places.set(key, [...(places.get(key) ?? []), one])
  }
  return [...places.values()].flatMap((own) => {
    const groups = [...new Set(own.map(({ study_group_id }) => study_group_id))]
    const [first] = own
    if (!first || groups.length < 2 || !own.some(({ is_planned }) => is_planned)) return []
    const isOne = (of: (one: Standing) => unknown) => new Set(own.map(of)).size === 1
    const is_stream =
      isOne(({ item }) => item) && isOne(({ room_id }) => room_id) && isOne((one) => one.staff_member_id)
    if (is_stream && kind === 'room') return [] // told once, with its teacher
    const id = kind === 'teacher' ? first.staff_member_id : (first.room_id ?? 0)
    return [{ kind, id, held_on: first.held_on, pair: first.pair_number, study_group_ids: groups, is_stream }]
  })
}
