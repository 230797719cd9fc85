import { join } from 'node:path'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { config } from '../../src/platform/config.ts'
import type { Db } from '../../src/platform/db.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import type { OrderFields } from '../../src/print/printable.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import { timetablePrintable } from '../../src/timetable/printable.ts'
import { hyphenated } from '../../src/timetable/rules/hyphens.ts'
import { bandsOf, evenly } from '../../src/timetable/rules/printing.ts'
import { testDatabase } from '../support/database.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { type Letters, numberOn, outside, overlapping, type PdfPage, readPdf } from '../support/pdf.ts'
import { addPerson, courseScene, hire, journalScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'
import { SUBJECTS, weekScene } from './printed-scene.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

const methodist = systemActor(1, 'Орлова Н. Ф.', ['methodist'])
const TODAY = '2026-11-20'
const NOW = { now: new Date('2026-11-20T10:41:00+03:00'), by: 'Орлова Н. Ф.' }

async function documentOf(db: Db, fields: OrderFields) {
  const order = await timetablePrintable.order(db, methodist, TODAY, { day: '23.11.2026', ...fields })
  if ('refusal' in order) throw new Error(order.refusal)
  return await timetablePrintable.document(db, order.parameters, NOW)
}

async function print(db: Db, fields: OrderFields): Promise<PdfPage[]> {
  const document = await documentOf(db, fields)
  if (!document) throw new Error('nothing to print')
  const { title, foot } = document
  const making = { browser, title, foot, producer: 'test', madeAt: NOW.now }
  return await readPdf((await printDocument(piecesOf(document.sheets), making)).bytes)
}

/** What every printed page must be: numbered at the top right, inside its margins, with nothing drawn over anything. */
function isWell(t: Test, pages: PdfPage[]) {
  for (const [i, page] of pages.entries()) {
    t.equal(numberOn(page), i + 1, `page ${i + 1} has its number`)
    t.same(outside(page), [], `page ${i + 1} lies within the margins`)
    t.same(overlapping(page), [], `nothing is drawn over anything on page ${i + 1}`)
    t.ok(
      page.letters.every(({ points }) => points > 6.9),
      `page ${i + 1} can be read`
    )
  }
}

/** Runs that follow each other on one line, as one: a space is a quarter of the letters' size wide. */
function linesOn({ letters }: PdfPage): Letters[] {
  const lines: Letters[] = []
  for (const next of letters.filter(({ upwards }) => !upwards)) {
    const last = lines.at(-1)
    const gap = last ? next.x - last.x - last.width : 0
    const follows = last && Math.abs(last.y - next.y) < 0.05 && gap > -0.2 && gap < next.points * 0.1
    if (!follows) lines.push({ ...next })
    else
      Object.assign(last, {
        text: `${last.text}${gap < 0.15 ? '' : ' '}${next.text}`,
        width: next.x + next.width - last.x
      })
  }
  return lines
}

/** Words as they stand in the text of a page, whatever the lines. */
const said = ({ text }: PdfPage) => text.replace(/- /g, '').replace(/\s+/g, ' ')

t.test('A week of many groups', async (t) => {
  const { db } = await testDatabase(t)
  const { groups } = await weekScene(db, 30)
  const [first] = groups
  const own = `group-${first?.id}`

  await t.test('one of them on one page: pairs by days, whose and which week, who approves', async (t) => {
    const pages = await print(db, { of: own })
    isWell(t, pages)
    const [page] = pages
    if (!page || pages.length > 1) throw new Error('one page')
    t.ok(page.width > page.height)
    const text = said(page)
    for (const words of ['Светлореченский колледж связи', 'УТВЕРЖДАЮ', 'Заместитель директора', 'группа ИС-11, 1 курс'])
      t.match(text, words)
    t.match(text, 'с 23.11.2026 по 28.11.2026, 13-я неделя (нечётная)')
    t.match(text, 'понедельник, 23.11')
    for (const subject of SUBJECTS) t.ok(text.includes(subject), `«${subject}» is there to its last letter`)
    t.match(text, /1 08:30–10:00/, 'the bells of most days stand at the pair')
    t.match(text, '09:00–10:30', 'those of Monday in its cells')
    t.match(text, '08:30–09:30', 'those of Saturday too')
    const [one, two] = ['1', '2'].map((n) => linesOn(page).find(({ text }) => text.startsWith(`п/г ${n}`)))
    t.ok(Math.abs(Number(one?.y) - Number(two?.y)) < 0.1, 'subgroups stand side by side')
    t.ok(Number(one?.x) + 10 < Number(two?.x))
  })

  await t.test('the steady timetable has odd weeks over even ones, and is approved by the director', async (t) => {
    const pages = await print(db, { of: own, view: 'term' })
    isWell(t, pages)
    const [page] = pages
    const text = page ? said(page) : ''
    t.match(text, 'Директор')
    t.match(text, 'И. И. Белов')
    t.match(text, 'на 1 семестр 2026/2027 учебного года, с 01.09.2026 по 28.12.2026')
    t.match(text, /нечёт\.: [^:]+ чёт\.: /)
    t.match(text, 'нечёт., чёт. — по нечётным и чётным неделям. Недели считают с первой недели периода.')
    t.notMatch(text, /23\.11/, 'no dates')
    const marks = page ? linesOn(page).filter(({ text }) => /^(не)?чёт\.:/.test(text)) : []
    const odd = marks.filter(({ text }) => text.startsWith('нечёт'))
    t.ok(odd.length > 0)
    for (const one of odd)
      t.ok(marks.some(({ text, x, y }) => text.startsWith('чёт') && y > one.y && Math.abs(x - one.x) < 15))
  })

  await t.test('all of them: a page each, in no more statements than one of them', async (t) => {
    const pages = await print(db, { of: 'college' })
    isWell(t, pages)
    t.equal(pages.length, 30)
    const names = pages.map((page) => /группа (\S+),/.exec(said(page))?.[1])
    t.equal(names[0], 'ИС-11')
    t.same(names.toSorted(), groups.map(({ name }) => name).toSorted())
    const sent = async (of: string) =>
      (await statementsOf(() => documentOf(db, { of }))).filter(({ text }) => !/role_grant/.test(text))
    const [alone, together] = [await sent(own), await sent('college')]
    t.equal(together.length, alone.length)
    t.ok(together.length <= 25, `${together.length} statements with those of the order`)
  })

  await t.test('for the wall: at most six columns, days and pairs in rows, a day never torn', async (t) => {
    const pages = await print(db, { view: 'wall', of: 'department-1' })
    isWell(t, pages)
    const text = pages.map(said).join(' ')
    for (const { name } of groups.filter(({ name }) => name.startsWith('ИС'))) t.match(text, name)
    t.notMatch(text, 'ЭБ-11', 'another department')
    for (const day of [/понедельник ?, 23\.11/, /суббота ?, 28\.11/]) t.match(text, day)
    t.match(text, '08:30–09:30', 'bells of each day at its pairs')
    for (const page of pages) {
      const columns = linesOn(page).filter(({ text }) => /^ИС-\d\d$/.test(text))
      t.ok(columns.length >= 1 && columns.length <= 6)
      const days = page.letters.filter(({ upwards, points, text }) => upwards && points > 0 && /^[а-я]{5,}$/.test(text))
      const firsts = linesOn(page).filter(({ text, x }) => text === '1' && x < 50)
      t.equal(days.length, firsts.length, 'every day begins with its first pair')
    }
    const large = await print(db, { view: 'wall', of: 'department-1', paper: 'a3' })
    isWell(t, large)
    t.same([Math.round(large[0]?.width ?? 0), Math.round(large[0]?.height ?? 0)], [420, 297])
    t.ok(large.length < pages.length)
    isWell(t, await print(db, { view: 'term-wall', of: 'course-2' }))
  })

  await t.test('one day: bands of groups by departments and courses', async (t) => {
    const pages = await print(db, { view: 'day' })
    isWell(t, pages)
    const text = pages.map(said).join(' ')
    t.match(text, 'на 23 ноября 2026 г., 13-я неделя')
    for (const { name } of groups) t.match(text, name)
    t.match(text, 'Отделение: Экономики и права, 1')
    t.match(text, '09:00–10:30', 'Monday has its own bells')
  })

  await t.test('teachers and rooms: a page for each that has lessons, without approval', async (t) => {
    const { teachers } = await db
      .selectFrom('timetable_entry')
      .select((eb) => eb.fn.count<number>('staff_member_id').distinct().as('teachers'))
      .executeTakeFirstOrThrow()
    const pages = await print(db, { of: 'teachers' })
    isWell(t, pages)
    t.equal(pages.length, Number(teachers))
    t.notMatch(pages[0]?.text, 'УТВЕРЖДАЮ')
    t.match(said(pages[0] as PdfPage), /Расписание преподавателя [А-Я][а-яА-Я-]+ А\. И\./i)
    const room = await db.selectFrom('room').select('id').where('name', '=', 'Спортивный зал').executeTakeFirstOrThrow()
    const [hall] = await print(db, { of: `room-${room.id}` })
    t.match(hall && said(hall), /Расписание кабинета Спортивный зал/i)
    t.match(hall && said(hall), /(ИС|ЭБ|СЗ)-\d\d/)
  })

  await t.test('a week without lessons: a page that says so for one, nothing to print for all', async (t) => {
    const [page] = await print(db, { of: own, day: '30.11.2026' })
    t.match(page && said(page), 'с 30.11.2026 по 05.12.2026, 14-я неделя (чётная)')
    t.match(page && said(page), 'На этой неделе занятий нет.')
    t.same((await documentOf(db, { of: 'college', day: '30.11.2026' }))?.sheets, [])
    const far = await documentOf(db, { of: 'college', view: 'term', day: '01.08.2027' })
    t.same(far?.sheets, [], 'no term on that day')
  })

  await t.test('what cannot be ordered is told at its field', async (t) => {
    const order = (fields: OrderFields) => timetablePrintable.order(db, methodist, TODAY, fields)
    t.match(await order({ of: 'group-999999' }), {
      field: 'of',
      refusal: 'Выберите из списка, чьё расписание печатать.'
    })
    t.match(await order({ of: 'teachers', view: 'wall' }), { field: 'of', refusal: /группы стоят в столбцах/ })
    t.match(await order({ day: '31.02.2026' }), { field: 'day' })
    t.match(await order({ view: 'poster' }), { field: 'view' })
  })
})

t.test('What differs from the timetable stands on the paper', async (t) => {
  const { db } = await testDatabase(t)
  const { groups } = await weekScene(db, 3)
  const [group, other] = groups
  if (!group || !other) throw new Error('no groups')
  const entries = await db
    .selectFrom('timetable_entry as entry')
    .innerJoin('course', 'course.id', 'entry.course_id')
    .selectAll('entry')
    .where('course.study_group_id', '=', group.id)
    .where('course.subgroup_id', 'is', null)
    .orderBy('entry.held_on')
    .orderBy('entry.pair_number')
    .execute()
  const [substituted, cancelled, moved, distant] = entries
  if (!substituted || !cancelled || !moved || !distant) throw new Error('no lessons')
  const account = await db
    .insertInto('account')
    .values({ login: 'orlova', password_hash: '' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: substitute } = await db
    .selectFrom('staff_member')
    .select('id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('substitution')
    .values({ timetable_entry_id: substituted.id, staff_member_id: substitute })
    .execute()
  const why = { reason: 'по семейным обстоятельствам', made_by: account.id, from_on: '2026-11-23' }
  const from = (one: typeof moved) => ({
    ...{
      course_id: one.course_id,
      from_pair: one.pair_number,
      from_hours: 2,
      from_staff_member_id: one.staff_member_id
    }
  })
  await db.deleteFrom('timetable_entry').where('id', '=', cancelled.id).execute()
  await db
    .insertInto('timetable_correction')
    .values([
      { ...why, ...from(cancelled), kind: 'cancel' },
      { ...why, ...from(moved), kind: 'move', timetable_entry_id: moved.id, to_on: '2026-11-28', to_pair: 5 }
    ])
    .execute()
  await db
    .updateTable('timetable_entry')
    .set({ held_on: '2026-11-28', pair_number: 5 })
    .where('id', '=', moved.id)
    .execute()
  await db
    .updateTable('timetable_entry')
    .set({ is_distant: true, room_id: null })
    .where('id', '=', distant.id)
    .execute()
  await db.insertInto('day_off').values({ held_on: '2026-11-26', name: 'День колледжа' }).execute()
  await db.deleteFrom('timetable_entry').where('held_on', '=', '2026-11-26').execute()

  await t.test('in the week of the group', async (t) => {
    const pages = await print(db, { of: `group-${group.id}` })
    isWell(t, pages)
    const text = pages.map(said).join(' ')
    for (const words of [
      /замена; по расписанию [А-Я]/,
      /отменено/,
      /перенесено на 28\.11, 5 пара/,
      /перенесено с 23\.11, \d пара/
    ])
      t.match(text, words)
    t.match(text, 'дистанционно')
    t.match(text, 'День колледжа', 'a day off is called by its name')
    t.notMatch(text, 'по семейным обстоятельствам', 'why a lesson was cancelled is not for a wall')
    const [page] = await print(db, { of: `staff-${substitute}` })
    t.match(page && said(page), /замена; по расписанию/, 'the substitute has the lesson')
    const [absent] = await print(db, { of: `staff-${substituted.staff_member_id}` })
    t.match(absent && said(absent), /ведёт /, 'the absent one sees who gives it')
  })

  await t.test('and on the sheet of changes, of the college or of a group', async (t) => {
    const pages = await print(db, { view: 'changes' })
    isWell(t, pages)
    const [page] = pages
    t.ok(page && page.height > page.width, 'upright')
    const text = page ? said(page) : ''
    t.match(text, /Замены в расписании на 23 ноября 2026 г\., понедельник/i)
    for (const words of [group.name, 'отменено', 'перенесено на 28.11, 5 пара', '09:00–10:30']) t.match(text, words)
    const [none] = await print(db, { view: 'changes', of: `group-${other.id}` })
    t.match(none && said(none), 'Изменений нет: занятия идут по расписанию.')
  })

  await t.test('practice of the group stands in place of its lessons', async (t) => {
    await db
      .insertInto('study_span')
      .values({ study_group_id: other.id, kind: 'training_practice', starts_on: '2026-11-23', ends_on: '2026-11-28' })
      .execute()
    await db
      .deleteFrom('timetable_entry')
      .where('course_id', 'in', db.selectFrom('course').select('id').where('study_group_id', '=', other.id))
      .execute()
    const [page] = await print(db, { of: `group-${other.id}` })
    t.match(page && said(page), /занятий нет: учебная практика/)
    t.match((await print(db, { view: 'wall' })).map(said).join(' '), 'учебная практика')
  })
})

t.test('Long words are broken at their syllables, groups are divided between sheets', async (t) => {
  const broken = (word: string) => hyphenated(word).replaceAll('\u00ad', '|')
  t.equal(broken('автоматизированных'), 'ав|то|ма|ти|зи|ро|ван|ных')
  t.equal(broken('подъёмно'), 'подъ|ём|но')
  t.equal(broken('Русь'), 'Русь')
  const groups = (department_id: number, course: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: i, name: `Г-${i}`, department_id, department: 'Д', course }))
  const sizes = (list: ReturnType<typeof groups>) => bandsOf(list, 6).map(({ length }) => length)
  t.same(sizes([...groups(1, 1, 7), ...groups(1, 2, 2), ...groups(1, 3, 3), ...groups(2, 1, 1)]), [4, 3, 5, 1])
  t.same(evenly([1, 2, 3, 4, 5], 2), [
    [1, 2, 3],
    [4, 5]
  ])
})

t.test('Who may print which timetable', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await journalScene(db)
  const { teacher, colleague, college, students } = scene
  const other = await courseScene(db, college, colleague, { group: 'ПР-21', subject: 'Физика', index: 'ОУП.05' })
  await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  await addAccount(db, 'abramov', [{ role: 'student' }], students[0].person_id)
  const mother = await addPerson(db, 'Абрамова Инна Львовна')
  await addAccount(db, 'mother', [{ role: 'parent' }], mother)
  const link = { person_id: mother, student_id: students[0].id, kinship: 'мать', since: '2026-09-01' }
  await db.insertInto('guardian').values(link).execute()
  const at = { held_on: '2026-11-23', pair_number: 1 }
  await db
    .insertInto('timetable_entry')
    .values([
      { ...at, course_id: scene.course.id, staff_member_id: teacher.staff_member_id },
      { ...at, course_id: other.course.id, staff_member_id: colleague.staff_member_id }
    ])
    .execute()
  const [own, foreign] = [`group-${scene.study_group.id}`, `group-${other.study_group.id}`]
  const fields = { view: 'week', of: own, day: '23.11.2026' }

  await t.test('a family the one of its group, and nothing of other orders', async (t) => {
    for (const login of ['abramov', 'mother']) {
      const visitor = await house.signIn(login)
      t.match(
        (await visitor.open('/timetable?day=23.11.2026')).body,
        `/print?kind=timetable&amp;view=week&amp;of=${own}`
      )
      const { body } = await visitor.open(`/print?kind=timetable&of=${own}`)
      t.match(body, /Чьё расписание[\s\S]*СА-21/)
      t.notMatch(body, /ПР-21|весь колледж|настенный лист|Утверждаю|Иванова/)
      t.equal((await visitor.open('/print?kind=journal')).statusCode, 200)
      t.notMatch((await visitor.open('/print?kind=journal')).body, /Распечатка классного журнала/)
      const { of, ...rest } = fields
      const preview = await visitor.open(`/print/preview/timetable?${new URLSearchParams(fields)}`)
      t.match(preview.body, /группа СА-21, 2\sкурс[\s\S]*Операционные системы/)
      t.notMatch(preview.body, /УТВЕРЖДАЮ|Физика/, 'families print for themselves')
      for (const place of [foreign, 'college', 'teachers', `staff-${teacher.staff_member_id}`]) {
        const refused = await visitor.submit('/print/orders/timetable', { ...rest, of: place })
        t.equal(refused.statusCode, 422, `${login} ${place}`)
        t.match(refused.body, /aria-invalid="true"[\s\S]*/)
        t.notMatch(refused.body, 'Физика')
      }
      t.equal((await visitor.submit('/print/orders/timetable', { ...fields, view: 'wall' })).statusCode, 422)
      t.equal((await visitor.submit('/print/orders/journal', { group: 'СА-21' })).statusCode, 404)
      const ordered = await visitor.submit('/print/orders/timetable', fields)
      t.equal(ordered.statusCode, 303)
      t.match(
        (await visitor.open(String(ordered.headers.location))).body,
        /Расписание: СА-21, неделя 23\.11–28\.11\.2026/
      )
    }
    const changes = await (await house.signIn('abramov')).open(`/print/preview/timetable?view=changes&of=${own}`)
    t.match(changes.body, /Замены в расписании[\s\S]*группа СА-21/)
  })

  await t.test('the staff any; each sees own orders, the methodist all', async (t) => {
    const visitor = await house.signIn('ivanova')
    const { body } = await visitor.open('/print?kind=timetable')
    for (const words of ['весь колледж', 'ПР-21', 'Смирнов О. И.', 'настенный лист', '2 курс']) t.match(body, words)
    t.notMatch(body, 'неделя 23.11', 'what families ordered is not in the way')
    const ordered = await visitor.submit('/print/orders/timetable', { view: 'wall', of: 'college', day: '23.11.2026' })
    const page = String(ordered.headers.location)
    t.match((await visitor.open('/print')).body, 'Расписание: весь колледж')
    for (const [login, status] of Object.entries({
      orlova: 200,
      smirnov: 404,
      bulanova: 404,
      abramov: 404,
      mother: 404
    }))
      t.equal((await (await house.signIn(login)).open(page)).statusCode, status, login)
    const { parameters } = await db
      .selectFrom('printout')
      .select('parameters')
      .where('title', 'like', '%весь колледж%')
      .executeTakeFirstOrThrow()
    t.same(parameters, {
      ...{ view: 'wall', of: 'college', day: '2026-11-23', paper: 'a4', approver: 'deputy', groups: null }
    })
  })

  await t.test('a child who left the group prints nothing of it', async (t) => {
    await db.updateTable('enrolment').set({ until: '2026-11-01' }).where('student_id', '=', students[0].id).execute()
    const visitor = await house.signIn('abramov')
    t.equal((await visitor.submit('/print/orders/timetable', fields)).statusCode, 422)
    t.match((await visitor.open('/print?kind=timetable')).body, /Печать/)
  })
})
