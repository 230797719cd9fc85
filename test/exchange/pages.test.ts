import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { listen, openBrowser, visit } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { bring, confirm, listScene, preview, work } from './scene.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { html: string }[] }

const FILE = `Фамилия;Имя;Отчество;Дата рождения;Группа;Мать;Телефон матери
Абрамов;Иван;Сергеевич;01.02.2009;ИС-11;Абрамова Ольга Петровна;+7 900 111-22-33
Белова;Анна;Олеговна;5.11.2008;ИС-12;;
`
const HELD = `${FILE}Громов2;Лев;Ильич;32.01.2009;ИС-99;;
Белова;Анна;Олеговна;;ИС-12;;
`

t.test(
  'From the file to the result every page reads well with a keyboard, a screen reader and a window of 1024 pixels',
  async (t) => {
    const house = await openHouse(t)
    await listScene(house.db)
    const zimina = await house.signIn('zimina')
    await zimina.open('/exchange')
    const columns = String((await bring(house, zimina, 'students', Buffer.from(FILE))).headers.location)
    const held = await preview(house, zimina, 'students', HELD)
    const ready = await preview(house, zimina, 'students', FILE)
    const done = await preview(
      house,
      zimina,
      'students',
      FILE.replaceAll('Абрамов', 'Ильин').replaceAll('Белова', 'Орлова')
    )
    const order = { way: 'draft', signed_on: '20.11.2026', effective_on: '01.09.2026' }
    await confirm(house, zimina, done, order)
    const browser = await openBrowser(t)
    const address = await listen(house.app)
    const page = await visit(t, browser.defaultBrowserContext(), address, 'zimina', '/exchange')
    const read = async (path: string) => {
      await page.goto(address + path)
      await page.evaluate(axe)
      const found = (await page.evaluate('axe.run().then((answer) => answer.violations)')) as Violation[]
      t.same(
        found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
        [],
        path
      )
      t.equal(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        0,
        `${path} is not wider`
      )
    }
    for (const path of [
      '/exchange',
      '/exchange/lists/students/imports/new',
      columns,
      held,
      `${held}?state=wrong`,
      ready,
      `${ready}?step=columns`
    ])
      await read(path)
    await read(done)
    t.match(await page.content(), /Загрузка идёт/)
    await work(house.db, done)
    await read(done)
    t.match(await page.content(), /Отменить загрузку/)
    await page.click('form[action$="/reversal"] [name=sure]')
    await Promise.all([page.waitForNavigation(), page.click('form[action$="/reversal"] button')])
    t.match(await page.content(), /Загрузка отменена/)
  }
)
