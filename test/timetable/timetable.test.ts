import fc from 'fast-check'
import t from 'tap'
import { dayPlus, isStudyDay, weekdayOf } from '../../src/college/rules/days.ts'
import type { Db } from '../../src/platform/db.ts'
import { weekBoard } from '../../src/timetable/rules/boards.ts'
import { clashesOf, isConfirmable, type Seat } from '../../src/timetable/rules/clashes.ts'
import {
  type Ground,
  type Left,
  layOf,
  occurrencesOf,
  type Rule,
  type Stored,
  weekNumbersOf,
  weeksInWords
} from '../../src/timetable/rules/laying.ts'
import { type RuleSeat, withoutClashes } from '../../src/timetable/rules/placing.ts'
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

const WEEKS = ['every', 'odd', 'even', 'listed', 'first', 'second'] as const
const FIRST = '2026-09-01'
const dayIn = fc.integer({ min: 0, max: 100 }).map((n) => dayPlus(FIRST, n))
const anyRule = (id: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      ...{ course_id: fc.integer({ min: 1, max: 4 }), weekday: fc.integer({ min: 1, max: 6 }) },
      ...{ pair_number: fc.integer({ min: 1, max: 6 }), hours: fc.constantFrom(1, 2, 4) },
      item_kind: fc.constantFrom('discipline', 'training_practice'),
      ...{ weeks: fc.constantFrom(...WEEKS), week_numbers: fc.uniqueArray(fc.integer({ min: 1, max: 16 })) },
      ...{ from: dayIn, length: fc.integer({ min: 0, max: 110 }) }
    })
    .map(({ from, length, ...rule }) => ({
      ...{ ...rule, id, room_id: null, staff_member_id: 7, since: from, until: dayPlus(from, length) }
    }))
const anyGround: fc.Arbitrary<Ground> = fc
  .record({
    off: fc.uniqueArray(dayIn, { maxLength: 8 }),
    working: fc.uniqueArray(fc.tuple(dayIn, fc.integer({ min: 1, max: 6 })), {
      maxLength: 4,
      selector: ([day]) => day
    }),
    practice: fc.tuple(dayIn, fc.integer({ min: 0, max: 40 })),
    week: fc.constantFrom(5, 6)
  })
  .map(({ off, working, practice: [day, length], week }) => ({
    ...{ starts_on: FIRST, ends_on: dayPlus(FIRST, 100) },
    calendar: {
      off: new Map(off.map((one) => [one, 'праздник'])),
      working: new Map(working),
      study_days_per_week: week
    },
    spans: [{ kind: 'industrial_practice', starts_on: day, ends_on: dayPlus(day, length) }]
  }))

const sum = (list: { hours: number }[]) => list.reduce((all, { hours }) => all + hours, 0)

t.test(
  'Hours of the rules are the hours dated, cancelled and lost, whatever the calendar and the corrections',
  async (t) => {
    const rules = fc
      .integer({ min: 1, max: 8 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyRule(i + 1))))
    fc.assert(
      fc.property(
        rules,
        anyGround,
        fc.array(fc.nat({ max: 40 }), { maxLength: 5 }),
        fc.nat({ max: 40 }),
        (all, ground, gone, fixed) => {
          const occurrences = occurrencesOf(all, ground)
          const first = layOf(occurrences, [], [])
          let entries: Stored[] = first.added.map((one, i) => ({ ...one, id: i + 1, is_fixed: i === fixed }))
          const cancelled = entries.filter((one, i) => gone.includes(i) && !one.is_fixed)
          const left: Left[] = cancelled.map((one) => ({ ...one, is_cancelled: true }))
          entries = entries.filter((one) => !cancelled.includes(one))
          const again = layOf(occurrences, entries, left)
          for (const id of [1, 2, 3, 4]) {
            const own = <T extends { course_id: number }>(list: T[]) => list.filter(({ course_id }) => course_id === id)
            const planned = sum(own(occurrences.map(({ rule }) => rule)))
            const lost = sum(own(again.lost.map(({ rule }) => rule)))
            if (planned !== sum(own(entries)) + sum(own(cancelled)) + lost) return false
          }
          const isIdempotent = again.added.length + again.changed.length + again.removed.length === 0
          const mayStand = first.added.every(({ held_on, timetable_rule_id }) => {
            const [span] = ground.spans
            const rule = all.find(({ id }) => id === timetable_rule_id)
            const isPractice = rule?.item_kind === 'training_practice'
            const isIn = span && span.starts_on <= held_on && held_on <= span.ends_on
            return (
              isStudyDay(held_on, ground.calendar) &&
              weekdayOf(held_on, ground.calendar) === rule?.weekday &&
              ground.starts_on <= held_on &&
              held_on <= ground.ends_on &&
              (!isIn || isPractice)
            )
          })
          return isIdempotent && mayStand
        }
      ),
      { numRuns: 200 }
    )
    t.pass('two hundred terms')
  }
)

