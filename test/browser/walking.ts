import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer'
import type { Test } from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { addImport } from '../../src/timetable/queries/imports.ts'
import { readTimetable } from '../../src/timetable/reader.ts'
import { addPractices } from '../practice/scene.ts'
import { listen, openBrowser, signInHere } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, addPerson, enrol, hire, journalScene } from '../support/scene.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { html: string }[] }

/** What axe finds on the page that is on the screen, each with the first place. */
async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run().then((answer) => answer.violations)')) as Violation[]
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>

/** A card of the staff and portfolios with something in them; answers with their addresses. */
async function addPortfolios(db: Db, { teacher, colleague, students }: Awaited<ReturnType<typeof journalScene>>) {
  await hire(db, 'Кадрова Нина Павловна', 'kadrova', ['hr'])
  const long = 'Современные технологии дистанционного обучения в среднем профессиональном образовании'
  const { staff_member_id } = teacher
  await db.updateTable('staff_member').set({ is_pedagogical: true, category: 'fitness' }).execute()
  await db
    .updateTable('staff_member')
    .set({ dismissed_on: '2026-11-01' })
    .where('id', '=', colleague.staff_member_id)
    .execute()
  const training = { kind: 'профессиональная переподготовка', name: long, institution: long, hours: 250 }
  await db
    .insertInto('staff_training')
    .values({ staff_member_id, ...training, starts_on: '2026-01-12', ends_on: '2026-05-20' })
    .execute()
  const entry = {
    held_on: '2026-10-05',
    title: long,
    level: 'международный',
    result: 'диплом',
    changed_on: '2026-10-06'
  }
  const link = `https://olymp.example/${'2026'.repeat(30)}`
  await db
    .insertInto('portfolio_entry')
    .values([
      { ...entry, student_id: students[1].id, section: 'olympiads', state: 'waiting', link },
      { ...entry, student_id: students[1].id, section: 'sport', state: 'returned', remark: long },
      { ...entry, staff_member_id, section: 'methods', link }
    ])
    .execute()
  const former = `/people/staff/${colleague.staff_member_id}`
  return { card: `/people/staff/${staff_member_id}`, former, portfolio: `/people/students/${students[1].id}/portfolio` }
}

/** A guardian with an address, a consent, a late report, somebody gone for long; special data are kept. */
async function addPrivacy(db: Db, { students, study_group, colleague }: Awaited<ReturnType<typeof journalScene>>) {
  const [, student] = students
  const guardian = await addPerson(db, 'Белова Инна Львовна')
  const link = { person_id: guardian, student_id: student.id, kinship: 'мать', since: '2026-09-01' }
  await db.insertInto('guardian').values(link).execute()
  await db.insertInto('contact').values({ person_id: guardian, phone: '+7 900 000-11-22' }).execute()
  const given = { person_id: student.person_id, given_by: guardian, given_on: '2026-09-01', consent_text_id: 1 }
  const consent = await db.insertInto('consent').values(given).returning('id').executeTakeFirstOrThrow()
  const report = { person_id: student.person_id, field: 'last_name', value: 'Константинопольская-Преображенская' }
  const clock = { reported_on: '2026-11-10', due_on: '2026-11-13', reported_by: colleague.account_id }
  const change = await db
    .insertInto('personal_data_change')
    .values({ ...report, ...clock })
    .returning('id')
    .executeTakeFirstOrThrow()
  const leaver = await enrol(db, study_group.id, 'Тихонова Ольга Ивановна', '2017-09-01', '2020-06-30')
  await db.insertInto('setting').values({ name: 'keeps_special_data', value: '1' }).execute()
  return { guardian, consent: consent.id, change: change.id, leaver: leaver.id }
}

