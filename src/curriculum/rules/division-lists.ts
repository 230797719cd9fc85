// The lists of a division while it is being made: what a press of a button does to them before anything is saved. Pure.
import { fullName } from './division-tables.ts'
import { MOST_SUBGROUPS, type Place, placesOf, type Subgroup } from './divisions.ts'

/** `checked` are those whose boxes are ticked, `numbers` how many subgroups are shown. */
export type Lists = { places: Place[]; numbers: number; checked: number[] }

/** Equal parts in the order of the list: first half, second half, or as many parts as there are subgroups. */
export const inParts = (students: number[], parts: number): Place[] =>
  students.map((student_id, i) => ({ student_id, number: Math.floor((i * parts) / students.length) + 1 }))

/** Every other one to the first subgroup, or every third. */
export const inTurn = (students: number[], parts: number): Place[] =>
  students.map((student_id, i) => ({ student_id, number: (i % parts) + 1 }))

/**
 * The lists after a press: «move 1 2» takes those ticked in list 1 over to list 2 (list 0 are those in no subgroup), «all 1»
 * ticks everybody in it, «parts» and «turn» deal anew, «more» shows one more subgroup and «fewer» hides the last empty one.
 */
export function pressed(press: string, { places, numbers, checked }: Lists): Lists {
  const [deed, from = 0, to = 0] = press.split(' ').map((word, i) => (i === 0 ? word : Number(word))) as [
    string,
    number?,
    number?
  ]
  const students = places.map(({ student_id }) => student_id)
  const inList = (list: number) => places.filter(({ number }) => number === list).map(({ student_id }) => student_id)
  if (deed === 'parts') return { places: inParts(students, numbers), numbers, checked: [] }
  if (deed === 'turn') return { places: inTurn(students, numbers), numbers, checked: [] }
  if (deed === 'more') return { places, numbers: Math.min(numbers + 1, MOST_SUBGROUPS), checked }
  if (deed === 'fewer')
    return { places, numbers: numbers > 2 && inList(numbers).length === 0 ? numbers - 1 : numbers, checked }
  if (deed === 'all') return { places, numbers, checked: [...new Set([...checked, ...inList(from)])] }
  if (deed !== 'move' || to > numbers) return { places, numbers, checked }
  const moving = new Set(inList(from).filter((id) => checked.includes(id)))
  return {
    places: places.map((place) => (moving.has(place.student_id) ? { ...place, number: to } : place)),
    numbers,
    checked: checked.filter((id) => !moving.has(id))
  }
}

type Student = { id: number; last_name: string; first_name: string; middle_name: string }
/** What a press or a refused form left behind; a draft without places has everybody where they are, or where the proposal puts them. */
export type Draft = Partial<Lists>
type Facts = { students: Student[]; saved: Subgroup[]; pattern: Subgroup[]; isNew: boolean }

/** The lists as the page shows them, list 0 first; `was` is the subgroup somebody is taken from, when nothing of it is saved yet. */
export function listsOf({ students, saved, pattern, isNew }: Facts, { places = [], numbers = 0, checked = [] }: Draft) {
  const ids = students.map(({ id }) => id)
  const now = new Map(placesOf(ids, saved).map((one) => [one.student_id, one.number]))
  const proposed = pattern.length > 0 ? placesOf(ids, pattern) : inParts(ids, 2)
  const typed = new Map(places.map((one) => [one.student_id, one.number]))
  const isDrafted = places.length > 0
  const numberOf = new Map(
    proposed.map((one) => [one.student_id, isNew && !isDrafted ? one.number : now.get(one.student_id)])
  )
  const rows = students.map((student, i) => {
    const [number, was] = [typed.get(student.id) ?? numberOf.get(student.id) ?? 0, now.get(student.id) ?? 0]
    return {
      ...{ id: student.id, name: fullName(student), place: i + 1, number },
      ...{ isChecked: checked.includes(student.id), was: isNew || was === number ? null : was }
    }
  })
  const most = Math.max(2, numbers, ...rows.map(({ number }) => number))
  const lists = Array.from({ length: most + 1 }, (_, number) => ({
    ...{ number, students: rows.filter((row) => row.number === number) }
  }))
  return { lists, numbers: most, moved: rows.filter(({ was }) => was !== null).length }
}
