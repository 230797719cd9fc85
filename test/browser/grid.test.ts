import type { BrowserContext, Dialog, Page } from 'puppeteer'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import { listen, open, openBrowser, signInHere, visit } from '../support/browser.ts'
import { openHouse, PASSWORD, signIn } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'

const house = await openHouse(t)
const scene = await journalScene(house.db)
const { page: path, students, monday, friday } = scene
const [abramov, belova, yolkina] = students
await house.db
  .insertInto('course_teacher')
  .values({ course_id: scene.course.id, staff_member_id: scene.colleague.staff_member_id, since: '2026-09-01' })
  .execute()
let app = house.app
const address = await listen(app)
const browser = await openBrowser(t)
let reader = await house.signIn('bulanova')
t.teardown(() => app.close())

/** What the server shows in the student's cells of Monday and Friday, whoever entered it. */
async function onServer(student: { id: number }) {
  const { body } = await reader.open(path)
  const row = new RegExp(`<tr id="s${student.id}">.*?</th><td>(.*?)</td><td>(.*?)</td>`).exec(body)
  return [row?.[1], row?.[2]]
}

const MONDAY = 3
const FRIDAY = 4
const SEMESTER = 7
const at = (student: { id: number }, column = MONDAY) => `#s${student.id} > :nth-child(${column})`
const textOf = (page: Page, selector: string) => page.$eval(selector, (el) => el.textContent)
const classOf = (page: Page, selector: string) => page.$eval(selector, (el) => el.className)
const titleOf = (page: Page, selector: string) => page.$eval(selector, (el) => el.getAttribute('title'))
const underField = (page: Page) => page.$eval('#grid-edit', (el) => el.getAttribute('aria-label'))
const focused = (page: Page) => page.evaluate('document.activeElement.id')

/** Waits until the element shows the words; shows what stands there instead when they do not come. */
async function shows(t: Test, page: Page, selector: string, words: string) {
  const condition = `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(words)})`
  await page.waitForFunction(condition, { timeout: 15_000 }).catch(() => undefined)
  t.match(await textOf(page, selector), words)
}
/** Waits until nothing of the page is unsaved. */
const settled = (page: Page) =>
  page.waitForFunction("!document.querySelector('#grid .unsaved')", { timeout: 15_000 }).catch(() => undefined)