/** A divided group: one changed the subgroup, one is in none; the next term is there to copy to. */
async function addDivision(db: Db, { study_group, item, students, college }: Awaited<ReturnType<typeof journalScene>>) {
  const own = { study_group_id: study_group.id, division: 'информатика и информационно-коммуникационные технологии' }
  const subgroups = await db
    .insertInto('subgroup')
    .values([1, 2].map((number) => ({ ...own, number })))
    .returning('id')
    .execute()
  const [first = 0, second = 0] = subgroups.map(({ id }) => id)
  await db
    .insertInto('subgroup_member')
    .values([
      { subgroup_id: first, student_id: students[0].id, since: '2026-09-01', until: '2026-11-15' },
      { subgroup_id: second, student_id: students[0].id, since: '2026-11-16' },
      { subgroup_id: first, student_id: students[1].id, since: '2026-09-01' }
    ])
    .execute()
  const place = { study_group_id: study_group.id, curriculum_item_id: item.id, term_id: college.term.id, semester: 3 }
  const pages = await db
    .insertInto('course')
    .values([first, second].map((subgroup_id) => ({ ...place, subgroup_id })))
    .returning('id')
    .execute()
  const next = { academic_year_id: college.year.id, number: 2, name: '2 семестр' }
  await db
    .insertInto('term')
    .values({ ...next, starts_on: '2027-01-11', ends_on: '2027-06-30' })
    .execute()
  const url = `group=${study_group.id}&term=${college.term.id}`
  const named = `division=${encodeURIComponent(own.division)}`
  return [
    ...['/courses/groups', `/courses/groups/${study_group.id}`, `/courses/copies?${url}`],
    ...[`/courses/divisions?${url}`, `/courses/divisions?${url}&${named}&since=01.10.2026`],
    ...[`/courses/subgroups?${url}&item=${item.id}`, `/journal/courses/${pages[1]?.id}?month=all`]
  ]
}

