import fc from 'fast-check'
import t from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { listRoster } from '../../src/journal/queries/rosters.ts'
import { cancelOrder } from '../../src/movement/actions/cancelling.ts'
import { draftOrder } from '../../src/movement/actions/orders.ts'
import { signOrder } from '../../src/movement/actions/signing.ts'
import { addLines } from '../../src/movement/queries/lines.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from '../support/database.ts'
import { courseScene, hire, journalScene } from '../support/scene.ts'

const TODAY = '2026-11-20'
const WORLDS = 120
const STUDENTS = 2
const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])

const dayOf = (n: number): string => new Date(Date.UTC(2026, 8, 1 + n)).toISOString().slice(0, 10)
const eve = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

type Stay = { group: number; since: string; until: string | null; released: string | null }
type Member = { subgroup: number; since: string; until: string | null }
type State = { stays: Stay[]; members: Member[]; standing: 'new' | 'in' | 'leave' | 'out' | 'graduated'; name: string }
type Order = { id: number; kind: string; before: Map<number, State>; after: Map<number, State> }
type Deed =
  | { deed: 'order'; kind: string; who: number[]; group: number; day: number; name: string }
  | { deed: 'cancel'; which: number }
  | { deed: 'divide'; who: number; part: number; day: number }

const KINDS = [
  'enrolment',
  'transfer',
  'promotion',
  'expulsion',
  'academic_leave',
  'reinstatement',
  'graduation'
].concat('surname_change')
const orders = fc.record({
  deed: fc.constant('order' as const),
  kind: fc.constantFrom(...KINDS, 'enrolment', 'transfer', 'academic_leave', 'reinstatement', 'expulsion'),
  who: fc.subarray([0, 1], { minLength: 1 }),
  group: fc.integer({ min: 0, max: 2 }),
  day: fc.integer({ min: 1, max: 60 }),
  name: fc.constantFrom('Орлова', 'Серова', 'Котова')
})
const cancels = fc.record({ deed: fc.constant('cancel' as const), which: fc.nat(3) })
const divides = fc.record({
  deed: fc.constant('divide' as const),
  who: fc.constantFrom(0, 1),
  part: fc.constantFrom(0, 1),
  day: fc.integer({ min: 0, max: 70 })
})
/** Both are enrolled first, and days grow with the place in the sequence, or hardly any order could be signed. */
const sequences = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: orders }, { weight: 2, arbitrary: cancels }, { weight: 2, arbitrary: divides }),
    { minLength: 5, maxLength: 11 }
  )
  .map((deeds): Deed[] => [
    { deed: 'order', kind: 'enrolment', who: [0, 1], group: 0, day: 0, name: '' },
    ...deeds.map((deed, i) => (deed.deed === 'cancel' ? deed : { ...deed, day: Math.floor(deed.day / 5) + i * 6 }))
  ])