const press = async (page: Page, ...keys: Parameters<Page['keyboard']['press']>[0][]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const type = async (page: Page, selector: string, text: string) => {
  await page.click(selector)
  await page.keyboard.type(text)
}
const paste = (page: Page, text: string) =>
  page.evaluate(`{
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', ${JSON.stringify(text)})
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement.dispatchEvent(event)
  }`)
const computer = async (t: Test): Promise<BrowserContext> => {
  const context = await browser.createBrowserContext()
  t.teardown(() => context.close())
  return context
}
/** The same house behind the same door, as after a restart of the server. */
const reopen = async () => {
  app = await buildApp({
    ...{ db: house.whole, secret: 'x'.repeat(40), clock: stoppedClock('2026-11-20T10:41'), quiet: true }
  })
  await listen(app, Number(new URL(address).port))
  reader = await signIn(app, 'bulanova')
}
const wipe = async () => {
  await house.db.deleteFrom('mark').execute()
  await house.db.deleteFrom('absence').execute()
}

const desk = await computer(t)
await (await visit(t, desk, address, 'ivanova', path)).close()

/** Ivanova's page on the computer where she is signed in and nothing is left unsaved; the journal is empty. */
async function sitDown(t: Test): Promise<Page> {
  await wipe()
  const page = await open(t, desk, address + path)
  await page.evaluate('localStorage.clear()')
  await page.reload()
  t.teardown(() => page.isClosed() || page.close())
  return page
}

t.test('A teacher fills the journal from the keyboard', async (t) => {
  const page = await sitDown(t)

  t.test('digits and «н» are saved at once and lead down the column', async (t) => {
    await type(page, at(abramov), '54н')
    await shows(t, page, '#grid-said', 'сохранено 10:41')
    await settled(page)
    t.same(
      [await onServer(abramov), await onServer(belova), await onServer(yolkina)],
      [
        ['5', ''],
        ['4', ''],
        ['н', '']
      ]
    )
    t.same(await textOf(page, `#s${yolkina.id} > :nth-child(5)`), '2', 'hours missed follow')
    t.same(await textOf(page, `#s${abramov.id} > :nth-child(6)`), '5,00', 'and so does the average')
  })

  t.test(
    '«/» or «,» after that goes back for the rest, and so does «1» after «н», on a Latin layout too',
    async (t) => {
      await type(page, at(abramov, FRIDAY), '5/4y13')
      await settled(page)
      t.equal((await onServer(abramov))[1], '5/4')
      t.equal((await onServer(belova))[1], 'н1')
      t.equal((await onServer(yolkina))[1], '3')
    }
  )

  t.test('at the end of the column the next digit does not write over the last mark', async (t) => {
    await page.keyboard.type('2')
    t.equal(await page.$eval('#grid-edit', (el) => (el as { value?: string }).value), '32')
    await press(page, 'Escape')
    await settled(page)
    t.equal((await onServer(yolkina))[1], '3')
  })

  t.test('arrows, Enter, Tab, Home, End and the pages move, each cell is named with student and day', async (t) => {
    await page.click(at(belova))
    t.equal(await underField(page), 'Белова Анна О., 16.11, 1 пара, Урок')
    const visited: string[] = []
    for (const key of [
      'ArrowDown',
      'ArrowUp',
      'ArrowRight',
      'ArrowLeft',
      'Enter',
      'PageUp',
      'PageDown',
      'End',
      'Home',
      'Tab'
    ] as const) {
      await press(page, key)
      visited.push(`${key}: ${(await underField(page))?.replace(/ .*?, /, ' ').slice(0, 13)}`)
    }
    t.same(visited, [
      ...[
        'ArrowDown: Ёлкина 16.11,',
        'ArrowUp: Белова 16.11,',
        'ArrowRight: Белова 20.11,',
        'ArrowLeft: Белова 16.11,'
      ],
      ...['Enter: Ёлкина 16.11,', 'PageUp: Абрамов 16.11', 'PageDown: Ёлкина 16.11,'],
      ...['End: Ёлкина Семест', 'Home: Ёлкина 16.11,', 'Tab: Ёлкина 20.11,']
    ])
  })

  t.test('Delete clears, Escape brings back what stood before', async (t) => {
    await page.click(at(yolkina))
    await press(page, 'Delete')
    await settled(page)
    t.equal((await onServer(yolkina))[0], '')
    await page.click(at(belova))
    await page.keyboard.type('не')
    await press(page, 'Escape')
    await settled(page)
    t.same(await onServer(belova), ['4', 'н1'])
    t.equal(await textOf(page, at(belova)), '4')
  })

  t.test('Tab leaves the table behind the last cell, and from anywhere after Escape', async (t) => {
    await page.click(at(yolkina, 7))
    await press(page, 'Tab')
    t.not(await focused(page), 'grid-edit')
    await page.click(at(abramov))
    await press(page, 'Escape', 'Tab')
    t.not(await focused(page), 'grid-edit')
  })

  t.test(
    'the line under the table leads to the history of the cell, and the links of the table still lead on',
    async (t) => {
      await page.click(at(abramov))
      await shows(t, page, '#grid-where', 'Абрамов Иван С., 16.11')
      await Promise.all([page.waitForNavigation(), page.click('#grid-history')])
      t.match(page.url(), `/journal/lessons/${monday.id}/students/${abramov.id}`)
      await page.goto(address + path)
      await Promise.all([page.waitForNavigation(), page.click(`#l${friday.id} a`)])
      t.match(page.url(), `/journal/lessons/${friday.id}`)
    }
  )
})

t.test('A column copied from a spreadsheet is pasted: blanks change nothing, what is wrong stays marked', async (t) => {
  const page = await sitDown(t)
  await type(page, at(belova), 'н')
  await settled(page)
  await page.click(at(abramov))
  await paste(page, '5\t4\r\n\t3\r\n7\t2\r\n5\t5\r\n')
  await shows(t, page, '#grid-said', 'Можно ввести')
  await shows(t, page, '#grid-said', 'вставлено: 5, не поместилось или закрыто: 2')
  t.same(
    [await onServer(abramov), await onServer(belova), await onServer(yolkina)],
    [
      ['5', '4'],
      ['н', '3'],
      ['', '2']
    ]
  )
  t.match(await classOf(page, at(yolkina)), 'refused')
})

t.test(
  'What is refused stays in its cell with the sentence beside it, over a reload too, until it is given up',
  async (t) => {
    const page = await sitDown(t)
    await type(page, at(abramov), '7')
    await press(page, 'Enter')
    await shows(t, page, '#grid-word', 'Можно ввести: 5, 4, 3, 2')
    await shows(t, page, '#grid-said', 'Абрамов Иван С.: Можно ввести')
    t.match(await titleOf(page, at(abramov)), 'Можно ввести')
    await page.reload()
    t.equal(await textOf(page, at(abramov)), '7')
    t.match(await classOf(page, at(abramov)), 'refused')
    await page.click(at(abramov))
    await press(page, 'Escape')
    t.equal(await textOf(page, at(abramov)), '')
    t.equal(await classOf(page, at(abramov)), '')
    await page.reload()
    t.equal(await textOf(page, at(abramov)), '')
  }
)

t.test('What was refused is sent once more by Enter, when what was missing has come', async (t) => {
  const page = await sitDown(t)
  await type(page, at(belova), 'н,4')
  await shows(t, page, '#grid-word', 'Отработка')
  const makeup = await house.db
    .selectFrom('work_kind')
    .select('id')
    .where('is_makeup', '=', true)
    .executeTakeFirstOrThrow()
  await house.db.insertInto('work').values({ lesson_id: monday.id, number: 2, work_kind_id: makeup.id }).execute()
  await page.click(at(belova))
  await press(page, 'Enter')
  await settled(page)
  t.equal((await onServer(belova))[0], 'н,4')
})

t.test('Two teachers meet in one cell: both values are shown, and the keyboard is enough to choose', async (t) => {
  await wipe()
  const ivanova = await visit(t, await computer(t), address, 'ivanova', path)
  const smirnov = await visit(t, await computer(t), address, 'smirnov', path)
  await type(smirnov, at(abramov), '44')
  await settled(smirnov)
  await type(ivanova, at(abramov), '5')
  await press(ivanova, 'ArrowUp')
  await shows(t, ivanova, '#grid-word', 'сейчас в журнале «4» (Смирнов О. И.')
  await shows(t, ivanova, '#grid-word', 'у вас «5»')
  t.equal((await onServer(abramov))[0], '4', 'nothing is written before the choice')
  await press(ivanova, 'Tab', 'Tab')
  t.equal(await focused(ivanova), 'grid-mine')
  await press(ivanova, 'Enter')
  await settled(ivanova)
  t.equal((await onServer(abramov))[0], '5')
  t.equal(await focused(ivanova), 'grid-edit')

  await type(ivanova, at(belova), '3')
  await shows(t, ivanova, '#grid-word', 'у вас «3»')
  await ivanova.click('#grid-theirs')
  t.equal(await textOf(ivanova, at(belova)), '4')
  t.equal((await onServer(belova))[0], '4')
})

t.test('The network goes: what is typed stays marked and is sent by itself when it is back', async (t) => {
  const page = await sitDown(t)
  await page.setOfflineMode(true)
  await type(page, at(abramov), '54')
  await shows(t, page, '#grid-said', 'Нет связи с журналом')
  t.equal(await titleOf(page, at(abramov)), 'не сохранено')
  t.match(await classOf(page, at(belova)), 'unsaved')
  await type(page, at(abramov), '3')
  await page.setOfflineMode(false)
  await settled(page)
  t.same([(await onServer(abramov))[0], (await onServer(belova))[0]], ['3', '4'], 'the last value of a cell wins')
  await shows(t, page, '#grid-said', 'сохранено')
})

t.test('The server goes and the window is closed: opened again, the page sends what was left', async (t) => {
  const page = await sitDown(t)
  await app.close()
  await type(page, at(abramov), '5')
  await type(page, at(belova), 'за')
  await shows(t, page, '#grid-said', 'Нет связи')
  await page.close()
  await reopen()
  const again = await open(t, desk, address + path)
  await shows(t, again, at(belova), 'за')
  await shows(t, again, '#grid-said', 'Можно ввести')
  t.equal((await onServer(abramov))[0], '5')
  t.equal(await classOf(again, at(abramov)), '')
})

t.test('An answer is lost on its way: after a reload nobody is told of a conflict with oneself', async (t) => {
  const page = await sitDown(t)
  await page.setRequestInterception(true)
  let lost = 0
  page.on('request', async (request) => {
    if (lost || !request.url().endsWith('/cells')) return request.continue()
    lost++
    await fetch(request.url(), {
      ...{ method: 'POST', body: request.postData() ?? '' },
      headers: {
        ...request.headers(),
        cookie: (await page.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      }
    })
    await request.abort()
  })
  await type(page, at(abramov), '5')
  await shows(t, page, '#grid-said', 'Нет связи')
  t.equal((await onServer(abramov))[0], '5')
  await type(page, at(abramov), '4')
  await settled(page)
  t.equal((await onServer(abramov))[0], '4')
  t.equal(await textOf(page, '#grid-word'), '')
})

t.test('A mark is typed and a link followed at once: the mark arrives all the same', async (t) => {
  const page = await sitDown(t)
  await type(page, at(abramov), '5')
  await Promise.all([page.waitForNavigation(), page.click(`#l${friday.id} a`)])
  for (let i = 0; i < 40 && (await onServer(abramov))[0] === ''; i++) await new Promise((done) => setTimeout(done, 50))
  t.equal((await onServer(abramov))[0], '5')
  await Promise.all([page.waitForNavigation(), page.goBack()])
  t.equal(await textOf(page, at(abramov)), '5')
  t.equal(await classOf(page, at(abramov)), '')
})

t.test('A mark is typed and «Выйти» pressed at once: the mark arrives ahead', async (t) => {
  await wipe()
  const page = await visit(t, await computer(t), address, 'ivanova', path)
  await type(page, at(abramov), '5')
  await Promise.all([page.waitForNavigation(), page.click('#leave button')])
  for (let i = 0; i < 40 && (await onServer(abramov))[0] === ''; i++) await new Promise((done) => setTimeout(done, 50))
  t.equal((await onServer(abramov))[0], '5')
})

t.test('A result of the semester is typed in its column', async (t) => {
  const page = await sitDown(t)
  await type(page, at(abramov), '5')
  await type(page, at(abramov, SEMESTER), '5')
  t.match(await underField(page), 'Белова Анна О., Семестр')
  await settled(page)
  await page.reload()
  t.equal(await textOf(page, at(abramov, SEMESTER)), '5')
  await type(page, at(abramov, SEMESTER), '7')
  await press(page, 'Enter')
  await page.waitForSelector('#grid .refused')
  await page.click(at(abramov, SEMESTER))
  await shows(t, page, '#grid-where', 'Абрамов Иван С., Семестр')
  await Promise.all([page.waitForNavigation(), page.click('#grid-history')])
  t.match(page.url(), `/students/${abramov.id}`)
  t.match(await textOf(page, 'h1'), 'Абрамов')
})

t.test('All present: one key, a question when absences would go', async (t) => {
  const page = await sitDown(t)
  await type(page, at(abramov), 'нн')
  await settled(page)
  const questionOf = async (deed: Promise<void>, answer: 'accept' | 'dismiss') => {
    const dialog = await new Promise<Dialog>((come) => page.once('dialog', come))
    await dialog[answer]()
    await deed
    return dialog.message()
  }
  await page.click(at(yolkina))
  const question = await questionOf(page.keyboard.type('+'), 'dismiss')
  t.match(question, /Будут убраны отметки:\nАбрамов Иван С. — н\nБелова Анна О. — н/)
  t.equal((await onServer(abramov))[0], 'н')
  await questionOf(page.click('#grid-roll'), 'accept')
  await shows(t, page, '#grid-said', 'сохранено 10:41')
  t.same([(await onServer(abramov))[0], (await onServer(belova))[0]], ['', ''])
  t.equal(await textOf(page, at(abramov)), '')
  t.equal(await textOf(page, `#s${abramov.id} > :nth-child(5)`), '', 'hours missed are taken back')
})

t.test('A browser that keeps nothing warns before the page is closed with something unsaved', async (t) => {
  const page = await sitDown(t)
  await page.evaluateOnNewDocument(
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('off') } })"
  )
  await page.reload()
  await page.setOfflineMode(true)
  await type(page, at(abramov), '5')
  await shows(t, page, '#grid-said', 'Не закрывайте страницу')
  t.equal(await page.evaluate('typeof window.onbeforeunload'), 'function')
  await page.setOfflineMode(false)
  await settled(page)
  t.equal(await page.evaluate('window.onbeforeunload'), null)
})

