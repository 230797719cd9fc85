import t from 'tap'
import { listen, openBrowser, visit } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { addCourse, addEntry, deedsOf, substitutionScene } from './scene.ts'

t.test('Rules of a term live through changes of mind and of the calendar', async (t) => {
  const house = await openHouse(t, { now: '2026-11-16T09:00' })
  const { db } = house
  const scene = await substitutionScene(db)
  const { course, teacher, colleague, curator, study_group, college, other, far } = scene
  await db.deleteFrom('timetable_entry').execute()
  const methodist = await house.signIn('orlova')
  const page = `/timetable/rules/groups/${study_group.id}`
  const term = String(college.term.id)
  const form = {
    ...{ term, course: String(course.id), weekday: '2', pair: '2', hours: '2', room: '', staff: '', form: '' },
    ...{ weeks: 'every', numbers: '', since: '01.09.2026', until: '28.12.2026', from: '' }
  }
  await methodist.open(page)
  const lay = (since = '2026-11-16', until = '2026-12-28') =>
    methodist.submit(`${page}/entries`, { term, since, until })
  const days = async (course_id = course.id) =>
    (
      await db
        .selectFrom('timetable_entry')
        .select(['held_on', 'staff_member_id'])
        .where('course_id', '=', course_id)
        .orderBy('held_on')
        .execute()
    ).map(({ held_on, staff_member_id }) => `${held_on.slice(5)} ${staff_member_id}`)
  const [own, theirs] = [teacher.staff_member_id, colleague.staff_member_id]
  const rules = () => db.selectFrom('timetable_rule').selectAll().orderBy('id').execute()

  await t.test('until lessons are made, the page says how far they are behind the rule', async (t) => {
    t.equal((await methodist.submit(page, form)).statusCode, 303)
    t.match((await methodist.open(page)).body, /отстают от правил: новых 6/)
    t.equal((await lay('2026-11-01', '2026-12-28')).statusCode, 303)
    t.notMatch((await methodist.open(page)).body, /отстают от правил/)
    t.equal((await days()).length, 8)
  })

  await t.test('changed from a day, it leaves what was before as it was', async (t) => {
    const [rule] = await rules()
    const url = `/timetable/rules/${rule?.id}`
    t.match((await methodist.open(url)).body, /name="from" size="10" value="16\.11\.2026"/, 'from today unless told')
    await db
      .insertInto('course_teacher')
      .values({ course_id: course.id, staff_member_id: theirs, since: '2026-12-01' })
      .execute()
    const changed = { ...form, staff: String(theirs), pair: '4' }
    t.match((await methodist.submit(url, { ...changed, from: '01.02.2027' })).body, /внутри срока правила/)
    t.equal((await methodist.submit(url, { ...changed, from: '01.12.2026' })).statusCode, 303)
    t.match(await rules(), [
      { until: '2026-11-30', pair_number: 2, staff_member_id: own },
      { since: '2026-12-01', until: '2026-12-28', pair_number: 4, staff_member_id: theirs }
    ])
    await lay()
    t.strictSame(
      await days(),
      [
        ...['11-03', '11-10', '11-17', '11-24'].map((day) => `${day} ${own}`),
        ...['12-01', '12-08', '12-15', '12-22'].map((day) => `${day} ${theirs}`)
      ],
      'given lessons stay, those to come follow'
    )
  })

  await t.test('a day off and a day that follows another one are taken up', async (t) => {
    await db.insertInto('day_off').values({ held_on: '2026-12-08', name: 'День колледжа' }).execute()
    await db
      .insertInto('working_day')
      .values({ held_on: '2026-12-12', follows_weekday: 2, name: 'за вторник' })
      .execute()
    t.match((await methodist.open('/timetable/rules')).body, /впереди стоят занятия: 1/)
    t.match((await methodist.open(page)).body, /отстают от правил: новых 1, изменится 0, убирается 1/)
    await lay()
    const dates = (await days()).map((one) => one.slice(0, 5))
    t.notOk(dates.includes('12-08'))
    t.ok(dates.includes('12-12'), 'the Saturday «за вторник»')
    t.notMatch((await methodist.open('/timetable/rules')).body, /впереди стоят занятия/)
  })

  await t.test('weeks of practice take lessons away, and give days to a practice that has a rule', async (t) => {
    const practice = await addCourse(db, scene, 'Учебная практика', curator)
    await db
      .updateTable('curriculum_item')
      .set({ kind: 'training_practice' })
      .where('name', '=', 'Учебная практика')
      .execute()
    const weeks = { starts_on: '2026-12-21', ends_on: '2026-12-26', kind: 'training_practice' }
    await db
      .insertInto('study_span')
      .values({ study_group_id: study_group.id, ...weeks })
      .execute()
    const daily = { ...form, course: String(practice), weekday: '3', pair: '1', hours: '6', since: '21.12.2026' }
    t.equal((await methodist.submit(page, daily)).statusCode, 303)
    t.match((await methodist.open(`${page}/entries?term=${term}`)).body, /учебная практика — 2 ч/)
    await lay()
    t.strictSame(await days(practice), [`12-23 ${curator.staff_member_id}`])
    t.notOk((await days()).some((one) => one.startsWith('12-22')))
  })

  await t.test('hours of the rules are hours dated, cancelled and lost, for every subject', async (t) => {
    const { id } = await db
      .selectFrom('timetable_entry')
      .select('id')
      .where('held_on', '=', '2026-12-01')
      .executeTakeFirstOrThrow()
    await methodist.submit(`/timetable/entries/${id}/cancellation`, { reason: 'мороз' })
    await methodist.submit(`${page}/entries`, { term, since: '2026-09-01', until: '2026-12-28' })
    const { body } = await methodist.open(page)
    const rows = [
      ...body.matchAll(/<tr><th scope="row">([^<]+)<\/th><td>[^<]*<\/td>((?:<td class="num">[^<]*<\/td>){6})/g)
    ]
    t.equal(rows.length, 2)
    for (const [, subject, cells = ''] of rows) {
      const [, held = 0, lost = 0, cancelled = 0, dated = 0] = [...cells.matchAll(/>([^<]*)</g)]
        .map(([, text = '']) => Number(text))
        .filter((_, i) => i % 2 === 0)
      t.equal(
        held,
        dated + cancelled,
        `${subject}: ${held} held = ${dated} dated + ${cancelled} cancelled, ${lost} lost`
      )
    }
    t.match(body, /Не состоятся/)
  })

  await t.test('a rule with lessons held goes with the others only', async (t) => {
    const [rule] = await rules()
    const kind = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
    await db
      .insertInto('lesson')
      .values({
        ...{ course_id: course.id, held_on: '2026-11-24', pair_number: 2, hours: 2, topic: 'Файлы' },
        ...{ lesson_kind_id: kind.id, taught_by: own }
      })
      .execute()
    const asked = await methodist.open(`/timetable/rules/${rule?.id}/removal`)
    t.match(asked.body, /с сегодняшнего дня: <b>1<\/b>/, 'the 17th')
    t.equal((await methodist.submit(`/timetable/rules/${rule?.id}/removal`, {})).statusCode, 303)
    const dates = (await days()).map((one) => one.slice(0, 5))
    t.ok(dates.includes('11-24'), 'held')
    t.ok(dates.includes('11-10'), 'past')
    t.notOk(dates.includes('11-17'), 'to come')
  })

  await t.test(
    'nobody is put into two places by making lessons: what a file or a day has brought stands',
    async (t) => {
      const next = `/timetable/rules/groups/${other.study_group.id}`
      const fri = { ...form, course: String(other.course.id), weekday: '5', pair: '1' }
      t.equal((await methodist.submit(next, fri)).statusCode, 303)
      await addEntry(db, far.course.id, colleague, '2026-11-27', 1)
      const look = await methodist.open(`${next}/entries?term=${term}`)
      t.match(
        look.body,
        /27\.11\.2026, Операционные системы\. Преподаватель Смирнов О\. И\. занят: 1 пара, БУ-11, Право/
      )
      await methodist.submit(`${next}/entries`, { term, since: '2026-11-16', until: '2026-12-28' })
      const dates = (await days(other.course.id)).map((one) => one.slice(0, 5))
      t.ok(dates.includes('11-20'))
      t.notOk(dates.includes('11-27'))
    }
  )

  await t.test('all groups are made at once', async (t) => {
    await db.deleteFrom('timetable_entry').where('held_on', '>', '2026-11-27').execute()
    const { body } = await methodist.open(`/timetable/rules/entries?term=${term}`)
    for (const name of ['СА-21', 'ПР-21']) t.match(body, name)
    const done = await methodist.submit('/timetable/rules/entries', { term, since: '2026-11-16', until: '2026-12-28' })
    t.match((await methodist.open(String(done.headers.location))).body, /Занятия составлены: новых/)
    t.match((await methodist.open(`/timetable/rules/entries?term=${term}`)).body, /Накладки|накладок|БУ-11/)
    t.ok((await days(other.course.id)).some((one) => one.startsWith('12-')))
    t.ok((await deedsOf(db)).includes('timetable.laid'))
  })

  await t.test('clashes are said while the rule is typed, and nothing is written', async (t) => {
    const before = (await rules()).length
    const typed = new URLSearchParams({ ...form, check: 'yes', weekday: '5', pair: '1', staff: String(theirs) })
    const { body } = await methodist.open(`${page}?${typed}`)
    const [, piece = ''] = /<div id="snags"([\s\S]*?)<\/form>/.exec(body) ?? []
    t.match(piece, /Смирнов О\. И\. занят: 1 пара, ПР-21|это поток\?/)
    t.equal((await rules()).length, before)
    const half = new URLSearchParams({ ...form, check: 'yes', weekday: '' })
    t.match(
      (await methodist.open(`${page}?${half}`)).body,
      /<div id="snags" role="alert"><\/div>/,
      'half a form says nothing'
    )
  })

  await t.test('who does not keep the journal is asked about', async (t) => {
    const asked = await methodist.submit(page, { ...form, weekday: '1', staff: String(scene.third.staff_member_id) })
    t.equal(asked.statusCode, 422)
    t.match(asked.body, /Кузнецов И\. О\.: журнал этого предмета ведёт другой преподаватель/)
    t.match(asked.body, /name="confirmed"/)
  })

  await t.test('halves of two divisions study at one time when nobody is in both', async (t) => {
    const halves = await db
      .insertInto('subgroup')
      .values([
        { study_group_id: study_group.id, division: 'иностранный язык', number: 1 },
        { study_group_id: study_group.id, division: 'информатика', number: 2 }
      ])
      .returning('id')
      .execute()
    const [english = 0, computing = 0] = halves.map(({ id }) => id)
    const [a, b] = scene.students
    const member = (subgroup_id: number, student_id: number) => ({ subgroup_id, student_id, since: '2026-09-01' })
    await db
      .insertInto('subgroup_member')
      .values([member(english, a.id), member(computing, b.id)])
      .execute()
    const one = await addCourse(db, scene, 'Английский язык', curator, english)
    const two = await addCourse(db, scene, 'Информатика', scene.third, computing)
    const at = { ...form, weekday: '6', pair: '1' }
    t.equal((await methodist.submit(page, { ...at, course: String(one) })).statusCode, 303)
    t.equal((await methodist.submit(page, { ...at, course: String(two) })).statusCode, 303, 'nobody is in both')
    await db.deleteFrom('timetable_rule').where('course_id', '=', two).execute()
    await db.insertInto('subgroup_member').values(member(computing, a.id)).execute()
    const refused = await methodist.submit(page, { ...at, course: String(two) })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /У группы уже есть занятие/)
  })

  await t.test('a rule of a Sunday has its column', async (t) => {
    t.equal((await methodist.submit(page, { ...form, weekday: '7', pair: '3' })).statusCode, 303)
    t.match((await methodist.open(page)).body, /<th scope="col">воскресенье<\/th>/)
  })

  await t.test('a closed term is only read', async (t) => {
    const [rule] = await rules()
    await db.updateTable('term').set({ closed_at: new Date() }).execute()
    t.equal((await methodist.submit(`/timetable/rules/${rule?.id}/removal`, {})).statusCode, 404)
    t.equal((await methodist.submit('/timetable/rules/entries', { term, since: '', until: '' })).statusCode, 404)
    t.equal((await methodist.open(page)).statusCode, 200)
  })
})

