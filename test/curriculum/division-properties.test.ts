import fc from 'fast-check'
import t from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { copyDivisions } from '../../src/curriculum/actions/division-copies.ts'
import { divideGroup } from '../../src/curriculum/actions/divisions.ts'
import { listLessonStudents } from '../../src/journal/queries/lesson-rosters.ts'
import { listRoster } from '../../src/journal/queries/rosters.ts'
import { listStays, listSubgroupStays } from '../../src/journal/queries/sheets/people.ts'
import { membersOf } from '../../src/journal/sheets/filling/members.ts'
import { isPresent, spellsOf } from '../../src/journal/sheets/filling/spells.ts'
import { cancelOrder } from '../../src/movement/actions/cancelling.ts'
import { draftOrder } from '../../src/movement/actions/orders.ts'
import { signOrder } from '../../src/movement/actions/signing.ts'
import { addLines } from '../../src/movement/queries/lines.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from '../support/database.ts'
import { addAccount } from '../support/house.ts'
import { addGroup, itemOf, planScene } from './scene.ts'

const TODAY = '2026-11-20'
const WORLDS = 16
const STUDENTS = 4
const DIVISIONS = ['язык', 'труд']
const DAYS = 200
const [AUTUMN_ENDS, SPRING_BEGINS] = [121, 132]
const LOOKED_AT = [0, 9, 23, 40, 61, 90, AUTUMN_ENDS, SPRING_BEGINS, 150, 190]
const PLACES = [
  [1, 1, 2, 2],
  [2, 1, 1, 2],
  [1, 2, 2, 1],
  [1, 2, 3, 3],
  [3, 1, 2, 0],
  [0, 0, 1, 2],
  [0, 1, 2, 0],
  [1, 0, 0, 2]
]

const dayOf = (n: number): string => new Date(Date.UTC(2026, 8, 1 + n)).toISOString().slice(0, 10)
const numberOf = (day: string): number => Math.round((Date.parse(day) - Date.UTC(2026, 8, 1)) / 86_400_000)

type Deed =
  | { deed: 'divide'; division: string; day: number; places: number[] }
  | { deed: 'order'; kind: string; who: number; day: number }
  | { deed: 'cancel' }
  | { deed: 'copy' }

const day = fc.integer({ min: 1, max: 150 })
const divides = fc.record({
  ...{ deed: fc.constant('divide' as const), division: fc.constantFrom(...DIVISIONS), day },
  places: fc.constantFrom(...PLACES)
})
const orders = fc.record({
  ...{ deed: fc.constant('order' as const), who: fc.nat(1), day },
  kind: fc.constantFrom('transfer', 'transfer', 'expulsion', 'academic_leave', 'reinstatement', 'reinstatement')
})
/** Everybody is divided twice on the first day. */
const sequences = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: divides },
      { weight: 4, arbitrary: orders },
      { weight: 2, arbitrary: fc.constant({ deed: 'cancel' as const }) },
      { weight: 1, arbitrary: fc.constant({ deed: 'copy' as const }) }
    ),
    { minLength: 6, maxLength: 10 }
  )
  .map((deeds): Deed[] => [
    ...DIVISIONS.map((division, i) => ({ deed: 'divide' as const, division, day: 0, places: PLACES[i] ?? [] })),
    ...deeds
  ])

