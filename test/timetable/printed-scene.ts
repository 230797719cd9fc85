// A college of many groups with a week of lessons and the rules behind it.
import type { Db } from '../../src/platform/db.ts'
import { collegeScene } from '../support/scene.ts'

/** The longest names that curricula have, and the shortest; the last is taught in two subgroups. */
export const SUBJECTS = [
  'Обеспечение безопасности жизнедеятельности при эксплуатации автоматизированных инфокоммуникационных систем',
  'Математика',
  'Технология разработки и защиты баз данных',
  'Физическая культура',
  'Инфокоммуникационные системы и сети специального назначения',
  'Основы электротехники и электронной техники',
  'История России',
  'Правовое обеспечение профессиональной деятельности',
  'Эксплуатация объектов сетевой инфраструктуры',
  'Иностранный язык в профессиональной деятельности'
]
const SURNAMES = ['Преображенская', 'Ким', 'Римская-Корсакова', 'Иванова', 'Шевченко']
const [HALF, MONDAY] = [90, '2026-11-23']
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const dayAt = (weekday: number) => `2026-11-${22 + weekday}`

/** `count` groups of three departments and four courses; the week of Monday 23 November, the 13th of the term. */
export async function weekScene(db: Db, count: number) {
  const college = await collegeScene(db)
  const long = 'Государственное бюджетное профессиональное образовательное учреждение «Светлореченский колледж связи»'
  await db.updateTable('college_profile').set({ full_name: long, director_post: 'Директор' }).execute()
  await addRest(db)
  const departments = await db.selectFrom('department').select('id').orderBy('id').execute()
  const of = { specialty_id: college.specialty.id, curriculum_id: college.curriculum.id }
  const groups = await db
    .insertInto('study_group')
    .values(
      numbers(count).map((n) => {
        const course = 1 + (Math.floor(n / 3) % 4)
        const name = `${['ИС', 'ЭБ', 'СЗ'][n % 3]}-${course}${1 + Math.floor(n / 12)}`
        return { ...of, name, department_id: departments[n % 3]?.id ?? 0, entry_year: 2027 - course }
      })
    )
    .returning(['id', 'name'])
    .execute()
  const items = await db
    .insertInto('curriculum_item')
    .values(
      SUBJECTS.map((name, position) => ({
        ...{ curriculum_id: college.curriculum.id, position, name, kind: 'discipline' },
        ...{ item_index: `ОП.${position}`, item_key: `ОП.${position}` }
      }))
    )
    .returning('id')
    .execute()
  await addWeek(db, college.term.id, groups, items)
  return { ...college, groups, monday: MONDAY }
}

/** Departments, teachers, rooms, and bells that differ on Monday and on Saturday. */
async function addRest(db: Db) {
  const others = [['Экономики и права', 'ЭП'] as const, ['Строительства и эксплуатации зданий', 'СЭЗ'] as const]
  await db
    .insertInto('department')
    .values(others.map(([name, short_name]) => ({ name, short_name })))
    .execute()
  const people = await db
    .insertInto('person')
    .values(
      numbers(HALF * 2).map((n) => ({ last_name: SURNAMES[n % 5] ?? '', first_name: 'Анна', middle_name: 'Ильинична' }))
    )
    .returning('id')
    .execute()
  await db
    .insertInto('staff_member')
    .values(people.map(({ id }) => ({ person_id: id })))
    .execute()
  await db
    .insertInto('room')
    .values(numbers(HALF * 2).map((n) => ({ name: n === 3 ? 'Спортивный зал' : String(101 + n) })))
    .execute()
  const at = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const bells = [1, 2, 3, 4, 5, 6].flatMap((weekday) =>
    [1, 2, 3, 4, 5].map((pair_number) => {
      const starts = 510 + (pair_number - 1) * 100 + (weekday === 1 ? 30 : 0)
      return { weekday, pair_number, starts_at: at(starts), ends_at: at(starts + (weekday === 6 ? 60 : 90)) }
    })
  )
  await db.insertInto('bell').values(bells).execute()
}

type Id = { id: number }

/** Four lessons a day, three on Saturday; each fifth hour has one subject on odd weeks and another one on even weeks. */
async function addWeek(db: Db, term_id: number, groups: Id[], items: Id[]) {
  const division = 'иностранный язык'
  const subgroups = await db
    .insertInto('subgroup')
    .values(groups.flatMap(({ id }) => [1, 2].map((number) => ({ study_group_id: id, division, number }))))
    .returning(['id', 'study_group_id'])
    .execute()
  const halves = Map.groupBy(subgroups, ({ study_group_id }) => study_group_id)
  const courses = await db
    .insertInto('course')
    .values(
      groups.flatMap(({ id: study_group_id }) =>
        items.flatMap(({ id: curriculum_item_id }, i) =>
          (i === items.length - 1 ? (halves.get(study_group_id) ?? []) : [{ id: null }]).map(({ id: subgroup_id }) => ({
            ...{ study_group_id, curriculum_item_id, subgroup_id, term_id, semester: 3 }
          }))
        )
      )
    )
    .returning(['id', 'study_group_id', 'curriculum_item_id'])
    .execute()
  const [staff, rooms] = [await ids(db, 'staff_member'), await ids(db, 'room')]
  const keyOf = (group: number, item: number) => `${group} ${item}`
  const byPlace = Map.groupBy(courses, (one) => keyOf(one.study_group_id, one.curriculum_item_id))
  const rows = groups.flatMap(({ id }, g) =>
    [1, 2, 3, 4, 5, 6].flatMap((weekday) =>
      [1, 2, 3, 4].slice(0, weekday === 6 ? 3 : 4).flatMap((pair_number) => {
        const isParted = (weekday + pair_number) % 5 === 0
        return (isParted ? (['odd', 'even'] as const) : (['every'] as const)).flatMap((weeks) => {
          const item = items[(g + weekday * 4 + pair_number + (weeks === 'even' ? 5 : 0)) % items.length]?.id ?? 0
          return (byPlace.get(keyOf(id, item)) ?? []).map(({ id: course_id }, half) => ({
            ...{ course_id, weekday, pair_number, weeks, since: '2026-09-01', until: '2026-12-28' },
            ...{ staff_member_id: staff[((g + weekday * 7) % HALF) + half * HALF] ?? 0 },
            room_id: rooms[((g + pair_number) % HALF) + half * HALF] ?? null
          }))
        })
      })
    )
  )
  const rules = await db
    .insertInto('timetable_rule')
    .values(rows)
    .returning(['id', 'course_id', 'weekday', 'pair_number', 'staff_member_id', 'room_id', 'weeks'])
    .execute()
  const dated = rules
    .filter(({ weeks }) => weeks !== 'even')
    .map(({ id, weekday, weeks, ...rest }) => ({ ...rest, timetable_rule_id: id, held_on: dayAt(weekday) }))
  await db.insertInto('timetable_entry').values(dated).execute()
}

const ids = async (db: Db, table: 'staff_member' | 'room') =>
  (await db.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id)
