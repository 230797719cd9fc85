import type { Db } from '../platform/db.ts'
import { TEACHER, TEACHERS } from './areas.ts'
import { instantOf } from './college.ts'
import type { Entry } from './entries.ts'
import { PRACTICE_PAIRS } from './practices.ts'
import { addRows } from './rows.ts'
import type { Stage } from './terms.ts'

type Place = { held_on: string; pair: number }
const PAIRS = [1, 2, 3, 4, 5]

/** Tomorrow a teacher is ill and two of the lessons are given to others; later a lesson is moved, another held on another day. */
export async function addTimetableChanges(db: Db, entries: Entry[], { today, teachers, rooms }: Stage): Promise<void> {
  const { id: account_id } = await db
    .selectFrom('account')
    .select('id')
    .where('login', '=', 'methodist')
    .executeTakeFirstOrThrow()
  const by = { made_by: account_id, made_at: instantOf(today, '09:30') }
  const coming = entries.filter(({ held_on, activity }) => held_on > today && activity.kind === 'theory')
  const days = [...new Set(coming.map(({ held_on }) => held_on))].toSorted()
  const whole = coming.filter(({ activity, teacher }) => activity.division === null && teacher !== TEACHER)
  const busy = new Set(entries.flatMap((one) => hoursOf(one).flatMap((pair) => keysOf(one, { ...one, pair }))))
  const staffOf = (teacher: number) => teachers[teacher]?.staff_member_id ?? 0

  const ill = illOf(whole.filter(({ held_on }) => held_on === days[0]))
  if (ill.length > 0 && days[0]) {
    const since = { since: days[0], until: days[1] ?? days[0], reason: 'болезнь' }
    const noted = { noted_by: account_id, noted_at: instantOf(today, '09:20') }
    await addRows(db, 'staff_absence', [{ staff_member_id: staffOf(ill[0]?.teacher ?? 0), ...since, ...noted }])
    await addRows(
      db,
      'substitution',
      ill.slice(0, 2).flatMap((entry) => {
        const free = freeTeacher(entry, entries, busy)
        if (free === undefined) return []
        busy.add(`${entry.held_on} ${entry.pair} teacher ${free}`)
        const why = { reason: 'болезнь', order_number: '231-л', kind: 'teacher' }
        return [{ timetable_entry_id: entry.id, staff_member_id: staffOf(free), ...why, ...by }]
      })
    )
  }
  const rest = whole.filter(({ held_on, teacher }) => days.slice(1, 4).includes(held_on) && teacher !== ill[0]?.teacher)
  const [moved, ...others] = rest
  const held = others.find(({ activity }) => activity.group !== moved?.activity.group)
  if (moved) await change(db, moved, placeFor(moved, coming, busy), 'move')
  if (held) await change(db, held, placeFor(held, coming, busy), 'cancel')

  async function change(trx: Db, entry: Entry, to: Place | undefined, kind: 'move' | 'cancel') {
    if (!to) return
    for (const key of keysOf(entry, to)) busy.add(key)
    const room_id = rooms[entry.teacher] ?? null
    const from = {
      ...{ from_on: entry.held_on, from_pair: entry.pair, from_hours: entry.topic.hours, from_kind: 'lesson' },
      ...{ from_room_id: room_id, from_staff_member_id: staffOf(entry.teacher), course_id: entry.course_id }
    }
    const place = { to_course_id: entry.course_id, to_on: to.held_on, to_pair: to.pair, timetable_entry_id: entry.id }
    const distant = { timetable_rule_id: null, room_id: null, form: 'lecture', is_distant: true }
    const now = { held_on: to.held_on, pair_number: to.pair, ...(kind === 'cancel' ? distant : {}) }
    await trx.updateTable('timetable_entry').set(now).where('id', '=', entry.id).execute()
    const deed = (n: number) => `00000000-0000-4000-8000-${String(entry.id + n).padStart(12, '0')}`
    const order = { order_number: '', ...by }
    const move = { ...from, ...place, deed: deed(0), kind: 'move', reason: 'Ремонт кабинета', ...order }
    const cancel = { ...from, deed: deed(0), kind: 'cancel', reason: 'Медицинский осмотр группы', ...order }
    const add = { course_id: entry.course_id, ...place, deed: deed(100_000), kind: 'add', ...order }
    if (kind === 'move') await addRows(trx, 'timetable_correction', [move])
    if (kind === 'cancel') await addRows(trx, 'timetable_correction', [cancel])
    if (kind === 'cancel')
      await addRows(trx, 'timetable_correction', [{ ...add, reason: 'вместо отменённого, дистанционно' }])
  }
}

const hoursOf = ({ pair, activity }: Entry) =>
  Array.from({ length: activity.kind === 'practice' ? PRACTICE_PAIRS : 1 }, (_, i) => pair + i)

const keysOf = ({ activity, teacher }: Entry, { held_on, pair }: Place) => [
  `${held_on} ${pair} group ${activity.group}`,
  `${held_on} ${pair} teacher ${teacher}`
]

/** The lessons of the teacher who has most of them that day. */
function illOf(day: Entry[]): Entry[] {
  const own = [...Map.groupBy(day, ({ teacher }) => teacher).values()]
  return own.toSorted((a, b) => b.length - a.length)[0]?.toSorted((a, b) => a.pair - b.pair) ?? []
}

/** A colleague with a free hour, one who knows the group first. */
function freeTeacher(entry: Entry, entries: Entry[], busy: Set<string>): number | undefined {
  const knows = new Set(entries.flatMap((one) => (one.activity.group === entry.activity.group ? [one.teacher] : [])))
  const free = [...TEACHERS.keys()].filter(
    (teacher) =>
      teacher !== entry.teacher && teacher !== TEACHER && !busy.has(`${entry.held_on} ${entry.pair} teacher ${teacher}`)
  )
  return free.find((teacher) => knows.has(teacher)) ?? free[0]
}

/** A later hour of a day of theory at which the group and the teacher have nothing. */
function placeFor(entry: Entry, coming: Entry[], busy: Set<string>): Place | undefined {
  const days = new Set(
    coming.flatMap((one) =>
      one.activity.group === entry.activity.group && one.held_on > entry.held_on ? [one.held_on] : []
    )
  )
  const places = [...days].toSorted().flatMap((held_on) => PAIRS.map((pair) => ({ held_on, pair })))
  return places.find((place) => keysOf(entry, place).every((key) => !busy.has(key)))
}