t.test('With scripts on, clashes appear while the form is being filled in', async (t) => {
  const house = await openHouse(t, { now: '2026-11-16T09:00' })
  const { db, app } = house
  const scene = await substitutionScene(db)
  const { course, teacher, study_group, college, first } = scene
  const rule = { course_id: course.id, weekday: 2, pair_number: 2, staff_member_id: teacher.staff_member_id }
  await db
    .insertInto('timetable_rule')
    .values({ ...rule, since: '2026-09-01', until: '2026-12-28' })
    .execute()
  const nets = await addCourse(db, scene, 'Сети', scene.curator)
  const address = await listen(app)
  const context = await (await openBrowser(t)).createBrowserContext()
  const page = await visit(
    t,
    context,
    address,
    'orlova',
    `/timetable/rules/groups/${study_group.id}?term=${college.term.id}`
  )
  const told = (at: string, words: string) =>
    page.waitForFunction(`document.querySelector('${at}').textContent.includes('${words}')`, { timeout: 20_000 })
  await page.select('#course', String(nets))
  await page.select('#weekday', '2')
  await page.type('#pair', '2')
  await page.keyboard.press('Tab')
  t.ok(await told('#snags', 'У группы уже есть занятие'), 'a rule')
  await page.goto(`${address}/timetable/entries/${first}`)
  await page.$eval('#day', (field) => Object.assign(field, { value: '' }))
  await page.type('#day', '22.11.2026')
  await page.keyboard.press('Tab')
  t.ok(await told('#snags_move', 'воскресенье: занятий нет'), 'a move')
  t.equal((await db.selectFrom('timetable_rule').select('id').execute()).length, 1, 'nothing is written')
})