t.test(
  'Lessons of many groups are laid with nobody in two places, and what is left out is counted as lost',
  async (t) => {
    const seatOf = (rule: Rule, group: number): RuleSeat => ({
      ...rule,
      ...{
        staff_member_id: (rule.id % 3) + 1,
        room_id: null,
        study_group_id: group,
        subgroup_id: null,
        division: null
      },
      ...{ subject: `Предмет ${rule.course_id}`, group_name: `Г-${group}`, teacher: '', room_name: null }
    })
    const rules = fc.tuple(...Array.from({ length: 9 }, (_, i) => anyRule(i + 1)))
    const standing = fc.array(fc.tuple(dayIn, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 20
    })
    fc.assert(
      fc.property(rules, anyGround, standing, (all, ground, others) => {
        const seats = new Map(all.map((rule) => [rule.id, seatOf(rule, Math.ceil(rule.id / 3))]))
        const laid = new Map(
          [1, 2, 3].map((group) => {
            const own = [...seats.values()].filter(({ study_group_id }) => study_group_id === group)
            return [group, layOf(occurrencesOf(own, ground), [], [])]
          })
        )
        const there = others.map(([held_on, pair_number, staff_member_id], i) => ({
          ...{
            held_on,
            pair_number,
            staff_member_id,
            hours: 2,
            study_group_id: 9 + i,
            subgroup_id: null,
            division: null
          },
          ...{ subject: 'Другой', group_name: '', teacher: '', room_name: null, room_id: null }
        }))
        const cleared = withoutClashes(laid, seats, there, [], new Set())
        const placed = [...cleared.values()].flatMap(({ added }) =>
          added.map((one) => ({ ...(seats.get(one.timetable_rule_id ?? 0) as RuleSeat), ...one }))
        )
        const isAlone = placed.every((one, i) => {
          const sameDay = <T extends { held_on: string }>(list: T[]) =>
            list.filter(({ held_on }) => held_on === one.held_on)
          const rest: Seat[] = [...sameDay(there), ...sameDay(placed.filter((_, j) => j !== i))]
          return clashesOf(one, rest).every(isConfirmable)
        })
        const isCounted = [...laid].every(([group, before]) => {
          const after = cleared.get(group)
          const left = after?.lost.filter(({ lost }) => lost === 'clash') ?? []
          return sum(before.added) === sum(after?.added ?? []) + sum(left.map(({ rule }) => rule))
        })
        return isAlone && isCounted
      }),
      { numRuns: 100 }
    )
    t.pass('a hundred colleges')
  }
)

t.test('A rule that is gone takes its lessons with it, but for those that have begun to live', async (t) => {
  const lesson = (id: number, is_fixed: boolean, timetable_rule_id: number | null): Stored => ({
    ...{ id, is_fixed, timetable_rule_id, course_id: 1, held_on: `2026-11-0${id}`, pair_number: 1, hours: 2 },
    ...{ room_id: null, staff_member_id: 1 }
  })
  const { removed } = layOf([], [lesson(1, false, 5), lesson(2, true, 5), lesson(3, false, null)], [])
  t.strictSame(
    removed.map(({ id }) => id),
    [1],
    'a held, substituted or corrected one stays, and so does one of a file'
  )
})

