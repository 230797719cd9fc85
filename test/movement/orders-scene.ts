import type { Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { courseScene, hire, journalScene } from '../support/scene.ts'

export const TODAY = '2026-11-20'
export const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])

/** СА-21 and СА-22 with a registrar who draws up, signs and cancels orders. */
export const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  const registrar = await house.signIn('zimina')
  const other = await courseScene(house.db, scene.college, scene.colleague, { group: 'СА-22', index: 'ОП.02' })
  let number = 40

  /** Draws up an order of the kind with one line for each student; answers with its address. */
  const draft = async (kind: string, student_ids: number[], line: Record<string, string>) => {
    await registrar.open('/movement/orders/new')
    const made = await registrar.submit('/movement/orders', { kind, number: `${++number}-к`, signed_on: '20.11.2026' })
    const url = String(made.headers.location).replace(/\?.*/, '')
    const entered = await registrar.submit(`${url}/lines`, { student_id: student_ids.map(String), ...line })
    return { url, entered, id: Number(url.split('/').at(-1)) }
  }
  const order = async (kind: string, student_ids: number[], line: Record<string, string>) => {
    const { url, entered, id } = await draft(kind, student_ids, line)
    if (entered.statusCode !== 303) return { url, id, answer: entered }
    return { url, id, answer: await registrar.submit(`${url}/signing`, {}) }
  }
  const cancel = (url: string) =>
    registrar.submit(`${url}/cancellation`, { number: `${++number}-к`, signed_on: '20.11.2026' })
  return { ...house, ...scene, registrar, other, draft, order, cancel }
}

export const staysOf = (db: Db, student_id: number) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .select(['study_group.name', 'enrolment.since', 'enrolment.until', 'since_order_id', 'until_order_id'])
    .where('student_id', '=', student_id)
    .orderBy('since')
    .execute()

export const deeds = (db: Db, deed: string) =>
  db.selectFrom('audit_entry').selectAll().where('deed', '=', deed).orderBy('id').execute()
