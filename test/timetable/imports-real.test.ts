// Real files of colleges, where their folder is beside the project: loaded whole, and once more without a change.
import fs from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../../src/platform/config.ts'
import type { Db } from '../../src/platform/db.ts'
import { readTimetable, type WrittenTimetable } from '../../src/timetable/reader.ts'
import { isNamed } from '../../src/timetable/rules/import-placing.ts'
import { alike, subjectParts } from '../../src/timetable/rules/matching.ts'
import { bring, confirm, namesIn, openTimetable } from './import-scene.ts'

const REAL = process.env.REALDATA ?? join(root, '../shared/realdata')
const skip = fs.existsSync(join(REAL, 'README.md'))
  ? {}
  : { skip: 'the folder of real files is not beside the project' }

type Ids = { id: number }[]
const added = (db: Db, table: string, rows: object[]): Promise<Ids> =>
  rows.length === 0
    ? Promise.resolve([])
    : (db
        .insertInto(table as 'room')
        .values(rows as never)
        .returning('id')
        .execute() as Promise<Ids>)

/** The groups of the file with a plan and gradebooks of everything it teaches them, halves where it has halves. */
async function addGroups(
  db: Db,
  { groups, lessons }: WrittenTimetable,
  at: { department: number; specialty: number; teacher: number }
) {
  const term = { name: 'Весь год', number: 4, starts_on: '2025-09-01', ends_on: '2026-06-30' }
  const year = await added(db, 'academic_year', [{ starts_on: '2025-09-01', ends_on: '2026-06-30' }])
  const [{ id: term_id } = { id: 0 }] = await added(db, 'term', [{ ...term, academic_year_id: year[0]?.id }])
  const plan = { specialty_id: at.specialty, entry_year: 2024, semesters: 8 }
  const plans = await added(
    db,
    'curriculum',
    groups.map((name) => ({ ...plan, name: `План ${name}` }))
  )
  const own = await added(
    db,
    'study_group',
    groups.map((name, i) => ({
      ...{ name, department_id: at.department, specialty_id: at.specialty, entry_year: 2024 },
      curriculum_id: plans[i]?.id
    }))
  )
  const taught = groups.flatMap((group, i) => {
    const theirs = lessons.filter((lesson) => lesson.group === group)
    const subjects = [...new Map(theirs.map(({ subject }) => [alike(subject), subject])).values()]
    return subjects.map((name, n) => ({ name, n, group: own[i]?.id ?? 0, plan: plans[i]?.id ?? 0, theirs }))
  })
  const items = await added(
    db,
    'curriculum_item',
    taught.map(({ name: written, n, plan: curriculum_id }) => {
      const { index, name } = subjectParts(written)
      const row = { curriculum_id, position: n, item_key: `Д.${n}`, kind: 'discipline' }
      return { ...row, item_index: index || `Д.${n}`, name: name || written }
    })
  )
  await db
    .insertInto('curriculum_term')
    .values(
      items.flatMap(({ id }) => [3, 4].map((semester) => ({ curriculum_item_id: id, semester, hours_total: 72 })))
    )
    .execute()
  const halves = await added(
    db,
    'subgroup',
    own.flatMap(({ id }) => [1, 2].map((number) => ({ study_group_id: id, division: 'П', number })))
  )
  const courses = taught.flatMap(({ name, theirs, group }, i) => {
    const parts = theirs.filter(({ subject, subgroup }) => alike(subject) === alike(name) && subgroup !== '')
    const whole = {
      study_group_id: group,
      curriculum_item_id: items[i]?.id ?? 0,
      term_id,
      semester: 3,
      subgroup_id: null
    }
    const at2 = 2 * own.findIndex(({ id }) => id === group)
    const divided = parts.length > 0 ? [halves[at2], halves[at2 + 1]] : []
    return [whole, ...divided.map((half) => ({ ...whole, subgroup_id: half?.id ?? null }))]
  })
  const ids = await added(db, 'course', courses)
  const keeping = { staff_member_id: at.teacher, since: '2025-09-01' }
  await db
    .insertInto('course_teacher')
    .values(ids.map(({ id }) => ({ ...keeping, course_id: id })))
    .execute()
}

const FILES: {
  names: string[]
  groups: number
  written(file: WrittenTimetable): number
  from?: string
  until?: string
}[] = [
  { names: ['ktk_2025-10-27.xls'], groups: 78, written: ({ lessons }) => lessons.length },
  { names: ['ktk_2025-10-28.xls'], groups: 78, written: ({ lessons }) => lessons.length },
  { names: ['week_2026-04-06.xlsx'], groups: 29, written: ({ lessons }) => lessons.length },
  {
    ...{ names: ['medical_college.fet', 'medical_college_activities.xml'], groups: 14 },
    ...{ from: '02.03.2026', until: '14.03.2026' },
    written: ({ lessons }) => lessons.reduce((sum, { pairs }) => sum + pairs, 0)
  }
]

for (const { names, groups, written, from, until } of FILES)
  t.test(`${names[0]} is loaded whole, and once more without a change`, { ...skip, timeout: 120_000 }, async (t) => {
    const files = names.map((name) => fs.readFileSync(join(REAL, name)))
    const reading = await readTimetable(files)
    if (!reading.ok) throw new Error(reading.refusal)
    const house = await openTimetable(t)
    const { db, kotova, work, college, kim } = house
    const [{ id: department }, { id: specialty }] = [college.department, college.specialty]
    await addGroups(db, reading.timetable, { department, specialty, teacher: kim.staff_member_id })
    const decide = async (url: string) => {
      if (from && until) await kotova.submit(`${url}/answers`, { from, until, first_week: '1' })
      for (const all of ['teacher', 'room']) await kotova.submit(`${url}/answers`, { all })
      for (let i = 0; i < 40; i++) {
        const asked = namesIn(await kotova.open(url))
        if (Object.keys(asked).length === 0) break
        const told = Object.entries(asked).map(([field, value]) => [
          field,
          value || (/name:(teacher|room)/.test(field) ? 'new' : 'skip')
        ])
        await kotova.submit(`${url}/answers`, Object.fromEntries(told))
      }
    }
    const first = await bring(house, kotova, ...files)
    await decide(first.url)
    t.equal((await confirm(kotova, first.url)).statusCode, 303)
    await work(first.url)
    const { counts } = await db.selectFrom('timetable_import').select('counts').executeTakeFirstOrThrow()
    const { timetable } = reading
    const beds = timetable.lessons.filter(({ subgroup }) => isNamed(subgroup) && !subgroup.startsWith('П'))
    const left = beds.reduce((sum, { pairs }) => sum + pairs, 0)
    t.match(counts, { groups, new: written(timetable) - left, left })
    const stored = await db
      .selectFrom('timetable_entry')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    t.equal(Number(stored.n), written(timetable) - left)

    const again = await bring(house, kotova, ...files)
    await decide(again.url)
    const refused = await confirm(kotova, again.url)
    t.match(refused.body, /Загружать нечего/)
  })
