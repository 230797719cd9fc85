// «Мои долги»: what a teacher's earlier lessons lack, each with the place where it is filled in. Pure.
import { formats } from '../../platform/formats.ts'

type Where = {
  held_on: string
  pair_number: number
  group_name: string
  subject: string
  subgroup_number: number | null
}
type Unrecorded = Where & { course_id: number }
type Unfinished = Where & {
  id: number
  topic: string
  without_roll: unknown
  without_homework: boolean
  unmarked: { number: number; name: string }[]
}
export type Debt = Where & { href: string; note: string }
export type DebtSection = { title: string; deed: string; debts: Debt[] }

const whereOf = ({ held_on, pair_number, group_name, subject, subgroup_number }: Where): Where => ({
  ...{ held_on, pair_number, group_name, subject, subgroup_number }
})

/** The sections that hold something, the heaviest first (R1 6.1–6.3, R4 3.5.3). */
export function debtsOf(unrecorded: Unrecorded[], lessons: Unfinished[]): DebtSection[] {
  const at =
    (place: string, note = '') =>
    (one: Unfinished): Debt => ({
      ...{ ...whereOf(one), href: `/journal/lessons/${one.id}#${place}`, note }
    })
  const sections: DebtSection[] = [
    {
      ...{ title: 'Занятие не записано', deed: 'Записать' },
      debts: unrecorded.map((one) => ({
        ...whereOf(one),
        ...{ note: '', href: newLesson(one) }
      }))
    },
    { title: 'Нет темы', deed: 'Записать тему', debts: lessons.filter(({ topic }) => topic === '').map(at('topic')) },
    {
      ...{ title: 'Отсутствующие не отмечены', deed: 'Отметить' },
      debts: lessons.filter(({ without_roll }) => without_roll === true).map(at('work_1'))
    },
    {
      ...{ title: 'Нет домашнего задания', deed: 'Задать' },
      debts: lessons.filter(({ without_homework }) => without_homework).map(at('homework'))
    },
    {
      ...{ title: 'Письменная работа без оценок', deed: 'Выставить оценки' },
      debts: lessons.flatMap((one) => one.unmarked.map(({ number, name }) => at(`work_${number}`, name)(one)))
    }
  ]
  return sections.filter(({ debts }) => debts.length > 0)
}

/** The form of a new lesson with its day and pair filled in. */
export const newLesson = ({
  course_id,
  held_on,
  pair_number
}: Pick<Unrecorded, 'course_id' | 'held_on' | 'pair_number'>) =>
  `/journal/courses/${course_id}/lessons/new?held_on=${held_on}&pair_number=${pair_number}`

/** «Сегодня 3 занятия, не записано 2; долгов: 5», as the first page says it. */
export function dayInWords(lessons: { lesson_id: number | null; is_mine: boolean }[], debts: number): string {
  const own = lessons.filter(({ is_mine }) => is_mine)
  const left = own.filter(({ lesson_id }) => lesson_id === null).length
  const day = own.length === 0 ? 'занятий нет' : formats.count(own.length, 'занятие', 'занятия', 'занятий')
  const rest = own.length > 0 && left > 0 ? `, ещё не записано ${left}` : ''
  return `сегодня ${day}${rest}${debts > 0 ? `; долгов за прошлые дни: ${debts}` : '; долгов нет'}`
}