t.test('A table that htmx has swapped in is typed into all the same', async (t) => {
  const page = await sitDown(t)
  await page.click(at(abramov))
  await page.evaluate(`{
    const old = document.getElementById('grid-box')
    old.insertAdjacentHTML('beforebegin', '<div id="grid-box">' + document.getElementById('grid').outerHTML + '</div>')
    old.remove()
    document.dispatchEvent(new Event('htmx:afterSwap'))
  }`)
  await type(page, at(belova), '5')
  await settled(page)
  t.equal((await onServer(belova))[0], '5')
})

t.test('Who may only read clicks a cell and is told whose it is, with its history', async (t) => {
  const page = await visit(t, await computer(t), address, 'bulanova', path)
  await page.click(at(belova))
  await shows(t, page, '#grid-where', 'Белова Анна О., 16.11')
  t.equal(await page.$('#grid-edit'), null)
})

t.test('Without scripts there are links and forms, and nothing that does not work', async (t) => {
  const page = await (await computer(t)).newPage()
  await page.setJavaScriptEnabled(false)
  await page.goto(`${address}/login?to=${path}`)
  await signInHere(page, 'ivanova')
  t.equal(await page.$('#grid-edit'), null)
  t.equal(await page.$('#grid-foot'), null)
  await Promise.all([page.waitForNavigation(), page.click(`#l${monday.id} a`)])
  t.ok(await page.$('form[method="post"]'))
})

