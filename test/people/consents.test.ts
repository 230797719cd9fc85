import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { noteConsents, withdrawConsent } from '../../src/people/actions/consents.ts'
import { isInForce, isOfAge, mayWithdraw, refuseReceipt, statesOf } from '../../src/people/rules/consents.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, courseScene, enrol, hire, journalScene } from '../support/scene.ts'

/** Абрамов is of age, Белова is not and has a mother with an account, Ёлкина is not and has nobody. */
const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await hire(house.db, 'Кадрова Инна Юрьевна', 'kadrova', ['hr'])
  const [abramov, belova, yolkina] = scene.students
  const born = (id: number, born_on: string) =>
    house.db.updateTable('person').set({ born_on }).where('id', '=', id).execute()
  await born(abramov.person_id, '2008-11-20')
  await born(belova.person_id, '2008-11-21')
  await born(yolkina.person_id, '2010-01-01')
  const mother = await addPerson(house.db, 'Белова Инна Львовна')
  await house.db
    .insertInto('guardian')
    .values({ person_id: mother, student_id: belova.id, kinship: 'мать', since: '2026-09-01' })
    .execute()
  await addAccount(house.db, 'mother', [{ role: 'parent' }], mother)
  await addAccount(house.db, 'anna', [{ role: 'student' }], belova.person_id)
  const other = await courseScene(house.db, scene.college, scene.colleague, { group: 'ИБ-24', index: 'ОП.02' })
  const stranger = await enrol(house.db, other.study_group.id, 'Яшин Лев Иванович')
  const registrar = await house.signIn('zimina')
  await registrar.open('/people/consents')
  return { ...house, ...scene, abramov, belova, yolkina, mother, stranger, registrar }
}

const consents = (db: Db) => db.selectFrom('consent').selectAll().orderBy('id').execute()
const RECEIPT = { kind: 'processing', given_on: '19.11.2026', document: 'личное дело' }

t.test('The worklist of consents', async (t) => {
  const { db, registrar, signIn, abramov, belova, yolkina, mother, study_group, stranger } = await opened(t)
  const list = `/people/consents?group=${study_group.id}`

  t.test('offers a guardian for a minor and nobody when there is none; an adult signs alone', async (t) => {
    const { body } = await registrar.open(list)
    t.match(body, `value="${abramov.person_id}-${abramov.person_id}"`)
    t.match(body, `value="${belova.person_id}-${mother}"`)
    t.notMatch(body, `value="${belova.person_id}-${belova.person_id}"`)
    t.match(body, /Ёлкина.*нет представителя: добавьте в карточке/s)
    t.notMatch(body, 'Яшин')
  })

  t.test('notes a checked list at once, each with its line on the audit trail', async (t) => {
    const signature = [`${abramov.person_id}-${abramov.person_id}`, `${belova.person_id}-${mother}`]
    const answer = await registrar.submit('/people/consents', { ...RECEIPT, given_on: '20.11.2026', signature })
    t.equal(answer.statusCode, 303)
    t.match(await consents(db), [
      { person_id: abramov.person_id, given_by: abramov.person_id, given_on: '2026-11-20', document: 'личное дело' },
      { person_id: belova.person_id, given_by: mother }
    ])
    const lines = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'consent.given').execute()
    t.same(lines.map(({ about_id }) => about_id).sort(), [abramov.person_id, belova.person_id].sort())
    t.match((await registrar.open(`${list}&state=missing`)).body, 'Ёлкина')
    t.notMatch((await registrar.open(`${list}&state=missing`)).body, 'Белова')
    t.match((await registrar.open(`${list}&state=given`)).body, 'Белова')
    t.match((await registrar.open(`${list}&kind=publication&state=missing`)).body, 'Белова', 'each kind is its own')
  })

  t.test('writes nothing when one of the list cannot be, and keeps what was typed', async (t) => {
    const before = (await consents(db)).length
    const signature = [`${yolkina.person_id}-${yolkina.person_id}`, `${abramov.person_id}-${abramov.person_id}`]
    const answer = await registrar.submit('/people/consents', { ...RECEIPT, kind: 'publication', signature })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /(Ёлкина|Абрамов).*подписывает родитель/s)
    t.equal((await consents(db)).length, before)
    const later = await registrar.submit('/people/consents', {
      ...{ ...RECEIPT, kind: 'publication', given_on: '21.11.2026', signature }
    })
    t.match(later.body, /value="21.11.2026" aria-invalid="true"/)
    const nobody = await registrar.submit('/people/consents', RECEIPT)
    t.match(nobody.body, 'Отметьте хотя бы одного')
    const twice = await registrar.submit('/people/consents', {
      ...RECEIPT,
      given_on: '20.11.2026',
      signature: [`${belova.person_id}-${mother}`]
    })
    t.match(twice.body, 'уже дано и действует')
  })

  t.test('has own groups for a curator and the staff for the specialist', async (t) => {
    const curator = await signIn('petrova')
    const { body } = await curator.open('/people/consents?state=all')
    t.match(body, 'Белова')
    t.notMatch(body, 'Яшин')
    t.equal((await curator.open(`/people/consents/persons/${belova.person_id}`)).statusCode, 200)
    t.equal((await curator.open(`/people/consents/persons/${mother}`)).statusCode, 200, 'and their guardians')
    t.equal((await curator.open(`/people/consents/persons/${stranger.person_id}`)).statusCode, 404)
    const signature = `${stranger.person_id}-${stranger.person_id}`
    t.equal((await curator.submit('/people/consents', { ...RECEIPT, signature })).statusCode, 404)
    const hr = await signIn('kadrova')
    const staff = (await hr.open('/people/consents?whose=students&state=all')).body
    t.match(staff, 'Смирнов Олег')
    t.notMatch(staff, 'Белова')
    t.equal((await hr.open(`/people/consents/persons/${belova.person_id}`)).statusCode, 404)
    t.equal((await hr.open('/people/consents/texts')).statusCode, 404)
    t.equal((await curator.open('/people/consents/texts')).statusCode, 404)
  })
})

