import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { decideEntry, keepEntry, removeEntry } from '../../src/people/actions/portfolio.ts'
import { fileNameOf, kindOf, refuseFile } from '../../src/people/rules/files.ts'
import { refuseChange, refuseEntry, refuseReturn } from '../../src/people/rules/portfolio.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse, type Visitor } from '../support/house.ts'
import { addPerson, courseScene, enrol, hire, journalScene } from '../support/scene.ts'

const TODAY = '2026-11-20'
const PDF = Buffer.from('%PDF-1.4\nдиплом\n%%EOF')
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await journalScene(db)
  const [ivan, anna] = scene.students
  await addAccount(db, 'ivan', [{ role: 'student' }], ivan.person_id)
  await addAccount(db, 'anna', [{ role: 'student' }], anna.person_id)
  const mother = await addPerson(db, 'Белова Инна Львовна')
  await db.insertInto('guardian').values({ person_id: mother, student_id: anna.id, since: '2026-09-01' }).execute()
  await addAccount(db, 'mother', [{ role: 'parent' }], mother)
  await hire(db, 'Кадрова Нина Павловна', 'kadrova', ['hr'])
  const other = await courseScene(db, scene.college, scene.colleague, { group: 'ИБ-24', index: 'ОП.02' })
  const stranger = await hire(db, 'Чужая Вера Ильинична', 'chuzhaya', ['curator'])
  await db
    .insertInto('curatorship')
    .values({ study_group_id: other.study_group.id, staff_member_id: stranger.staff_member_id, since: '2026-09-01' })
    .execute()
  const pageOf = (id: number) => `/people/students/${id}/portfolio`
  return { ...house, ...scene, mother, other, ivan, anna, pageOf, page: pageOf(anna.id) }
}

type Opened = Awaited<ReturnType<typeof opened>>

const deeds = (db: Db, deed: string) =>
  db
    .selectFrom('audit_entry')
    .select(['actor_name', 'object_kind', 'object_id', 'about_id', 'before', 'after'])
    .where('deed', '=', deed)
    .orderBy('id')
    .execute()

const entries = (db: Db) => db.selectFrom('portfolio_entry').selectAll().orderBy('id').execute()

const OLYMPIAD = {
  ...{ section: 'olympiads', title: 'Шаг в профессию', held_on: '5.10.2026', level: 'регион' },
  ...{ result: 'II место', link: 'https://olymp.example/1' }
}

/** What a browser sends when a file is chosen. */
async function bring(
  { app }: Opened,
  visitor: Visitor,
  url: string,
  form: object,
  file: { name: string; content: Buffer }
) {
  const mark = 'граница'.length.toString().repeat(20)
  const fields = Object.entries({ _csrf: visitor.token(), ...form }).map(
    ([name, value]) => `--${mark}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  )
  const head = `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/pdf\r\n\r\n`
  return app.inject({
    ...{ method: 'POST', url, cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${mark}` },
    payload: Buffer.concat([Buffer.from(fields.join('') + head), file.content, Buffer.from(`\r\n--${mark}--\r\n`)])
  })
}