t.test('Another time of a day stands at its lessons, not in its empty cells', async (t) => {
  const bell = (weekday: number, pair_number: number, starts_at: string) => ({
    ...{ weekday, pair_number, starts_at, ends_at: '13:20' }
  })
  const bells = [bell(1, 1, '08:30'), bell(1, 2, '12:20'), bell(6, 1, '09:00'), bell(6, 2, '11:50')]
  const rows = { entries: [{ held_on: '2026-11-28', pair_number: 2 }], gone: [] }
  const calendar = { off: new Map(), working: new Map(), study_days_per_week: 6 }
  const board = weekBoard(['2026-11-23', '2026-11-28'], rows, bells, calendar)
  t.same(
    board.map(({ cells }) => cells.map(({ time }) => time)),
    [
      ['', ''],
      ['', '11:50–13:20']
    ]
  )
})

t.test('Weeks of a list are read as people write them', async (t) => {
  t.strictSame(weekNumbersOf('1-3, 10; 12'), [1, 2, 3, 10, 12])
  t.equal(weekNumbersOf('первая'), null)
  t.equal(weekNumbersOf('5-2'), null)
  t.equal(weeksInWords([1, 2, 3, 10]), '1–3, 10')
})

t.test('Who would be in two places at once', async (t) => {
  const seat = (changed: Partial<Seat>): Seat => ({
    ...{
      pair_number: 1,
      hours: 2,
      staff_member_id: 1,
      room_id: 1,
      study_group_id: 1,
      subgroup_id: null,
      division: null
    },
    ...{ subject: 'Физика', group_name: 'СА-21', teacher: '', room_name: '101', ...changed }
  })
  const kinds = (one: Partial<Seat>, other: Partial<Seat>) =>
    clashesOf(seat(one), [seat(other)]).map(({ kind }) => kind)
  const elsewhere = { study_group_id: 2, staff_member_id: 2, room_id: 2, subject: 'Химия' }
  const rows: [Partial<Seat>, Partial<Seat>, string[], string][] = [
    [{}, elsewhere, [], 'strangers'],
    [{}, { ...elsewhere, staff_member_id: 1 }, ['teacher'], 'a teacher'],
    [{}, { ...elsewhere, room_id: 1 }, ['room'], 'a room'],
    [{ room_id: null }, { ...elsewhere, room_id: null }, [], 'no room is no clash'],
    [{}, { ...elsewhere, study_group_id: 1 }, ['group'], 'a group'],
    [{}, { study_group_id: 2 }, ['stream'], 'one lecture of two groups'],
    [
      { subgroup_id: 1, division: 'а' },
      { ...elsewhere, study_group_id: 1, subgroup_id: 2, division: 'а' },
      [],
      'halves'
    ],
    [
      { subgroup_id: 1, division: 'а' },
      { ...elsewhere, study_group_id: 1, subgroup_id: 3, division: 'б' },
      ['group'],
      'halves of two divisions'
    ],
    [{ subgroup_id: 1, division: 'а' }, { ...elsewhere, study_group_id: 1 }, ['group'], 'a half and the whole'],
    [{ pair_number: 3 }, { ...elsewhere, staff_member_id: 1, hours: 6 }, ['teacher'], 'six hours take three pairs'],
    [{ pair_number: 4 }, { ...elsewhere, staff_member_id: 1, hours: 6 }, [], 'and not four']
  ]
  for (const [one, other, wanted, title] of rows) t.strictSame(kinds(one, other), wanted, title)
})

