import { sql } from 'kysely'
import t from 'tap'
import { cancelPrintout, orderPrintout } from '../../src/print/actions/orders.ts'
import { failRun, finishPrintout, takePrintout } from '../../src/print/actions/runs.ts'
import { readPdf } from '../support/pdf.ts'
import { notes } from './notes.ts'
import * as house from './print-house.ts'

const UNNUMBERED = { sheets: 1, startOf: {}, endOf: {} }
const { employ, order, stateOf, until, untilState } = house

t.test('A teacher orders, watches, downloads; only who may sees it', async (t) => {
  const { db, app, ...opened } = await house.openPrintHouse(t)
  const letGo = await house.holdDocuments(t, opened.url)
  const worker = await employ(t, opened)
  const teacher = await opened.signIn('ivanova')
  t.match((await teacher.open('/print')).body, /Листы для проверки[\s\S]*Напечатать в PDF[\s\S]*Заказов пока нет/)

  const refused = await teacher.submit('/print/orders/notes', { group: 'СА-22' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /role="alert"[^>]*>Такой группы нет/)
  t.equal((await teacher.submit('/print/orders/maps', { group: 'СА-21' })).statusCode, 404)

  const ordered = await teacher.submit('/print/orders/notes', { group: 'СА-21', sheets: '23', ...house.HELD })
  t.equal(ordered.statusCode, 303)
  const page = String(ordered.headers.location)
  const id = Number(page.split('/').at(-1))
  await untilState(db, id, 'printing')
  const again = await teacher.submit('/print/orders/notes', { group: 'СА-21', sheets: '23', ...house.HELD })
  t.equal(again.headers.location, page, 'a double click orders once')

  t.test('while it is printed', async (t) => {
    t.match((await teacher.open(page)).body, /<h1>Листы группы СА-21, 23[\s\S]*<progress[\s\S]*Отменить[\s\S]*Обновить/)
    const card = await teacher.open(page, { 'hx-request': 'true' })
    t.match(card.body, /^<div id="printout" hx-get="\/print\/\d+" hx-trigger="every 2s"/)
    const row = await teacher.open(`${page}?as=row`, { 'hx-request': 'true' })
    t.match(row.body, /^<tr id="printout-\d+" hx-get="[^"]+as=row" hx-trigger="every 2s" hx-swap="outerHTML">/)
    t.equal((await teacher.open(`${page}/file`)).statusCode, 404, 'no file before it is whole')
  })
  await letGo()
  const done = await untilState(db, id, 'done')
  t.match(done, { attempts: 1, faults: 0, done_pages: 23 })
  t.equal(done.done_pieces, done.all_pieces)

  t.test('when it is done', async (t) => {
    const file = await teacher.open(`${page}/file`)
    const { headers, rawPayload } = file
    const { sha256 } = await db.selectFrom('printed_file').select('sha256').executeTakeFirstOrThrow()
    t.match(headers, {
      ...{ 'content-type': 'application/pdf', 'content-length': String(rawPayload.length), etag: `"${sha256}"` },
      'cache-control': 'private, no-store'
    })
    const name = /filename="printout-\d+\.pdf"; filename\*=UTF-8''(\S+)$/.exec(String(headers['content-disposition']))
    t.equal(decodeURIComponent(name?.[1] ?? ''), 'Листы группы СА-21, 23.pdf')
    const pages = await readPdf(new Uint8Array(rawPayload))
    t.equal(pages.length, 23)
    t.match(pages[22]?.text, /Сформировано: Иванова А\. П\..*лист 23/)

    const shown = (await teacher.open(page)).body
    t.match(shown, new RegExp(`Готов: 23 страницы[\\s\\S]*${sha256}[\\s\\S]*Скачать PDF`))
    t.notMatch(shown, /hx-trigger|Отменить|Повторить/)
    const list = (await teacher.open('/print?q=са-21')).body
    t.match(list, new RegExp(`23 страницы[\\s\\S]*<abbr title="${sha256}">[\\s\\S]*Иванова А. П.`))
    t.match((await teacher.open('/print?q=СА-99')).body, /Ничего не нашлось/)
    t.same(await house.deedsOf(db), ['printout.ordered', 'printout.printed', 'printout.downloaded'])
  })

  t.test('who sees it', async (t) => {
    const answers = { ivanova: 200, petrova: 200, gromov: 200, bulanova: 200, kotova: 200, admin: 200 }
    const strangers = { orlova: 404, smirnov: 404, drozdov: 404, kadrova: 404 }
    for (const [login, status] of Object.entries({ ...answers, ...strangers })) {
      const visitor = await opened.signIn(login)
      t.equal((await visitor.open(page)).statusCode, status, `${login} asks for the page`)
      t.equal((await visitor.open(`${page}/file`)).statusCode, status, `${login} asks for the file`)
      const list = (await visitor.open('/print')).body
      t.equal(list.includes(`href="${page}"`), status === 200, `${login} looks at the list`)
    }
    t.equal((await (await opened.signIn('admin')).submit('/print/orders/notes', { group: 'СА-21' })).statusCode, 404)
    await db.updateTable('role_grant').set({ until: '2026-11-19' }).where('role', '=', 'teacher').execute()
    t.equal((await teacher.open(`${page}/file`)).statusCode, 404, 'not even own files when the role is over')
  })
  await worker.stop()
})

t.test('An order is taken back by who gave it, at once', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const letGo = await house.holdDocuments(t, opened.url)
  const [queued, held] = [
    await order({ db, ...opened }),
    await order({ db, ...opened }, { sheets: '2', ...house.HELD })
  ]
  const teacher = await opened.signIn('ivanova')
  const head = await opened.signIn('gromov')
  t.equal((await head.submit(`/print/${queued}/cancellation`, {})).statusCode, 404, 'an order of others is only seen')
  t.equal((await teacher.submit(`/print/${queued}/cancellation`, {})).statusCode, 303)
  t.equal((await stateOf(db, queued)).state, 'cancelled', 'before any worker is there')

  const worker = await employ(t, opened)
  const long = await order({ db, ...opened }, { sheets: '400' })
  await untilState(db, held, 'printing')
  await until(async () => (await stateOf(db, long)).done_pages > 0)
  const methodist = await opened.signIn('kotova')
  for (const [visitor, id] of [
    [teacher, held],
    [methodist, long]
  ] as const)
    t.equal((await visitor.submit(`/print/${id}/cancellation`, {})).statusCode, 303)
  const late = await teacher.submit(`/print/${held}/cancellation`, {})
  t.equal(late.statusCode, 422)
  t.match(late.body, /Заказ уже закончен/)
  await letGo()

  // what is ordered afterwards is printed, and by then nothing was left of the cancelled ones
  const next = await order({ db, ...opened }, { sheets: '3' })
  await untilState(db, next, 'done')
  await house.untilIdle(db)
  t.same(await house.filesOf(db), [next])
  t.match(await stateOf(db, long), { state: 'cancelled', attempts: 1 })
  t.notMatch(worker.said.join(''), `"printout":${long},"pages"`, 'the worker stopped drawing it')

  t.equal((await teacher.submit(`/print/${held}/repetition`, {})).statusCode, 303)
  await untilState(db, held, 'done')
  t.same(await house.filesOf(db), [held, next].sort(), 'and may be repeated')
  await worker.stop()
})

