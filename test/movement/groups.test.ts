import t, { type Test } from 'tap'
import {
  foldName,
  isGroupPattern,
  isSpecialtyPattern,
  nameOf,
  patternOf,
  proposedName
} from '../../src/movement/rules/names.ts'
import { levelOf, refuseSpecialty } from '../../src/movement/rules/specialties.ts'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { enrol, hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Осипова Инна Павловна', 'osipova', ['methodist'])
  await hire(house.db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  const methodist = await house.signIn('osipova')
  await methodist.open('/movement/groups/new')
  const traits = { department_id: String(scene.college.department.id), study_form: 'очная' }
  const fields = { ...traits, specialty_id: String(scene.college.specialty.id), entry_year: '2026' }
  const add = (form: Record<string, string>) => methodist.submit('/movement/groups', { ...fields, ...form })
  const groupOf = (name: string) =>
    house.db.selectFrom('study_group').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
  return { ...house, ...scene, methodist, traits, add, groupOf }
}

const deeds = (db: Db, deed: string) =>
  db.selectFrom('audit_entry').select(['object_id', 'before', 'after']).where('deed', '=', deed).orderBy('id').execute()
const namesOf = (db: Db, id: number) =>
  db
    .selectFrom('study_group_name')
    .select(['name', 'since'])
    .where('study_group_id', '=', id)
    .orderBy('since')
    .execute()

t.test('Names of groups', async (t) => {
  t.equal(foldName('ИСП-218'), foldName('исп 218'))
  t.equal(foldName('ABC-1'), foldName('АВС1'), 'Latin letters that look the same are the same')
  t.equal(patternOf(' ИСП-{Course}1 '), 'ИСП-{курс}1')
  t.equal(nameOf('ИСП-{курс}1', 2), 'ИСП-21')
  for (const good of ['ИСП-{курс}1', '{курс}ИСП-21']) t.ok(isGroupPattern(good), good)
  for (const bad of ['ИСП-21', 'ИСП-{курс}{курс}', 'ИСП-{курс}{год}', 'ИСП-{курс', '{к}{курс}'])
    t.notOk(isGroupPattern(bad), bad)
  for (const good of ['ИСП-{курс}{номер}', 'ИСП-{год}-{номер}']) t.ok(isSpecialtyPattern(good), good)
  for (const bad of ['ИСП', 'ИСП-{номер}{номер}', 'ИСП-{x}']) t.notOk(isSpecialtyPattern(bad), bad)
  const entering = { entry_year: 2026, course: 1, taken: ['исп 11', 'ИСП-13'] }
  t.same(proposedName('ИСП-{курс}{номер}', entering), { name: 'ИСП-12', name_pattern: 'ИСП-{курс}2' })
  t.same(proposedName('ИСП-{год}-{номер}', entering), { name: 'ИСП-26-1', name_pattern: '' })
  t.equal(proposedName('ИСП-{курс}3', entering), null, 'the only name it gives is taken')
  t.equal(proposedName('', entering), null)
})

t.test('Codes of specialties', async (t) => {
  const refusalOf = (code: string) => refuseSpecialty({ code, name: 'Связь', name_pattern: '' }, false).code
  t.equal(refusalOf('09.02.07'), undefined)
  t.equal(refusalOf('15.01.35'), undefined)
  t.equal(refusalOf('9.2.7'), 'bad-code')
  t.equal(refusalOf('09.03.01'), 'bad-level', 'that is a university')
  t.equal(refuseSpecialty({ code: '09.02.07', name: '', name_pattern: 'x' }, true).code, 'code-taken')
  t.equal(levelOf('15.01.35'), 'профессия')
  t.equal(levelOf('09.02.07'), 'специальность')
})

t.test('A new group', async (t) => {
  const { db, add, groupOf, methodist, college } = await opened(t)

  t.test('is called as typed, and its first name and year are kept', async (t) => {
    const answer = await add({ name: ' СА-11 ', name_pattern: 'СА-{course}1', base_classes: '9', financing: 'бюджет' })
    const group = await groupOf('СА-11')
    t.equal(answer.headers.location, `/movement/groups/${group.id}?done=added`)
    t.match(group, { name_pattern: 'СА-{курс}1', base_classes: 9, financing: 'бюджет', entry_year: 2026 })
    t.same(await namesOf(db, group.id), [{ name: 'СА-11', since: '2026-09-01' }])
    t.match(await db.selectFrom('study_group_year').selectAll().where('study_group_id', '=', group.id).execute(), [
      { course: 1, order_id: null, academic_year_id: college.year.id }
    ])
    t.match((await deeds(db, 'group.added'))[0], { object_id: group.id, after: { name: 'СА-11' } })
    t.match((await methodist.open('/movement/groups')).body, /СА-11.*не назначен.*плана нет/s)
  })

  t.test('is not called like another one, and what was typed stays', async (t) => {
    const twin = await add({ name: 'са 21' })
    t.equal(twin.statusCode, 422)
    t.match(twin.body, /name="name"[^>]*value="са 21"[^>]*aria-describedby="name_refusal"/)
    t.match(twin.body, 'Группа с таким названием уже есть')
    t.match((await add({ name: 'CA-21' })).body, 'Группа с таким названием уже есть', 'in Latin letters')
    const bare = await add({ name: '', specialty_id: '0', entry_year: '26', department_id: '0', name_pattern: 'СА' })
    for (const field of ['name', 'specialty_id', 'entry_year', 'department_id', 'name_pattern'])
      t.match(bare.body, `id="${field}_refusal"`, field)
    t.match(
      (await add({ name: 'СА-15', name_pattern: 'СА-{курс}4' })).body,
      'название на нынешнем курсе получается другое'
    )
  })

  t.test('gets a name by the pattern of its specialty', async (t) => {
    t.match((await add({ name: '' })).body, 'Укажите название группы')
    const url = `/movement/specialties/${college.specialty.id}`
    const wrong = await methodist.submit(url, { name: 'Связь', name_pattern: 'СВ-{класс}' })
    t.match(wrong.body, 'могут стоять по одному разу')
    await methodist.submit(url, { name: 'Связь', name_pattern: 'СВ-{курс}{номер}' })
    t.match(await deeds(db, 'specialty.changed'), [{ after: { name: 'Связь', name_pattern: 'СВ-{курс}{номер}' } }])
    const asked = await add({ name: '', proposal: '1' })
    t.equal(asked.statusCode, 200, 'and nothing is written')
    t.match(asked.body, /name="name"[^>]*value="СВ-11"/)
    await add({ name: '' })
    await add({ name: '' })
    t.match(await groupOf('СВ-12'), { name_pattern: 'СВ-{курс}2' })
  })
})

t.test('A group is renamed with its history, changed and disbanded', async (t) => {
  const { db, methodist, groupOf, study_group, students, traits } = await opened(t)
  const url = `/movement/groups/${study_group.id}`

  t.test('the name before that day stays what it was', async (t) => {
    t.match(
      (await methodist.submit(`${url}/names`, { name: 'СА-21', since: '20.11.2026' })).body,
      'называется так и сейчас'
    )
    t.match((await methodist.submit(`${url}/names`, { name: 'СВ-21', since: '20.11' })).body, 'Укажите день')
    await methodist.submit(`${url}/names`, { name: 'СВ-21', since: '16.11.2026' })
    t.same(await namesOf(db, study_group.id), [
      { name: 'СА-21', since: '2025-09-01' },
      { name: 'СВ-21', since: '2026-11-16' }
    ])
    t.equal((await groupOf('СВ-21')).id, study_group.id)
    t.match(
      (await methodist.submit(`${url}/names`, { name: 'СГ-21', since: '01.11.2026' })).body,
      'дано позже этого дня'
    )
    t.match(await deeds(db, 'group.renamed'), [
      { before: { name: 'СА-21' }, after: { name: 'СВ-21', since: '2026-11-16' } }
    ])
    t.match((await methodist.open('/movement/groups?q=са21')).body, 'СВ-21', 'the former name still finds it')
  })

  t.test('a name of tomorrow waits for its day', async (t) => {
    await methodist.submit(`${url}/names`, { name: 'СВ-22', since: '21.11.2026' })
    t.equal((await groupOf('СВ-21')).id, study_group.id)
    t.match((await methodist.open(url)).body, /СВ-22 <span class="quiet">будет/)
  })

  t.test('its department, form and financing are changed', async (t) => {
    const changed = await methodist.submit(`${url}/card`, { ...traits, study_form: 'заочная', financing: 'внебюджет' })
    t.equal(changed.statusCode, 303)
    t.match(await deeds(db, 'group.changed'), [{ before: { study_form: 'очная' }, after: { study_form: 'заочная' } }])
    t.match(
      (await methodist.submit(`${url}/card`, { ...traits, study_form: 'ночная' })).body,
      'id="study_form_refusal"'
    )
  })

  t.test('it ends only when nobody is in it, and its name is free then', async (t) => {
    const end = () => methodist.submit(`${url}/disbanding`, { last_day: '20.11.2026' })
    t.match((await end()).body, 'ещё числятся обучающиеся')
    await db
      .updateTable('enrolment')
      .set({ until: '2026-11-19' })
      .where('study_group_id', '=', study_group.id)
      .execute()
    t.equal((await end()).statusCode, 303)
    t.match((await end()).body, 'Группа расформирована')
    t.notMatch((await methodist.open('/movement/groups')).body, 'СВ-21" ')
    t.equal((await methodist.submit(`${url}/restoration`, {})).statusCode, 303)
    t.match((await deeds(db, 'group.restored'))[0], { before: { disbanded_on: '2026-11-20' } })
    t.equal(students.length, 3)
  })
})

t.test('Curators follow one another', async (t) => {
  const { db, signIn, methodist, study_group, colleague, curator, teacher } = await opened(t)
  const url = `/movement/groups/${study_group.id}`
  const appoint = (form: Record<string, string>) => methodist.submit(`${url}/curators`, form)

  t.test('a new one from a day, the former one until the day before', async (t) => {
    const form = { staff_member_id: String(colleague.staff_member_id), order_number: '12-л' }
    t.match((await appoint({ ...form, since: '31.02.2026' })).body, /name="since"[^>]*aria-invalid="true"/)
    t.match((await appoint({ ...form, since: '01.09.2026' })).body, 'укажите день после его назначения')
    t.match((await appoint({ since: '20.11.2026' })).body, 'id="staff_member_id_refusal"')
    t.match(
      (await appoint({ staff_member_id: String(curator.staff_member_id), since: '20.11.2026' })).body,
      'и так куратор группы'
    )
    t.equal((await appoint({ ...form, since: '20.11.2026' })).statusCode, 303)
    const held = await db.selectFrom('curatorship').selectAll().orderBy('since').execute()
    t.match(held, [
      { staff_member_id: curator.staff_member_id, until: '2026-11-19' },
      { staff_member_id: colleague.staff_member_id, since: '2026-11-20', until: null, order_number: '12-л' }
    ])
    t.match(await deeds(db, 'curator.appointed'), [{ object_id: study_group.id, after: { since: '2026-11-20' } }])
    const former = await signIn('petrova')
    t.equal((await former.open('/people/students')).body.includes('Абрамов'), false, 'the former one sees nobody')
  })

  t.test('without the role the page says so, and the administrator gives it along', async (t) => {
    t.match((await methodist.open(url)).body, /Смирнов Олег Игоревич.*нет роли куратора.*роль назначает администратор/s)
    const administrator = await signIn('lapin')
    await administrator.open(`${url}/curators/new`)
    await administrator.submit(`${url}/curators`, {
      ...{ staff_member_id: String(teacher.staff_member_id), since: '21.11.2026', is_second: '1' }
    })
    const roles = await db
      .selectFrom('role_grant')
      .select('role')
      .where('account_id', '=', teacher.account_id)
      .execute()
    t.same(roles.map(({ role }) => role).sort(), ['curator', 'teacher'])
    const held = await db.selectFrom('curatorship').select('until').where('until', 'is', null).execute()
    t.equal(held.length, 2, 'a second one is appointed beside the first')
  })

  t.test('one is released on a day', async (t) => {
    const address = `${url}/curators/${colleague.staff_member_id}/release`
    t.match((await methodist.open(`${address}?since=2026-11-20`)).body, 'Смирнов Олег Игоревич, куратор с 20.11.2026')
    t.match((await methodist.submit(address, { since: '2026-11-20', until: '01.11.2026' })).body, 'id="until_refusal"')
    t.equal((await methodist.submit(address, { since: '2026-11-20', until: '30.11.2026' })).statusCode, 303)
    t.match(await deeds(db, 'curator.released'), [{ after: { until: '2026-11-30' } }])
    t.equal((await methodist.open(`${address}?since=2020-01-01`)).statusCode, 404)
  })
})

t.test('Who sees whom on the page of a group', async (t) => {
  const { db, signIn, study_group, college, methodist } = await opened(t)
  await hire(db, 'Кадрова Вера Львовна', 'kadrova', ['hr'])
  const { id } = await db
    .insertInto('study_group')
    .values({
      name: 'БД-11',
      department_id: college.department.id,
      specialty_id: college.specialty.id,
      entry_year: 2026
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enrol(db, id, 'Чужой Пётр Ильич')
  const sees = async (login: string, group: number, name: string) => {
    const answer = await (await signIn(login)).open(`/movement/groups/${group}`)
    t.equal(answer.statusCode, 200)
    return answer.body.includes(name)
  }
  t.ok(await sees('petrova', study_group.id, 'Абрамов'), 'the curator of the group')
  t.notOk(await sees('petrova', id, 'Чужой'), 'no curator of another group')
  t.ok(await sees('ivanova', study_group.id, 'Абрамов'), 'who teaches the group')
  t.notOk(await sees('smirnov', study_group.id, 'Абрамов'), 'nobody who does not')
  t.notOk(await sees('kadrova', study_group.id, 'Абрамов'), 'no specialist in staff')
  t.ok(await sees('gromov', id, 'Чужой'), 'the head of the department')
  t.equal((await methodist.open('/movement/groups/999')).statusCode, 404)

  t.test('those of a day are shown for that day', async (t) => {
    await enrol(db, study_group.id, 'Юдин Пётр Ильич', '2026-09-01', '2026-10-01')
    t.match((await methodist.open(`/movement/groups/${study_group.id}?day=01.10.2026`)).body, 'Юдин Пётр')
    t.notMatch((await methodist.open(`/movement/groups/${study_group.id}`)).body, 'Юдин Пётр')
    t.equal((await methodist.open(`/movement/groups/${study_group.id}?day=вчера`)).statusCode, 422)
  })
})
