import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { listSignatures } from '../../src/college/queries/profile.ts'
import { findProfile } from '../../src/college/queries.ts'
import {
  EMPTY_PROFILE,
  type Profile,
  refuseProfile,
  SIGNATURES,
  type Signatures
} from '../../src/college/rules/profile.ts'
import { openHouse, signIn as signInTo } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  return { ...house, ...scene, methodist: await house.signIn('orlova') }
}

const usual = Object.fromEntries(
  Object.entries(SIGNATURES).map(([code, post]) => [code, { post, name: '' }])
) as Signatures
const posts = Object.fromEntries(Object.entries(SIGNATURES).map(([code, post]) => [`${code}_post`, post]))
const full: Profile = {
  ...EMPTY_PROFILE,
  ...{ full_name: 'Государственный колледж связи', short_name: 'ГКС', founder: 'Министерство', city: 'Самара' },
  ...{ licence_number: '63Л01', licence_on: '05.11.2019', licence_issuer: 'Министерство образования' },
  ...{ director_name: 'И. И. Белов', time_zone: 'Europe/Samara', email: 'info@kolledzh.ru' }
}

t.test('A profile needs its names, posts of those who sign, and days and addresses that exist', async (t) => {
  const stands = { ...full, licence_on: '2019-11-05' }
  t.same(refuseProfile(stands, usual), {})
  t.same(
    refuseProfile({ ...stands, full_name: '', email: 'инфо', licence_on: '31.02.2020', time_zone: 'Mars' }, usual),
    {
      ...{ full_name: 'full-name-missing', email: 'email-wrong', licence_on: 'day-wrong', time_zone: 'zone-wrong' }
    }
  )
  t.same(refuseProfile(stands, { ...usual, deputy: { post: '', name: 'О. П. Орлов' } }), { deputy: 'post-missing' })
})

t.test('The profile of the institution', async (t) => {
  const { db, whole, methodist, signIn } = await opened(t)
  const other = await buildApp({ db: whole, secret: 'x'.repeat(40), quiet: true })
  t.teardown(() => other.close())

  t.test('is filled with its licence and signatures, and every change is audited', async (t) => {
    t.match((await methodist.open('/college/profile')).body, '>Колледж связи</textarea>')
    const form = { ...full, ...posts, deputy_post: 'Зам. директора по УР', deputy_name: 'О. П. Орлов', version: '1' }
    t.equal((await methodist.submit('/college/profile', form)).headers.location, '/college/profile?done=saved')
    t.match(await findProfile(db), { short_name: 'ГКС', licence_on: '2019-11-05', director_name: 'И. И. Белов' })
    t.same((await listSignatures(db)).deputy, { post: 'Зам. директора по УР', name: 'О. П. Орлов' })
    const line = await db
      .selectFrom('audit_entry')
      .select(['before', 'after'])
      .where('deed', '=', 'profile.changed')
      .executeTakeFirstOrThrow()
    t.match(line, { before: { short_name: 'КС' }, after: { short_name: 'ГКС', licence_on: '2019-11-05' } })
    t.match(line.after, { signatures: ['Зам. директора по УР — О. П. Орлов'] })
    t.notOk('director_name' in (line.after as object), 'what stayed is not repeated')
  })

  t.test('gives its name and its zone to every page of every process at once', async (t) => {
    t.match((await methodist.open('/college/profile')).body, '<title>Профиль учреждения — ГКС</title>')
    const elsewhere = await signInTo(other, 'orlova')
    t.match((await elsewhere.open('/college/profile')).body, '— ГКС</title>')
    await db.updateTable('college_profile').set({ short_name: 'Новое имя' }).execute()
    t.match((await elsewhere.open('/college/profile')).body, '— Новое имя</title>')
    await db.updateTable('college_profile').set({ short_name: 'ГКС' }).execute()
  })

  t.test('is not saved with wrong fields: each has its sentence and what was typed stays', async (t) => {
    const form = { ...full, ...posts, full_name: ' ', licence_on: 'вчера', deputy_post: '', version: '2' }
    const { statusCode, body } = await methodist.submit('/college/profile', form)
    t.equal(statusCode, 422)
    t.match(body, /id="full_name"[^>]*aria-invalid="true" aria-describedby="full_name_refusal"/)
    t.match(body, 'Укажите полное наименование по уставу')
    t.match(body, 'value="вчера"')
    t.match(body, 'id="deputy_refusal"')
    t.match(await findProfile(db), { full_name: 'Государственный колледж связи' })
  })

  t.test('the second of two who edit it is told what stands now, and may save over it', async (t) => {
    const form = { ...full, ...posts, director_name: 'П. П. Зимин', version: '1' }
    const { statusCode, body } = await methodist.submit('/college/profile', form)
    t.equal(statusCode, 422)
    t.match(body, 'профиль изменили')
    t.match(body, /value="П\. П\. Зимин"[\s\S]*Сейчас: И\. И\. Белов/)
    t.match(body, 'Сейчас: Зам. директора по УР')
    const [, version = ''] = /name="version" value="(\d+)"/.exec(body) ?? []
    t.equal((await methodist.submit('/college/profile', { ...form, version })).statusCode, 303)
    t.match(await findProfile(db), { director_name: 'П. П. Зимин' })
  })

  t.test('is read by a teacher, who changes nothing', async (t) => {
    const teacher = await signIn('ivanova')
    const { body } = await teacher.open('/college/profile')
    t.match(body, /№ 63Л01, от 05\.11\.2019, выдана: Министерство образования/)
    t.notMatch(body, '<input name')
    t.equal((await teacher.submit('/college/profile', { ...full, version: '3' })).statusCode, 404)
  })
})

t.test('A college without a profile is asked for it, and the first one is saved', async (t) => {
  const { db, signIn } = await openHouse(t)
  await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const methodist = await signIn('orlova')
  t.match((await methodist.open('/college/profile')).body, 'Профиль ещё не заполнен')
  t.equal((await methodist.submit('/college/profile', { ...full, ...posts, version: '0' })).statusCode, 303)
  t.match(await findProfile(db), { short_name: 'ГКС', version: 1 })
})