t.test('A blank has the names filled in, a page for each of the group', async (t) => {
  const { registrar, signIn, study_group, belova, stranger } = await opened(t)
  const { body } = await registrar.open(`/people/consents/blanks?group=${study_group.id}`)
  t.equal(body.match(/class="blank"/g)?.length, 3)
  t.match(body, /Я, <strong>Белова Инна Львовна<\/strong>, мать несовершеннолетнего обучающегося <strong>Белова Анна/)
  t.match(body, /Я, <strong>Абрамов Иван Сергеевич<\/strong>, 20.11.2008 года рождения/)
  const one = await registrar.open(`/people/consents/blanks?kind=publication&person=${belova.person_id}`)
  t.match(one.body, 'на официальном сайте')
  const curator = await signIn('petrova')
  t.equal((await curator.open(`/people/consents/blanks?person=${stranger.person_id}`)).statusCode, 404)
})

t.test('A new wording is the next version, and what was signed keeps its own', async (t) => {
  const { db, registrar, abramov } = await opened(t)
  const signature = `${abramov.person_id}-${abramov.person_id}`
  await registrar.submit('/people/consents', { ...RECEIPT, given_on: '20.11.2026', signature })
  t.equal((await registrar.submit('/people/consents/texts', { kind: 'processing', body: ' ' })).statusCode, 422)
  const form = { kind: 'processing', since: '20.11.2026', body: 'даю согласие по-новому.' }
  t.equal((await registrar.submit('/people/consents/texts', form)).statusCode, 303)
  t.match((await registrar.open(`/people/consents/persons/${abramov.person_id}`)).body, 'редакция 1')
  await registrar.submit('/people/consents', { ...RECEIPT, kind: 'processing', signature })
  t.match((await registrar.open(`/people/consents/blanks?person=${abramov.person_id}`)).body, 'по-новому')
  t.equal((await consents(db)).length, 1)
})

t.test('A consent is withdrawn', async (t) => {
  const { db, registrar, signIn, belova, mother, abramov } = await opened(t)
  const signature = `${belova.person_id}-${mother}`
  await registrar.submit('/people/consents', { ...RECEIPT, signature })
  await registrar.submit('/people/consents', { ...RECEIPT, kind: 'publication', signature })
  const [processing, publication] = await consents(db)

  t.test('on paper, by those who keep it, not before it was given', async (t) => {
    const page = `/people/consents/${processing?.id}/withdrawal`
    t.equal((await registrar.submit(page, { withdrawn_on: '18.11.2026' })).statusCode, 422)
    t.equal((await (await signIn('kadrova')).submit(page, { withdrawn_on: '20.11.2026' })).statusCode, 404)
    t.equal((await (await signIn('bulanova')).open(page)).statusCode, 404, 'the deputy only reads')
    t.equal((await registrar.submit(page, { withdrawn_on: '20.11.2026' })).statusCode, 303)
    t.match((await registrar.open('/people/consents?state=withdrawn')).body, 'Белова Анна')
    t.equal((await registrar.submit(page, { withdrawn_on: '20.11.2026' })).statusCode, 422, 'only once')
  })

  t.test('by the guardian who gave it, and becomes a task; not by the minor and not by another parent', async (t) => {
    const page = `/people/own/consents/${publication?.id}/withdrawal`
    const anna = await signIn('anna')
    t.equal((await anna.open(page)).statusCode, 404)
    t.equal((await anna.submit(page, {})).statusCode, 404)
    const stranger = await addPerson(db, 'Чужая Мария Львовна')
    await db
      .insertInto('guardian')
      .values({ person_id: stranger, student_id: abramov.id, kinship: 'мать', since: '2026-09-01' })
      .execute()
    await addAccount(db, 'stranger', [{ role: 'parent' }], stranger)
    t.equal((await (await signIn('stranger')).submit(page, {})).statusCode, 404)
    const parent = await signIn('mother')
    t.match((await parent.open('/people/own')).body, page)
    t.match((await parent.open(page)).body, /получит задание убрать фотографии/)
    t.equal((await parent.submit(page, {})).statusCode, 303)
    t.match((await consents(db))[1], { withdrawn_on: '2026-11-20', withdrawn_by: mother })
    t.match(await db.selectFrom('personal_data_change').selectAll().execute(), [
      { person_id: belova.person_id, field: 'consent', consent_id: publication?.id, due_on: '2026-11-25' }
    ])
    t.match((await registrar.open('/people/changes')).body, 'Отозвано согласие')
  })
})