async function openWorlds(db: Db) {
  const { crafts, curriculum_id, specialty_id, autumn, spring } = await planScene(db)
  const account_id = await addAccount(db, 'head', [])
  const added = {
    curriculum_id,
    position: 90,
    item_index: 'ОП.02',
    item_key: 'ОП.02',
    name: 'Труд',
    kind: 'discipline'
  }
  const item = await db.insertInto('curriculum_item').values(added).returning('id').executeTakeFirstOrThrow()
  await db
    .insertInto('curriculum_term')
    .values([1, 2].map((semester) => ({ curriculum_item_id: item.id, semester, hours_total: 36 })))
    .execute()
  const items = [await itemOf(db, 'ОП.01'), item.id]
  const place = { department_id: crafts, specialty_id, curriculum_id, entry_year: 2026 }
  const elsewhere = await addGroup(db, 'ЗМ-26-0', place)
  const persons = await db
    .insertInto('person')
    .values(Array.from({ length: WORLDS * STUDENTS }, (_, i) => ({ last_name: 'Белова', first_name: `Анна${i}` })))
    .returning('id')
    .execute()
  const students = await db
    .insertInto('student')
    .values(persons.map(({ id }) => ({ person_id: id })))
    .returning('id')
    .execute()
  const worlds = []
  for (let i = 0; i < WORLDS; i++) {
    const own = students.slice(i * STUDENTS, (i + 1) * STUDENTS).map(({ id }) => id)
    const group = await addGroup(db, `ЗМ-26-${i + 1}`, place)
    await db
      .insertInto('enrolment')
      .values(own.map((student_id) => ({ student_id, study_group_id: group, since: '2026-09-01' })))
      .execute()
    const subgroups = await db
      .insertInto('subgroup')
      .values(DIVISIONS.flatMap((division) => [1, 2, 3].map((number) => ({ study_group_id: group, division, number }))))
      .returning(['id', 'division', 'number'])
      .execute()
    await db
      .insertInto('course')
      .values(
        subgroups.map(({ id, division }) => ({
          ...{ study_group_id: group, term_id: autumn, subgroup_id: id, semester: 1 },
          curriculum_item_id: items[DIVISIONS.indexOf(division)] ?? 0
        }))
      )
      .execute()
    worlds.push({ group, elsewhere, own, autumn, spring, actor: actorOf(account_id, crafts) })
  }
  return worlds
}
type World = Awaited<ReturnType<typeof openWorlds>>[number]

const actorOf = (account_id: number, department_id: number) => ({
  ...systemActor(account_id, 'Юдина К. В.', ['registrar']),
  roles: [{ role: 'head' as const, department_id }]
})

/** The number of the subgroup on each day, by student and division; 0 is none. Told without spells, day by day. */
type Model = Map<string, number[]>
const keyOf = (who: number, division: string) => `${who} ${division}`
const daysOf = (model: Model, who: number, division: string) => model.get(keyOf(who, division)) ?? []

/** Days on which each student is in the world's group, as orders left them: that these are right is proved elsewhere. */
async function staysOf(db: Db, { own, group }: World) {
  const rows = await db.selectFrom('enrolment').selectAll().where('student_id', 'in', own).execute()
  const stays = rows.map(({ student_id, study_group_id, since, until }) => ({
    ...{ who: own.indexOf(student_id), isHere: study_group_id === group },
    ...{ from: numberOf(since), to: until === null ? DAYS - 1 : numberOf(until) }
  }))
  return (who: number, day: number) =>
    stays.find((one) => one.who === who && one.isHere && one.from <= day && day <= one.to)
}

/** From that day on, as long as nothing else is known to come. */
function put(days: number[], day: number, last: number, value: number) {
  const present = days[day]
  for (let d = day; d <= last && days[d] === present; d++) days[d] = value
}

type Signed = {
  id: number
  who: number
  day: number
  kept: Map<string, { last: number; days: number[] }>
  isLeaving: boolean
}

let number = 0
const heading = () => ({ number: `${++number}-к`, signed_on: TODAY, basis: '' })

