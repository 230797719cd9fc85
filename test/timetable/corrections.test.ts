import t from 'tap'
import { openHouse } from '../support/house.ts'
import { hire } from '../support/scene.ts'
import { addCourse, addEntry, standing, substitutionScene } from './scene.ts'

t.test(
  'What speaks against a correction is said before it is made, and what was made comes back as it was',
  async (t) => {
    const house = await openHouse(t, { now: '2026-11-16T09:00' })
    const { db } = house
    const scene = await substitutionScene(db)
    const { first, second, course, teacher, colleague, curator, study_group, college } = scene
    const nets = await addCourse(db, scene, 'Сети', curator)
    const methodist = await house.signIn('orlova')
    await methodist.open('/timetable')
    const send = (id: number, deed: string, form: Record<string, string>) =>
      methodist.submit(`/timetable/entries/${id}/${deed}`, { reason: 'просьба', order: '', ...form })
    const undo = async (kind?: string) => {
      const row = await db
        .selectFrom('timetable_correction')
        .select('id')
        .where('undone_at', 'is', null)
        .$if(kind !== undefined, (some) => some.where('kind', '=', kind ?? ''))
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      return methodist.submit(`/timetable/corrections/${row.id}/removal`, {})
    }
    const noter = await db.selectFrom('account').select('id').where('login', '=', 'orlova').executeTakeFirstOrThrow()
    await db
      .insertInto('staff_absence')
      .values({
        ...{ staff_member_id: teacher.staff_member_id, since: '2026-11-24', until: '2026-11-25' },
        ...{ reason: 'болезнь', noted_by: noter.id }
      })
      .execute()

    await t.test('a move to a day on which the teacher is away asks, and names the absence', async (t) => {
      const form = { day: '24.11.2026', pair: '2', room: '' }
      const asked = await send(first, 'move', form)
      t.equal(asked.statusCode, 422)
      t.match(asked.body, /Иванова А\. П\. отсутствует 24\.11–25\.11: болезнь/)
      t.match(asked.body, /name="confirmed"/)
      t.equal((await send(first, 'move', { ...form, confirmed: 'yes' })).statusCode, 303)
      t.match(await standing(db, first), { held_on: '2026-11-24' })
      await undo()
    })

    await t.test('so does an exchange, another subject and an added lesson', async (t) => {
      const net = await addEntry(db, nets, curator, '2026-11-25', 2)
      const asked = await send(first, 'swap', { other: String(net) })
      t.equal(asked.statusCode, 422)
      t.match(asked.body, /Иванова А\. П\. отсутствует/)
      t.equal((await send(first, 'swap', { other: String(net), confirmed: 'yes' })).statusCode, 303)
      t.match(await standing(db, first), { held_on: '2026-11-25', pair_number: 2 })
      t.equal((await undo()).statusCode, 303)
      const subject = await send(net, 'subject', { course: String(course.id) })
      t.equal(subject.statusCode, 422)
      t.match(subject.body, /Иванова А\. П\. отсутствует/)
      const url = `/timetable/groups/${study_group.id}/entries`
      const lesson = { kind: 'lesson', day: '25.11.2026', pair: '4', hours: '2', course: String(course.id), room: '' }
      const added = await methodist.submit(url, { ...lesson, staff: '', reason: 'х', order: '' })
      t.match(added.body, /Иванова А\. П\. отсутствует/)
      await db.deleteFrom('timetable_entry').where('id', '=', net).execute()
    })

    await t.test('a move to a holiday, a Sunday or a day of practice asks', async (t) => {
      await db.insertInto('day_off').values({ held_on: '2026-12-04', name: 'День колледжа' }).execute()
      const span = { starts_on: '2026-12-10', ends_on: '2026-12-12', kind: 'training_practice' }
      await db
        .insertInto('study_span')
        .values({ study_group_id: study_group.id, ...span })
        .execute()
      const words = [
        ['04.12.2026', /День колледжа/],
        ['06.12.2026', /воскресенье: занятий нет/],
        ['11.12.2026', /у группы учебная практика/]
      ] as const
      for (const [day, told] of words) {
        const asked = await send(first, 'move', { day, pair: '2', room: '' })
        t.equal(asked.statusCode, 422, day)
        t.match(asked.body, told, day)
      }
      t.equal((await send(first, 'move', { day: '06.12.2026', pair: '2', room: '', confirmed: 'yes' })).statusCode, 303)
      await undo()
    })

    await t.test('a shared room is asked about in an exchange, and it may be meant', async (t) => {
      const room = await db.insertInto('room').values({ name: '101' }).returning('id').executeTakeFirstOrThrow()
      const net = await addEntry(db, nets, curator, '2026-11-18', 2, { room_id: room.id })
      await db.updateTable('timetable_entry').set({ room_id: room.id }).where('id', '=', scene.strangers).execute()
      const asked = await send(first, 'swap', { other: String(net) })
      t.equal(asked.statusCode, 422)
      t.match(asked.body, /Кабинет 101 занят/)
      t.equal((await send(first, 'swap', { other: String(net), confirmed: 'yes' })).statusCode, 303)
      await undo()
      await db.deleteFrom('timetable_entry').where('id', '=', net).execute()
    })

    await t.test('two lessons that would overlap each other are not exchanged', async (t) => {
      const one = await addEntry(db, nets, curator, '2026-11-17', 1)
      const long = await addEntry(db, course.id, teacher, '2026-11-17', 2, { hours: 4 })
      const answer = await send(one, 'swap', { other: String(long), confirmed: 'yes' })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, /У группы уже есть занятие/)
      await db.deleteFrom('timetable_entry').where('id', 'in', [one, long]).execute()
    })

    await t.test('a lesson moved and then cancelled comes back step by step to where it stood', async (t) => {
      await send(first, 'move', { day: '23.11.2026', pair: '2', room: '' })
      t.equal((await send(first, 'cancellation', {})).statusCode, 303)
      t.match((await methodist.open('/timetable/corrections?q=са-21')).body, /просьба/)
      t.match((await methodist.open('/timetable/corrections?q=100%25')).body, /Таких поправок нет/)
      const early = await undo('move')
      t.match(String(early.headers.location), /refused=later/, 'the last one first')
      t.equal((await undo('cancel')).statusCode, 303)
      t.match(await standing(db, first), { held_on: '2026-11-23', pair_number: 2 }, 'the same lesson')
      t.match((await methodist.open(`/timetable/entries/${first}`)).body, /перенесено/, 'and still a moved one')
      t.equal((await undo('move')).statusCode, 303)
      t.match(await standing(db, first), { held_on: '2026-11-20', pair_number: 1 })
    })

    await t.test('nothing comes back to a place where the group or the teacher is busy meanwhile', async (t) => {
      await send(second, 'cancellation', {})
      const net = await addEntry(db, nets, curator, '2026-11-20', 3)
      t.match(String((await undo('cancel')).headers.location), /refused=busy-place/)
      t.notOk(await standing(db, second))
      await db.deleteFrom('timetable_entry').where('id', '=', net).execute()
      t.notMatch(String((await undo('cancel')).headers.location), /refused/)
      t.ok(await standing(db, second))
    })

    await t.test('an added lesson that somebody substitutes is not taken back under the substitute', async (t) => {
      const url = `/timetable/groups/${study_group.id}/entries`
      const lesson = { kind: 'lesson', day: '27.11.2026', pair: '1', hours: '2', course: String(course.id), room: '' }
      t.equal((await methodist.submit(url, { ...lesson, staff: '', reason: 'х', order: '' })).statusCode, 303)
      const { id } = await db
        .selectFrom('timetable_entry')
        .select('id')
        .where('held_on', '=', '2026-11-27')
        .executeTakeFirstOrThrow()
      t.equal((await send(id, 'substitution', { staff: String(colleague.staff_member_id) })).statusCode, 303)
      t.match(String((await undo('add')).headers.location), /refused=substituted/)
      t.ok(await standing(db, id))
    })

    await t.test('a lesson is added in the group’s own dates of the term', async (t) => {
      const year = await db.selectFrom('academic_year').select('id').executeTakeFirstOrThrow()
      const next = {
        academic_year_id: year.id,
        number: 2,
        name: '2 семестр',
        starts_on: '2027-01-11',
        ends_on: '2027-06-30'
      }
      const spring = await db.insertInto('term').values(next).returning('id').executeTakeFirstOrThrow()
      await db
        .insertInto('group_term')
        .values([
          { study_group_id: study_group.id, term_id: college.term.id, starts_on: '2026-09-01', ends_on: '2026-12-12' },
          { study_group_id: study_group.id, term_id: spring.id, starts_on: '2026-12-14', ends_on: '2027-05-29' }
        ])
        .execute()
      const form = await methodist.open(`/timetable/groups/${study_group.id}/entries/new?day=2026-12-18`)
      t.match(form.body, /2 семестр/, 'December is spring for a group of the last year')
    })

    await t.test('others read and change nothing', async (t) => {
      await hire(db, 'Завьялова Ольга Олеговна', 'zavyalova', ['teacher'])
      for (const login of ['zavyalova', 'ivanova', 'petrova', 'bulanova', 'gromov']) {
        const visitor = await house.signIn(login)
        t.equal((await visitor.open(`/timetable/entries/${first}`)).statusCode, 404, login)
        t.equal(
          (await visitor.submit(`/timetable/entries/${first}/cancellation`, { reason: 'х' })).statusCode,
          404,
          login
        )
      }
      t.ok(await standing(db, first))
    })
  }
)
