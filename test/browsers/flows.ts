import { join } from 'node:path'
import { config } from '../../src/platform/config.ts'
import { PASSWORD } from '../support/house.ts'
import type { DrivenPage } from './engines/cdp.d.mts'
import { PlainBrowser } from './engines/plain.mjs'

/** What the pages are and where the mark goes: the third column of the grid's body is its first lesson. */
export type Site = {
  address: string
  login: string
  pages: string[]
  course: string
  cell: string
  lesson: string
  mark: string
}

/** A script newer than the browser fails to parse, and the links and forms go on working. */
const isTooNew = ({ text }: { text: string }) => /^SyntaxError: Parse error/.test(text)

const quoted = JSON.stringify
const textOf = (selector: string) => `(document.querySelector(${quoted(selector)}) || {}).textContent`

async function signIn(page: DrivenPage, { address, login }: Site) {
  await page.goto(`${address}/login`)
  await page.fill('input[name="login"]', login)
  await page.fill('input[name="password"]', PASSWORD)
  await page.clickThrough('button[type="submit"]')
}

/** Opens every page; what went wrong is told in one line each. */
export async function lookAtPages(page: DrivenPage, site: Site, engine: string): Promise<string[]> {
  const found: string[] = []
  await signIn(page, site)
  for (const path of site.pages) {
    await page.goto(site.address + path)
    const { by, who } = await page.overflow()
    if (by > 0) found.push(`${path}: wider than the window by ${by} (${who.join(', ')})`)
    if ((page.status ?? 200) >= 400) found.push(`${path}: answered ${page.status}`)
    const problems = page.takeProblems().filter((problem) => !isTooNew(problem))
    found.push(...problems.map(({ kind, text }) => `${path}: ${kind} ${text}`))
    await page.screenshot(join(config.dataDir, 'browsers', 'shots', `${engine}${path.replace(/\W+/g, '_')}.png`))
  }
  return found
}

/** Types a mark into its cell in place, and reads it after a reload. */
export async function enterInPlace(page: DrivenPage, site: Site, value: string): Promise<void> {
  await signIn(page, site)
  await page.goto(site.address + site.course)
  await page.evaluate('window.stayed = 1')
  await page.click(site.cell)
  await page.waitFor(
    `document.querySelectorAll(${quoted(`${site.cell} input`)}).length || document.activeElement.nodeName === 'INPUT'`
  )
  await page.type(value)
  await page.enter()
  await page.waitFor(`/сохранено/.test(document.body.textContent)`)
  if (!(await page.evaluate('window.stayed'))) throw new Error('the page was left while the mark was saved')
  await page.goto(site.address + site.course)
  await expectMark(await page.evaluate(textOf(site.cell)), value)
}

/** The same with scripts off: the date in the head of the column leads to the lesson's form. */
export async function enterByForm(page: DrivenPage, site: Site, value: string): Promise<void> {
  await page.scripts(false)
  await signIn(page, site)
  await page.goto(site.address + site.course)
  await page.clickThrough(site.lesson)
  await page.fill(`input[name="${site.mark}"]`, value)
  await page.clickThrough('.save button')
  await page.goto(site.address + site.course)
  await expectMark(await page.evaluate(textOf(site.cell)), value)
}

/** A reader of forms that knows nothing else. */
export async function enterPlainly(site: Site, value: string): Promise<void> {
  const reader = new PlainBrowser(site.address)
  await reader.goto('/login')
  await reader.send({ login: site.login, password: PASSWORD })
  await reader.goto(site.course)
  await reader.follow(site.lesson)
  await reader.send({ [site.mark]: value })
  if (reader.status >= 400) throw new Error(`the form was answered ${reader.status}`)
  await reader.goto(site.course)
  if (!reader.html.includes(`<td>${value}</td>`)) throw new Error(`the page does not show ${value}`)
}

async function expectMark(shown: unknown, value: string): Promise<void> {
  if (String(shown).trim() !== value) throw new Error(`after a reload the cell shows «${shown}», not «${value}»`)
}
