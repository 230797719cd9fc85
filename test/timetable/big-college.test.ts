import t from 'tap'
import { formats } from '../../src/platform/formats.ts'
import { breakable } from '../../src/timetable/rules/hyphens.ts'
import { courseScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'
import { openTimetable } from './import-scene.ts'

const DAY = '2026-11-23'

t.test(
  'A lecture of eight groups is one lesson in the week of its teacher and of its room, each group a way to it',
  async (t) => {
    const house = await openTimetable(t)
    const { db, kotova, college, orlova, systems, room } = house
    const courses = [systems.course.id]
    for (let i = 1; i < 8; i++)
      courses.push((await courseScene(db, college, orlova, { group: `ПР-${i}`, index: `ОП.2${i}` })).course.id)
    await db
      .insertInto('timetable_entry')
      .values(
        courses.map((course_id) => ({
          ...{ course_id, held_on: DAY, pair_number: 7, room_id: room },
          staff_member_id: orlova.staff_member_id
        }))
      )
      .execute()
    for (const whose of [`staff-${orlova.staff_member_id}`, `room-${room}`]) {
      const { body } = await kotova.open(`/timetable?of=${whose}&day=${DAY}`)
      t.equal(body.match(/<b>Операционные системы<\/b>/g)?.length, 1, whose)
      t.equal(body.match(/href="\/timetable\/entries\/\d+"/g)?.length, 8, whose)
      t.match(body, /<small>поток<\/small>/, whose)
    }
    const { body } = await kotova.open(`/timetable?of=group-${systems.study_group.id}&day=${DAY}`)
    t.match(body, /<small title="ПР-1, [^"]*ПР-7">поток, ещё групп: 7<\/small>/)
  }
)

t.test(
  'The day of the college is narrowed to a department, and asks as much of the database for few groups as for many',
  async (t) => {
    const house = await openTimetable(t)
    const { db, kotova, college, orlova, systems, kim } = house
    const add = (course_id: number, pair_number: number) =>
      db
        .insertInto('timetable_entry')
        .values({ course_id, held_on: DAY, pair_number, staff_member_id: orlova.staff_member_id })
        .execute()
    await add(systems.course.id, 1)
    const other = await db
      .insertInto('department')
      .values({ name: 'Экономики', short_name: 'Э' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const url = `/timetable?of=college&day=${DAY}`
    const sent = async () => (await statementsOf(() => kotova.open(url))).length
    const few = await sent()
    for (let i = 1; i <= 12; i++) {
      const scene = await courseScene(db, college, kim, {
        group: `БУ-${i}`,
        subject: `Предмет ${i}`,
        index: `ОП.3${i}`
      })
      await db
        .updateTable('study_group')
        .set({ department_id: other.id })
        .where('id', '=', scene.study_group.id)
        .execute()
      await add(scene.course.id, 2)
    }
    t.equal(await sent(), few)
    const narrow = await kotova.open(`${url}&department=${other.id}`)
    t.match(narrow.body, />БУ-12</)
    t.notMatch(narrow.body, /<th scope="row" class="name"><a[^>]*>СА-21</)
    t.match(
      narrow.body,
      new RegExp(`day=2026-11-24&amp;view=day&amp;department=${other.id}`),
      'the next day stays narrow'
    )
  }
)

t.test('A rule of a distant lecture makes distant lectures, and a lesson added for a day is one too', async (t) => {
  const house = await openTimetable(t)
  const { db, kotova, systems, college } = house
  const group = systems.study_group.id
  const typed = {
    ...{ term: String(college.term.id), course: String(systems.course.id), weekday: '3', pair: '2', hours: '2' },
    ...{ form: 'lecture', room: 'distant', staff: '', weeks: 'every', numbers: '' },
    ...{ since: '23.11.2026', until: '29.11.2026' }
  }
  await kotova.open(`/timetable/rules/groups/${group}?term=${college.term.id}`)
  t.equal((await kotova.submit(`/timetable/rules/groups/${group}`, typed)).statusCode, 303)
  const period = { term: String(college.term.id), since: '23.11.2026', until: '29.11.2026' }
  t.equal((await kotova.submit(`/timetable/rules/groups/${group}/entries`, period)).statusCode, 303)
  const day = { day: '26.11.2026', pair: '4', hours: '2', kind: 'practice', course: String(systems.course.id) }
  const added = { ...day, staff: '', room: 'distant', reason: 'карантин', order: '' }
  t.equal((await kotova.submit(`/timetable/groups/${group}/entries`, added)).statusCode, 303)
  const rows = await db
    .selectFrom('timetable_entry')
    .select(['kind', 'form', 'is_distant'])
    .orderBy('held_on')
    .execute()
  t.strictSame(rows, [
    { kind: 'lesson', form: 'lecture', is_distant: true },
    { kind: 'lesson', form: 'practice', is_distant: true }
  ])
  t.match(
    (await kotova.open(`/timetable/rules/groups/${group}?term=${college.term.id}`)).body,
    /дистанционно<\/span><small>лекция/
  )
  const cancelled = await db.selectFrom('timetable_entry').select('id').orderBy('held_on').executeTakeFirstOrThrow()
  await kotova.submit(`/timetable/entries/${cancelled.id}/cancellation`, { reason: 'карантин', order: '' })
  const correction = await db
    .selectFrom('timetable_correction')
    .select('id')
    .where('kind', '=', 'cancel')
    .executeTakeFirstOrThrow()
  await kotova.submit(`/timetable/corrections/${correction.id}/removal`, {})
  const back = await db
    .selectFrom('timetable_entry')
    .select(['form', 'is_distant'])
    .orderBy('held_on')
    .executeTakeFirst()
  t.strictSame(back, { form: 'lecture', is_distant: true }, 'undoing a correction brings back what it was')
})

t.test('Long names keep what tells them apart', (t) => {
  const [one, other] = ['мясного', 'молочного'].map(
    (from) => `Процессы производства продукции на автоматизированных технологических линиях из ${from} сырья`
  )
  t.not(formats.brief(one ?? '', 44), formats.brief(other ?? '', 44))
  t.ok(formats.brief(one ?? '', 44).length <= 47)
  t.equal(formats.brief('Физика', 44), 'Физика')
  t.equal(breakable('основы автоматизированных').replaceAll('\u00ad', '-').startsWith('основы ав-то-ма'), true)
  t.end()
})
