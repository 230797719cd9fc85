import type { Db } from '../../src/platform/db.ts'
import { courseScene, hire, journalScene } from '../support/scene.ts'

export const KINDS = [
  'section',
  'title',
  'hours',
  'lesson_kind_id',
  'homework',
  'visual_aids',
  'planned_on',
  'note'
] as const

/** A row of the form; what is not named is empty. */
export type Row = Partial<Record<'id' | 'position' | (typeof KINDS)[number], string>>

/** The form of topics as a browser sends it. */
export function formOf(version: number, rows: Row[], drop: number[] = []) {
  const column = (name: keyof Row) => rows.map((row, i) => row[name] ?? (name === 'position' ? String(i + 1) : ''))
  const columns = Object.fromEntries((['id', 'position', ...KINDS] as const).map((name) => [name, column(name)]))
  return { ...columns, version: String(version), drop: drop.map(String) }
}

export async function kindOf(db: Db, name: string): Promise<string> {
  const kind = db.selectFrom('lesson_kind').select('id').where('name', '=', name)
  return String((await kind.executeTakeFirstOrThrow()).id)
}

/** СА-21 taught by Иванова and, in parallel, СА-22 by Смирнов; 72 hours in the plan, of them 40 of theory; a head, a deputy, a curator. */
export async function planScene(db: Db) {
  const scene = await journalScene(db)
  const { college, colleague, item } = scene
  const parallel = await courseScene(db, college, colleague, { group: 'СА-22', subject: 'Операционные системы' })
  await db.updateTable('course').set({ curriculum_item_id: item.id }).where('id', '=', parallel.course.id).execute()
  await db
    .insertInto('curriculum_hours')
    .values([
      { curriculum_item_id: item.id, semester: 3, kind: 'lecture', hours: 40 },
      { curriculum_item_id: item.id, semester: 3, kind: 'practice', hours: 32 }
    ])
    .execute()
  const stranger = await hire(db, 'Дроздов Илья Ильич', 'drozdov', ['teacher'])
  const other = await courseScene(db, college, stranger, { group: 'СА-31', subject: 'Сети', index: 'ОП.09' })
  await hire(db, 'Котова Ирина Павловна', 'kotova', ['methodist'])
  const lecture = await kindOf(db, 'Лекция')
  const practice = await kindOf(db, 'Практическое занятие')
  return { ...scene, parallel, stranger, other, lecture, practice }
}

export const planOf = async (db: Db, course_id: number) =>
  (await db.selectFrom('course').select('lesson_plan_id').where('id', '=', course_id).executeTakeFirstOrThrow())
    .lesson_plan_id ?? 0

export const topicsIn = (db: Db, plan: number) =>
  db
    .selectFrom('lesson_plan_topic')
    .select(['id', 'position', 'section', 'title', 'hours'])
    .where('lesson_plan_id', '=', plan)
    .orderBy('position')
    .execute()
