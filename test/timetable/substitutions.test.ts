import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import { addAccount, openHouse, signIn } from '../support/house.ts'
import { enrol } from '../support/scene.ts'
import { addCourse, addEntry, deedsOf, standing, substitutionScene } from './scene.ts'

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
        404,
        'nor an old one: it does not even open'
      )
    }
  )

  await t.test(
    'another lesson of the journal does not open to the substitute, nor does what is not the journal',
    async (t) => {
      const substitute = await house.signIn('smirnov')
      const { id } = await db
        .selectFrom('lesson')
        .select('id')
        .where('held_on', '=', '2026-11-20')
        .executeTakeFirstOrThrow()
      t.equal((await substitute.open(`/journal/lessons/${id}`)).statusCode, 200)
      t.equal((await substitute.open(`/journal/lessons/${scene.monday.id}`)).statusCode, 404, 'of the same journal')
      const cell = { cell: `${scene.monday.id}.${scene.students[0].id}`, before: '', value: '5' }
      t.notMatch((await substitute.type(scene.cells, cell)).body, /saved/)
      t.notMatch((await substitute.open('/lesson-plans')).body, /Операционные системы[\s\S]*СА-21/)
      t.notMatch((await substitute.open('/print?kind=journal&group=СА-21')).body, /value="СА-21"/)
    }
  )

  await t.test('hours of both teachers say who gave the lesson', async (t) => {
    const head = await house.signIn('gromov')
    const of = async (one: { staff_member_id: number }) =>
      (await head.open(`/courses/teachers/${one.staff_member_id}`)).body
    t.match(await of(colleague), /Операционные системы<\/td><td>вместо: Иванова А\. П\.<\/td><td class="num">2</)
    t.match(await of(teacher), /провёл другой: Смирнов О\. И\./)
    t.notMatch(await of(third), /<h2>Замены/)
  })

  await t.test(
    'the recorded lesson stays on its day, and nobody moves an own lesson onto a day given away',
    async (t) => {
      const substitute = await house.signIn('smirnov')
      const { id } = await db
        .selectFrom('lesson')
        .select('id')
        .where('held_on', '=', '2026-11-20')
        .executeTakeFirstOrThrow()
      const { body } = await substitute.open(`/journal/lessons/${id}`)
      const version = /name="version" value="(\d+)"/.exec(body)?.[1] ?? ''
      const moved = await substitute.submit(`/journal/lessons/${id}`, { ...lesson(1), held_on: '19.11.2026', version })
      t.equal(moved.statusCode, 422)
      t.match(moved.body, /записывает другой преподаватель/)
      t.equal(
        (await substitute.submit(`/journal/lessons/${id}`, { ...lesson(1), topic: 'Файлы и папки', version }))
          .statusCode,
        303
      )
      await give(second, `union-${colleague.staff_member_id}`)
      const own = await house.signIn('ivanova')
      const before = await own.open(`/journal/lessons/${scene.monday.id}`)
      const form = { ...lesson(3), version: /name="version" value="(\d+)"/.exec(before.body)?.[1] ?? '' }
      t.equal((await own.submit(`/journal/lessons/${scene.monday.id}`, form)).statusCode, 422)
      await methodist.submit(`/timetable/entries/${second}/substitution/removal`, {})
    }
  )

  await t.test('a week after the lesson the journal closes to the substitute, the own lesson stays', async (t) => {
    const later = await buildApp({
      db: house.whole,
      secret: 'y'.repeat(40),
      clock: stoppedClock('2026-11-28T09:00'),
      quiet: true
    })
    t.teardown(() => later.close())
    const substitute = await signIn(later, 'smirnov')
    const { id } = await db
      .selectFrom('lesson')
      .select('id')
      .where('held_on', '=', '2026-11-20')
      .executeTakeFirstOrThrow()
    t.equal((await substitute.open(scene.page)).statusCode, 404)
    t.equal((await substitute.open(`/journal/lessons/${id}`)).statusCode, 200)
  })

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
      await db.deleteFrom('lesson').where('held_on', '=', '2026-11-20').execute()
      t.equal((await methodist.submit(`/timetable/entries/${first}/substitution/removal`, {})).statusCode, 303)
      const former = await house.signIn('smirnov')
      t.equal((await former.open(scene.page)).statusCode, 404, 'with the substitution goes the right')
      t.equal((await former.submit(`/journal/courses/${course.id}/lessons`, lesson(1))).statusCode, 404)
      t.equal((await give(first, String(colleague.staff_member_id))).statusCode, 303)
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