t.test('A file comes only from the worker that has the order in hand', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const printed = { ...{ bytes: new Uint8Array([37]), sha256: '0'.repeat(64), pages: 1 }, ...UNNUMBERED }
  const take = async (id: number) => {
    const taken = await takePrintout(db, id)
    if (!taken) throw new Error('there is nothing to take')
    return taken
  }
  const cancelled = await take(await order({ db, ...opened }))
  await cancelPrintout({ schema: 'college', db }, opened.who, [notes], cancelled.id)
  t.equal(await finishPrintout(db, cancelled, printed), false, 'not of an order that was taken back')
  t.equal(await takePrintout(db, cancelled.id), null)

  const first = await take(await order({ db, ...opened }, { sheets: '2' }))
  const second = await take(first.id)
  t.equal(await finishPrintout(db, first, printed), false, 'not from a worker that was thought dead')
  await failRun(db, { ...first, faults: 9 }, 'program-error')
  t.match(await stateOf(db, first.id), { state: 'printing', attempts: 2 }, 'nor can that one give it up')
  t.equal(await finishPrintout(db, second, printed), true)
  t.equal(await finishPrintout(db, second, printed), false, 'not twice')
  t.same(await house.filesOf(db), [first.id])
})

t.test('What cannot be printed says why, and can be repeated', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const { child, said } = house.spawnWorker(t, opened.url)
  const [fault, nothing] = ['Абрамов Иван Сергеевич', 'nothing']
  const [broken, empty] = [
    await order({ db, ...opened }, { fault }),
    await order({ db, ...opened }, { fault: nothing })
  ]
  t.match(await untilState(db, empty, 'failed'), { attempts: 1, failure: /печатать нечего/ })
  t.match(await untilState(db, broken, 'failed'), { attempts: 3, faults: 3, failure: /ошибка в программе/ })
  t.match(said.join(''), /"printout":\d+,"attempt":3,"msg":"printing failed"/)
  const { rows } = await sql<{
    text: string
  }>`select coalesce(string_agg(output::text, ''), '') as text from pgboss.job`.execute(db)
  t.notMatch(rows[0]?.text, /Абрамов/, 'the queue keeps nothing of people')

  const teacher = await opened.signIn('ivanova')
  t.match(
    (await teacher.open(`/print/${broken}`)).body,
    /Не удалось: ошибка в программе[^<]*Заказ можно повторить[\s\S]*Повторить/
  )
  await teacher.submit(`/print/${broken}/repetition`, {})
  t.match(await untilState(db, broken, 'failed'), { attempts: 3 }, 'tried as often as before')
  t.equal((await teacher.submit(`/print/${empty}/cancellation`, {})).statusCode, 422)
  t.same((await house.deedsOf(db)).filter((deed) => /failed|repeated/.test(deed)).length, 4)

  child.disconnect()
  t.match(await house.exitOf(child), { code: 0 }, 'the worker ends when the process that started it is gone')
})