async function sign(
  db: Db,
  world: World,
  model: Model,
  { kind, who, day }: Deed & { deed: 'order' }
): Promise<Signed | null> {
  const drafted = await draftOrder(db, world.actor, { kind, ...heading() })
  if (typeof drafted !== 'object') throw new Error(drafted)
  const isLeaving = (await staysOf(db, world))(who, day - 1) !== undefined
  const into = kind === 'reinstatement' || !isLeaving ? world.group : world.elsewhere
  await addLines(db, [
    {
      ...{ order_id: drafted.order_id, student_id: world.own[who] ?? 0, effective_on: dayOf(day), until_on: null },
      ...{ reason: '', last_name: null, study_group_id: ['transfer', 'reinstatement'].includes(kind) ? into : null }
    }
  ])
  if ((await signOrder(db, world.actor, TODAY, drafted.order_id)) !== 'signed') return null
  const kept: Signed['kept'] = new Map()
  for (const division of isLeaving ? DIVISIONS : []) {
    const days = daysOf(model, who, division)
    kept.set(division, { last: days[day - 1] ?? 0, days: days.slice(day) })
    days.fill(0, day)
  }
  return { id: drafted.order_id, who, day, kept, isLeaving }
}

/** Who was interrupted goes on, in the present subgroup; what was to begin later begins. Who had come is in no subgroup. */
async function cancel(db: Db, world: World, model: Model, { id, who, day, kept, isLeaving }: Signed): Promise<boolean> {
  if ((await cancelOrder(db, world.actor, id, heading())) !== 'cancelled') return false
  for (const division of DIVISIONS) {
    const days = daysOf(model, who, division)
    if (!isLeaving) days.fill(0, day)
    const before = kept.get(division)
    if (!before) continue
    const goesOn = before.last === 0 ? 0 : before.days.findIndex((value) => value !== before.last)
    const until = goesOn === -1 ? before.days.length : goesOn
    before.days.forEach((value, i) => {
      days[day + i] = i < until ? (days[day - 1] ?? 0) : value
    })
  }
  return true
}

async function divide(db: Db, world: World, model: Model, { division, day, places }: Deed & { deed: 'divide' }) {
  const stayOn = await staysOf(db, world)
  const here = world.own.flatMap((student_id, who) => {
    const stay = stayOn(who, day)
    return stay ? [{ who, student_id, number: places[who] ?? 0, last: stay.to }] : []
  })
  const typed = { study_group_id: world.group, division, since: dayOf(day), isNew: false }
  const listed = here.map(({ student_id, number }) => ({ student_id, number }))
  const outcome = await divideGroup(db, world.actor, TODAY, { ...typed, places: listed })
  if (outcome !== 'divided') return
  for (const { who, number, last } of here) {
    const days = daysOf(model, who, division)
    if (days[day] !== number) put(days, day, last, number)
  }
}

async function copy(db: Db, world: World, model: Model): Promise<string | null> {
  const asked = { study_group_id: world.group, term_id: world.autumn }
  await copyDivisions(db, world.actor, TODAY, asked)
  const again = await copyDivisions(db, world.actor, TODAY, asked)
  const stayOn = await staysOf(db, world)
  for (const who of world.own.keys())
    for (const division of DIVISIONS) {
      const [days, stay] = [daysOf(model, who, division), stayOn(who, SPRING_BEGINS)]
      const present = days[AUTUMN_ENDS] ?? 0
      if (stay && present !== 0 && days[SPRING_BEGINS] === 0) put(days, SPRING_BEGINS, stay.to, present)
    }
  return again === 'nothing-to-copy' ? null : `copied twice: ${again}`
}

async function play(db: Db, world: World, deeds: Deed[]): Promise<Model | string> {
  const model: Model = new Map()
  for (const who of world.own.keys())
    for (const division of DIVISIONS) model.set(keyOf(who, division), new Array(DAYS).fill(0))
  const signed: Signed[] = []
  for (const deed of deeds) {
    if (deed.deed === 'divide') await divide(db, world, model, deed)
    if (deed.deed === 'order') signed.push(...[await sign(db, world, model, deed)].filter((one) => one !== null))
    const last = signed.at(-1)
    if (deed.deed === 'cancel' && last && (await cancel(db, world, model, last))) signed.pop()
    const wrong = deed.deed === 'copy' ? await copy(db, world, model) : null
    if (wrong) return wrong
  }
  return model
}

