import t from 'tap'
import { addAccount, openHouse } from '../support/house.ts'
import { enrol } from '../support/scene.ts'
import { addCourse, deedsOf, standing, substitutionScene } from './scene.ts'

t.test('A substitute keeps the substituted lesson, and only that one', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await substitutionScene(db)
  const { first, second, teacher, colleague, third, course } = scene
  const methodist = await house.signIn('orlova')
  const page = '/timetable/substitutions?day=2026-11-20'
  const give = (entry: number, staff: string, reason = 'болезнь') =>
    methodist.submit(`/timetable/entries/${entry}/substitution`, { staff, reason, order: '12-л' })
  const lesson = (pair: number) => ({
    ...{ held_on: '20.11.2026', pair_number: String(pair), hours: '2', lesson_kind_id: '1', topic: 'Файлы' },
    ...{ homework: '§ 5', version: '0', lesson_plan_topic_id: '' }
  })

  await t.test('the absent teacher’s lessons are listed with who is free, the fittest first', async (t) => {
    await methodist.open(page)
    const form = { staff: String(teacher.staff_member_id), since: '20.11.2026', until: '21.11.2026', day: '2026-11-20' }
    const refused = await methodist.submit('/timetable/absences', { ...form, reason: '' })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /Укажите причину/)
    t.match(refused.body, new RegExp(`value="${teacher.staff_member_id}" selected`), 'what was chosen stays')
    t.equal((await methodist.submit('/timetable/absences', { ...form, reason: 'болезнь' })).statusCode, 303)
    t.equal((await methodist.submit('/timetable/absences', { ...form, reason: 'болезнь' })).statusCode, 422, 'once')
    const { body } = await methodist.open(page)
    t.match(body, /Ещё не решено занятий: 2/)
    const [one = '', other = ''] = body.split('1 пара, СА-21').slice(-1).concat(body.split('3 пара, СА-21').slice(-1))
    t.match(one.slice(0, 500), /Смирнов О\. И\. — ведёт предмет/, 'free at the first pair')
    t.notMatch(one.slice(0, 500), /Кузнецов/, 'busy then')
    t.match(other, /Объединить группы[\s\S]*Смирнов О\. И\. — вместе с ПР-21/, 'busy with the same subject')
  })

  await t.test('nobody who is busy or absent is put, and a reason is needed', async (t) => {
    t.match((await give(first, String(third.staff_member_id))).body, /в это время занят/)
    t.match((await give(first, String(teacher.staff_member_id))).body, /и так ведёт/)
    t.match((await give(first, `${colleague.staff_member_id}`, '')).body, /Укажите причину/)
    t.match((await give(first, `union-${colleague.staff_member_id}`)).body, /Объединить не с кем/)
    t.equal((await give(999999, String(colleague.staff_member_id))).statusCode, 404)
  })

  await t.test(
    'the substitute could not keep the lesson before and can after, the absent teacher the other way round',
    async (t) => {
      const substitute = await house.signIn('smirnov')
      const own = await house.signIn('ivanova')
      const lessons = `/journal/courses/${course.id}/lessons`
      t.equal(
        (await substitute.submit(lessons, lesson(1))).statusCode,
        404,
        'the journal does not exist for a stranger'
      )
      t.equal((await give(first, String(colleague.staff_member_id))).statusCode, 303)
      t.match((await own.submit(lessons, lesson(1))).body, /может преподаватель, который его провёл/)
      t.match(
        (await substitute.submit(lessons, lesson(3))).body,
        /может преподаватель, который его провёл/,
        'no other lesson'
      )
      t.equal((await substitute.submit(lessons, lesson(1))).statusCode, 303)
      const kept = await db
        .selectFrom('lesson')
        .selectAll()
        .where('held_on', '=', '2026-11-20')
        .executeTakeFirstOrThrow()
      t.equal(kept.taught_by, colleague.staff_member_id, 'who taught')
      t.equal(kept.substitutes_for, teacher.staff_member_id, 'instead of whom (R1 6.1)')
      t.match(
        (await own.open(`/journal/lessons/${kept.id}`)).body,
        /Смирнов О\. И\.[\s\S]*замена, вместо: Иванова А\. П\./
      )
      t.equal(
        (await substitute.submit(`/journal/lessons/${scene.monday.id}`, lesson(1))).statusCode,
        422,
        'nor an old one'
      )
    }
  )

  await t.test('a lesson that is held is not taken back, moved or cancelled', async (t) => {
    t.equal((await methodist.submit(`/timetable/entries/${first}/substitution/removal`, {})).statusCode, 422)
    for (const deed of ['move', 'cancellation'])
      t.match(
        (await methodist.submit(`/timetable/entries/${first}/${deed}`, { reason: 'х' })).body,
        /уже записано/,
        deed
      )
  })

  await t.test(
    'a union is a substitution by somebody who has the other group then; it is undone while not held',
    async (t) => {
      t.equal((await give(second, `union-${colleague.staff_member_id}`)).statusCode, 303)
      const row = await db
        .selectFrom('substitution')
        .selectAll()
        .where('timetable_entry_id', '=', second)
        .executeTakeFirstOrThrow()
      t.match(row, {
        kind: 'union',
        staff_member_id: colleague.staff_member_id,
        reason: 'болезнь',
        order_number: '12-л'
      })
      const sheet = (await methodist.open('/timetable/substitutions/sheet?day=2026-11-20')).body
      t.match(sheet, /группы вместе/)
      t.equal((await methodist.submit(`/timetable/entries/${second}/substitution/removal`, {})).statusCode, 303)
      t.notOk(
        await db.selectFrom('substitution').select('id').where('timetable_entry_id', '=', second).executeTakeFirst()
      )
    }
  )

  await t.test('every deed is on the trail', async (t) => {
    const deeds = await deedsOf(db)
    for (const deed of ['staff_absence.added', 'substitution.made', 'substitution.undone'])
      t.ok(deeds.includes(deed), deed)
  })

  await t.test('a student sees on the sheet the own group alone', async (t) => {
    await addAccount(db, 'abramov', [{ role: 'student' }], scene.students[0].person_id)
    const outsider = await enrol(db, scene.far.study_group.id, 'Чужой Пётр Ильич')
    await addAccount(db, 'chuzhoy', [{ role: 'student' }], outsider.person_id)
    const sheet = '/timetable/substitutions/sheet?day=2026-11-20'
    t.match((await (await house.signIn('abramov')).open(sheet)).body, /Смирнов О\. И\./)
    t.match((await (await house.signIn('chuzhoy')).open(sheet)).body, /Изменений нет/)
  })
})

