// A group in its second year with everything a printed journal has to show.
import { type Insertable, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from '../../src/platform/db.ts'
import type { DB } from '../../src/platform/schema.ts'
import { addPerson, type College, collegeScene, hire } from '../support/scene.ts'

const FAMILIES = [
  ...[
    'Абдурахманова',
    'Александрова',
    'Белова',
    'Волков',
    'Григорьева',
    'Ёлкина',
    'Ежов',
    'Жуковская',
    'Зайцева',
    'Иванова'
  ],
  ...[
    'Константинопольский',
    'Лебедева',
    'Мухаметзянов',
    'Никифорова',
    'Оганесян',
    'Петренко',
    'Рождественская',
    'Сидоренко'
  ],
  ...['Тихомиров', 'Усманов', 'Филиппова', 'Хачатурян', 'Цветкова', 'Чернышевская', 'Шевченко', 'Щербакова', 'Эминов'],
  ...['Юсупова', 'Яковлева', 'Яблочкина']
]
export const nameOf = (i: number) => `${FAMILIES[i]} Анна Петровна`
const TEXTS = [
  ['Введение. Понятие операционной системы', 'Конспект, [1] с. 5–12'],
  ['Практическая работа № 1. Права доступа к файлам и каталогам', 'Оформить отчёт'],
  ['Процессы и потоки: состояния, планирование, взаимодействие и синхронизация', '[1] § 14, упр. 3'],
  ['Контрольная работа № 1 «Файловые системы»', '']
] as const

const ids = async (query: { execute(): Promise<{ id: number }[]> }) =>
  (await query.execute()).map(({ id }) => id).toSorted((a, b) => a - b)
const id = async (query: { execute(): Promise<{ id: number }[]> }) => (await ids(query))[0] ?? 0

async function addRows<T extends 'mark' | 'absence' | 'work' | 'result'>(db: Db, table: T, rows: Insertable<DB[T]>[]) {
  for (let i = 0; i < rows.length; i += 5000) {
    await db
      .insertInto(table as 'mark')
      .values(rows.slice(i, i + 5000) as never)
      .execute()
  }
}

/** Days of lessons on Wednesdays and Fridays from 2 September to 25 December 2026, several a day when there are many. */
export function daysOf(count: number): { held_on: string; pair_number: number }[] {
  const days: string[] = []
  for (let day = Date.parse('2026-09-02'); day <= Date.parse('2026-12-25'); day += 86_400_000) {
    const weekday = new Date(day).getUTCDay()
    if (weekday === 3 || weekday === 5) days.push(new Date(day).toISOString().slice(0, 10))
  }
  const placed = Array.from({ length: count }, (_, i) => days[Math.floor((i * days.length) / count)] ?? '')
  return placed.map((held_on, i) => ({ held_on, pair_number: i - placed.indexOf(held_on) + 1 }))
}

export type Group = Awaited<ReturnType<typeof groupScene>>

/** Group СА-21 with thirty students, one of whom was expelled on 10 October and one of whom came on 14 October. */
export async function groupScene(db: Db, students = 30) {
  const college = await collegeScene(db)
  const group = await id(
    db
      .insertInto('study_group')
      .values({
        ...{ name: 'СА-21', department_id: college.department.id, specialty_id: college.specialty.id },
        ...{ curriculum_id: college.curriculum.id, entry_year: 2025 }
      })
      .returning('id')
  )
  const order = (kind: string, number: string, signed_on: string) =>
    id(db.insertInto('movement_order').values({ kind, number, signed_on, state: 'signed' }).returning('id'))
  const [enrolment, expulsion, late] = [
    await order('enrolment', '112-к', '2025-08-15'),
    await order('expulsion', '45-к', '2026-10-10'),
    await order('reinstatement', '98-к', '2026-10-12')
  ]
  const student_ids: number[] = []
  for (let i = 0; i < students; i++) {
    const person_id = await addPerson(db, nameOf(i))
    const sex = /[ая]$/.test(FAMILIES[i] ?? '') ? 'female' : 'male'
    await db.updateTable('person').set({ sex }).where('id', '=', person_id).execute()
    const values = { person_id, record_number: `25-${100 + i}` }
    student_ids.push(await id(db.insertInto('student').values(values).returning('id')))
  }
  await db
    .insertInto('enrolment')
    .values(
      student_ids.map((student_id, i) => ({
        ...{ student_id, study_group_id: group, since: i === LATE ? '2026-10-14' : '2025-09-01' },
        ...{ until: i === LEFT ? '2026-10-09' : null, until_order_id: i === LEFT ? expulsion : null },
        since_order_id: i === LATE ? late : enrolment
      }))
    )
    .execute()
  const teacher = await hire(db, 'Иванова Мария Петровна', 'ivanova', ['teacher'])
  const colleague = await hire(db, 'Сидоров Пётр Павлович', 'sidorov', ['teacher'])
  const curator = await hire(db, 'Петрова Елена Викторовна', 'petrova', ['curator'])
  await db
    .insertInto('curatorship')
    .values({ study_group_id: group, staff_member_id: curator.staff_member_id, since: '2025-09-01' })
    .execute()
  const head = await hire(db, 'Соколова Нина Викторовна', 'sokolova', ['head'], college.department.id)
  const methodist = await hire(db, 'Кузнецова Елена Николаевна', 'kuznetsova', ['methodist'])
  return {
    db,
    college,
    group,
    student_ids,
    teacher,
    colleague,
    curator,
    head,
    methodist,
    account_id: teacher.account_id
  }
}

/** Places in the list, from nought, of who was expelled and of who came in October. */
export const LEFT = 3
export const LATE = 6

type Staff = { staff_member_id: number }
type CourseOptions = {
  lessons?: number
  hours?: number
  teacher?: Staff
  kind?: string
  parent_id?: number | null
  subgroup_id?: number | null
  controls?: string[]
  item_id?: number
}

/** A course of the group with lessons, marks and absences by a plain pattern; `hours` are those of the curriculum. */
export async function addCourse(scene: Group, index: string, name: string, options: CourseOptions = {}) {
  const { db, college } = scene
  const { lessons = 12, teacher = scene.teacher, subgroup_id = null } = options
  const item_id =
    options.item_id ?? (await addItem(db, college, index, name, { ...options, hours: options.hours ?? lessons * 2 }))
  const values = {
    study_group_id: scene.group,
    curriculum_item_id: item_id,
    term_id: college.term.id,
    semester: 3,
    subgroup_id
  }
  const course_id = await id(db.insertInto('course').values(values).returning('id'))
  const load = { course_id, staff_member_id: teacher.staff_member_id, since: '2026-09-01' }
  await db.insertInto('course_teacher').values(load).execute()
  const lesson_ids = await addLessons(scene, { course_id, index }, teacher, lessons)
  return { course_id, item_id, lesson_ids }
}

export async function addItem(db: Db, college: College, index: string, name: string, options: CourseOptions = {}) {
  const { hours = 24, kind = 'discipline', parent_id = null, controls = ['graded_credit'] } = options
  const position = (await db.selectFrom('curriculum_item').select('id').execute()).length + 1
  const item_id = await id(
    db
      .insertInto('curriculum_item')
      .values({
        ...{ curriculum_id: college.curriculum.id, item_index: index, item_key: index, name, kind, parent_id, position }
      })
      .returning('id')
  )
  if (kind === 'module') return item_id
  const term = { curriculum_item_id: item_id, semester: 3 }
  await db
    .insertInto('curriculum_term')
    .values({ ...term, hours_total: hours })
    .execute()
  const forms = controls.map((control_form) => ({ ...term, control_form }))
  if (forms.length > 0) await db.insertInto('curriculum_control').values(forms).execute()
  return item_id
}

const MARKS = ['5', '4', '3', '', '4', '', '5', '', '', '2', '', '4']
const CODES = ['', 'н', '', '', '', '', 'б', '', '', '', '', 'о', '', 'у', '', '', '']

async function addLessons(
  { db, student_ids, account_id }: Group,
  { course_id, index }: { course_id: number; index: string },
  { staff_member_id }: Staff,
  count: number
) {
  if (count === 0) return []
  const kinds = await db.selectFrom('lesson_kind').select(['id', 'name']).execute()
  const kind = (name: string) => kinds.find((one) => one.name === name)?.id ?? 0
  const types = ['Лекция', 'Практическое занятие', 'Лекция', 'Контрольная работа']
  const lesson_ids = await ids(
    db
      .insertInto('lesson')
      .values(
        daysOf(count).map((slot, i) => ({
          ...{ ...slot, course_id, taught_by: staff_member_id, lesson_kind_id: kind(types[i % 4] ?? '') },
          ...{
            topic: `Тема ${index}/${course_id}/${i + 1}: ${TEXTS[i % 4]?.[0]}`,
            homework: TEXTS[i % 4]?.[1] ?? '',
            topic_kept_at: new Date(`${slot.held_on}T09:00Z`)
          }
        }))
      )
      .returning('id')
  )
  const { id: work_kind_id } = await db
    .selectFrom('work_kind')
    .select('id')
    .where('name', '=', 'Ответ на занятии')
    .executeTakeFirstOrThrow()
  await addRows(
    db,
    'work',
    lesson_ids.map((lesson_id) => ({ lesson_id, number: 1, work_kind_id }))
  )
  const cells = lesson_ids.flatMap((lesson_id, k) =>
    student_ids.map((student_id, i) => ({ lesson_id, student_id, k, i }))
  )
  const code = (k: number, i: number) => CODES[(i * 5 + k * 3) % CODES.length] ?? ''
  const value = (k: number, i: number) => (code(k, i) === '' ? (MARKS[(i * 7 + k) % MARKS.length] ?? '') : '')
  await addRows(
    db,
    'absence',
    cells
      .filter(({ k, i }) => code(k, i) !== '')
      .map(({ lesson_id, student_id, k, i }) => ({
        ...{ lesson_id, student_id, code: code(k, i), hours: code(k, i) === 'о' ? 0 : 2, noted_by: account_id }
      }))
  )
  await addRows(
    db,
    'mark',
    cells
      .filter(({ k, i }) => value(k, i) !== '')
      .map(({ lesson_id, student_id, k, i }) => ({
        lesson_id,
        student_id,
        work_number: 1,
        value: value(k, i),
        given_by: account_id
      }))
  )
  return lesson_ids
}

export const addResults = (
  { db, student_ids, account_id }: Group,
  course_id: number,
  kind: string,
  value: (i: number) => string
) =>
  addRows(
    db,
    'result',
    student_ids
      .map((student_id, i) => ({ course_id, student_id, kind, value: value(i), given_by: account_id }))
      .filter((row) => row.value !== '')
  )

/** Two subgroups: the first half of the list and the second. */
export async function addSubgroups({ db, group, student_ids }: Group, division: string): Promise<[number, number]> {
  const half = Math.ceil(student_ids.length / 2)
  const both: number[] = []
  for (const number of [1, 2]) {
    const subgroup_id = await id(
      db.insertInto('subgroup').values({ study_group_id: group, division, number }).returning('id')
    )
    const members = number === 1 ? student_ids.slice(0, half) : student_ids.slice(half)
    const rows = members.map((student_id) => ({ subgroup_id, student_id, since: '2026-09-01' }))
    await db.insertInto('subgroup_member').values(rows).execute()
    both.push(subgroup_id)
  }
  return both as [number, number]
}

/** How many statements the work sends to the database. */
export async function countStatements(url: string, work: (db: Db) => Promise<unknown>): Promise<number> {
  let statements = 0
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {}) // the database may be dropped before the connection is quite closed
  const counted = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level }) => {
      if (level === 'query') statements++
    }
  })
  await work(counted.withSchema('college')).finally(() => counted.destroy())
  return statements
}
