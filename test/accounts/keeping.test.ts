import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { refuseGrant, refuseWithdrawal, spanOfEnded } from '../../src/accounts/rules/grants.ts'
import { freeLogin, loginOf } from '../../src/accounts/rules/logins.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, enrol, hire, journalScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const admin = await hire(house.db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  await hire(house.db, 'Котова Ирина Львовна', 'kotova', ['hr'])
  await hire(house.db, 'Зимина Ольга Павловна', 'zimina', ['registrar'])
  return { ...house, ...scene, admin }
}

const addParent = async (db: Db, student_id: number, fullName: string, kinship = 'мать') => {
  const person_id = await addPerson(db, fullName)
  await db.insertInto('guardian').values({ person_id, student_id, kinship, since: '2026-09-01' }).execute()
  return person_id
}

const deeds = (db: Db, deed: string) => db.selectFrom('audit_entry').selectAll().where('deed', '=', deed).execute()
const passwordsIn = (body: string) =>
  [...body.matchAll(/class="key">([a-z]{4}-[a-z]{4}-\d{3})</g)].map(([, one = '']) => one)
const loginsIn = (body: string) => [...body.matchAll(/class="key">([a-z]+-[a-z]+\d*)</g)].map(([, one = '']) => one)

t.test('The list of accounts', async (t) => {
  const { db, signIn, students } = await opened(t)
  await addAccount(db, 'abramov-is', [{ role: 'student' }], students[0].person_id)
  await addAccount(db, 'authority', [{ role: 'authority' }])

  t.test('is searched by name and login, by role and by state', async (t) => {
    const admin = await signIn('lapin')
    const { body } = await admin.open('/accounts')
    for (const login of ['abramov-is', 'authority', 'ivanova', 'kotova']) t.match(body, `<td>${login}</td>`)
    t.match((await admin.open('/accounts?q=иванова анна')).body, '<td>ivanova</td>')
    t.notMatch((await admin.open('/accounts?q=иванова')).body, '<td>smirnov</td>')
    t.match((await admin.open('/accounts?q=SMIR')).body, '<td>smirnov</td>')
    t.match((await admin.open('/accounts?q=100%25')).body, 'Никто не нашёлся')
    const students = (await admin.open('/accounts?role=student')).body
    t.match(students, 'abramov-is')
    t.notMatch(students, '<td>ivanova</td>')
    const unused = (await admin.open('/accounts?state=unused')).body
    t.match(unused, 'ни разу не входил')
    t.notMatch(unused, '<td>lapin</td>')
    t.match((await admin.open('/accounts?state=without')).body, 'Белова Анна Олеговна')
  })

  t.test('shows each keeper the own part', async (t) => {
    const hr = (await (await signIn('kotova')).open('/accounts')).body
    t.match(hr, '<td>ivanova</td>')
    t.notMatch(hr, 'abramov-is')
    const registrar = (await (await signIn('zimina')).open('/accounts')).body
    t.match(registrar, 'abramov-is')
    t.notMatch(registrar, '<td>ivanova</td>')
    await enrol(db, (await otherGroup(db)).id, 'Чужой Павел Ильич')
    const without = (await (await signIn('petrova')).open('/accounts?state=without')).body
    t.match(without, 'Белова Анна Олеговна')
    t.notMatch(without, 'Чужой Павел')
    t.equal((await (await signIn('ivanova')).open('/accounts')).statusCode, 404)
  })

  t.test('goes on to the next page', async (t) => {
    for (let i = 10; i < 65; i++) await addAccount(db, `guest${i}`, [])
    const admin = await signIn('lapin')
    t.match((await admin.open('/accounts?q=guest')).body, 'Дальше →')
    const next = (await admin.open('/accounts?q=guest&page=2')).body
    t.match(next, 'guest64')
    t.notMatch(next, 'Дальше →')
  })
})

const otherGroup = (db: Db) =>
  db
    .insertInto('study_group')
    .columns(['name', 'department_id', 'specialty_id', 'entry_year'])
    .expression(
      db
        .selectFrom('study_group')
        .select((eb) => [eb.val('БД-11').as('n'), 'department_id', 'specialty_id', 'entry_year'])
        .limit(1)
    )
    .returning('id')
    .executeTakeFirstOrThrow()

