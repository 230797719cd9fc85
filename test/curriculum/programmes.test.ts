import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import { openHouse, type Visitor } from '../support/house.ts'
import { planScene } from './lesson-plan-scene.ts'
import { deeds } from './scene.ts'

type House = Awaited<ReturnType<typeof openHouse>>

/** Sends a file as a browser does. */
async function bring(house: House, visitor: Visitor, url: string, name: string, content: Uint8Array) {
  const edge = '----form-edge'
  const part = (head: string, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`--${edge}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n')
    ])
  return house.app.inject({
    ...{ method: 'POST', url, cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([
      part('name="_csrf"', Buffer.from(visitor.token())),
      part(`name="file"; filename="${name}"\r\nContent-Type: text/html`, content),
      Buffer.from(`--${edge}--\r\n`)
    ])
  })
}

const PDF = Buffer.from('%PDF-1.7 рабочая программа')
const DOCX = zipSync({ 'word/document.xml': strToU8('<w:document/>') })

t.test('A working programme is brought by the teacher and approved by the deputy', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { item } = await planScene(db)
  const teacher = await house.signIn('ivanova')
  const deputy = await house.signIn('bulanova')
  const url = `/programmes/${item.id}`
  const versions = () =>
    db.selectFrom('work_programme').select(['id', 'version', 'state', 'kind']).orderBy('id').execute()

  t.test('who sees at once that there is none', async (t) => {
    t.match((await teacher.open('/programmes')).body, /Операционные системы<\/a>.*программы нет/s)
    t.notMatch((await teacher.open('/programmes')).body, 'Сети', 'only what the teacher teaches is listed')
    t.match(
      (await deputy.open('/programmes?state=missing')).body,
      /Операционные системы.*Сети|Сети.*Операционные системы/s
    )
    t.match((await teacher.open(url)).body, 'Программы пока нет')
    t.notMatch((await deputy.open(url)).body, 'type="file"', 'the deputy brings none')
  })

  for (const [why, name, content, refusal] of [
    ['no file', '', Buffer.alloc(0), 'Выберите файл'],
    ['an empty one', 'рп.pdf', Buffer.alloc(0), 'Выберите файл'],
    ['a page with a script', 'рп.pdf', Buffer.from('<html><script>alert(1)</script>'), 'Это не PDF и не документ Word'],
    [
      'a document with macros',
      'рп.docx',
      zipSync({ 'word/document.xml': strToU8('<w/>'), 'word/vbaProject.bin': strToU8('x') }),
      'В документе есть макросы'
    ],
    ['another packed file', 'рп.docx', zipSync({ 'a.exe': strToU8('MZ') }), 'Это не PDF и не документ Word'],
    ['more than 20 MB', 'рп.pdf', Buffer.concat([PDF, Buffer.alloc(20_000_000)]), 'больше 20 МБ']
  ] as const)
    t.test(`${why} is refused at the field`, async (t) => {
      const answer = await bring(house, teacher, url, name, content)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, new RegExp(`aria-describedby="refusal".*id="refusal">[^<]*${refusal}`, 's'))
      t.same(await versions(), [])
    })

  t.test('brings a file, which goes out as it came and never as a page', async (t) => {
    const answer = await bring(house, teacher, url, '../РП "ОС".html', PDF)
    t.equal(answer.headers.location, `${url}?done=brought`)
    const [{ id = 0 } = {}] = await versions()
    const file = await deputy.open(`${url}/${id}/file`)
    t.equal(file.headers['content-type'], 'application/pdf')
    t.match(file.headers['content-disposition'], /^attachment; /)
    t.equal(file.headers['x-content-type-options'], 'nosniff')
    t.same(file.rawPayload, PDF)
    const again = await bring(house, teacher, url, 'рп.pdf', PDF)
    t.match(again.body, 'Этот файл уже загружен')
  })

  t.test('which is returned with remarks, brought anew and approved', async (t) => {
    const [{ id = 0 } = {}] = await versions()
    await deputy.open(url)
    t.equal((await deputy.submit(`${url}/${id}/return`, { remark: '' })).statusCode, 422)
    t.equal((await deputy.submit(`${url}/${id}/return`, { remark: 'Обновите литературу' })).statusCode, 303)
    t.match((await teacher.open(url)).body, /Вернул\(а\) Буланова М\. Л\. [^<]*: Обновите литературу/)
    t.equal((await deputy.submit(`${url}/${id}/approval`, {})).statusCode, 422, 'one decision a version')
    await bring(house, teacher, url, 'рп.docx', DOCX)
    const second = (await versions()).at(-1)
    t.match(second, { version: 2, state: 'submitted', kind: 'docx' })
    t.match((await deputy.open('/programmes?state=submitted')).body, 'Операционные системы')
    t.equal((await teacher.submit(`${url}/${second?.id}/approval`, {})).statusCode, 404, 'the teacher does not approve')
    t.equal((await deputy.submit(`${url}/${second?.id}/approval`, {})).statusCode, 303)
    t.match((await teacher.open('/programmes')).body, /утверждена <small>редакция 2/)
    t.equal(
      (await teacher.submit(`${url}/${second?.id}/removal`, {})).statusCode,
      422,
      'what is decided is not taken back'
    )
  })

  t.test('a version nobody has decided on may be taken back by who brought it', async (t) => {
    await bring(house, teacher, url, 'рп.pdf', Buffer.concat([PDF, PDF]))
    const third = (await versions()).at(-1)?.id
    await deputy.open(url)
    t.equal((await deputy.submit(`${url}/${third}/removal`, {})).statusCode, 404)
    t.equal((await teacher.submit(`${url}/${third}/removal`, {})).statusCode, 303)
    t.equal((await versions()).length, 2)
  })

  t.test('others read only what is theirs, and nobody else writes', async (t) => {
    const id = (await versions())[0]?.id
    const stranger = await house.signIn('drozdov')
    for (const path of [url, `${url}/${id}/file`]) t.equal((await stranger.open(path)).statusCode, 404, path)
    t.equal((await bring(house, stranger, url, 'рп.pdf', PDF)).statusCode, 404)
    for (const login of ['petrova', 'gromov', 'kotova', 'smirnov']) {
      const reader = await house.signIn(login)
      t.equal((await reader.open(`${url}/${id}/file`)).statusCode, 200, login)
      t.equal((await reader.submit(`${url}/${id}/approval`, {})).statusCode, 404, login)
    }
    t.equal((await deputy.open(`/programmes/${item.id + 1}/${id}/file`)).statusCode, 404, 'nor by another row')
  })

  t.test('all of it is on the audit trail', async (t) => {
    const told = new Set((await deeds(db)).filter((deed) => deed.startsWith('programme.')))
    t.same([...told].sort(), ['programme.approved', 'programme.brought', 'programme.removed', 'programme.returned'])
  })
})
