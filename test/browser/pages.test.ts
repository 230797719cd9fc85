import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'puppeteer'
import t from 'tap'
import { listen, openBrowser, signInHere } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, enrol, hire, journalScene } from '../support/scene.ts'

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

t.test('Every page reads well with a keyboard, a screen reader and a window of 1024 pixels', async (t) => {
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
  const order = await db
    .insertInto('movement_order')
    .values({ kind: 'transfer', number: '45-к', signed_on: '2026-11-20' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('movement_order_line')
    .values({ order_id: order.id, student_id: scene.students[0].id, effective_on: '2026-11-20' })
    .execute()
  const address = await listen(house.app)
  const browser = await openBrowser(t)
  const { page: course, monday, students } = { ...scene, page: scene.page }
  const seen: Record<string, string[]> = {
    ivanova: [
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
      ...[`/people/students/${students[1].id}/card`, `/people/students/${students[1].id}/guardians/new?q=белова`]
    ],
    lapin: [
      ...['/accounts', '/accounts?state=without', `/accounts/${scene.teacher.account_id}`, '/accounts/groups'],
      ...['/sessions', '/password', '/audit', '/audit/1', '/access', '/participation'],
      `/accounts/groups/${scene.study_group.id}`
    ],
    gromov: [
      ...['/journal', course, '/curricula', `/curricula/${scene.college.curriculum.id}`, '/curricula/imports'],
      ...['/courses', '/courses?group=1', `/courses/${scene.course.id}`, '/terms', '/print']
    ]
  }
  for (const [login, pages] of Object.entries(seen)) {
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
})

t.test('The first visit is light and a repeated one fetches only the page', async (t) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const address = await listen(house.app)
  const browser = await openBrowser(t)
  const page = await browser.newPage()
  await page.goto(`${address}/login`)
  await signInHere(page, 'ivanova')
  const fetched: string[] = []
  let bytes = 0
  page.on('response', async (response) => {
    if (response.fromCache()) return
    fetched.push(response.url())
    bytes += Number(response.headers()['content-length'] ?? 0)
  })
  await page.goto(address + scene.page)
  t.ok(fetched.length <= 12, `${fetched.length} requests`)
  t.ok(bytes <= 70_000, `${bytes} bytes`)
  fetched.length = 0
  await page.goto(address + scene.page)
  t.same(fetched, [address + scene.page])
})