t.test('A lesson is moved, exchanged, cancelled, added or given to another subject, and taken back', async (t) => {
  const house = await openHouse(t, { now: '2026-11-16T09:00' })
  const { db } = house
  const scene = await substitutionScene(db)
  const { first, second, course, teacher, other, study_group } = scene
  const methodist = await house.signIn('orlova')
  await methodist.open('/timetable')
  const week = `/timetable?of=group-${study_group.id}&day=2026-11-20`
  const send = (id: number, deed: string, form: Record<string, string>) =>
    methodist.submit(`/timetable/entries/${id}/${deed}`, form)
  const undo = async () => {
    const row = await db
      .selectFrom('timetable_correction')
      .select('id')
      .where('undone_at', 'is', null)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    return methodist.submit(`/timetable/corrections/${row.id}/removal`, {})
  }

  await t.test('a move keeps what stood, shows it at both places and comes back', async (t) => {
    t.equal((await send(first, 'move', { day: '21.11.2026', pair: '2', room: '', reason: '' })).statusCode, 422)
    t.match(
      (await send(first, 'move', { day: '20.11.2026', pair: '3', room: '', reason: 'х' })).body,
      /уже стоит занятие/
    )
    t.match(
      (await send(first, 'move', { day: '20.01.2027', pair: '3', room: '', reason: 'х' })).body,
      /внутри учебного периода/
    )
    t.equal((await send(first, 'move', { day: '21.11.2026', pair: '2', room: '', reason: 'ремонт' })).statusCode, 303)
    t.match(await standing(db, first), { held_on: '2026-11-21', pair_number: 2 })
    const { body } = await methodist.open(week)
    t.match(body, /перенесено с 20\.11, 1 пара/)
    t.match(body, /перенесено на 21\.11, 2 пара/)
    t.equal((await undo()).statusCode, 303)
    t.match(await standing(db, first), { held_on: '2026-11-20', pair_number: 1 })
    t.notMatch((await methodist.open(week)).body, /перенесено/)
  })

  await t.test('a teacher or a group in two places is refused with the name of the other lesson', async (t) => {
    const answer = await send(scene.strangers, 'move', { day: '20.11.2026', pair: '3', room: '', reason: 'х' })
    t.equal(answer.statusCode, 303, 'free then')
    await undo()
    const { id } = await db
      .insertInto('timetable_entry')
      .values({
        course_id: scene.far.course.id,
        held_on: '2026-11-23',
        pair_number: 1,
        staff_member_id: teacher.staff_member_id
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const clash = await send(id, 'move', { day: '20.11.2026', pair: '1', room: '', reason: 'х' })
    t.equal(clash.statusCode, 422)
    t.match(clash.body, /уже стоит|Преподаватель Иванова А\. П\. занят: 1 пара, СА-21/)
    await db.deleteFrom('timetable_entry').where('id', '=', id).execute()
  })

  await t.test('a cancelled lesson is told with its reason and comes back as it was', async (t) => {
    t.equal((await send(second, 'cancellation', { reason: 'День открытых дверей', order: '7' })).statusCode, 303)
    t.notOk(await standing(db, second))
    t.match((await methodist.open(week)).body, /отменено: День открытых дверей/)
    t.match((await methodist.open('/timetable/substitutions/sheet?day=2026-11-20')).body, /отменено/)
    t.equal((await undo()).statusCode, 303)
    const back = await db
      .selectFrom('timetable_entry')
      .selectAll()
      .where('course_id', '=', course.id)
      .where('pair_number', '=', 3)
      .executeTakeFirst()
    t.match(back, { held_on: '2026-11-20', staff_member_id: teacher.staff_member_id })
  })

  await t.test('another subject of the group takes the place, and two lessons exchange places', async (t) => {
    const nets = await addCourse(db, scene, 'Сети', scene.curator)
    t.equal(
      (await send(first, 'subject', { course: String(other.course.id), reason: 'х' })).statusCode,
      422,
      'not of this group'
    )
    t.equal((await send(first, 'subject', { course: String(nets), reason: 'болезнь' })).statusCode, 303)
    const { body } = await methodist.open(week)
    t.match(body, /Сети/)
    t.match(body, /вместо: Операционные системы/)
    t.equal((await undo()).statusCode, 303)
    t.notMatch((await methodist.open(week)).body, /Сети/)
    const entry = {
      course_id: nets,
      held_on: '2026-11-18',
      pair_number: 2,
      staff_member_id: scene.curator.staff_member_id
    }
    const { id } = await db.insertInto('timetable_entry').values(entry).returning('id').executeTakeFirstOrThrow()
    const own = await db
      .selectFrom('timetable_entry')
      .select('id')
      .where('course_id', '=', course.id)
      .where('pair_number', '=', 1)
      .executeTakeFirstOrThrow()
    t.equal(
      (await send(own.id, 'swap', { other: String(scene.theirs), reason: 'х' })).statusCode,
      422,
      'of another group'
    )
    t.equal((await send(own.id, 'swap', { other: String(id), reason: 'просьба' })).statusCode, 303)
    t.match(await standing(db, own.id), { held_on: '2026-11-18', pair_number: 2 })
    t.match(await standing(db, id), { held_on: '2026-11-20', pair_number: 1 })
    t.equal((await undo()).statusCode, 303)
    t.match(await standing(db, own.id), { held_on: '2026-11-20', pair_number: 1 })
    t.match(await standing(db, id), { held_on: '2026-11-18', pair_number: 2 })
  })

  await t.test('an exam is added to a day, and a room that is taken is asked about', async (t) => {
    const room = await db.insertInto('room').values({ name: '101' }).returning('id').executeTakeFirstOrThrow()
    await db.updateTable('timetable_entry').set({ room_id: room.id }).where('id', '=', scene.theirs).execute()
    t.match((await methodist.open('/timetable/rooms?day=20.11.2026&pair=2')).body, />101</)
    t.notMatch((await methodist.open('/timetable/rooms?day=20.11.2026&pair=3')).body, />101</)
    const form = {
      kind: 'exam',
      day: '20.11.2026',
      pair: '4',
      hours: '6',
      course: String(course.id),
      staff: '',
      reason: 'сессия',
      order: ''
    }
    const url = `/timetable/groups/${study_group.id}/entries`
    await db.updateTable('timetable_entry').set({ pair_number: 5 }).where('id', '=', scene.theirs).execute()
    const asked = await methodist.submit(url, { ...form, room: String(room.id) })
    t.equal(asked.statusCode, 422)
    t.match(asked.body, /Кабинет 101 занят/)
    t.match(asked.body, /value="сессия"/)
    t.equal((await methodist.submit(url, { ...form, room: String(room.id), confirmed: 'yes' })).statusCode, 303)
    t.match((await methodist.open(week)).body, /экзамен/)
  })

  await t.test('the trail tells of corrections and of those taken back', async (t) => {
    const deeds = await deedsOf(db)
    for (const deed of ['timetable.corrected', 'timetable.correction_undone']) t.ok(deeds.includes(deed), deed)
  })
})