t.test('An account', async (t) => {
  const { db, signIn, teacher, admin: self, students } = await opened(t)
  const admin = await signIn('lapin')
  const card = `/accounts/${teacher.account_id}`

  t.test('gets a new one-time password, shown once, and its sessions end', async (t) => {
    const colleague = await signIn('ivanova')
    await admin.open(card)
    const answer = await admin.submit(`${card}/credentials`, {})
    t.equal(answer.statusCode, 200)
    const [password = ''] = passwordsIn(answer.body)
    t.match(answer.body, 'Иванова Анна Петровна')
    t.match(answer.body, 'src="data:image/svg+xml;base64,')
    t.equal((await colleague.open('/')).statusCode, 303)
    const again = await signIn('ivanova', password)
    t.match((await again.open('/')).headers.location, '/password')
    t.notMatch((await admin.open(card)).body, password, 'nothing shows it a second time')
    const everything = JSON.stringify([
      await db.selectFrom('audit_entry').selectAll().execute(),
      await db.selectFrom('account').selectAll().execute(),
      await db.selectFrom('session').selectAll().execute()
    ])
    t.notOk(everything.includes(password), 'it stands nowhere in the database')
    t.match(await deeds(db, 'credentials.issued'), [{ object_id: teacher.account_id, about_id: teacher.person_id }])
    await db.updateTable('account').set({ password_is_temporary: false }).execute()
  })

  t.test('is closed at once and opened again, and both are on the audit trail', async (t) => {
    const { id } = await db
      .insertInto('account')
      .values({ login: 'guest', password_hash: 'x' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('session')
      .values({ id: 'theirs', account_id: id, content: '{}', expires_at: '2099-01-01' })
      .execute()
    t.equal((await admin.submit(`/accounts/${id}/blocking`, {})).headers.location, `/accounts/${id}?done=blocked`)
    t.same(await db.selectFrom('session').select('id').where('id', '=', 'theirs').execute(), [])
    t.match((await admin.open('/accounts?state=blocked')).body, 'guest')
    t.equal((await admin.submit(`/accounts/${id}/credentials`, {})).statusCode, 422, 'who is shut out gets no password')
    await admin.submit(`/accounts/${id}/unblocking`, {})
    t.equal((await deeds(db, 'account.blocked')).length, 1)
    t.equal((await deeds(db, 'account.unblocked')).length, 1)
  })

  t.test(
    'of one’s own is not closed, and the administrator’s is not taken over by the keeper of the staff',
    async (t) => {
      const own = await admin.submit(`/accounts/${self.account_id}/blocking`, {})
      t.equal(own.statusCode, 422)
      t.match(own.body, 'Это ваша учётная запись')
      const hr = await signIn('kotova')
      t.notMatch((await hr.open(`/accounts/${self.account_id}`)).body, 'Выдать новый')
      const answer = await hr.submit(`/accounts/${self.account_id}/credentials`, {})
      t.equal(answer.statusCode, 422)
      t.match(answer.body, 'только администратор')
      t.match((await hr.open(card)).body, 'Выдать новый')
    }
  )

  t.test('of a colleague who is also a parent is not the curator’s to issue', async (t) => {
    await db
      .insertInto('guardian')
      .values({ person_id: teacher.person_id, student_id: students[0].id, since: '2026-09-01' })
      .execute()
    const curator = await signIn('petrova')
    t.equal((await curator.open(card)).statusCode, 404)
    t.equal((await curator.submit(`${card}/credentials`, {})).statusCode, 404)
  })

  t.test('of the staff is opened without a role, which the administrator then grants', async (t) => {
    const person_id = await addPerson(db, 'Щукина Юлия Яновна')
    await db.insertInto('staff_member').values({ person_id }).execute()
    const hr = await signIn('kotova')
    await hr.open('/accounts?state=without')
    const answer = await hr.submit('/accounts', { person_id: String(person_id) })
    t.same(loginsIn(answer.body), ['shchukina-yuya'])
    t.equal((await hr.submit('/accounts', { person_id: String(person_id) })).statusCode, 404, 'a second one is not')
    t.equal((await hr.submit('/accounts', { person_id: String(students[0].person_id) })).statusCode, 404)
    t.match(await deeds(db, 'account.opened'), [{ about_id: person_id, after: { login: 'shchukina-yuya' } }])
  })
})

t.test('Roles', async (t) => {
  const { db, signIn, teacher, admin: self, college } = await opened(t)
  const admin = await signIn('lapin')
  const roles = `/accounts/${teacher.account_id}/roles`
  const form = { role: 'head', department_id: '0', order_number: '17-к', since: '01.11.2026', until: '' }

  t.test('are granted by order, a head’s with the department', async (t) => {
    await admin.open(`/accounts/${teacher.account_id}`)
    const wrong = await admin.submit(roles, form)
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'укажите отделение')
    t.match(wrong.body, 'value="17-к"', 'what was typed stays')
    await admin.submit(roles, { ...form, department_id: String(college.department.id) })
    t.match(
      (await admin.open(`/accounts/${teacher.account_id}`)).body,
      /Заведующий отделением: Информационных технологий.*17-к.*01\.11\.2026.*бессрочно/s
    )
    t.equal((await (await signIn('ivanova')).open('/curricula/imports')).statusCode, 200, 'and hold at once')
    t.match(await deeds(db, 'role.granted'), [
      { about_id: teacher.person_id, after: { role: 'head', order_number: '17-к' } }
    ])
  })

  t.test('are withdrawn from today, and the record of them stays', async (t) => {
    const { id } = await db
      .selectFrom('role_grant')
      .select('id')
      .where('role', '=', 'head')
      .where('account_id', '=', teacher.account_id)
      .executeTakeFirstOrThrow()
    await admin.submit(`${roles}/${id}/removal`, {})
    t.equal((await (await signIn('ivanova')).open('/curricula/imports')).statusCode, 404)
    t.match(await db.selectFrom('role_grant').select(['since', 'until']).where('id', '=', id).execute(), [
      { since: '2026-11-01', until: '2026-11-19' }
    ])
    t.match(await deeds(db, 'role.withdrawn'), [
      { before: { role: 'head', until: null }, after: { until: '2026-11-19' } }
    ])
    t.match((await admin.submit(`${roles}/${id}/removal`, {})).body, 'уже снята')
  })

  t.test('of an administrator are not withdrawn by the one who holds them', async (t) => {
    const { id } = await db
      .selectFrom('role_grant')
      .select('id')
      .where('role', '=', 'administrator')
      .executeTakeFirstOrThrow()
    const answer = await admin.submit(`/accounts/${self.account_id}/roles/${id}/removal`, {})
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Снять с себя роль администратора нельзя')
    t.equal((await admin.submit(`${roles}/${id}/removal`, {})).statusCode, 404, 'nor through another account')
  })

  t.test('are the administrator’s business alone', async (t) => {
    const hr = await signIn('kotova')
    t.notMatch((await hr.open(`/accounts/${teacher.account_id}`)).body, 'Назначить роль')
    t.equal((await hr.submit(roles, { ...form, role: 'administrator' })).statusCode, 404)
  })

  t.test('follow their rules', async (t) => {
    const grant = { role: 'teacher' as const, department_id: null, since: '2026-09-01', until: null }
    t.equal(refuseGrant(grant, []), null)
    t.equal(refuseGrant({ ...grant, since: '31.02.2026' }, []), 'bad-since')
    t.equal(refuseGrant({ ...grant, until: '2026-08-31' }, []), 'bad-until')
    t.equal(refuseGrant(grant, [{ ...grant, until: '2026-10-01' }]), 'held-already')
    t.equal(refuseGrant(grant, [{ ...grant, since: '2025-09-01', until: '2026-08-31' }]), null)
    t.equal(
      refuseGrant({ ...grant, role: 'head', department_id: 1 }, [{ ...grant, role: 'head', department_id: 2 }]),
      null
    )
    t.equal(refuseWithdrawal({ account_id: 2, role: 'administrator', until: null }, 1, '2026-11-20'), null)
    t.same(
      spanOfEnded('2026-11-20', '2026-11-19'),
      { since: '2026-11-19', until: '2026-11-19' },
      'one given by mistake this morning is gone at once'
    )
  })
})

t.test('Credentials of a group', async (t) => {
  const { db, signIn, students, study_group, teacher } = await opened(t)
  const mother = await addParent(db, students[0].id, 'Абрамова Инна Олеговна')
  await addParent(db, students[1].id, 'Белов Олег Львович', 'отец')
  await db
    .insertInto('guardian')
    .values({ person_id: teacher.person_id, student_id: students[2].id, kinship: 'мать', since: '2026-09-01' })
    .execute()
  await db
    .insertInto('guardian')
    .values({ person_id: mother, student_id: students[1].id, kinship: 'опекун', since: '2026-09-01' })
    .execute()
  const twin = await enrol(db, study_group.id, 'Абрамов Игорь Семёнович')
  await addAccount(db, 'belova-ao', [{ role: 'student' }], students[1].person_id)
  const curator = await signIn('petrova')
  const page = `/accounts/groups/${study_group.id}`

  t.test('are issued by the curator to all who have none, each with the own slip', async (t) => {
    t.match((await curator.open('/accounts/groups')).body, /СА-21.*>4<.*>1<.*>0</s)
    const { body } = await curator.open(page)
    t.match(body, 'сотрудник: реквизиты у администратора')
    t.match(body, 'ещё нет (5)')
    const answer = await curator.submit(`${page}/slips`, { deed: 'missing' })
    t.equal(answer.statusCode, 200)
    const [logins, passwords] = [loginsIn(answer.body), passwordsIn(answer.body)]
    t.equal(new Set(passwords).size, 5)
    t.same(logins.toSorted(), ['abramov-is', 'abramov-is2', 'abramova-io', 'belov-ol', 'elkina-vi'])
    t.match(answer.body, 'мать: Абрамов Иван; опекун: Белова Анна, группа СА-21')
    t.match(answer.body, 'Ведомость выдачи')
    const parent = await signIn('abramova-io', passwords[logins.indexOf('abramova-io')])
    t.equal((await parent.open('/')).headers.location, '/password?to=%2F')
    const roles = await db
      .selectFrom('role_grant')
      .innerJoin('account', 'account.id', 'account_id')
      .select('role')
      .where('person_id', 'in', [mother, twin.person_id])
      .execute()
    t.same(roles.map(({ role }) => role).toSorted(), ['parent', 'student'])
    t.equal((await deeds(db, 'account.opened')).length, 5)
  })

  t.test('are told apart by who has signed in', async (t) => {
    t.match(
      (await curator.open(page)).body,
      /Абрамова Инна Олеговна<\/th>\s*<td>мать<\/td>\s*<td>abramova-io<\/td>\s*<td>20\.11\.2026 10:41/
    )
    t.match((await curator.submit(`${page}/slips`, { deed: 'missing' })).body, 'У всех в группе уже есть')
  })

  t.test('are renewed for those chosen, and for nobody else', async (t) => {
    t.match((await curator.submit(`${page}/slips`, { deed: 'chosen' })).body, 'Отметьте, кому')
    const before = await db
      .selectFrom('account')
      .select('password_hash')
      .where('login', '=', 'elkina-vi')
      .executeTakeFirstOrThrow()
    const answer = await curator.submit(`${page}/slips`, {
      deed: 'chosen',
      person_id: [String(mother), String(teacher.person_id)]
    })
    t.same(loginsIn(answer.body), ['abramova-io'], 'a colleague is left out')
    t.same(
      await db.selectFrom('account').select('password_hash').where('login', '=', 'elkina-vi').executeTakeFirstOrThrow(),
      before
    )
    t.match(await deeds(db, 'credentials.issued'), [{ about_id: mother, after: { login: 'abramova-io' } }])
  })

  t.test('of another group do not exist for the curator; the registrar issues them', async (t) => {
    const { id } = await otherGroup(db)
    await enrol(db, id, 'Новиков Павел Ильич')
    t.equal((await curator.open(`/accounts/groups/${id}`)).statusCode, 404)
    t.equal((await curator.submit(`/accounts/groups/${id}/slips`, { deed: 'missing' })).statusCode, 404)
    const registrar = await signIn('zimina')
    await registrar.open(`/accounts/groups/${id}`)
    t.same(loginsIn((await registrar.submit(`/accounts/groups/${id}/slips`, { deed: 'missing' })).body), ['novikov-pi'])
    t.equal((await (await signIn('ivanova')).open(page)).statusCode, 404)
  })

  t.test('are issued to all or to nobody', async (t) => {
    await enrol(db, study_group.id, 'Последний Илья Ильич')
    const count = async () => (await db.selectFrom('account').select('id').execute()).length
    const before = await count()
    await sql`alter table college.audit_entry add constraint shut check (deed <> 'account.opened') not valid`.execute(
      db
    )
    t.equal((await curator.submit(`${page}/slips`, { deed: 'missing' })).statusCode, 500)
    t.equal(await count(), before)
    await sql`alter table college.audit_entry drop constraint shut`.execute(db)
  })
})

t.test('Colleagues who have never signed in get passwords and a role many at once', async (t) => {
  const { db, signIn, teacher, colleague } = await opened(t)
  const admin = await signIn('lapin')
  const [ivanova, smirnov] = [String(teacher.person_id), String(colleague.person_id)]
  const newcomer = await addPerson(db, 'Новикова Вера Ильинична')
  await db.insertInto('staff_member').values({ person_id: newcomer, post: 'преподаватель' }).execute()
  const rolesOf = async (person_id: number) => {
    const held = db.selectFrom('role_grant').innerJoin('account', 'account.id', 'role_grant.account_id')
    const rows = await held.select('role').where('person_id', '=', person_id).orderBy('role').execute()
    return rows.map(({ role }) => role)
  }

  t.test('the page lists them, those without an account too, and nobody who has been in', async (t) => {
    const { body } = await admin.open('/accounts/staff')
    for (const name of ['Иванова Анна Петровна', 'Новикова Вера Ильинична']) t.match(body, name)
    t.notMatch(body, 'Лапин Олег Юрьевич')
    t.match((await admin.open('/accounts')).body, 'href="/accounts/staff"')
    t.equal((await (await signIn('kotova')).open('/accounts/staff')).statusCode, 404)
  })

  t.test('what is wrong is told at its field and nothing chosen is lost', async (t) => {
    await admin.open('/accounts/staff')
    t.match((await admin.submit('/accounts/staff/slips', { since: '01.09.2026' })).body, 'Отметьте, кому')
    const chosen = { person_id: [ivanova, smirnov], role: 'curator', since: '31.02.2026' }
    const { statusCode, body } = await admin.submit('/accounts/staff/slips', chosen)
    t.equal(statusCode, 422)
    t.match(body, /name="since"[^>]*value="31\.02\.2026" aria-invalid="true" aria-describedby="since-refusal"/)
    t.equal(body.match(/name="person_id" value="\d+" checked/g)?.length, 2)
    t.equal((await admin.submit('/accounts/staff/slips', { ...chosen, role: 'administrator' })).statusCode, 422)
    t.same(await rolesOf(teacher.person_id), ['teacher'])
  })

  t.test('slips are shown once, the role is granted to those who lack it, each on the trail', async (t) => {
    await admin.open('/accounts/staff')
    const chosen = { person_id: [ivanova, String(newcomer)], role: 'teacher', since: '01.09.2026' }
    const { body } = await admin.submit('/accounts/staff/slips', chosen)
    t.same(loginsIn(body), ['novikova-vi'])
    t.match(body, '>ivanova<')
    t.match(body, 'преподаватель; роль: Преподаватель')
    t.equal(passwordsIn(body).length, 2)
    t.same(await rolesOf(teacher.person_id), ['teacher'], 'who has it gets no second one')
    t.same(await rolesOf(newcomer), ['teacher'])
    t.match(await deeds(db, 'role.granted'), [
      { about_id: newcomer, after: { role: 'teacher', since: '2026-09-01', until: null } }
    ])
    const [password = ''] = passwordsIn(body)
    await signIn('ivanova', password)
    t.notMatch((await admin.open('/accounts/staff')).body, 'Иванова Анна Петровна')
  })
})

t.test('One-time passwords of many take as many statements as one, and end the sessions of each', async (t) => {
  const { db, signIn, teacher, colleague } = await opened(t)
  const admin = await signIn('lapin')
  await signIn('ivanova')
  await db.updateTable('account').set({ last_signed_in_at: null }).where('login', '=', 'ivanova').execute()
  const send = (...people: { person_id: number }[]) =>
    statementsOf(async () => {
      const person_id = people.map((one) => String(one.person_id))
      t.equal(passwordsIn((await admin.submit('/accounts/staff/slips', { person_id })).body).length, people.length)
    })
  const one = (await send(colleague)).length
  t.equal((await send(teacher, colleague)).length, one)
  t.match(
    (await deeds(db, 'credentials.issued')).map(({ about_id, after }) => ({ about_id, after })),
    [
      { about_id: colleague.person_id, after: { sessions_ended: 0 } },
      { about_id: teacher.person_id, after: { login: 'ivanova', sessions_ended: 1 } },
      { about_id: colleague.person_id, after: { sessions_ended: 0 } }
    ]
  )
  const hashes = await db
    .selectFrom('account')
    .select('password_hash')
    .where('login', 'in', ['ivanova', 'smirnov'])
    .execute()
  t.equal(new Set(hashes.map(({ password_hash }) => password_hash)).size, 2, 'to each the own')
})

t.test('A login', async (t) => {
  t.equal(loginOf({ last_name: 'Цветкова', first_name: 'Анна', middle_name: 'Павловна' }), 'tsvetkova-ap')
  t.equal(loginOf({ last_name: 'Ким', first_name: 'Жанна', middle_name: '' }), 'kim-zh')
  t.equal(loginOf({ last_name: 'Салтыков-Щедрин', first_name: 'Объ', middle_name: 'Ё' }), 'saltykovshchedrin-oe')
  t.equal(freeLogin('kim-zh', new Set(['kim-zh', 'kim-zh2'])), 'kim-zh3')
})
