import t from 'tap'
import { participationTable, weeksOf } from '../../src/accounts/rules/participation.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, journalScene } from '../support/scene.ts'

const signedIn = (db: Db, account_id: number, at: string) =>
  db
    .insertInto('audit_entry')
    .values({ account_id, at, actor_name: 'x', deed: 'session.begun', object_kind: 'account' })
    .execute()

t.test('Participation by week', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { teacher, colleague, students, college } = await journalScene(db)
  const abramov = await addAccount(db, 'abramov', [{ role: 'student' }], students[0].person_id)
  await addAccount(db, 'belova', [{ role: 'student' }], students[1].person_id)
  const mother = await addPerson(db, 'Абрамова Инна Олеговна')
  await db
    .insertInto('guardian')
    .values({ person_id: mother, student_id: students[0].id, since: '2026-09-01' })
    .execute()
  await addAccount(db, 'abramova', [{ role: 'parent' }], mother)
  await signedIn(db, abramov, '2026-11-09T06:00:00Z')
  await signedIn(db, abramov, '2026-11-11T06:00:00Z')
  await signedIn(db, teacher.account_id, '2026-11-08T21:30:00Z') // Monday already, in the college's zone
  await signedIn(db, colleague.account_id, '2026-11-15T20:59:00Z')
  await signedIn(db, colleague.account_id, '2026-08-01T06:00:00Z')

  t.test('counts each person once a week among those who have an account', async (t) => {
    const { body } = await (await house.signIn('bulanova')).open('/participation')
    t.match(body, /Преподаватели \(2\).*Обучающиеся \(2\).*Родители \(1\)/s)
    t.match(
      body,
      /09\.11 – 15\.11\.2026<\/th><td class="num">2 · 100 %<\/td><td class="num">1 · 50 %<\/td><td class="num">0 · 0 %/
    )
    t.match(body, /31\.08 – 06\.09\.2026<\/th><td class="num">0 · 0 %/)
  })

  t.test('begins with the week in which a group with dates of its own began', async (t) => {
    const group = await db.selectFrom('study_group').select('id').executeTakeFirstOrThrow()
    const own = { study_group_id: group.id, term_id: college.term.id, starts_on: '2026-08-17', ends_on: '2026-11-30' }
    await db.insertInto('group_term').values(own).execute()
    t.match((await (await house.signIn('bulanova')).open('/participation')).body, '17.08 – 23.08.2026')
    await db.deleteFrom('group_term').execute()
    t.notMatch((await (await house.signIn('bulanova')).open('/participation')).body, '17.08 – 23.08.2026')
  })

  t.test('shows a curator the own group, a head the department, a teacher oneself', async (t) => {
    const curator = (await (await house.signIn('petrova')).open('/participation')).body
    t.notMatch(curator, 'Преподаватели')
    t.match(curator, /Обучающиеся \(2\)/)
    await db
      .updateTable('staff_member')
      .set({ department_id: college.department.id })
      .where('id', '=', colleague.staff_member_id)
      .execute()
    t.match(
      (await (await house.signIn('gromov')).open('/participation')).body,
      /Преподаватели \(1\).*Обучающиеся \(2\)/s
    )
    const own = (await (await house.signIn('ivanova')).open('/participation')).body
    t.match(own, /Преподаватели \(1\)/)
    t.notMatch(own, 'Обучающиеся')
    t.equal((await (await house.signIn('abramov')).open('/participation')).statusCode, 404)
  })
})

t.test('The weeks of a term', async (t) => {
  t.same(weeksOf({ starts_on: '2026-09-01', ends_on: '2026-12-28' }, '2026-09-14'), [
    '2026-08-31',
    '2026-09-07',
    '2026-09-14'
  ])
  t.same(weeksOf({ starts_on: '2026-09-01', ends_on: '2026-09-05' }, '2026-12-14'), ['2026-08-31'])
  t.same(participationTable(['2026-09-07'], [], []), {
    kinds: [],
    rows: [{ week: '2026-09-07', ends_on: '2026-09-13', cells: [] }]
  })
})
