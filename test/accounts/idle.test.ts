import t from 'tap'
import { listen, openBrowser, visit } from '../support/browser.ts'
import { openHouse, PASSWORD } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'

const shown = 'getComputedStyle(document.getElementById("content")).display'

t.test('A page left alone on a classroom’s computer', async (t) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await house.db.insertInto('setting').values({ name: 'lock_after_minutes', value: '0.02' }).execute()
  const address = await listen(house.app)
  const browser = await openBrowser(t)
  const context = await browser.createBrowserContext()
  const form = `/journal/lessons/${scene.monday.id}`
  const page = await visit(t, context, address, 'ivanova', form)
  await page.type('[name="topic"]', 'Планировщик задач')
  await page.waitForSelector('#lock-password')

  t.test('is covered, and its session is locked on the server too', async (t) => {
    t.equal(await page.evaluate(shown), 'none')
    const other = await context.newPage()
    await other.goto(address + scene.page)
    t.match(other.url(), '/lock?to=')
    await other.close()
    await page.bringToFront()
  })

  t.test('stays covered with a wrong password', async (t) => {
    await page.type('#lock-password', 'нет')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#lock-refusal.refusal')
    t.match(await page.$eval('#lock-refusal', (words) => words.textContent), 'Неверный')
  })

  t.test('opens with the password, and what was typed is still there', async (t) => {
    await page.type('#lock-password', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForFunction('!document.getElementById("lock-password")')
    t.match(await page.evaluate('document.getElementsByName("topic")[0].value'), 'Планировщик задач')
    t.not(await page.evaluate(shown), 'none')
    t.equal(page.url(), address + form)
  })
})