t.test('Lessons of all the days of an absence are settled at once', async (t) => {
  const house = await openHouse(t, { now: '2026-11-19T09:00' })
  const { db } = house
  const scene = await substitutionScene(db)
  const { first, second, teacher, colleague, third, course } = scene
  const later = await addEntry(db, course.id, teacher, '2026-11-23', 2)
  const far = await addEntry(db, course.id, teacher, '2026-12-14', 2)
  const methodist = await house.signIn('orlova')
  await methodist.open('/timetable/substitutions')
  const absence = {
    staff: String(teacher.staff_member_id),
    since: '20.11.2026',
    until: '18.12.2026',
    reason: 'болезнь'
  }
  const noted = await methodist.submit('/timetable/absences', { ...absence, day: '2026-11-20' })
  const page = String(noted.headers.location)
  const lessons = `${page.replace(/\?.*/, '')}/lessons`
  const save = (choices: [number, string][], more: object = {}) =>
    methodist.submit(lessons, {
      ...{ from: '2026-11-20', reason: 'болезнь', order: '31-л', ...more },
      ...{ entry: choices.map(([id]) => String(id)), staff: choices.map(([, staff]) => staff) }
    })

  await t.test('two weeks are shown, with the free who teach the subject proposed', async (t) => {
    const { body } = await methodist.open(page)
    t.match(body, /Не решено занятий: 3/)
    t.match(body, new RegExp(`value="${colleague.staff_member_id}" selected>Смирнов О\\. И\\. — ведёт предмет`))
    t.match(body, /позже →/)
    t.notMatch(body, /14\.12\.2026<\/caption>/)
    t.match((await methodist.open(`${page.replace(/\?.*/, '')}?from=2026-12-14`)).body, /14\.12\.2026<\/caption>/)
  })

  await t.test('all of it or nothing, with the reason at the lesson', async (t) => {
    const refused = await save([
      [first, String(third.staff_member_id)],
      [later, String(colleague.staff_member_id)]
    ])
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /в это время занят/)
    t.match((await save([[later, String(colleague.staff_member_id)]], { reason: '' })).body, /Укажите причину/)
    t.same(await db.selectFrom('substitution').select('id').execute(), [])
    t.match((await save([[later, '']])).body, /Ничего не выбрано/)
    t.equal((await save([[scene.theirs, String(third.staff_member_id)]])).statusCode, 404, 'a lesson of somebody else')
  })

  await t.test('one gives, one joins, one is cancelled, one waits', async (t) => {
    const saved = await save([
      [first, String(colleague.staff_member_id)],
      [second, `union-${colleague.staff_member_id}`],
      [later, 'cancel'],
      [far, '']
    ])
    t.equal(saved.statusCode, 303)
    t.match((await methodist.open(String(saved.headers.location))).body, /Назначено замен: 2, отменено занятий: 1/)
    const rows = await db.selectFrom('substitution').selectAll().orderBy('timetable_entry_id').execute()
    t.match(rows, [
      { timetable_entry_id: first, kind: 'teacher', order_number: '31-л', reason: 'болезнь' },
      { timetable_entry_id: second, kind: 'union' }
    ])
    t.notOk(await standing(db, later))
    t.ok(await standing(db, far))
    const made = (await deedsOf(db)).filter((deed) => deed === 'substitution.made')
    t.equal(made.length, 2)
    const { id } = await db.selectFrom('timetable_correction').select('id').executeTakeFirstOrThrow()
    t.equal((await methodist.submit(`/timetable/corrections/${id}/removal`, {})).statusCode, 303)
    t.ok(await standing(db, later), 'and the cancelled one comes back')
  })

  await t.test('nobody is put into two lessons of one hour', async (t) => {
    const twin = await addCourse(db, scene, 'Сети', teacher)
    const beside = await addEntry(db, twin, teacher, '2026-11-23', 2)
    const refused = await save([
      [later, String(colleague.staff_member_id)],
      [beside, String(colleague.staff_member_id)]
    ])
    t.equal(refused.statusCode, 422)
    await db.deleteFrom('timetable_entry').where('id', '=', beside).execute()
  })

  await t.test('a streamed lecture is given to one person with all its groups', async (t) => {
    const beside = await addEntry(db, scene.far.course.id, teacher, '2026-11-24', 2)
    const lecture = await addEntry(db, course.id, teacher, '2026-11-24', 2)
    await db.updateTable('curriculum_item').set({ name: 'Операционные системы' }).where('name', '=', 'Право').execute()
    const [one, two] = [String(colleague.staff_member_id), String(colleague.staff_member_id)]
    const saved = await save([
      [beside, one],
      [lecture, two]
    ])
    t.equal(saved.statusCode, 303)
    t.match((await methodist.open('/timetable?of=college&day=2026-11-24')).body, /поток: БУ-11/)
    await db.deleteFrom('timetable_entry').where('id', 'in', [beside, lecture]).execute()
    await db.updateTable('curriculum_item').set({ name: 'Право' }).where('item_index', '=', 'ОП.07').execute()
  })

  await t.test('when the substitute falls ill, the lesson is open again', async (t) => {
    const ill = {
      staff: String(colleague.staff_member_id),
      since: '20.11.2026',
      until: '20.11.2026',
      reason: 'командировка'
    }
    const url = String((await methodist.submit('/timetable/absences', { ...ill, day: '2026-11-20' })).headers.location)
    const { body } = await methodist.open(url)
    t.match(body, /заменяет: Иванова А\. П\./)
    t.match(body, /Не решено занятий: 3/, 'two given and the own one')
    t.match((await methodist.open('/timetable/substitutions?day=2026-11-20')).body, /Ещё не решено занятий: 3/)
  })

  await t.test('who may not write has no such page', async (t) => {
    for (const login of ['ivanova', 'bulanova', 'gromov'])
      t.equal((await (await house.signIn(login)).open(page)).statusCode, 404, login)
    t.equal((await methodist.open('/timetable/substitutions/absences/999')).statusCode, 404)
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
