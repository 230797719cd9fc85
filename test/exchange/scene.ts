import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { workLoad } from '../../src/exchange/actions/working.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db.ts'
import type { Visitor } from '../support/house.ts'
import { collegeScene, hire } from '../support/scene.ts'

const EDGE = '----form-edge'
const NOW = '2026-11-20T10:41'

/** Зимина keeps students, Кадрова the staff, Котова groups and rooms, Лапин plans; ИС-11 and ИС-12 are empty groups. */
export async function listScene(db: Db) {
  const college = await collegeScene(db)
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await hire(db, 'Кадрова Нина Ильинична', 'kadrova', ['hr'])
  await hire(db, 'Котова Ирина Павловна', 'kotova', ['methodist'])
  await hire(db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  const head = await hire(db, 'Громов Павел Андреевич', 'gromov', ['head'], college.department.id)
  const curator = await hire(db, 'Петрова Елена Викторовна', 'petrova', ['curator'])
  const groups = await db
    .insertInto('study_group')
    .values(
      ['ИС-11', 'ИС-12'].map((name) => ({
        ...{ name, entry_year: 2026, department_id: college.department.id, specialty_id: college.specialty.id },
        curriculum_id: college.curriculum.id
      }))
    )
    .returning('id')
    .execute()
  const [first = 0, second = 0] = groups.map(({ id }) => id)
  await db
    .insertInto('curatorship')
    .values({ study_group_id: first, staff_member_id: curator.staff_member_id, since: '2026-09-01' })
    .execute()
  return { ...college, first, second, head, curator }
}

type House = { app: FastifyInstance; db: Db }

/** Sends a file as a browser does, by a form of several parts. */
export async function bring(
  { app }: House,
  visitor: Visitor,
  list: string,
  content: Uint8Array,
  fields: Record<string, string> = {}
) {
  const part = (head: string, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`--${EDGE}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n')
    ])
  return app.inject({
    ...{ method: 'POST', url: `/exchange/lists/${list}/imports`, cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${EDGE}` },
    payload: Buffer.concat([
      part('name="_csrf"', Buffer.from(visitor.token())),
      ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, Buffer.from(value))),
      part('name="file"; filename="список.xls"\r\nContent-Type: application/octet-stream', content),
      Buffer.from(`--${EDGE}--\r\n`)
    ])
  })
}

/** What the page of the load proposes, as the form sends it back. */
export async function proposed(db: Db, url: string): Promise<Record<string, string>> {
  const load = await loadOf(db, url)
  return Object.fromEntries(
    Object.entries(load.chosen as Record<string, number>).map(([name, column]) => [`field.${name}`, String(column)])
  )
}

export const loadOf = (db: Db, url: string) =>
  db
    .selectFrom('list_import')
    .selectAll()
    .where('id', '=', Number(url.split('/').at(-1)))
    .executeTakeFirstOrThrow()

export const rowsOf = (db: Db, url: string) =>
  db
    .selectFrom('list_import_row')
    .select(['number', 'state', 'title', 'changes', 'faults', 'questions'])
    .where('import_id', '=', Number(url.split('/').at(-1)))
    .orderBy('number')
    .execute()

/** Brings a file and takes the columns as they are proposed; answers with the address of the preview. */
export async function preview(house: House, visitor: Visitor, list: string, content: Uint8Array | string, fields = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  await visitor.open('/exchange')
  const brought = await bring(house, visitor, list, bytes, fields)
  if (brought.statusCode !== 303) throw new Error(brought.body.replace(/<[^>]+>/g, ' ').slice(-900))
  const url = String(brought.headers.location)
  const chosen = await visitor.submit(`${url}/columns`, await proposed(house.db, url))
  if (chosen.statusCode !== 303) throw new Error(chosen.body.replace(/<[^>]+>/g, ' ').slice(-900))
  return url
}

export const log = pino({ level: process.env.NOISY ? 'info' : 'silent' })

/** Does what the worker does with a confirmed load. */
export const work = (db: Db, url: string) => workLoad(db, Number(url.split('/').at(-1)), log, stoppedClock(NOW))

export async function confirm({ db }: House, visitor: Visitor, url: string, order: Record<string, string> = {}) {
  const { digest } = await loadOf(db, url)
  return visitor.submit(`${url}/confirmation`, { digest, ...order })
}

/** From the file to the end, without a question on the way. */
export async function load(
  house: House,
  visitor: Visitor,
  list: string,
  content: Uint8Array | string,
  order = {},
  fields = {}
) {
  const url = await preview(house, visitor, list, content, fields)
  const confirmed = await confirm(house, visitor, url, order)
  if (confirmed.statusCode !== 303) throw new Error(confirmed.body.replace(/<[^>]+>/g, ' ').slice(-900))
  await work(house.db, url)
  return url
}

const TABLES = [
  ...['person', 'student', 'guardian', 'contact', 'staff_member', 'account', 'enrolment', 'movement_order'],
  ...['movement_order_line', 'study_group', 'study_group_name', 'study_group_year', 'curatorship', 'room'],
  ...['curriculum', 'curriculum_item', 'curriculum_term', 'curriculum_hours', 'curriculum_control', 'role_grant']
] as const

/** Everything that lists are about, as it stands. */
export async function standing(db: Db) {
  const tables = await Promise.all(
    TABLES.map(async (table) => {
      const rows = await db
        .selectFrom(table as 'person')
        .selectAll()
        .execute()
      return [table, rows.map((row) => JSON.stringify({ ...row, last_signed_in_at: null })).sort()] as const
    })
  )
  return Object.fromEntries(tables)
}