t.test('Who signs, and for how long it stands', async (t) => {
  t.equal(isOfAge('2008-11-20', '2026-11-19'), false)
  t.equal(isOfAge('2008-11-20', '2026-11-20'), true)
  t.equal(isOfAge('2008-02-29', '2026-02-28'), false)
  t.equal(isOfAge('2008-02-29', '2026-03-01'), true)
  t.equal(isOfAge(null, '2026-11-20'), false)
  const today = '2026-11-20'
  const minor = { born_on: '2009-01-01', is_student: true, guardian_ids: [7] }
  const adult = { born_on: '2000-01-01', is_student: true, guardian_ids: [7] }
  for (const [who, given_by, given_on, refusal] of [
    [minor, 7, today, null],
    [minor, 1, today, 'guardian-signs'],
    [minor, 8, today, 'not-guardian'],
    [minor, 7, '2026-11-21', 'bad-given-on'],
    [minor, 7, 'вчера', 'bad-given-on'],
    [adult, 1, today, null],
    [adult, 7, today, 'is-of-age'],
    [adult, 7, '2017-12-31', null],
    [{ ...adult, is_student: false, born_on: null }, 1, today, null]
  ] as const)
    t.equal(refuseReceipt({ person_id: 1, given_by, given_on }, { ...who, guardian_ids: [7] }, today), refusal)

  const byGuardian = { person_id: 1, given_by: 7, withdrawn_on: null }
  t.equal(isInForce(byGuardian, '2008-11-21', today), true)
  t.equal(isInForce(byGuardian, '2008-11-20', today), false, 'of age, one signs for oneself')
  t.equal(isInForce({ ...byGuardian, given_by: 1 }, '2008-11-20', today), true)
  t.equal(isInForce({ ...byGuardian, withdrawn_on: today }, '2009-01-01', today), false)
  const outgrown = { ...byGuardian, kind: 'processing', given_on: '2026-09-01' }
  t.match(statesOf([outgrown], '2008-11-20', today)[0], { state: 'missing', outgrown: true })
  const whose = { person_id: 1, given_by: 7, born_on: '2008-11-20' }
  t.equal(mayWithdraw(whose, 7, '2026-11-19'), true)
  t.equal(mayWithdraw(whose, 1, '2026-11-19'), false)
  t.equal(mayWithdraw(whose, 7, today), false)
  t.equal(mayWithdraw(whose, 1, today), true)
  t.equal(mayWithdraw(whose, null, today), false)
})

t.test('The worklist agrees with the rule on the eighteenth birthday', async (t) => {
  const { db, registrar, abramov, mother, study_group } = await opened(t)
  await db
    .insertInto('consent')
    .values({ person_id: abramov.person_id, consent_text_id: 1, given_on: '2026-09-01', given_by: mother })
    .execute()
  const { body } = await registrar.open(`/people/consents?group=${study_group.id}&state=missing`)
  t.match(body, /Абрамов.*исполнилось 18 лет: нужно собственное/s)
})

t.test('When the audit cannot be written, no consent is noted and none is withdrawn', async (t) => {
  const { db, registrar, abramov } = await opened(t)
  const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])
  const signatures = [{ person_id: abramov.person_id, given_by: abramov.person_id }]
  const receipt = { kind: 'processing', signatures, given_on: '2026-11-20', document: '' }
  const signature = `${abramov.person_id}-${abramov.person_id}`
  await registrar.submit('/people/consents', { ...RECEIPT, given_on: '20.11.2026', signature })
  const before = await consents(db)
  await sql`drop table college.audit_entry`.execute(db)
  await t.rejects(noteConsents(db, clerk, '2026-11-20', { ...receipt, kind: 'publication' }))
  await t.rejects(withdrawConsent(db, clerk, '2026-11-20', before[0]?.id ?? 0, '2026-11-20'))
  t.strictSame(await consents(db), before)
})
