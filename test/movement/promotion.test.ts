import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { cancelOrder } from '../../src/movement/actions/cancelling.ts'
import { renameDue } from '../../src/movement/actions/names.ts'
import { foreseePromotion, promoteGroups } from '../../src/movement/actions/promotion.ts'
import { openNaming } from '../../src/movement/worker.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, enrol, hire, journalScene } from '../support/scene.ts'

const clerk = systemActor(null, 'Зимина О. Ю.', ['registrar'])
const TODAY = '2027-07-01'

const addYear = async (db: Db, from: number) => {
  const { id } = await db
    .insertInto('academic_year')
    .values({ starts_on: `${from}-09-01`, ends_on: `${from + 1}-06-30` })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, starts_on: `${from}-09-01` }
}

/** In July 2027 groups СА-11 and СА-21 go on into 2027/2028, their names change with the course. */
const opened = async (t: Test) => {
  const house = await openHouse(t, { now: '2027-07-01T10:00' })
  const { db } = house
  const scene = await journalScene(db)
  const year = await addYear(db, 2027)
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await hire(db, 'Осипова Инна Павловна', 'osipova', ['methodist'])
  const { department, specialty, curriculum } = scene.college
  const addGroup = async (name: string, entry_year: number, name_pattern = '') => {
    const place = { department_id: department.id, specialty_id: specialty.id, curriculum_id: curriculum.id }
    const added = db.insertInto('study_group').values({ ...place, name, entry_year, name_pattern })
    return (await added.returning('id').executeTakeFirstOrThrow()).id
  }
  await db
    .updateTable('study_group')
    .set({ name_pattern: 'СА-{курс}1' })
    .where('id', '=', scene.study_group.id)
    .execute()
  const young = await addGroup('СА-11', 2026, 'СА-{курс}1')
  await enrol(db, young, 'Юный Пётр Ильич')
  const registrar = await house.signIn('zimina')
  let number = 60
  const promote = async (ids: number[], form: Record<string, string> = {}) => {
    const query = [`year=${year.id}`, ...ids.map((id) => `group=${id}`)].join('&')
    const { body } = await registrar.open(`/movement/promotion?${query}`)
    const seen = /name="seen" value="([^"]*)"/.exec(body)?.[1] ?? ''
    const group = ids.map(String)
    const sent = { year: String(year.id), group, seen, number: `${++number}-к`, signed_on: '30.06.2027', ...form }
    return { body, answer: await registrar.submit('/movement/promotion', sent) }
  }
  const cancel = (url: string) =>
    registrar.submit(`${url}/cancellation`, { number: `${++number}-к`, signed_on: '01.07.2027' })
  return { ...house, ...scene, year, young, old: scene.study_group.id, addGroup, registrar, promote, cancel }
}