t.test('An order stands with its job and its audit line, or not at all', async (t) => {
  const { db, whole, who } = await house.openPrintHouse(t)
  const jobs = async () => (await sql<{ n: number }>`select count(*)::int as n from pgboss.job`.execute(db)).rows[0]?.n
  const orders = async () => (await db.selectFrom('printout').selectAll().execute()).length
  const place = (from: typeof db) => orderPrintout({ schema: 'college', db: from }, who, notes, { group: 'СА-21' })

  await t.rejects(
    db.transaction().execute(async (trx) => {
      await place(trx)
      throw new Error('changed my mind')
    }),
    /changed my mind/
  )
  t.same([await orders(), await jobs()], [0, 0], 'taken back: neither order nor job')

  await sql`alter table pgboss.job_common rename to job_away`.execute(whole)
  await t.rejects(place(db))
  t.same([await orders(), await house.deedsOf(db)], [0, []], 'not queued: not ordered')
  await sql`alter table pgboss.job_away rename to job_common`.execute(whole)

  await sql`alter table college.audit_entry add constraint no_more check (deed <> 'printout.ordered')`.execute(whole)
  await t.rejects(place(db))
  t.same([await orders(), await jobs()], [0, 0], 'not on the audit trail: neither ordered nor queued')
})

t.test('The document is shown on the screen before it is ordered', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const teacher = await opened.signIn('ivanova')
  const asked = await teacher.submit('/print/orders/notes', { group: 'СА-21', sheets: '60', deed: 'preview' })
  t.equal(asked.statusCode, 303)
  const address = String(asked.headers.location)
  t.notMatch(address, /_csrf|deed/)
  const preview = await teacher.open(address)
  t.equal(preview.statusCode, 200)
  t.match(preview.body, /Листы 1–40 из 60[\s\S]*id="s0"[\s\S]*запись 1[\s\S]*id="s39"/)
  t.notMatch(preview.body, /style=|<script|id="s40"/)
  const [, next = ''] = /href="([^"]+)">дальше/.exec(preview.body) ?? []
  t.match((await teacher.open(next.replaceAll('&amp;', '&'))).body, /Листы 41–60 из 60[\s\S]*id="s59"/)
  t.equal((await teacher.open('/print/preview/notes?group=СА-22')).statusCode, 422)
  t.match((await teacher.open('/print/preview/notes?group=СА-21&fault=nothing')).body, /печатать нечего/)
  t.same(await db.selectFrom('printout').selectAll().execute(), [], 'nothing is ordered by looking')
})