t.test('A methodist enters a rule, sees the clash at once and makes lessons of it', async (t) => {
  const house = await openHouse(t, { now: '2026-11-16T09:00' })
  const { db } = house
  const scene = await timetableScene(db)
  const methodist = await house.signIn('orlova')
  const page = `/timetable/rules/groups/${scene.study_group.id}`
  const term = String(scene.college.term.id)
  const form = {
    ...{ term, course: String(scene.course.id), weekday: '2', pair: '2', hours: '2', room: String(scene.rooms[0]?.id) },
    ...{ staff: '', weeks: 'odd', numbers: '', since: '01.09.2026', until: '28.12.2026' }
  }
  await methodist.open(page)

  await t.test('a wrong field has its sentence and keeps what was typed', async (t) => {
    const { statusCode, body } = await methodist.submit(page, { ...form, pair: '17' })
    t.equal(statusCode, 422)
    t.match(body, /номер пары от 1 до 10/)
    t.match(body, /name="pair" size="2" value="17" aria-invalid="true"/)
  })

  await t.test('the rule is added with the teacher of the load', async (t) => {
    t.equal((await methodist.submit(page, form)).statusCode, 303)
    const rule = await db.selectFrom('timetable_rule').selectAll().executeTakeFirstOrThrow()
    t.match(rule, { weekday: 2, weeks: 'odd', staff_member_id: scene.teacher.staff_member_id })
    t.match((await methodist.open(page)).body, /по нечётным неделям/)
  })

  await t.test(
    'a clash is told with the other lesson; one of other weeks is none; a shared room is confirmed',
    async (t) => {
      const other = `/timetable/rules/groups/${scene.other.study_group.id}`
      const theirs = { ...form, course: String(scene.other.course.id) }
      const busy = await methodist.submit(other, { ...theirs, staff: String(scene.teacher.staff_member_id) })
      t.equal(busy.statusCode, 422)
      t.match(busy.body, /Преподаватель Иванова А\. П\. занят: 2 пара, СА-21/)
      const room = await methodist.submit(other, theirs)
      t.match(room.body, /Кабинет 101 занят/)
      t.match(room.body, /name="confirmed"/)
      t.equal((await methodist.submit(other, { ...theirs, weeks: 'even' })).statusCode, 303, 'never on one day')
      t.equal((await methodist.submit(other, { ...theirs, confirmed: 'yes' })).statusCode, 303)
    }
  )

  await t.test('lessons by dates: a look first, then the deed, and nothing the second time', async (t) => {
    await db.insertInto('day_off').values({ held_on: '2026-11-24', name: 'День колледжа' }).execute()
    const url = `${page}/entries`
    const look = await methodist.open(`${url}?term=${term}`)
    t.match(look.body, /выходные и праздники/)
    const before = await db.selectFrom('timetable_entry').select('id').execute()
    t.equal((await methodist.submit(url, { term, since: '2026-11-16', until: '2026-12-28' })).statusCode, 303)
    const rows = await db
      .selectFrom('timetable_entry')
      .select('held_on')
      .where('timetable_rule_id', 'is not', null)
      .orderBy('held_on')
      .execute()
    t.strictSame(
      rows.map(({ held_on }) => held_on),
      ['2026-12-08', '2026-12-22'],
      'odd weeks of the term; the 24th is off'
    )
    t.equal((await db.selectFrom('timetable_entry').select('id').execute()).length, before.length + 2)
    t.match((await methodist.open(`${url}?term=${term}`)).body, /Менять нечего/)
  })

  await t.test('a rule is removed with its lessons that nothing has happened to', async (t) => {
    const { id } = await db
      .selectFrom('timetable_rule')
      .select('id')
      .where('course_id', '=', scene.course.id)
      .executeTakeFirstOrThrow()
    t.equal((await methodist.submit(`/timetable/rules/${id}/removal`, {})).statusCode, 303)
    t.equal(
      (await db.selectFrom('timetable_entry').select('id').where('timetable_rule_id', 'is not', null).execute()).length,
      0
    )
    t.equal((await methodist.open(`/timetable/rules/${id}`)).statusCode, 404)
  })

  await t.test('a closed term is only read, and others have no such pages', async (t) => {
    await db.updateTable('term').set({ closed_at: new Date() }).execute()
    t.equal((await methodist.submit(page, form)).statusCode, 404)
    t.match((await methodist.open(page)).body, /Период закрыт/)
    t.equal((await (await house.signIn('ivanova')).open(page)).statusCode, 404)
  })
})
