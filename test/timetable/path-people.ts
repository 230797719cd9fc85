import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, ElementHandle, Page } from 'puppeteer'
import type { Test } from 'tap'
import { root } from '../../src/platform/config.ts'
import { open } from '../support/browser.ts'
import { PASSWORD } from '../support/house.ts'

export const fixture = (name: string) => join(root, 'test/timetable/fixtures/path', name)

/** A busy machine may still be drawing the page: it is looked at so many times, ten a second. */
const TRIES = 50

type Where = { t: Test; browser: Browser; address: string }
type Values = Record<string, string | boolean>
/** A field of a form as the page's own code sees it. */
type Control = {
  tagName: string
  type: string
  name: string
  value: string
  checked: boolean
  options: Iterable<{ value: string; text: string }>
  form: { elements: Iterable<Control> }
}

/** A person at a computer of their own, without scripts unless asked for; a password of one time is changed at once. */
export async function sitDown({ t, browser, address }: Where, login: string, { key = PASSWORD, scripts = false } = {}) {
  const page = await open(t, await browser.createBrowserContext(), `${address}/login`)
  await page.setJavaScriptEnabled(scripts)
  const person = personAt(t, page, address)
  await person.go('/login')
  await person.fill({ login, password: key })
  await person.press('Войти')
  if (key === PASSWORD) return person
  await person.fill({ password: PASSWORD, again: PASSWORD })
  await person.press('Сменить пароль')
  return person
}
export type Person = ReturnType<typeof personAt>

/** Pages are read as words, forms are filled by the names of their fields and sent by the words on their buttons. */
function personAt(t: Test, page: Page, address: string) {
  const words = async () => ((await page.evaluate('document.body.innerText')) as string).replace(/[\s\u00ad]+/g, ' ')
  const place = () => page.url().replace(address, '')

  async function go(path: string) {
    const answer = await page.goto(address + path)
    t.equal(answer?.status(), 200, `${path} opens`)
  }

  /** Whether the screen says all of this, in any order. */
  async function sees(...sights: (RegExp | string)[]) {
    const isIn = (seen: string) => (sight: RegExp | string) =>
      typeof sight === 'string' ? seen.includes(sight) : sight.test(seen)
    let seen = await words()
    for (let i = 0; i < TRIES && !sights.every(isIn(seen)); i++) {
      await setTimeout(100)
      seen = await words()
    }
    for (const sight of sights) {
      const isThere = isIn(seen)(sight)
      t.ok(isThere, `${place()} says ${sight}`, isThere ? {} : { seen: seen.slice(0, 1500) })
    }
  }

  /** Fills fields of the page, or only of the first row of a table with these words. */
  async function fill(values: Values, row?: string) {
    const place = row === undefined ? page : await rowOf(row)
    for (const [name, value] of Object.entries(values)) {
      const field = await place.$(`[name^="${name}"]`)
      if (!field) throw new Error(`${page.url()} has no field ${name}`)
      await put(field, value)
    }
  }

  async function rowOf(text: string) {
    for (const one of await page.$$('#content tr'))
      if ((await one.evaluate((row) => row.textContent ?? '')).includes(text)) return one
    throw new Error(`${place()} has no row «${text}»`)
  }

  async function bring(file: string) {
    const field = await page.waitForSelector('input[type=file]')
    await (field as ElementHandle<never>).uploadFile(file)
    const count = await page.$eval('input[type=file]', (one) => (one as { files?: { length: number } }).files?.length)
    t.equal(count, 1, `${place()} holds the file`)
  }

  /** Presses the first button or link of the page that begins with these words and waits for what comes. */
  async function press(label: string) {
    let one = await called(label)
    for (let i = 0; i < TRIES && !one; i++) {
      await setTimeout(100)
      one = await called(label)
    }
    if (!one) throw new Error(`${place()} has no «${label}»: ${(await words()).slice(0, 400)}`)
    const follow = one.evaluate((element) => (element as unknown as { click(): void }).click())
    const [answer] = await Promise.all([page.waitForNavigation(), follow])
    t.ok((answer?.status() ?? 200) < 500, `«${label}» is answered`)
  }

  async function called(label: string) {
    for (const one of await page.$$('button, #content a'))
      if ((await one.evaluate((element) => element.textContent?.trim() ?? '')).startsWith(label)) return one
  }

  /** What is printed as a login or a password. */
  const keys = () => page.$$eval('.key', (all) => all.map((one) => one.textContent ?? ''))

  return { page, words, place, go, sees, fill, bring, press, keys }
}

/** Chooses by the value or the beginning of the words, ticks or types. */
const put = (field: ElementHandle, value: string | boolean) =>
  field.evaluate((element, wanted) => {
    const control = element as unknown as Control
    const text = String(wanted)
    if (control.tagName === 'SELECT') {
      const options = [...control.options]
      const found = options.find((one) => one.value === text) ?? options.find((one) => one.text.trim().startsWith(text))
      if (!found) throw new Error(`no choice ${text}`)
      control.value = found.value
    } else if (control.type === 'radio') {
      for (const one of control.form.elements) if (one.name === control.name) one.checked = one.value === text
    } else if (control.type === 'checkbox') control.checked = wanted === true
    else control.value = text
  }, value)