t.test('The portfolio of a student', async (t) => {
  const house = await opened(t)
  const { db, signIn, page, anna, pageOf, ivan } = house
  const student = await signIn('anna')
  const curator = await signIn('petrova')
  const first = `${page}/1`

  t.test('is where «Моё портфолио» leads, and says what to do when it is empty', async (t) => {
    t.match((await student.open('/')).body, 'Моё портфолио')
    t.equal((await student.open('/people/portfolio')).headers.location, page)
    t.match((await student.open(page)).body, /Записей пока нет. Внесите первую/)
    await student.open(`${page}/new`)
  })

  t.test('takes an entry of the student, which waits and may be corrected', async (t) => {
    t.equal((await student.submit(page, OLYMPIAD)).headers.location, `${page}?done=waiting`)
    t.match(await entries(db), [{ student_id: anna.id, state: 'waiting', held_on: '2026-10-05', changed_on: TODAY }])
    t.equal((await student.submit(first, { ...OLYMPIAD, result: 'I место' })).statusCode, 303)
    t.match(
      (await student.open(page)).body,
      /Олимпиады и конкурсы.*Шаг в профессию.*ждёт подтверждения.*I место.*olymp\.example/s
    )
    t.match(await deeds(db, 'portfolio.added'), [
      { actor_name: 'Белова А. О.', about_id: anna.person_id, after: { section: 'Олимпиады и конкурсы' } }
    ])
    t.match(await deeds(db, 'portfolio.changed'), [{ before: { result: 'II место' }, after: { result: 'I место' } }])
  })

  t.test('keeps what was typed when it is refused', async (t) => {
    const answer = await student.submit(page, { ...OLYMPIAD, link: 'http://olymp.example', title: 'Другая' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="http:\/\/olymp\.example" aria-invalid="true" aria-describedby="link_refusal"/)
    t.match(answer.body, 'value="Другая"')
    t.equal((await entries(db)).length, 1)
  })

  t.test('is returned by the curator with a remark, corrected, and confirmed', async (t) => {
    t.match((await curator.open('/')).body, '1 запись ждёт')
    t.match((await curator.open('/people/portfolios?waiting=1')).body, 'Белова Анна Олеговна')
    await curator.open(page)
    const wordless = await curator.submit(`${first}/return`, { remark: ' ' })
    t.equal(wordless.statusCode, 422)
    t.match(wordless.body, /aria-describedby="refusal_1".*Напишите, что исправить/s)
    t.equal(
      (await curator.submit(`${first}/return`, { remark: 'Приложите диплом' })).headers.location,
      `${page}?done=returned`
    )
    t.match((await student.open(page)).body, /возвращена.*Приложите диплом/s)
    await student.submit(first, OLYMPIAD)
    t.match(await entries(db), [{ state: 'waiting', remark: '' }])
    t.equal((await curator.submit(`${first}/confirmation`, {})).headers.location, `${page}?done=confirmed`)
    t.equal((await curator.submit(`${first}/confirmation`, {})).statusCode, 422, 'once is enough')
    t.match(await deeds(db, 'portfolio.returned'), [
      { actor_name: 'Петрова Е. В.', after: { remark: 'Приложите диплом' } }
    ])
    t.equal((await deeds(db, 'portfolio.confirmed')).length, 1)
    t.notMatch((await curator.open('/')).body, 'ждёт вашего подтверждения')
  })

  t.test('is the curator’s to change once it is confirmed', async (t) => {
    const answer = await student.submit(first, { ...OLYMPIAD, result: 'I место' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Запись уже подтверждена')
    t.equal((await student.submit(`${first}/removal`, {})).statusCode, 422)
    t.equal((await student.submit(`${first}/confirmation`, {})).statusCode, 404)
    t.match(await entries(db), [{ result: 'II место', state: 'confirmed' }])
    t.equal((await curator.submit(first, { ...OLYMPIAD, result: 'I место' })).headers.location, `${page}?done=kept`)
    t.equal((await curator.submit(page, { ...OLYMPIAD, section: 'sport', title: 'Кросс нации' })).statusCode, 303)
    t.match(await entries(db), [{ result: 'I место', state: 'confirmed' }, { state: 'confirmed' }])
    t.match((await curator.open(`${page}/2/removal`)).body, /Спорт: Кросс нации/)
    t.equal((await curator.submit(`${page}/2/removal`, {})).headers.location, `${page}?done=removed`)
    t.match(await deeds(db, 'portfolio.removed'), [{ before: { title: 'Кросс нации', section: 'Спорт' } }])
  })

  t.test('goes on paper with what is confirmed', async (t) => {
    await student.submit(page, { ...OLYMPIAD, title: 'Ещё не подтверждено' })
    const { body } = await student.open(`${page}/sheet`)
    t.match(body, /Портфолио обучающегося.*Белова Анна Олеговна.*группа СА-21.*Шаг в профессию/s)
    t.notMatch(body, 'Ещё не подтверждено')
  })

  t.test('is read by the parent and by those who oversee, and is not there for others', async (t) => {
    const mother = await signIn('mother')
    t.match((await mother.open('/')).body, 'Портфолио ребёнка')
    t.equal((await mother.open('/people/portfolio')).headers.location, '/people/portfolios')
    t.equal(
      (await mother.open('/people/portfolios')).headers.location,
      page,
      'with one child there is nothing to choose'
    )
    const read = await mother.open(page)
    t.match(read.body, 'Шаг в профессию')
    t.notMatch(read.body, /Внести запись|Изменить|Подтвердить/)
    t.equal((await mother.submit(page, OLYMPIAD)).statusCode, 404)
    t.equal((await mother.open(pageOf(ivan.id))).statusCode, 404, 'of another child')
    for (const login of ['bulanova', 'gromov']) t.equal((await (await signIn(login)).open(page)).statusCode, 200, login)
    const deputy = await signIn('bulanova')
    t.equal((await deputy.submit(page, OLYMPIAD)).statusCode, 404)
    const mate = await signIn('ivan')
    const stranger = await signIn('chuzhaya')
    for (const visitor of [mate, stranger, await signIn('ivanova')]) {
      for (const path of [page, `${page}/sheet`, `${page}/new`, first, `${first}/removal`, `${first}/file`])
        t.equal((await visitor.open(path)).statusCode, 404, path)
      for (const path of [page, first, `${first}/removal`, `${first}/confirmation`, `${first}/return`])
        t.equal((await visitor.submit(path, { ...OLYMPIAD, remark: 'x' })).statusCode, 404, path)
    }
    t.equal(
      (await mate.submit(`${pageOf(ivan.id)}/1`, OLYMPIAD)).statusCode,
      404,
      'another’s entry in the own portfolio'
    )
    const guesses = await deeds(db, 'page.refused')
    t.ok(
      guesses.some(({ after }) => (after as { path: string }).path === page),
      'a guess is noted'
    )
    await db.updateTable('guardian').set({ until: '2026-11-19' }).execute()
    t.equal((await mother.open(page)).statusCode, 404, 'the link was withdrawn')
  })
})

t.test('A file of an entry', async (t) => {
  const house = await opened(t)
  const { db, signIn, page, anna } = house
  const student = await signIn('anna')
  await student.open(`${page}/new`)

  t.test('is kept by what it is and handed out as an attachment, and that is noted', async (t) => {
    const answer = await bring(house, student, page, OLYMPIAD, { name: 'C:\\дом\\Диплом <1>.exe', content: PDF })
    t.equal(answer.headers.location, `${page}?done=waiting`)
    const file = await student.open(`${page}/1/file`)
    t.equal(file.body, PDF.toString())
    t.equal(file.headers['content-type'], 'application/pdf')
    t.equal(file.headers['x-content-type-options'], 'nosniff')
    t.match(String(file.headers['content-disposition']), /^attachment; filename="portfolio-1\.pdf"/)
    t.match(decodeURIComponent(String(file.headers['content-disposition'])), 'Диплом _1_.pdf')
    t.match(await deeds(db, 'portfolio.file_taken'), [{ about_id: anna.person_id, object_id: 1 }])
  })

  t.test('is replaced, taken away, and gone with its entry', async (t) => {
    await bring(house, student, `${page}/1`, OLYMPIAD, { name: 'скан.png', content: PNG })
    t.equal((await student.open(`${page}/1/file`)).headers['content-type'], 'image/png')
    t.match((await student.open(`${page}/1`)).body, /вместо «скан\.png»/)
    await student.submit(`${page}/1`, OLYMPIAD)
    t.equal((await student.open(`${page}/1/file`)).statusCode, 200, 'no choice changes nothing')
    await student.submit(`${page}/1`, { ...OLYMPIAD, drop_file: '1' })
    t.equal((await student.open(`${page}/1/file`)).statusCode, 404)
    await bring(house, student, `${page}/1`, OLYMPIAD, { name: 'скан.png', content: PNG })
    await student.submit(`${page}/1/removal`, {})
    t.same(await db.selectFrom('portfolio_file').select('bytes').execute(), [])
  })

  t.test('is refused at its field when it is too big or something else', async (t) => {
    const page2 = await bring(house, student, page, OLYMPIAD, {
      name: 'диплом.pdf',
      content: Buffer.from('MZ not a pdf')
    })
    t.equal(page2.statusCode, 422)
    t.match(page2.body, /id="file_refusal">Прикладывать можно файлы pdf/)
    const big = await bring(house, student, page, OLYMPIAD, {
      name: 'a.pdf',
      content: Buffer.concat([PDF, Buffer.alloc(5_000_000)])
    })
    t.equal(big.statusCode, 422)
    t.match(big.body, /id="file_refusal">Файл больше 5 МБ/)
    t.equal((await entries(db)).length, 0)
  })
})

t.test('The portfolio of a teacher', async (t) => {
  const { db, signIn, teacher, colleague } = await opened(t)
  const page = `/people/staff/${teacher.staff_member_id}/portfolio`
  const LESSON = { section: 'lessons', title: 'Открытый урок', held_on: '10.09.2026', level: 'колледж' }
  const anna = await signIn('ivanova')

  t.test('is asked for on the first page until it is renewed', async (t) => {
    t.match((await anna.open('/')).body, /Моё портфолио<\/a> ещё не заполнено/)
    t.equal((await anna.open('/people/portfolio')).headers.location, page)
    await anna.open(`${page}/new`)
    t.equal((await anna.submit(page, LESSON)).headers.location, `${page}?done=kept`)
    t.notMatch((await anna.open('/')).body, 'ещё не заполнено')
    t.match(await entries(db), [{ staff_member_id: teacher.staff_member_id, state: 'confirmed' }])
    await db.updateTable('portfolio_entry').set({ changed_on: '2026-09-10' }).execute()
    t.match((await anna.open('/')).body, 'не обновлялось 71 день')
    t.match((await anna.open(page)).body, /class="warning">Последнее изменение 71 день назад/)
  })

  t.test('shows the courses of the card', async (t) => {
    await db
      .insertInto('staff_training')
      .values({
        staff_member_id: teacher.staff_member_id,
        kind: 'стажировка',
        name: 'На заводе',
        institution: 'Завод',
        hours: 16,
        ends_on: '2026-05-05'
      })
      .execute()
    t.match((await anna.open(page)).body, /Повышение квалификации.*05\.05\.2026.*На заводе/s)
    t.match((await anna.open(`${page}/sheet`)).body, /Открытый урок.*На заводе/s)
  })

  t.test('is kept by the personnel office too, read by the deputy, and not there for colleagues', async (t) => {
    const hr = await signIn('kadrova')
    await hr.open(page)
    await db
      .updateTable('staff_member')
      .set({ is_pedagogical: true })
      .where('id', '=', teacher.staff_member_id)
      .execute()
    t.match((await hr.open('/people/staff?need=portfolio')).body, /Иванова Анна Петровна.*портфолио: 10\.09\.2026/s)
    t.equal((await hr.submit(page, { ...LESSON, section: 'methods' })).statusCode, 303)
    t.notMatch((await hr.open('/people/staff?need=portfolio')).body, 'Иванова')
    t.notMatch((await hr.open('/')).body, 'Моё портфолио')
    const deputy = await signIn('bulanova')
    t.notMatch((await deputy.open(page)).body, 'Внести запись')
    t.equal((await deputy.open(`${page}/new`)).statusCode, 404)
    const other = await signIn('smirnov')
    for (const path of [page, `${page}/sheet`, `${page}/1`, `${page}/1/file`])
      t.equal((await other.open(path)).statusCode, 404, path)
    t.equal((await other.submit(`${page}/1/removal`, {})).statusCode, 404)
    t.equal((await other.submit(`/people/staff/${colleague.staff_member_id}/portfolio/1`, LESSON)).statusCode, 404)
    t.equal((await entries(db)).length, 2)
  })
})

t.test('The list of portfolios has own groups for a curator, and is searched', async (t) => {
  const { db, signIn, other, ivan } = await opened(t)
  await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  const row = { student_id: ivan.id, section: 'sport', held_on: '2026-10-01', title: 'Кросс', changed_on: TODAY }
  await db
    .insertInto('portfolio_entry')
    .values([{ ...row, state: 'waiting' }, row])
    .execute()
  const curator = await signIn('petrova')
  const { body } = await curator.open('/people/portfolios')
  t.match(body, /Абрамов Иван Сергеевич.*<td class="num">1<\/td>\n<td><em class="tag">1 запись/s)
  t.notMatch(body, 'Яшин')
  t.notMatch((await curator.open('/people/portfolios?waiting=1')).body, 'Белова')
  t.match(
    (await (await signIn('bulanova')).open(`/people/portfolios?q=${encodeURIComponent('яшин иб')}`)).body,
    'Яшин Лев'
  )
})

t.test('What entries and files are refused for', async (t) => {
  const entry = { section: 'sport', held_on: '2026-10-05', title: 'Кросс', level: '', result: '', link: '' }
  for (const [change, refusal] of [
    [{}, null],
    [{ section: 'methods' }, 'no-section'],
    [{ section: 'toString' }, 'no-section'],
    [{ title: '' }, 'no-title'],
    [{ held_on: '2026-11-21' }, 'bad-day'],
    [{ held_on: 'вчера' }, 'bad-day'],
    [{ level: 'вселенная' }, 'bad-level'],
    [{ link: 'javascript:alert(1)' }, 'bad-link'],
    [{ link: 'https://a b' }, 'bad-link'],
    [{ link: 'https://olymp.example/путь?a=1' }, null]
  ] as const)
    t.equal(refuseEntry('student', { ...entry, ...change }, TODAY), refusal, JSON.stringify(change))
  t.equal(refuseEntry('staff', { ...entry, section: 'methods' }, TODAY), null)
  t.equal(refuseChange('returned', 'propose'), null)
  t.equal(refuseChange('confirmed', 'keep'), null)
  t.equal(refuseReturn('confirmed', 'Перепутан год'), null, 'a word may be taken back')
  t.equal(refuseReturn('returned', 'Снова'), 'not-waiting')

  t.equal(kindOf(PDF), 'pdf')
  t.equal(kindOf(PNG), 'png')
  t.equal(kindOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0])), 'jpg')
  t.equal(kindOf(Buffer.from('<html>')), null)
  t.equal(refuseFile({ name: '', content: PDF, is_cut: true }), 'file-too-big')
  t.equal(fileNameOf('../../etc/passwd', 'png'), 'passwd.png')
  t.equal(fileNameOf('"\r\n', 'pdf'), '_.pdf')
  t.equal(fileNameOf('', 'pdf'), 'файл.pdf')
})

t.test('When the audit cannot be written, no portfolio is', async (t) => {
  const { db, anna, curator } = await opened(t)
  const keeper = { ...systemActor(1, 'Петрова Е. В.', ['curator']), staff_member_id: curator.staff_member_id }
  const place = { kind: 'student' as const, owner_id: anna.id, entry_id: 0 }
  const entry = { section: 'sport', held_on: '2026-10-05', title: 'Кросс', level: '', result: '', link: '' }
  const noFile = { brought: null, isDropped: false }
  const row = { ...entry, student_id: anna.id, state: 'waiting', changed_on: TODAY }
  await db.insertInto('portfolio_entry').values(row).execute()
  const before = await entries(db)
  await sql`drop table college.audit_entry`.execute(db)
  await t.rejects(keepEntry(db, keeper, TODAY, place, entry, noFile))
  await t.rejects(decideEntry(db, keeper, TODAY, { ...place, entry_id: 1 }, null))
  await t.rejects(removeEntry(db, keeper, TODAY, { ...place, entry_id: 1 }))
  t.strictSame(await entries(db), before)
})
