import t from 'tap'
import { listen, openBrowser, signInHere } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'
import { walkPages } from './walking.ts'

t.test(
  'Every page of teachers and heads reads well with a keyboard, a screen reader and a window of 1024 pixels',
  (t) => walkPages(t, 'ivanova', 'gromov')
)

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
