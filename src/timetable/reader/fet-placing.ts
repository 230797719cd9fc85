import { list, type Tree, word } from './fet-trees.ts'

export type Placed = { day: string; hour: string; room: string }

/** When and where each activity is, by a result of FET; null for a tree that is no result or names no activities. */
export function placedIn(tree: Tree): Map<string, Placed> | null {
  if ('Activities_Timetable' in tree)
    return new Map(
      list(tree, ['Activities_Timetable', 'Activity']).map((one) => [
        word(one.Id),
        { day: word(one.Day), hour: word(one.Hour), room: word(one.Room) || word(one.Real_Room) }
      ])
    )
  const root = Object.keys(tree).find((name) => name.endsWith('_Timetable'))
  return root ? placedByHours(Object.values(list(tree, [root])[0] ?? {}).flat() as Tree[]) : null
}

/** «…_subgroups.xml», «…_teachers.xml»: whose timetable it is, its days, their hours and in each its activity. */
function placedByHours(owners: Tree[]): Map<string, Placed> | null {
  const placed = new Map<string, Placed>()
  for (const owner of owners.filter((one) => typeof one === 'object'))
    for (const day of list(owner, ['Day']))
      for (const hour of list(day, ['Hour']))
        for (const activity of list(hour, ['Activity'])) {
          const id = word(activity['@id'])
          const room = word(list(hour, ['Room'])[0]?.['@name'])
          if (id !== '' && !placed.has(id)) placed.set(id, { day: word(day['@name']), hour: word(hour['@name']), room })
        }
  return placed.size > 0 ? placed : null
}

const isOn = ({ Active }: Tree) => !/^(false|no|0)$/.test(word(Active))

/** A `.fet` saved with its timetable keeps it as constraints. */
export function placedByConstraints(fet: Tree): Map<string, Placed> {
  const times = list(fet, ['Time_Constraints_List', 'ConstraintActivityPreferredStartingTime']).filter(isOn)
  const places = list(fet, ['Space_Constraints_List', 'ConstraintActivityPreferredRoom']).filter(isOn)
  const rooms = new Map(places.map((one) => [word(one.Activity_Id), word(one.Room)]))
  return new Map(
    times.map((one) => [
      word(one.Activity_Id),
      {
        ...{ day: word(one.Preferred_Day ?? one.Day), hour: word(one.Preferred_Hour ?? one.Hour) },
        room: rooms.get(word(one.Activity_Id)) ?? ''
      }
    ])
  )
}