t.test('The session ends', async (t) => {
  await wipe()
  const context = await computer(t)
  const page = await visit(t, context, address, 'ivanova', path)
  const end = () => house.db.deleteFrom('session').where('account_id', '<>', scene.deputy.account_id).execute()

  t.test('after signing in again the page sends what was typed meanwhile', async (t) => {
    await end()
    await type(page, at(abramov), '5')
    await shows(t, page, '#grid-said', 'Сеанс закончился. Войти снова')
    t.equal((await onServer(abramov))[0], '')
    await Promise.all([page.waitForNavigation(), page.click('#grid-said a')])
    await signInHere(page, 'ivanova')
    t.match(page.url(), path)
    await settled(page)
    t.equal((await onServer(abramov))[0], '5')
  })

  t.test('or is locked on a computer left alone: after the password the page goes on', async (t) => {
    await house.db
      .updateTable('session')
      .set({ locked_at: new Date() })
      .where('account_id', '=', scene.teacher.account_id)
      .execute()
    await type(page, at(belova), '5')
    await shows(t, page, '#grid-said', 'Сеанс заперт. Войти снова')
    await Promise.all([page.waitForNavigation(), page.click('#grid-said a')])
    await page.type('input[name="password"]', PASSWORD)
    await Promise.all([page.waitForNavigation(), press(page, 'Enter')])
    await settled(page)
    t.equal((await onServer(belova))[0], '5')
  })

  t.test('a page left open goes on after a new sign-in in another window', async (t) => {
    await end()
    await type(page, at(abramov), '4')
    await shows(t, page, '#grid-said', 'Сеанс закончился')
    const other = await visit(t, context, address, 'ivanova', '/journal')
    await other.close()
    await page.evaluate("window.dispatchEvent(new Event('focus'))")
    await settled(page)
    t.equal((await onServer(abramov))[0], '4')
  })

  t.test(
    'and another teacher signs in on the same PC: sees and sends nothing of it, wherever it was typed',
    async (t) => {
      await end()
      await type(page, at(abramov), '3')
      await shows(t, page, '#grid-said', 'Сеанс закончился')
      const other = await visit(t, context, address, 'smirnov', path)
      t.equal(await textOf(other, at(abramov)), '4')
      t.equal(await classOf(other, at(abramov)), '')
      await page.evaluate("window.dispatchEvent(new Event('focus'))")
      await shows(t, page, '#grid-said', 'другой пользователь')
      await type(other, at(belova), '5')
      await settled(other)
      t.same([(await onServer(abramov))[0], (await onServer(belova))[0]], ['4', '5'])
      await Promise.all([other.waitForNavigation(), other.click('#leave button')])
      await other.goto(`${address}/login?to=${path}`)
      await signInHere(other, 'ivanova')
      await settled(other)
      t.equal((await onServer(abramov))[0], '3', 'it waited for the one who typed it')
    }
  )
})
