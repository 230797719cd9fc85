import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { type Doer, systemActor } from '../../src/access/actor.ts'
import { importCurriculum } from '../../src/curriculum/actions/importing.ts'
import { type Curriculum, type CurriculumItem, readCurriculum } from '../../src/curriculum/reader.ts'
import type { Db } from '../../src/platform/db.ts'
import type { Visitor } from '../support/house.ts'

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const smallPlan = pathOf('fixtures/small.plx')
/** A real college's plan, kept outside the repository; undefined where it is missing. */
export const realPlan = [`${process.env.REALDATA ?? pathOf('../../../shared/realdata')}/plan_090207_2024.plx`].find(
  (file) => fs.existsSync(file)
)

export const system = systemActor(null, 'Система', ['administrator'])

export function readPlan(file: string): Curriculum {
  const reading = readCurriculum(fs.readFileSync(file), 'план.plx')
  if (!reading.ok) throw new Error(reading.refusal)
  return reading.curriculum
}

/** The small plan with its rows changed; a row answered with null is left out. */
export function smallWith(change: (item: CurriculumItem) => CurriculumItem | null): Curriculum {
  const curriculum = readPlan(smallPlan)
  return { ...curriculum, items: curriculum.items.flatMap((item) => change(item) ?? []) }
}

export async function take(db: Db, curriculum: Curriculum, actor: Doer = system) {
  const outcome = await importCurriculum(db, actor, curriculum, 'план.plx')
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome
}

/** The small text of the file, as «Планы» would have saved it with other words. */
export const spoiltPlan = (from: string | RegExp, to: string): Buffer => {
  const text = new TextDecoder('utf-16le').decode(fs.readFileSync(smallPlan))
  if (text.replace(from, to) === text) throw new Error(`«${from}» is not in the plan`)
  return Buffer.from(`\ufeff${text.replace(from, to)}`, 'utf16le')
}

async function addPerson(db: Db, full: string): Promise<number> {
  const [last_name = '', first_name = '', middle_name = ''] = full.split(' ')
  const added = db.insertInto('person').values({ last_name, first_name, middle_name }).returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export async function hire(db: Db, full: string, department_id: number | null = null) {
  const person_id = await addPerson(db, full)
  const added = db.insertInto('staff_member').values({ person_id, department_id }).returning('id')
  return { person_id, staff_member_id: (await added.executeTakeFirstOrThrow()).id }
}

export async function enrol(db: Db, study_group_id: number, full: string, since = '2025-09-01') {
  const student = db
    .insertInto('student')
    .values({ person_id: await addPerson(db, full) })
    .returning('id')
  const { id } = await student.executeTakeFirstOrThrow()
  await db.insertInto('enrolment').values({ student_id: id, study_group_id, since }).execute()
  return id
}

type Group = { department_id: number; specialty_id: number; curriculum_id?: number; entry_year?: number }

export async function addGroup(db: Db, name: string, { entry_year = 2025, ...group }: Group): Promise<number> {
  const added = db
    .insertInto('study_group')
    .values({ name, entry_year, ...group })
    .returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

/** Two departments, the small plan with a group of four that follows it in its second year, two terms and three teachers. */
export async function planScene(db: Db) {
  const departments = await db
    .insertInto('department')
    .values([
      { name: 'Отделение ремёсел', short_name: 'ОР' },
      { name: 'Отделение наук', short_name: 'ОН' }
    ])
    .returning('id')
    .execute()
  const [crafts = 0, sciences = 0] = departments.map(({ id }) => id)
  const { curriculum_id } = await take(db, readPlan(smallPlan))
  const plan = db.selectFrom('curriculum').select('specialty_id').where('id', '=', curriculum_id)
  const { specialty_id } = await plan.executeTakeFirstOrThrow()
  const group = await addGroup(db, 'ЗМ-25', { department_id: crafts, specialty_id, curriculum_id })
  const students: number[] = []
  for (const name of ['Белкин Иван', 'Волков Пётр', 'Зайцев Олег', 'Лисина Анна'])
    students.push(await enrol(db, group, name))
  const year = db.insertInto('academic_year').values({ starts_on: '2026-09-01', ends_on: '2027-06-30' }).returning('id')
  const academic_year_id = (await year.executeTakeFirstOrThrow()).id
  const terms = await db
    .insertInto('term')
    .values([
      { academic_year_id, number: 1, name: '1 семестр', starts_on: '2026-09-01', ends_on: '2026-12-31' },
      { academic_year_id, number: 2, name: '2 семестр', starts_on: '2027-01-11', ends_on: '2027-06-30' }
    ])
    .returning('id')
    .execute()
  const [autumn = 0, spring = 0] = terms.map(({ id }) => id)
  const ivanova = await hire(db, 'Иванова Анна Петровна', crafts)
  const petrov = await hire(db, 'Петров Олег Игоревич', sciences)
  return { crafts, sciences, curriculum_id, specialty_id, group, students, autumn, spring, ivanova, petrov }
}

/** The number of a plan's row. */
export async function itemOf(db: Db, item_key: string): Promise<number> {
  const row = db.selectFrom('curriculum_item').select('id').where('item_key', '=', item_key)
  return (await row.executeTakeFirstOrThrow()).id
}

export async function addCourse(db: Db, study_group_id: number, term_id: number, item_key: string): Promise<number> {
  const course = { study_group_id, term_id, curriculum_item_id: await itemOf(db, item_key), semester: 3 }
  return (await db.insertInto('course').values(course).returning('id').executeTakeFirstOrThrow()).id
}

export const deeds = async (db: Db) =>
  (await db.selectFrom('audit_entry').select('deed').orderBy('id').execute()).map(({ deed }) => deed)

type House = { app: FastifyInstance }

/** Sends a file as a browser does, by a form of several parts. */
export async function upload({ app }: House, visitor: Visitor, name: string, content: Uint8Array, token?: string) {
  const edge = '----form-edge'
  const part = (head: string, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`--${edge}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n')
    ])
  return app.inject({
    ...{ method: 'POST', url: '/curricula/imports', cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([
      part('name="_csrf"', Buffer.from(token ?? visitor.token())),
      part(`name="file"; filename="${name}"\r\nContent-Type: application/octet-stream`, content),
      Buffer.from(`--${edge}--\r\n`)
    ])
  })
}
