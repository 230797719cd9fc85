import { twice } from './groups.ts'
import { plain } from './names.ts'
import { written } from './people.ts'
import { type Decisions, differences, type Planned, planned } from './planning.ts'
import type { Row } from './rows.ts'

export type RoomFacts = { rooms: { id: number; name: string; purpose: string; building: string; capacity: string }[] }
export type RoomWrite = { number: number; id: number | null; name: string; fields: Record<string, string> }

const TITLES = { purpose: 'Назначение', building: 'Корпус', capacity: 'Мест' }
const keyOf = (name: string) => plain(name).replace(/\s+/g, '')

/** What would become of each row of rooms; a room is known by what stands on its door. */
export function planRooms(rows: Row[], decisions: Map<number, Decisions>, { rooms }: RoomFacts): Planned<RoomWrite>[] {
  const stored = new Map(rooms.map((one) => [keyOf(one.name), one]))
  const seen = new Map<string, number>()
  return rows.map(({ number, values, faults }) => {
    const { name = '' } = values
    const known = stored.get(keyOf(name))
    const before: Record<string, string> = known
      ? { purpose: known.purpose, building: known.building, capacity: known.capacity }
      : {}
    return planned<RoomWrite>({
      ...{ number, title: name, faults, decisions: decisions.get(number) ?? {}, isNew: known === undefined },
      questions: twice(seen, keyOf(name), number),
      changes: differences(TITLES, before, values),
      write: { number, id: known?.id ?? null, name, fields: written(Object.keys(TITLES), before, values) }
    })
  })
}
