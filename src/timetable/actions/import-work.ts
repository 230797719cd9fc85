import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../access/actor.ts'
import { holds } from '../../access/actor.ts'
import { actorOf } from '../../accounts/actions.ts'
import { record } from '../../audit/actions.ts'
import { findProfile } from '../../college/queries.ts'
import { type Clock, clockIn } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as writing from '../queries/import-writing.ts'
import * as imports from '../queries/imports.ts'
import type { Entry, Planned } from '../rules/import-entries.ts'
import { type NameRow, personIn } from '../rules/import-names.ts'
import { IMPORT_REFUSALS } from '../rules/import-words.ts'
import { createdNumber, makePlan } from './import-planning.ts'

const FAILED = 'Ошибка в программе: ничего не записано. Повторите или сообщите администратору номер загрузки.'
const NO_RIGHT = 'У того, кто подтвердил загрузку, больше нет на неё права.'
class Refused extends Error {}

/** Writes a confirmed import, all of it or nothing; one that is finished or taken back is left alone. */
export async function workImport(db: Db, id: number, log: FastifyBaseLogger, clock?: Clock): Promise<void> {
  if (!(await imports.takeImport(db, id))) return
  const own = clock ?? clockIn((await findProfile(db))?.time_zone ?? 'Europe/Moscow')
  try {
    await inTransaction(db, (trx) => write(trx, db, id, own))
  } catch (error) {
    const isRefused = error instanceof Refused
    if (!isRefused) log.error({ err: error, import: id }, 'a timetable was not loaded')
    await imports.putImport(db, id, { state: 'failed', refusal: isRefused ? error.message : FAILED })
  }
}

/** `outside` shows progress while the transaction is not over. */
async function write(trx: Db, outside: Db, id: number, clock: Clock): Promise<void> {
  await imports.lockWriting(trx)
  const found = await imports.findImport(trx, id)
  const written = await imports.findWritten(trx, id)
  if (found?.state !== 'writing' || !written) return
  const actor = await actorOf(trx, found.account_id, clock.today())
  if (!actor || !holds(actor, 'timetable: write')) throw new Refused(NO_RIGHT)
  let steps = 0
  const step = () => imports.putImport(outside, id, { steps_done: ++steps })
  const plan = await makePlan(trx, written, found.answers, clock.today())
  if (plan.digest !== found.digest) throw new Refused(IMPORT_REFUSALS['has-changed'])
  await step()
  const numbers = await create(trx, actor, plan.names)
  await remember(trx, plan.names, numbers)
  await step()
  await writing.addEffects(trx, id, await writeEntries(trx, plan.planned, numbers))
  await step()
  await record(trx, actor, {
    ...{ deed: 'timetable.loaded', object_kind: 'timetable_import', object_id: id },
    after: { file_name: found.file_name, counts: plan.counts, days: plan.days }
  })
  await step()
  await imports.putImport(trx, id, { state: 'done', finished_at: new Date(), written: null })
}

/** Creates rooms and members of the staff that were confirmed; answers with their numbers by those of the plan. */
async function create(trx: Db, actor: Actor, names: NameRow[]): Promise<Map<number, number>> {
  const wanted = (kind: string) =>
    names.flatMap((row, i) => (row.kind === kind && row.value === 'new' ? [{ i, full: row.full }] : []))
  const [rooms, teachers] = [wanted('room'), wanted('teacher')]
  const titles = rooms.map(({ full }) => full)
  const people = teachers.map(({ full }) => personIn(full))
  const roomIds = await writing.addRooms(trx, titles)
  const members = await writing.addTeachers(trx, people)
  const lines = [
    ...roomIds.map((id, i) => ({ deed: 'room.added', object_kind: 'room', object_id: id, after: { name: titles[i] } })),
    ...members.map(({ id, person_id }, i) => ({
      ...{ deed: 'card.added', object_kind: 'staff_member', object_id: id, about_id: person_id, after: people[i] }
    }))
  ]
  await record(trx, actor, ...lines)
  return new Map([
    ...rooms.map(({ i }, n) => [createdNumber(i), roomIds[n] ?? 0] as const),
    ...teachers.map(({ i }, n) => [createdNumber(i), members[n]?.id ?? 0] as const)
  ])
}

/** What a person decided is known the next time; what was certain by itself needs no memory. */
const remember = (trx: Db, names: NameRow[], numbers: Map<number, number>) =>
  writing.putAliases(
    trx,
    names.flatMap(({ kind, scope, key, state, value }, i) => {
      if (state !== 'decided') return []
      const means_id =
        value === 'skip' ? null : value === 'new' ? (numbers.get(createdNumber(i)) ?? null) : Number(value)
      return [{ kind, scope_id: scope, written: key, means_id }]
    })
  )

async function writeEntries(trx: Db, planned: Planned[], numbers: Map<number, number>) {
  const real = (entry: Entry): Entry => ({
    ...entry,
    room_id: entry.room_id === null ? null : (numbers.get(entry.room_id) ?? entry.room_id),
    staff_member_id: numbers.get(entry.staff_member_id) ?? entry.staff_member_id
  })
  const of = (state: Planned['state']) => planned.filter((row) => row.state === state)
  const changed = of('changed').flatMap(({ entry, before }) =>
    entry && before ? [{ before, after: { id: before.id, ...real(entry) } }] : []
  )
  const removed = of('removed').flatMap(({ before }) => (before ? [before] : []))
  await writing.dropEntries(
    trx,
    removed.map(({ id }) => id)
  )
  await writing.putEntries(
    trx,
    changed.map(({ after }) => after)
  )
  const added = await writing.addEntries(
    trx,
    of('new').flatMap(({ entry }) => (entry ? [real(entry)] : []))
  )
  return [
    ...added.map((after) => ({ before: null, after })),
    ...changed,
    ...removed.map((before) => ({ before, after: null }))
  ]
}