/** A lesson plan that came back, a table that waits to be loaded into it, a working programme that waits for the deputy. */
async function addPlans(db: Db, { course, item, teacher, monday }: Awaited<ReturnType<typeof journalScene>>) {
  const plan = await db
    .insertInto('lesson_plan')
    .values({
      ...{ curriculum_item_id: item.id, semester: 3, author_id: teacher.staff_member_id, state: 'returned' },
      changed_by: teacher.account_id
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const title = 'Практическая работа № 3. Проектирование и разработка многопоточного приложения'
  await db
    .insertInto('lesson_plan_topic')
    .values({ lesson_plan_id: plan.id, position: 1, section: title, title, hours: 2, lesson_kind_id: 1 })
    .execute()
  const step = { lesson_plan_id: plan.id, state: 'returned', made_by: 'Буланова М. Л.', remark: title }
  await db.insertInto('lesson_plan_step').values(step).execute()
  await db.updateTable('course').set({ lesson_plan_id: plan.id }).where('id', '=', course.id).execute()
  const rows = [
    ['Тема', 'Часы'],
    [title, '4']
  ]
  const lines = rows.map((cells, i) => ({ number: i + 1, cells }))
  const brought = { lesson_plan_id: plan.id, account_id: teacher.account_id, file_name: 'ктп.xlsx' }
  const table = await db
    .insertInto('lesson_plan_import')
    .values({ ...brought, sheets: JSON.stringify([{ name: 'Лист1', lines }]) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const file = { file_name: 'РП.pdf', kind: 'pdf', content: Buffer.from('%PDF-'), bytes: 5, sha256: '0'.repeat(64) }
  const by = { brought_by: 'Иванова А. П.', brought_by_account: teacher.account_id }
  await db
    .insertInto('work_programme')
    .values({ curriculum_item_id: item.id, version: 1, ...file, ...by })
    .execute()
  const url = `/lesson-plans/${plan.id}`
  return {
    read: ['/lesson-plans', url, '/programmes', `/programmes/${item.id}`, `/print?kind=lesson-plan&plan=${plan.id}`],
    write: [`${url}/imports/new`, `${url}/imports/${table.id}`, `${url}/copies/new`, `/journal/lessons/${monday.id}`]
  }
}

/** A timetable that waits for its person, with a wrong weekday and unknown names, and one that is loaded. */
async function addTimetables(db: Db, account_id: number) {
  const rows = ['Физика (л);Новиков Н.Н.;*Акт.зал', 'Операционные системы;Иванова А.П.;205'].map(
    (row, i) => `${23 + i}.11.2026;понедельник;${i + 1};СА-21;${row}`
  )
  const reading = await readTimetable([
    Buffer.from(['Дата;День недели;Пара;Группа;Дисциплина;Преподаватель;Ауд.', ...rows].join('\n'))
  ])
  if (!reading.ok) throw new Error(reading.refusal)
  const [waiting, loaded] = [
    await addImport(db, account_id, 'расписание_колледжа_на_неделю.xlsx', reading.timetable),
    await addImport(db, account_id, 'расписание.xlsx', reading.timetable)
  ]
  const counts = JSON.stringify({ new: 2, lessons: 2, groups: 1 })
  await db.updateTable('timetable_import').set({ state: 'done', counts }).where('id', '=', loaded).execute()
  const result = `/timetable/imports/${loaded}`
  return [
    '/timetable/imports',
    `/timetable/imports/${waiting}`,
    result,
    `${result}/reversal`,
    '/timetable/imports/teachers'
  ]
}

/** A day of the timetable with a rule, an absence, a substitution and a moved lesson; answers with the pages that show them. */
async function addLessonsByDates(db: Db, scene: Awaited<ReturnType<typeof journalScene>>) {
  const { course, teacher, colleague, study_group } = scene
  const room = await db
    .insertInto('room')
    .values({ name: '2-401 мастерская' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = { course_id: course.id, staff_member_id: teacher.staff_member_id, room_id: room.id }
  const rule = await db
    .insertInto('timetable_rule')
    .values({ ...row, weekday: 5, pair_number: 2, since: '2026-09-01', until: '2026-12-28' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const entries = await db
    .insertInto('timetable_entry')
    .values([2, 3, 4].map((pair_number) => ({ ...row, held_on: '2026-11-20', pair_number })))
    .returning('id')
    .execute()
  const [first, second, third] = entries.map(({ id }) => id)
  const why = { reason: 'курсы повышения квалификации по оценке качества образования' }
  const absent = { staff_member_id: teacher.staff_member_id, since: '2026-11-20', until: '2026-11-20', ...why }
  const absence = await db
    .insertInto('staff_absence')
    .values({ ...absent, noted_by: teacher.account_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('substitution')
    .values({ timetable_entry_id: second ?? 0, staff_member_id: colleague.staff_member_id, ...why })
    .execute()
  await db
    .insertInto('timetable_correction')
    .values({
      ...{ course_id: course.id, kind: 'move', from_on: '2026-11-19', from_pair: 1, to_on: '2026-11-20', to_pair: 4 },
      ...{
        from_staff_member_id: teacher.staff_member_id,
        timetable_entry_id: third ?? 0,
        made_by: teacher.account_id,
        ...why
      }
    })
    .execute()
  const group = `/timetable/rules/groups/${study_group.id}`
  const day = 'day=2026-11-20'
  const read = [
    '/timetable',
    '/timetable/substitutions/sheet?day=20.11.2026',
    '/timetable/rooms',
    '/journal/today',
    '/print?kind=timetable&view=changes'
  ]
  const write = [
    ...[`/timetable?of=college&${day}`, `/timetable?of=group-${study_group.id}&${day}&view=day`],
    ...[
      `/timetable?of=group-${study_group.id}&${day}`,
      `/timetable?of=room-${room.id}&${day}`,
      '/timetable/rules',
      group
    ],
    ...[`/timetable/rules/${rule.id}`, `${group}/entries?term=${scene.college.term.id}`, '/timetable/corrections'],
    ...[`/timetable/entries/${first}`, `/timetable/entries/${third}`, `/timetable/substitutions?${day}`],
    ...[`/timetable/groups/${study_group.id}/entries/new?${day}`, '/timetable/rooms?day=20.11.2026&pair=2'],
    ...[`/timetable/substitutions/absences/${absence.id}`, `/timetable/rules/${rule.id}/removal`],
    `/timetable/rules/entries?term=${scene.college.term.id}`,
    `/timetable/entries/${first}?check=yes&day=22.11.2026&pair=1`
  ]
  return { read, write }
}

/** Opens every page that these people have and asks axe about it; «lapin» ends with a locked session. */
export async function walkPages(t: Test, ...logins: string[]): Promise<void> {
  const house = await openHouse(t)
  const { db } = house
  const scene = await journalScene(db)
  const names = ['Воробьёв Пётр', 'Константинопольская Александра', 'Дмитриева-Михайловская Екатерина']
  for (let i = 0; i < 27; i++) await enrol(db, scene.study_group.id, `${names[i % 3]} Иннокентьевна`)
  for (let day = 2; day < 14; day++) {
    await addLesson(db, scene.course.id, scene.teacher, `2026-11-${String(day).padStart(2, '0')}`, {
      topic: 'Практическая работа № 3. Проектирование и разработка многопоточного приложения с графическим интерфейсом'
    })
  }
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await hire(db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  const methodist = await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  await db
    .insertInto('study_span')
    .values({ study_group_id: scene.study_group.id, kind: 'theory', starts_on: '2026-09-01', ends_on: '2026-12-28' })
    .execute()
  const order = await db
    .insertInto('movement_order')
    .values({ kind: 'transfer', number: '45-к', signed_on: '2026-11-20' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('movement_order_line')
    .values({ order_id: order.id, student_id: scene.students[0].id, effective_on: '2026-11-20' })
    .execute()
  const shown = await addPortfolios(db, scene)
  const privacy = await addPrivacy(db, scene)
  const timetables = await addTimetables(db, methodist.account_id)
  const dated = await addLessonsByDates(db, scene)
  const address = await listen(house.app)
  const browser = await openBrowser(t)
  const { page: course, monday, students } = { ...scene, page: scene.page }
  const plans = await addPlans(db, scene)
  const practices = await addPractices(db, scene)
  const divided = await addDivision(db, scene)
  const seen: Record<string, string[]> = {
    bulanova: plans.read,
    ivanova: [
      ...dated.read,
      ...[...plans.read, ...plans.write, ...practices],
      ...['/', '/journal', course, `${course}?month=all`, `${course}/lessons/new`, `/journal/lessons/${monday.id}`],
      ...[`/journal/lessons/${monday.id}/removal`, `/journal/lessons/${monday.id}/students/${students[0].id}`],
      ...[`${course}/students/${students[0].id}`, `/results/courses/${scene.course.id}`, '/nowhere']
    ],
    zimina: [
      ...[
        '/people/students',
        '/people/students?q=бел&all=1',
        '/people/students/new',
        `/people/students/${students[1].id}`
      ],
      ...[
        '/movement/summary',
        '/movement/orders',
        '/movement/orders/new',
        `/movement/orders/${order.id}`,
        `/movement/orders/${order.id}?q=СА-21`,
        ...[`/movement/orders/${order.id}/wording`, '/movement/reasons', `/print?kind=order&order=${order.id}`]
      ],
      ...[`/people/students/${students[1].id}/card`, `/people/students/${students[1].id}/guardians/new?q=белова`],
      ...['questionnaire', 'special', `guardians/${privacy.guardian}/contacts`].map(
        (part) => `/people/students/${students[1].id}/${part}`
      ),
      ...['', '?state=all', '/texts', `/persons/${students[1].person_id}`, `/${privacy.consent}/withdrawal`].map(
        (part) => `/people/consents${part}`
      ),
      ...[`/people/consents/blanks?person=${students[1].person_id}`, '/people/changes', '/people/own'],
      ...[`/people/changes/${privacy.change}`, '/people/own/changes/new', '/people/leavers'],
      ...[`/people/leavers/${privacy.leaver}`, `/persons/${students[1].person_id}/dossier`]
    ],
    lapin: [
      ...['/accounts', '/accounts?state=without', `/accounts/${scene.teacher.account_id}`, '/accounts/groups'],
      '/accounts/staff',
      ...['/sessions', '/password', '/college/settings', '/audit', '/audit/1', '/access', '/participation'],
      ...['', '/card', '/curators/new'].map((part) => `/movement/groups/${scene.study_group.id}${part}`),
      `/movement/groups/${scene.study_group.id}/curators/${scene.curator.staff_member_id}/release?since=2026-09-01`,
      ...['/movement/groups', '/movement/groups/new', '/movement/promotion', '/movement/specialties'],
      ...[`/movement/promotion?group=${scene.study_group.id}`, `/movement/specialties/${scene.college.specialty.id}`],
      ...['', '/closing', '/reopening'].map((part) => `/years/${scene.college.year.id}${part}`),
      ...['/years', `/accounts/groups/${scene.study_group.id}`]
    ],
    kadrova: [
      ...['/people/staff', '/people/staff?need=portfolio&state=all', '/people/staff/new', shown.card],
      ...[`${shown.card}/card`, `${shown.card}/records/trainings/new`, `${shown.card}/records/trainings/1`],
      ...[`${shown.card}/records/trainings/1/removal`, `${shown.card}/dismissal?day=20.11.2026`],
      ...[`${shown.former}`, `${shown.former}/dismissal/removal`, `${shown.former}/hiring`, `${shown.card}/portfolio`]
    ],
    petrova: [
      ...['/', '/people/portfolios', shown.portfolio, `${shown.portfolio}/new`, `${shown.portfolio}/1`],
      ...[`${shown.portfolio}/1/removal`, `${shown.portfolio}/sheet`]
    ],
    orlova: [
      ...dated.write,
      ...timetables,
      ...['/college/profile', '/college/departments', `/college/departments/${scene.college.department.id}`],
      ...['/college/rooms', '/college/rooms/new', '/college/bells', '/college/bells/1', '/college/days'],
      ...['/college/days/imports', '/terms', `/terms/${scene.college.term.id}`, '/terms/years/new', '/calendars'],
      ...[`/calendars/${scene.study_group.id}`, `/calendars/${scene.study_group.id}/spans`],
      ...[`/calendars/${scene.study_group.id}/terms`, `/terms/years/${scene.college.year.id}/terms/new`]
    ],
    gromov: [
      ...divided,
      ...['/journal', course, '/curricula', `/curricula/${scene.college.curriculum.id}`, '/curricula/imports'],
      `/curricula/${scene.college.curriculum.id}/comparison`,
      `/curricula/${scene.college.curriculum.id}/rows/${scene.item.id}`,
      `/curricula/${scene.college.curriculum.id}/comparison`,
      ...['/courses', '/courses?group=1', `/courses/${scene.course.id}`, '/terms', '/print']
    ]
  }
  for (const login of logins) {
    const pages = seen[login] ?? []
    const context = await browser.createBrowserContext()
    const page = await context.newPage()
    await page.goto(`${address}/login`)
    if (login === 'ivanova') t.same(await complaints(page), [], '/login')
    await signInHere(page, login)
    for (const path of pages) {
      await page.goto(address + path)
      t.same(await complaints(page), [], `${login} ${path}`)
      t.equal(await overflow(page), 0, `${path} is not wider than the window`)
      t.ok(await page.$('#leave button'), `${path} has «Выйти»`)
    }
    if (login === 'lapin') {
      await Promise.all([page.waitForNavigation(), page.click('button.main')])
      t.same(await complaints(page), [], 'the slips of a group')
      t.equal(await overflow(page), 0, 'the slips are not wider than the window')
      await db.updateTable('session').set({ locked_at: new Date() }).execute()
      await page.goto(`${address}/lock`)
      t.same(await complaints(page), [], '/lock')
    }
    await context.close()
  }
}