/** What the order makes of a student, told in a dozen lines of its own; null when the student cannot be moved so. */
function moved(state: State, kind: string, group: number, day: string, name: string): State | null {
  const last = state.stays.at(-1)
  const begin = (stays: Stay[], more = {}): State => ({
    ...{ ...state, standing: 'in', ...more },
    stays: [...stays, { group, since: day, until: null, released: null }]
  })
  const ended = (): Stay[] => state.stays.map((one) => (one === last ? { ...one, until: eve(day) } : one))
  const members = state.members.flatMap((one) => {
    if (one.until !== null && one.until < day) return [one]
    return one.since < day ? [{ ...one, until: eve(day) }] : []
  })
  const out = (standing: State['standing']): State => ({ ...state, standing, stays: ended(), members })
  const isBack = !last || (day > (last.until ?? '9') && day >= (last.released ?? ''))
  const mayLeave = state.standing === 'in' && last !== undefined && day > last.since
  if (kind === 'enrolment')
    return ['new', 'out', 'graduated'].includes(state.standing) && isBack ? begin(state.stays) : null
  if (kind === 'reinstatement') return ['leave', 'out'].includes(state.standing) && isBack ? begin(state.stays) : null
  if (kind === 'surname_change')
    return ['in', 'leave'].includes(state.standing) && name !== state.name && day <= TODAY ? { ...state, name } : null
  if (kind === 'promotion' && state.standing === 'in' && group === last?.group) return state
  if (kind === 'expulsion' && state.standing === 'leave' && day > (last?.until ?? '9'))
    return {
      ...state,
      standing: 'out',
      stays: state.stays.map((one) => (one === last ? { ...one, released: day } : one))
    }
  if (!mayLeave) return null
  if (kind === 'transfer' && group === last.group) return null
  if (kind === 'transfer' || kind === 'promotion') return begin(ended(), { members })
  return out(kind === 'expulsion' ? 'out' : kind === 'graduation' ? 'graduated' : 'leave')
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Taken back when, for everybody in it, nothing later stands on it: the days it wrote are the last, the name it gave the present one. */
function reverted(order: Order, states: Map<number, State>, later: Order[]): Map<number, State> | null {
  const result = new Map<number, State>()
  for (const [who, before] of order.before) {
    const [after, now] = [order.after.get(who), states.get(who)]
    if (!after || !now) return null
    if (order.kind === 'surname_change') {
      if (now.name !== after.name) return null
      result.set(who, { ...now, name: before.name })
      continue
    }
    const moves = !same(before.stays, after.stays)
    const isStoodOn = later.some((one) => {
      const [was, became] = [one.before.get(who), one.after.get(who)]
      return was && became && !same(was.stays, became.stays)
    })
    if (moves && isStoodOn) return null
    result.set(who, moves ? { ...now, stays: before.stays, members: before.members, standing: before.standing } : now)
  }
  return result
}

async function openWorlds(db: Db) {
  const scene = await journalScene(db)
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  const courses = [scene]
  for (const group of ['СА-22', 'СА-23'])
    courses.push({ ...scene, ...(await courseScene(db, scene.college, scene.colleague, { group, index: group })) })
  const groups = courses.map(({ study_group }) => study_group.id)
  const subgroups = await db
    .insertInto('subgroup')
    .values(groups.flatMap((study_group_id) => [1, 2].map((number) => ({ study_group_id, division: 'язык', number }))))
    .returning('id')
    .execute()
  const persons = await db
    .insertInto('person')
    .values(
      Array.from({ length: WORLDS * STUDENTS }, (_, i) => ({
        last_name: 'Белова',
        first_name: `Анна${i}`,
        sex: 'female'
      }))
    )
    .returning('id')
    .execute()
  const students = await db
    .insertInto('student')
    .values(persons.map(({ id }) => ({ person_id: id })))
    .returning('id')
    .execute()
  const half = await db
    .insertInto('course')
    .values({
      ...{ study_group_id: groups[0] ?? 0, curriculum_item_id: scene.item.id, term_id: scene.college.term.id },
      ...{ semester: 3, subgroup_id: subgroups[0]?.id ?? 0 }
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return {
    ...{ groups, subgroups: subgroups.map(({ id }) => id), students: students.map(({ id }) => id), half: half.id },
    courses: courses.map(({ course }) => course.id)
  }
}
type Worlds = Awaited<ReturnType<typeof openWorlds>>

let number = 0
const heading = () => ({ number: `${++number}-к`, signed_on: TODAY, basis: '' })

async function order(db: Db, { groups }: Worlds, own: number[], deed: Deed & { deed: 'order' }) {
  const drafted = await draftOrder(db, clerk, { kind: deed.kind, ...heading() })
  if (typeof drafted !== 'object') throw new Error(drafted)
  const takes = ['enrolment', 'transfer', 'promotion', 'reinstatement'].includes(deed.kind)
  await addLines(
    db,
    deed.who.map((who) => ({
      ...{
        order_id: drafted.order_id,
        student_id: own[who] ?? 0,
        effective_on: dayOf(deed.day),
        until_on: null,
        reason: ''
      },
      ...{ study_group_id: takes ? (groups[deed.group] ?? 0) : null },
      last_name: deed.kind === 'surname_change' ? deed.name : null
    }))
  )
  return { id: drafted.order_id, outcome: await signOrder(db, clerk, TODAY, drafted.order_id) }
}

/** Plays a sequence against the database and the model; answers with the states at its end, or with what differed. */
async function play(db: Db, worlds: Worlds, own: number[], deeds: Deed[]): Promise<Map<number, State> | string> {
  let states = new Map<number, State>()
  for (const who of own.keys()) states.set(who, { stays: [], members: [], standing: 'new', name: 'Белова' })
  const signed: Order[] = []
  for (const deed of deeds) {
    if (deed.deed === 'order') {
      const results = deed.who.map((who) =>
        moved(states.get(who) as State, deed.kind, deed.group, dayOf(deed.day), deed.name)
      )
      const { id, outcome } = await order(db, worlds, own, deed)
      const expected = results.every((one) => one !== null)
      if ((outcome === 'signed') !== expected)
        return `${JSON.stringify(deed)}: ${expected ? 'refused' : 'signed'} ${String(outcome)}`
      if (!expected) continue
      const before = new Map(deed.who.map((who) => [who, states.get(who) as State]))
      const after = new Map(deed.who.map((who, i) => [who, results[i] as State]))
      signed.push({ id, kind: deed.kind, before, after })
      states = new Map([...states, ...after])
    } else if (deed.deed === 'cancel') {
      const at = signed.length - 1 - deed.which
      const chosen = signed[at]
      if (!chosen) continue
      const result = reverted(chosen, states, signed.slice(at + 1))
      const outcome = await cancelOrder(db, clerk, chosen.id, heading())
      if ((outcome === 'cancelled') !== (result !== null))
        return `cancelling ${JSON.stringify([...chosen.before])}: ${JSON.stringify(outcome)}`
      if (!result) continue
      signed.splice(at, 1)
      states = new Map([...states, ...result])
    } else {
      const state = states.get(deed.who) as State
      const [stay, since] = [state.stays.at(-1), dayOf(deed.day)]
      if (
        state.standing !== 'in' ||
        !stay ||
        since < stay.since ||
        state.members.some((one) => (one.until ?? '9') >= since)
      )
        continue
      const subgroup = stay.group * 2 + deed.part
      const row = { subgroup_id: worlds.subgroups[subgroup] ?? 0, student_id: own[deed.who] ?? 0, since }
      await db.insertInto('subgroup_member').values(row).execute()
      states.set(deed.who, { ...state, members: [...state.members, { subgroup, since, until: null }] })
    }
  }
  return states
}

const covers = ({ since, until }: { since: string; until: string | null }, day: string) =>
  since <= day && (until === null || day <= until)

t.test(
  'Whatever orders are signed and cancelled, days in groups and subgroups are what the standing orders say',
  async (t) => {
    const seed = Number(process.env.SEED) || (Date.now() ^ process.pid) & 0x7fffffff
    const { db } = await testDatabase(t)
    const worlds = await openWorlds(db)
    const played = fc.sample(sequences, { numRuns: WORLDS, seed })
    const ends = await Promise.all(
      played.map((deeds, i) => play(db, worlds, worlds.students.slice(i * STUDENTS, (i + 1) * STUDENTS), deeds))
    )
    const wrong = ends.flatMap((end, i) => (typeof end === 'string' ? [{ seed, end, deeds: played[i] }] : []))
    t.same(wrong, [], `the model agrees with every deed; SEED=${seed} plays the same again`)

    const states = new Map<number, State>()
    for (const [i, end] of ends.entries())
      if (typeof end !== 'string')
        for (const [who, state] of end) states.set(worlds.students[i * STUDENTS + who] ?? 0, state)

    t.test('the days in groups', async (t) => {
      const rows = await db
        .selectFrom('enrolment')
        .selectAll()
        .where('student_id', 'in', [...states.keys(), -1])
        .orderBy('since')
        .execute()
      const stored = Map.groupBy(rows, ({ student_id }) => student_id)
      for (const [student, { stays }] of states) {
        const expected = stays.map(({ group, since, until, released }) => [
          worlds.groups[group],
          since,
          until,
          released
        ])
        const found = (stored.get(student) ?? []).map((row) => [
          row.study_group_id,
          row.since,
          row.until,
          row.released_on
        ])
        if (!same(found, expected)) t.same(found, expected, `student ${student}, SEED=${seed}`)
      }
      t.ok(rows.length > WORLDS, 'and there are many of them')
      t.ok(rows.some(({ released_on }) => released_on !== null))
    })

    t.test('the days in subgroups lie within them, and come back when an order is cancelled', async (t) => {
      const rows = await db.selectFrom('subgroup_member').selectAll().orderBy('since').execute()
      const stored = Map.groupBy(rows, ({ student_id }) => student_id)
      for (const [student, { members, stays }] of states) {
        const expected = members.map(({ subgroup, since, until }) => [worlds.subgroups[subgroup], since, until])
        const found = (stored.get(student) ?? []).map((row) => [row.subgroup_id, row.since, row.until])
        if (!same(found, expected)) t.same(found, expected, `student ${student}, SEED=${seed}`)
        const within = members.every(({ since, until, subgroup }) =>
          stays.some(
            (stay) =>
              stay.group === subgroup >> 1 &&
              covers(stay, since) &&
              (stay.until === null || (until ?? '9') <= stay.until)
          )
        )
        if (!within) t.fail(`student ${student} is in a subgroup outside of the group, SEED=${seed}`)
      }
      t.ok(rows.length > 20, 'and there are many of them')
    })

    t.test('the surnames', async (t) => {
      const rows = await db
        .selectFrom('student')
        .innerJoin('person', 'person.id', 'student.person_id')
        .select(['student.id', 'last_name'])
        .execute()
      const names = new Map(rows.map(({ id, last_name }) => [id, last_name]))
      const wrong = [...states].filter(([student, { name }]) => names.get(student) !== name)
      t.same(wrong, [], `SEED=${seed}`)
    })

    t.test('and the journal has a row for everybody who was there that day, and for nobody else', async (t) => {
      const rowsOf = async (course: number, day: string) => {
        const rows = await listRoster(db, course, { from: day, to: day })
        return rows
          .map(({ student_id }) => student_id)
          .filter((id) => states.has(id))
          .sort((a, b) => a - b)
      }
      const there = (inside: (state: State) => boolean) =>
        [...states]
          .filter(([, state]) => inside(state))
          .map(([id]) => id)
          .sort((a, b) => a - b)
      for (const day of [3, 11, 19, 27, 36, 48, 60, 75].map(dayOf)) {
        for (const [group, course] of worlds.courses.entries())
          t.same(
            await rowsOf(course, day),
            there(({ stays }) => stays.some((one) => one.group === group && covers(one, day))),
            `${day}, SEED=${seed}`
          )
        t.same(
          await rowsOf(worlds.half, day),
          there(({ members }) => members.some((one) => one.subgroup === 0 && covers(one, day))),
          `${day}, a subgroup, SEED=${seed}`
        )
      }
    })
  }
)
