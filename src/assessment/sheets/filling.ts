import type { CourseRow } from '../../journal/queries/sheets/courses.ts'
import type { MissedRow } from '../../journal/queries/sheets/records.ts'
import { type Column, columnsIn, markOf } from '../../journal/sheets/filling/columns.ts'
import { type Member, membersOf, rosterOf } from '../../journal/sheets/filling/members.ts'
import { shortOf, signatureOf } from '../../journal/sheets/filling/names.ts'
import { resultsOf } from '../../journal/sheets/filling/results.ts'
import type { SheetRows } from '../queries/consolidated.ts'
import { averageIn, countsIn, groupFigures, sharesOf } from '../rules/figures.ts'
import type { Period } from '../rules/ordering.ts'
import type { ConsolidatedRow, ConsolidatedSheet, ConsolidatedSubject } from './shapes.ts'

/** The parameters of «Сводная ведомость учета успеваемости», as they are queued. */
export type SheetOrder = Period & { study_group_id: number }

type Subject = { courses: [CourseRow, ...CourseRow[]]; columns: Column[] }

/** F13: the sheet that the rows make; null when the group has no courses in the period any more. */
export function sheetOf(order: SheetOrder, rows: SheetRows): ConsolidatedSheet | null {
  const { group, profile } = rows
  if (!group || rows.courses.length === 0) return null
  const results = resultsOf(rows.results)
  const members = membersOf(rows.stays, [], order)
  const subjects = subjectsOf(rows.courses, order, results)
  const marksOf = ({ columns }: Subject, { student_id }: Member) =>
    columns.map((column) => markOf(column, student_id, results))
  const listed = members.filter(({ left }) => !left)
  const year = Number(order.academicYear.slice(0, 4))
  return {
    ...{
      college: profile?.full_name ?? '',
      group: group.name,
      course: year - group.entry_year + 1,
      studyForm: group.study_form
    },
    specialty: `${group.specialty_code} ${group.specialty}`,
    period: `за ${order.academicYear} учебный год${order.term === null ? '' : ` (${order.name})`}`,
    curator: signatureOf(group.curator ?? ''),
    subjects: subjects.map((subject) =>
      subjectOf(
        subject,
        listed.map((member) => marksOf(subject, member))
      )
    ),
    rows: rowsOf(members, order, rows.missed, (member) => subjects.map((subject) => marksOf(subject, member))),
    figures: groupFigures(listed.map((member) => subjects.flatMap((subject) => marksOf(subject, member)))),
    ...{ headOfDepartment: signatureOf(group.head ?? ''), director: profile?.director_name ?? '' },
    directorPost: profile?.director_post ?? 'Директор'
  }
}

/** Subjects in the order of the curriculum; the subgroups of a subject are one. */
function subjectsOf(courses: CourseRow[], interval: SheetOrder, results: ReturnType<typeof resultsOf>): Subject[] {
  const items = [...Map.groupBy(courses, ({ item_id }) => item_id).values()]
  return items
    .flatMap(([first, ...more]): Subject[] => {
      if (!first) return []
      return [{ courses: [first, ...more], columns: columnsIn([first, ...more], { interval, results }) }]
    })
    .toSorted((a, b) => a.courses[0].position - b.courses[0].position)
}

/** A subject with the figures of those who are in the list at the end of the period. */
function subjectOf({ courses, columns }: Subject, marks: string[][]): ConsolidatedSubject {
  const [{ item_index, name }] = courses
  const teachers = new Set(courses.flatMap(({ teachers }) => teachers).map(({ name }) => shortOf(name)))
  return {
    ...{ index: item_index, title: name, teacher: [...teachers].join(', '), columns: columns.map(({ head }) => head) },
    ...{ average: averageIn(marks.flat()), ...sharesOf(marks) }
  }
}

function rowsOf(
  members: Member[],
  order: SheetOrder,
  missed: MissedRow[],
  marksOf: (member: Member) => string[][]
): ConsolidatedRow[] {
  const movements = rosterOf(members, order).map(({ movement }) => movement)
  const hours = Map.groupBy(missed, ({ student_id }) => student_id)
  return members.map((member, i) => {
    const results = marksOf(member)
    const own = hours.get(member.student_id) ?? []
    return {
      ...{ number: member.number, name: member.full, left: member.left, results, order: movements[i] ?? '' },
      ...{ average: averageIn(results.flat()), counts: countsIn(results.flat()) },
      hours: { all: sum(own.map(({ all }) => all)), excused: sum(own.map(({ excused }) => excused)) }
    }
  })
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)