/** Who stands on the page, in the roll of a lesson, and on paper on each of the days; one text a gradebook, day and place. */
async function shownIn(db: Db, { group, own }: World): Promise<Map<string, number[]>> {
  const shown = new Map<string, number[]>()
  const span = { from: dayOf(0), to: dayOf(DAYS - 1) }
  const members = membersOf(await listStays(db, group, span), await listSubgroupStays(db, group, span), span)
  const courses = await db
    .selectFrom('course')
    .innerJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .select(['course.id', 'subgroup_id', 'division', 'subgroup.number', 'starts_on', 'ends_on'])
    .where('course.study_group_id', '=', group)
    .execute()
  const numbersOf = (rows: { student_id: number }[]) => rows.map(({ student_id }) => own.indexOf(student_id)).toSorted()
  for (const { id, subgroup_id, division, number, starts_on, ends_on } of courses)
    for (const day of LOOKED_AT.map(dayOf).filter((one) => starts_on <= one && one <= ends_on)) {
      const place = `${division} ${number} ${day}`
      shown.set(`${place} page`, numbersOf(await listRoster(db, id, { from: day, to: day })))
      shown.set(`${place} roll`, numbersOf(await listLessonStudents(db, id, day, null)))
      const there = members.filter((one) => isPresent(spellsOf(one, subgroup_id, span), day))
      shown.set(`${place} paper`, numbersOf(there))
    }
  return shown
}

t.test('No gradebook, roll or printed page shows a student outside of the days in group and subgroup', async (t) => {
  const seed = Number(process.env.SEED) || (Date.now() ^ process.pid) & 0x7fffffff
  const { db } = await testDatabase(t)
  const worlds = await openWorlds(db)
  const played = fc.sample(sequences, { numRuns: WORLDS, seed })
  const ends = await Promise.all(worlds.map((world, i) => play(db, world, played[i] ?? [])))
  let places = 0
  for (const [i, world] of worlds.entries()) {
    const end = ends[i]
    const words = `SEED=${seed} plays the same again: ${JSON.stringify(played[i])}`
    if (end === undefined || typeof end === 'string') {
      t.fail(`${end}, ${words}`)
      continue
    }
    const stayOn = await staysOf(db, world)
    const wrong = [...(await shownIn(db, world))].flatMap(([place, shown]) => {
      const [division = '', part, day = ''] = place.split(' ')
      const there = [...world.own.keys()].filter(
        (who) => stayOn(who, numberOf(day)) && daysOf(end, who, division)[numberOf(day)] === Number(part)
      )
      places += there.length
      return String(there) === String(shown) ? [] : [{ place, shown, there }]
    })
    t.same(wrong, [], words)
  }
  t.ok(places > WORLDS * 100, 'and many stand somewhere')

  const rows = await db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .select(['student_id', 'study_group_id', 'division', 'number', 'since', 'until'])
    .orderBy('since')
    .execute()
  const twice = [
    ...Map.groupBy(rows, (row) => `${row.student_id} ${row.study_group_id} ${row.division}`).values()
  ].filter((spells) => spells.some((spell, i) => i > 0 && (spells[i - 1]?.until ?? '9') >= spell.since))
  t.same(twice, [], `nobody is in two subgroups of one division at once, SEED=${seed}`)
  const stays = await db.selectFrom('enrolment').selectAll().execute()
  const outside = rows.filter(
    (row) =>
      !stays.some(
        (stay) =>
          stay.student_id === row.student_id &&
          stay.study_group_id === row.study_group_id &&
          stay.since <= row.since &&
          (row.until ?? '9') <= (stay.until ?? '9')
      )
  )
  t.same(outside, [], `nobody is in a subgroup outside of one stay in the group, SEED=${seed}`)
  t.ok(rows.some(({ number }) => number === 3))
  t.ok(
    await db
      .selectFrom('course')
      .select('id')
      .where('term_id', '=', worlds[0]?.spring ?? 0)
      .executeTakeFirst()
  )
  t.ok(await db.selectFrom('movement_order').select('id').where('state', '=', 'cancelled').executeTakeFirst())
})
