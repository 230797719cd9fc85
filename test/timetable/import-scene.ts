// The stage of the tests of imports: a college whose timetable a methodist brings in files.
import { sql } from 'kysely'
import pino from 'pino'
import { stoppedClock } from '../../src/platform/clock.ts'
import { workImport } from '../../src/timetable/actions/import-work.ts'
import { openHouse, type Visitor } from '../support/house.ts'
import { collegeScene, courseScene, hire } from '../support/scene.ts'
import type { Slot } from './fixtures/books.ts'

const EDGE = '----form-edge'
const log = pino({ level: process.env.NOISY ? 'info' : 'silent' })

/** СА-21 has «Операционные системы» of Орлова, СА-22 «Базы данных» of Ким; Котова keeps the timetable. */
export async function openTimetable(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t)
  const { db } = house
  const college = await collegeScene(db)
  const orlova = await hire(db, 'Орлова Анна Петровна', 'orlova', ['teacher'])
  const kim = await hire(db, 'Ким Олег Романович', 'kim', ['teacher'])
  await hire(db, 'Котова Ирина Павловна', 'kotova', ['methodist'])
  await hire(db, 'Павлова Нина Юрьевна', 'pavlova', ['methodist'])
  const systems = await courseScene(db, college, orlova)
  const bases = await courseScene(db, college, kim, { group: 'СА-22', subject: 'Базы данных', index: 'ОП.02' })
  const [room] = await db
    .insertInto('room')
    .values([{ name: '205' }])
    .returning('id')
    .execute()
  const kotova = await house.signIn('kotova')
  const work = async (url: string) =>
    workImport(db, Number(url.split('/').at(-1)), log, stoppedClock('2026-11-20T10:41'))
  return { ...house, college, orlova, kim, systems, bases, room: room?.id ?? 0, kotova, work }
}
export type House = Awaited<ReturnType<typeof openTimetable>>

export async function bring({ app }: House, visitor: Visitor, ...files: Uint8Array[]) {
  await visitor.open('/timetable/imports')
  const part = (head: string, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`--${EDGE}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n')
    ])
  const answer = await app.inject({
    ...{ method: 'POST', url: '/timetable/imports', cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${EDGE}` },
    payload: Buffer.concat([
      part('name="_csrf"', Buffer.from(visitor.token())),
      ...files.map((file, i) => part(`name="${i === 0 ? 'file' : 'result'}"; filename="расписание-${i}.xls"`, file)),
      Buffer.from(`--${EDGE}--\r\n`)
    ])
  })
  return { answer, url: String(answer.headers.location ?? '') }
}

export const digestIn = (page: { body: string }) => /name="digest" value="(\w+)"/.exec(page.body)?.[1] ?? ''
export async function confirm(visitor: Visitor, url: string) {
  const digest = digestIn(await visitor.open(url))
  return visitor.submit(`${url}/confirmation`, { digest })
}
/** What the form of names proposes, with some of it answered otherwise. */
export function namesIn(page: { body: string }, answers: Record<string, string> = {}) {
  const selects = [...page.body.matchAll(/<select id="n\d+" name="(name:[^"]+)">([\s\S]*?)<\/select>/g)]
  return Object.fromEntries(
    selects.map(([, field = '', options = '']) => [
      field,
      answers[field] ?? /value="([^"]*)" selected/.exec(options)?.[1] ?? ''
    ])
  )
}
export const entriesOf = ({ db }: House) =>
  db
    .selectFrom('timetable_entry')
    .innerJoin('course', 'course.id', 'timetable_entry.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('staff_member', 'staff_member.id', 'timetable_entry.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('room', 'room.id', 'timetable_entry.room_id')
    .select(sql<string>`concat_ws(' ', held_on, pair_number, study_group.name, person.last_name, room.name)`.as('line'))
    .orderBy('line')
    .execute()
    .then((rows) => rows.map(({ line }) => line))

export const whole = (pair: number, title: string, teacher = 'Орлова А.П.', room = '205'): Slot => ({
  pair,
  whole: { title, teacher, room }
})
export const MONDAY = 'на 23.11.2026 (понедельник)'
