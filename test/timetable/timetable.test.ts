import t from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, courseScene, enrol, hire, journalScene } from '../support/scene.ts'

/** Monday 23 November: СА-21 with Иванова in room 101, ПР-21 with Смирнов; a student and a parent of each group sign in. */
async function timetableScene(db: Db) {
  const scene = await journalScene(db)
  const { teacher, colleague, college } = scene
  const other = await courseScene(db, college, colleague, { group: 'ПР-21', subject: 'Физика', index: 'ОУП.05' })
  const methodist = await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const rooms = await db
    .insertInto('room')
    .values(['101', '102'].map((name) => ({ name })))
    .returning('id')
    .execute()
  await db
    .insertInto('bell')
    .values(
      [1, 2, 3].map((pair) => ({
        weekday: 1,
        pair_number: pair,
        starts_at: `0${pair + 6}:30`,
        ends_at: `0${pair + 6}:59`
      }))
    )
    .execute()
  const outsider = await enrol(db, other.study_group.id, 'Чужой Пётр Ильич')
  const entry = (
    course_id: number,
    staff: { staff_member_id: number },
    held_on: string,
    pair_number: number,
    room = 0
  ) => ({
    ...{ course_id, held_on, pair_number, staff_member_id: staff.staff_member_id, room_id: rooms[room]?.id ?? null }
  })
  const entries = await db
    .insertInto('timetable_entry')
    .values([
      entry(scene.course.id, teacher, '2026-11-23', 1),
      entry(scene.course.id, teacher, '2026-11-25', 2),
      entry(other.course.id, colleague, '2026-11-23', 1, 1)
    ])
    .returning('id')
    .execute()
  return { ...scene, other, methodist, rooms, outsider, entries: entries.map(({ id }) => id) }
}

const account = (db: Db, person_id: number, login: string, role: string) => addAccount(db, login, [{ role }], person_id)

t.test('Everybody reads the timetable that is theirs to read', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await timetableScene(db)
  await account(db, scene.students[0].person_id, 'abramov', 'student')
  const mother = await addPerson(db, 'Абрамова Инна Львовна')
  await account(db, mother, 'mother', 'parent')
  const link = { person_id: mother, student_id: scene.students[0].id, kinship: 'мать', since: '2026-09-01' }
  await db.insertInto('guardian').values(link).execute()
  const [own, foreign] = [scene.study_group.id, scene.other.study_group.id]
  const week = (of: string) => `/timetable?of=${of}&day=2026-11-23`

  await t.test('a teacher sees the own week first, with room, group and time', async (t) => {
    const { body } = await (await house.signIn('ivanova')).open('/timetable?day=23.11.2026')
    t.match(body, /Расписание преподавателя: Иванова А\. П\./)
    t.match(body, /Операционные системы/)
    t.match(body, /каб\. 101/)
    t.match(body, /07:30/)
    t.notMatch(body, /Физика/, 'not what others teach')
  })

  await t.test('the staff sees the day of the whole college first, and any group, teacher and room', async (t) => {
    const methodist = await house.signIn('orlova')
    const { body } = await methodist.open('/timetable?day=2026-11-23')
    for (const name of ['СА-21', 'ПР-21', 'Физика', 'Смирнов О. И.']) t.match(body, name)
    for (const word of [`group-${foreign}`, `staff-${scene.colleague.staff_member_id}`, `room-${scene.rooms[1]?.id}`])
      t.match((await methodist.open(week(word))).body, /Физика/, word)
    for (const word of ['group-999999', 'staff-999999', 'room-999999', 'nonsense'])
      t.equal((await methodist.open(week(word))).statusCode, 404, word)
  })

  await t.test(
    'a student and a parent see the group alone: another group, a teacher and a room do not exist',
    async (t) => {
      for (const login of ['abramov', 'mother']) {
        const visitor = await house.signIn(login)
        const { body } = await visitor.open('/timetable?day=2026-11-23')
        t.match(body, /Расписание группы СА-21/, login)
        t.match(body, /Операционные системы/)
        t.notMatch(body, /ПР-21|изменить/)
        t.equal((await visitor.open(week(`group-${own}`))).statusCode, 200)
        for (const word of [
          `group-${foreign}`,
          'college',
          `staff-${scene.teacher.staff_member_id}`,
          `room-${scene.rooms[0]?.id}`
        ])
          t.equal((await visitor.open(week(word))).statusCode, 404, `${login}: ${word}`)
      }
    }
  )

  await t.test('a child who left and a guardian whose link ended see nothing of the group', async (t) => {
    await db.updateTable('guardian').set({ until: '2026-11-01' }).where('person_id', '=', mother).execute()
    const visitor = await house.signIn('mother')
    t.match((await visitor.open('/timetable')).body, /Расписания пока нет/)
    t.equal((await visitor.open(week(`group-${own}`))).statusCode, 404)
  })

  await t.test('a week without lessons says so, and a page takes few statements', async (t) => {
    const methodist = await house.signIn('orlova')
    t.match((await methodist.open(`/timetable?of=group-${own}&day=2027-02-01`)).body, /На этой неделе занятий нет/)
  })
})