const nameOf = async (db: Db, id: number) =>
  (await db.selectFrom('study_group').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name
const urlOf = (answer: { headers: { location?: unknown } }) => String(answer.headers.location).replace(/\?.*/, '')
const coursesOf = (db: Db, id: number) =>
  db
    .selectFrom('study_group_year')
    .innerJoin('academic_year', 'academic_year.id', 'academic_year_id')
    .select(['starts_on', 'course', 'order_id'])
    .where('study_group_id', '=', id)
    .orderBy('starts_on')
    .execute()

t.test('Groups go on from course to course by an order', async (t) => {
  const house = await opened(t)
  const { db, young, old, promote, registrar, students, course, cancel, addGroup } = house
  const graduates = await addGroup('СА-31', 2024)
  await enrol(db, graduates, 'Взрослый Олег Ильич')

  t.test('the list says what will be with every group', async (t) => {
    const { body } = await registrar.open('/movement/promotion')
    t.match(body, /СА-11.*1 → 2.*СА-11 → <strong>СА-21/s)
    t.match(body, /СА-31.*выпуск.*последний курс: вместо перевода нужен приказ о выпуске/s)
    t.equal((await promote([], {})).answer.statusCode, 422)
    t.match((await promote([graduates])).answer.body, 'нужен приказ о выпуске')
  })

  t.test('and with every student', async (t) => {
    const [ivan, anna] = students
    const result = {
      course_id: course.id,
      student_id: ivan.id,
      kind: 'exam',
      value: '2',
      given_by: house.teacher.account_id
    }
    await db.insertInto('result').values(result).execute()
    const { value: _v, given_by: _g, ...debt } = result
    await db
      .insertInto('debt')
      .values({ ...debt, opened_on: '2026-12-28' })
      .execute()
    const leave = await db
      .insertInto('movement_order')
      .values({ kind: 'academic_leave', number: '7-к', signed_on: '2027-02-01', state: 'signed' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .updateTable('enrolment')
      .set({ until: '2027-02-01', until_order_id: leave.id })
      .where('student_id', '=', anna.id)
      .execute()
    const { body } = await registrar.open(`/movement/promotion?group=${old}`)
    t.match(body, /Абрамов Иван Сергеевич.*условно<\/em> 1 академическая задолженность/s)
    t.match(body, /Белова Анна Олеговна.*в академическом отпуске: не переводится/s)
    t.match(body, /Переводятся: 2 обучающихся.*условно, с академической задолженностью: <strong>1<.*остаются: 1/s)
  })

  t.test('a name that another group keeps stands in the way until that group goes on too', async (t) => {
    t.match((await promote([young])).body, 'новое название занято другой группой')
    const blocked = await promote([old])
    t.match(blocked.body, 'новое название занято другой группой', 'СА-31 is still there')
    await db.updateTable('enrolment').set({ until: '2027-06-30' }).where('study_group_id', '=', graduates).execute()
    await db.updateTable('study_group').set({ disbanded_on: '2027-06-30' }).where('id', '=', graduates).execute()
  })

  t.test('what is wrong with the order stands at its field, what was typed stays', async (t) => {
    const { answer } = await promote([young, old], { number: '', basis: 'Решение педсовета' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'id="number_refusal"')
    t.match(answer.body, 'value="Решение педсовета"')
    const stale = await promote([young, old], { seen: '1.8' })
    t.match(stale.answer.body, 'состав групп изменился')
    t.equal((await coursesOf(db, old)).length, 0, 'nothing is written')
  })

  let url = ''
  t.test('one order holds a line for everybody; names wait for the first of September', async (t) => {
    const { answer } = await promote([young, old])
    t.equal(answer.statusCode, 303)
    url = urlOf(answer)
    const order_id = Number(url.split('/').at(-1))
    const lines = await db
      .selectFrom('movement_order_line')
      .select(['student_id', 'from_group_id', 'study_group_id', 'effective_on', 'reason'])
      .where('order_id', '=', order_id)
      .orderBy('student_id')
      .execute()
    t.match(lines, [
      { student_id: students[0].id, from_group_id: old, study_group_id: null, reason: /^условно/ },
      { student_id: students[2].id, effective_on: '2027-09-01' },
      { from_group_id: young }
    ])
    t.match(await coursesOf(db, old), [
      { starts_on: '2026-09-01', course: 2, order_id: null },
      { starts_on: '2027-09-01', course: 3, order_id }
    ])
    t.equal(await nameOf(db, old), 'СА-21')
    t.match((await registrar.open('/movement/orders')).body, 'перевод на следующий курс')
    t.match(
      (await registrar.open(`/movement/groups/${old}`)).body,
      /2027\/2028.*3.*перевод.*СА-31 <span class="quiet">будет/s
    )
    t.match((await promote([old])).body, 'уже переведена на этот год')
    const deeds = await db
      .selectFrom('audit_entry')
      .select(['object_id', 'after'])
      .where('deed', '=', 'group.promoted')
      .execute()
    t.match(deeds, [{ after: { course: 2, name: 'СА-21' } }, { object_id: old, after: { course: 3, name: 'СА-31' } }])
  })

  t.test('on that day names pass from group to group', async (t) => {
    const log = { error: (_: object, words: string) => t.fail(words) } as never
    const clockOf = () => stoppedClock('2027-09-01T00:04')
    const naming = await openNaming({ db: house.whole, log, clockOf })
    await naming.stop()
    t.same([await nameOf(db, young), await nameOf(db, old)], ['СА-21', 'СА-31'])
    const deeds = await db
      .selectFrom('audit_entry')
      .select(['before', 'after'])
      .where('deed', '=', 'group.renamed')
      .execute()
    t.match(deeds, [{ before: { name: 'СА-21' }, after: { name: 'СА-31' } }, { before: { name: 'СА-11' } }])
    t.equal(await renameDue(db, '2027-09-02'), 0, 'once')
    t.match(
      (await registrar.open(url)).body,
      /Абрамов Иван.*группа СА-21, на следующий курс/s,
      'the order names groups as they were'
    )
  })

  t.test('until the first record of the new year another order takes all of it back', async (t) => {
    const term = await db
      .insertInto('term')
      .values({
        academic_year_id: house.year.id,
        number: 1,
        name: '1 семестр',
        starts_on: '2027-09-01',
        ends_on: '2027-12-28'
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const page = await db
      .insertInto('course')
      .values({ study_group_id: old, curriculum_item_id: house.item.id, term_id: term.id, semester: 5 })
      .returning('id')
      .executeTakeFirstOrThrow()
    const lesson = await addLesson(db, page.id, house.teacher, '2027-09-02')
    const refused = await cancel(url)
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Группа СА-31: в журнале «Операционные системы» нового года уже есть занятие 02.09.2027')
    await db.deleteFrom('lesson').where('id', '=', lesson.id).execute()
    const given = {
      course_id: page.id,
      student_id: students[0].id,
      kind: 'semester',
      value: '4',
      given_by: house.teacher.account_id
    }
    await db.insertInto('result').values(given).execute()
    t.match((await cancel(url)).body, 'уже есть итоговые оценки')
    await db.deleteFrom('result').where('course_id', '=', page.id).execute()

    t.equal((await cancel(url)).statusCode, 303)
    t.same([await nameOf(db, young), await nameOf(db, old)], ['СА-11', 'СА-21'])
    t.match(await coursesOf(db, old), [{ course: 2 }])
    t.equal((await coursesOf(db, old)).length, 1)
    const back = await db
      .selectFrom('audit_entry')
      .select('after')
      .where('deed', '=', 'group.promotion_reverted')
      .execute()
    t.match(back, [{ after: { course: 1 } }, { after: { course: 2 } }])
    const again = await promote([young, old])
    t.equal(again.answer.statusCode, 303, 'and they may be promoted anew')
    url = urlOf(again.answer)
  })

  t.test('a group of the new year waits for its name, too', async (t) => {
    const methodist = await house.signIn('osipova')
    await methodist.open('/movement/groups/new')
    const place = { department_id: house.college.department.id, specialty_id: house.college.specialty.id }
    const fields = { department_id: String(place.department_id), specialty_id: String(place.specialty_id) }
    const add = (name: string) =>
      methodist.submit('/movement/groups', { ...fields, name, entry_year: '2027', study_form: 'очная' })
    t.match((await add('СА-21')).body, 'Группа с таким названием уже есть', 'СА-11 will be called so')
    const id = Number(/groups\/(\d+)/.exec(urlOf(await add('СА-11')))?.[1])
    t.equal(await nameOf(db, id), 'СА-11 (набор 2027)')
    t.match((await cancel(url)).body, 'Группа СА-11: её прежнее название уже носит другая группа')
    t.equal(await renameDue(db, '2027-09-01'), 3)
    t.same([await nameOf(db, id), await nameOf(db, young), await nameOf(db, old)], ['СА-11', 'СА-21', 'СА-31'])
  })
})

t.test('When the second write fails nothing stands', async (t) => {
  const { db, old, young, promote } = await opened(t)
  await sql`create function college.forbid() returns trigger language plpgsql as $$ begin raise 'no'; end $$`.execute(
    db
  )
  await sql`create trigger forbid before insert on college.study_group_year for each row execute function college.forbid()`.execute(
    db
  )
  t.equal((await promote([old, young])).answer.statusCode, 500)
  t.equal((await db.selectFrom('movement_order').select('id').execute()).length, 0)
})

t.test('Seven hundred students are promoted at once', async (t) => {
  const { db, addGroup, year } = await opened(t)
  const groups: number[] = []
  for (let i = 0; i < 28; i++)
    groups.push(await addGroup(`БД-1${String(i).padStart(2, '0')}`, 2026, `БД-{курс}${String(i).padStart(2, '0')}`))
  await sql`with person as (insert into college.person (last_name, first_name) select 'Фамилия' || n, 'Имя' from generate_series(1, 700) n returning id),
    student as (insert into college.student (person_id) select id from person returning id)
    insert into college.enrolment (student_id, study_group_id, since)
    select id, (${groups}::bigint[])[1 + (row_number() over ())::int % 28], '2026-09-01' from student`.execute(db)
  const { seen, going } = await foreseePromotion(db, TODAY, year, groups)
  t.equal(going.length, 700)
  const order = { year_id: year.id, group_ids: groups, seen, number: '1-к', signed_on: TODAY, basis: '' }
  const outcome = await promoteGroups(db, clerk, TODAY, order)
  if (typeof outcome === 'string') return t.fail(outcome)
  const { n } = await db
    .selectFrom('movement_order_line')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('order_id', '=', outcome.order_id)
    .executeTakeFirstOrThrow()
  t.equal(n, 700)
  t.equal(await cancelOrder(db, clerk, outcome.order_id, { number: '2-к', signed_on: TODAY, basis: '' }), 'cancelled')
})

t.test('Whatever is promoted and taken back, years and names of a group have no gaps and do not overlap', async (t) => {
  const { db, addGroup } = await opened(t)
  const years = [await addYear(db, 2028), await addYear(db, 2029)]
  const [first] = await db
    .selectFrom('academic_year')
    .select(['id', 'starts_on'])
    .where('starts_on', '=', '2027-09-01')
    .execute()
  const all = [...(first ? [first] : []), ...years]
  let number = 0
  const step = fc.record({
    deed: fc.constantFrom<'promote' | 'cancel' | 'day'>('promote', 'promote', 'cancel', 'day'),
    year: fc.nat(2),
    who: fc.subarray([0, 1, 2], { minLength: 1 }),
    pick: fc.nat(9)
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const mark = `Г${++number}`
      const groups: number[] = []
      for (const entry of [2024, 2025, 2026]) {
        const id = await addGroup(`${mark}-${2026 - entry + 1}`, entry, `${mark}-{курс}`)
        await db.updateTable('study_group').set({ curriculum_id: null }).where('id', '=', id).execute()
        await enrol(db, id, 'Иванов Пётр Ильич', `${entry}-09-01`)
        groups.push(id)
      }
      const orders: number[] = []
      let today = TODAY
      for (const { deed, year, who, pick } of steps) {
        const chosen = who.map((i) => groups[i] ?? 0)
        const into = all[year] as { id: number; starts_on: string }
        const heading = { number: `${mark}/${orders.length}/${Math.random()}`, signed_on: '2027-06-30', basis: '' }
        if (deed === 'promote') {
          const { seen } = await foreseePromotion(db, today, into, chosen)
          const outcome = await promoteGroups(db, clerk, today, {
            ...heading,
            year_id: into.id,
            group_ids: chosen,
            seen
          })
          if (typeof outcome === 'object') orders.push(outcome.order_id)
        }
        if (deed === 'cancel' && orders.length > 0)
          await cancelOrder(db, clerk, orders[pick % orders.length] ?? 0, heading)
        if (deed === 'day') {
          if (into.starts_on > today) today = into.starts_on
          await renameDue(db, today)
        }
        for (const [i, id] of groups.entries()) await isWhole(db, id, 2024 + i, { mark, today })
      }
      for (const id of groups)
        await db.updateTable('study_group').set({ disbanded_on: '2030-01-01' }).where('id', '=', id).execute()
    }),
    { numRuns: 15 }
  )
  t.pass('in fifteen stories')
})

/** Years follow one another with their courses, and on the first day of a year by order the group is called by the pattern. */
async function isWhole(db: Db, id: number, entry: number, { mark, today }: { mark: string; today: string }) {
  const years = await coursesOf(db, id)
  const begun = years.map(({ starts_on }) => Number(starts_on.slice(0, 4)))
  const first = begun[0] ?? 0
  if (begun.some((year, i) => year !== first + i)) throw new Error(`gap: ${begun}`)
  if (years.some(({ course }, i) => course !== first + i - entry + 1)) throw new Error('a wrong course')
  const names = await db
    .selectFrom('study_group_name')
    .select(['name', 'since', 'order_id'])
    .where('study_group_id', '=', id)
    .orderBy('since', 'desc')
    .execute()
  for (const { starts_on, course, order_id } of years.filter((one) => one.order_id !== null)) {
    const name = names.find(({ since }) => since <= starts_on)
    if (name?.name !== `${mark}-${course}` || name.order_id !== order_id) throw new Error(`${starts_on}: ${name?.name}`)
  }
  const due = names.find(({ since }) => since <= today)
  if (due && due.name !== (await nameOf(db, id))) throw new Error(`is called ${await nameOf(db, id)}, not ${due.name}`)
}
