import type { Db } from '../platform/db.ts'
import type { TermSpan } from './calendar.ts'
import { instantOf } from './college.ts'
import type { Activity } from './load.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'
import type { Subgroups } from './study-groups.ts'

/** The rows behind an activity: a course for each teacher, the topics of its lesson plan. */
export type Rows = { courses: number[]; topics: number[] }
export type CourseRows = Map<Activity, Rows>

type Filling = {
  groups: number[]
  subgroups: Subgroups
  teachers: Member[]
  term: TermSpan
  term_id: number
  lessonKinds: Map<string, number>
}

/** Lesson plans, journal pages and who keeps them, for one term. */
export async function addCourses(db: Db, activities: Activity[], filling: Filling): Promise<CourseRows> {
  const plans = await addLessonPlans(db, activities, filling)
  const { groups, subgroups, teachers, term, term_id } = filling
  const pages = activities.flatMap((activity) =>
    activity.teachers.map((teacher, part) => ({ activity, teacher, part }))
  )
  const ids = await addNumbered(
    db,
    'course',
    pages.map(({ activity: { group, item, semester, division }, part }, i) => ({
      ...{ study_group_id: groups[group] ?? 0, curriculum_item_id: item.id, term_id, semester },
      subgroup_id: division === null ? null : (subgroups.get(`${group} ${division}`)?.[part] ?? null),
      lesson_plan_id: plans.get(keyOf(pages[i]?.activity as Activity))?.id ?? null
    }))
  )
  await addRows(
    db,
    'course_teacher',
    pages.map(({ teacher }, i) => ({
      ...{ course_id: ids[i] ?? 0, since: term.starts_on },
      staff_member_id: teachers[teacher]?.staff_member_id ?? 0
    }))
  )
  const rows: CourseRows = new Map()
  for (const [i, { activity }] of pages.entries()) {
    const own = rows.get(activity) ?? { courses: [], topics: plans.get(keyOf(activity))?.topics ?? [] }
    own.courses.push(ids[i] ?? 0)
    rows.set(activity, own)
  }
  return rows
}

const AIDS: Record<string, string> = {
  Лекция: 'Презентация',
  'Практическое занятие': 'Методические указания',
  'Лабораторное занятие': 'Методические указания, ПК'
}

type Plan = { id: number; topics: number[] }

/** Groups of one curriculum share the plan. */
const keyOf = ({ item, semester }: Activity) => `${item.id} ${semester}`

async function addLessonPlans(
  db: Db,
  activities: Activity[],
  { teachers, term, lessonKinds }: Filling
): Promise<Map<string, Plan>> {
  const own = [...new Map(activities.filter(({ topics }) => topics.length > 0).map((one) => [keyOf(one), one]))]
  const ids = await addNumbered(
    db,
    'lesson_plan',
    own.map(
      ([
        ,
        {
          item,
          semester,
          teachers: [teacher = 0]
        }
      ]) => ({
        ...{ curriculum_item_id: item.id, semester, title: `${item.item_index} ${item.name}, ${semester} семестр` },
        ...{
          author_id: teachers[teacher]?.staff_member_id ?? null,
          state: 'approved',
          changed_at: instantOf(term.starts_on, '08:00')
        }
      })
    )
  )
  const topics = own.flatMap(([, activity], i) =>
    activity.topics.map(({ section = '', title, hours, kind, homework }, position) => ({
      ...{ lesson_plan_id: ids[i] ?? 0, position: position + 1, title, hours, homework },
      ...{ section, visual_aids: AIDS[kind] ?? '', lesson_kind_id: lessonKinds.get(kind) ?? 0 }
    }))
  )
  const topic_ids = await addNumbered(db, 'lesson_plan_topic', topics)
  let next = 0
  return new Map(
    own.map(([key, activity], i) => {
      const from = next
      next += activity.topics.length
      return [key, { id: ids[i] ?? 0, topics: topic_ids.slice(from, next) }]
    })
  )
}
