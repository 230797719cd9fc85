// Which names of a file somebody has to know before it is loaded. Pure.
import type { WrittenTimetable } from '../reader.ts'
import type { WantedName } from './import-names.ts'
import { isNamed } from './import-placing.ts'
import type { NameKind } from './matching.ts'

export function wantedGroups({ groups, lessons }: WrittenTimetable): WantedName[] {
  const counted = new Map<string, number>()
  for (const { group } of lessons) counted.set(group, (counted.get(group) ?? 0) + 1)
  return groups.map((written) => ({
    ...{ kind: 'group', scope: 0, written, group: written },
    lessons: counted.get(written) ?? 0
  }))
}

type Group = { id: number; curriculum_id: number | null }

/** Subgroups, teachers, rooms and subjects of lessons whose group is known: of the rest nothing needs to be decided. */
export function wantedOthers(
  { lessons }: WrittenTimetable,
  groupOf: (name: string) => Group | undefined
): WantedName[] {
  return lessons.flatMap(({ group, subgroup, subject, teachers, room, is_distant }) => {
    const { id, curriculum_id: plan } = groupOf(group) ?? { id: 0, curriculum_id: null }
    if (!plan) return []
    const one = (kind: NameKind, scope: number, written: string): WantedName => ({
      ...{ kind, scope, written, group },
      lessons: 1
    })
    return [
      ...(isNamed(subgroup) ? [one('subgroup', id, subgroup)] : []),
      ...[one('subject', plan, subject), ...teachers.map((name) => one('teacher', 0, name))],
      ...(room === '' || is_distant ? [] : [one('room', 0, room)])
    ]
  })
}
