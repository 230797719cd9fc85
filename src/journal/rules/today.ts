// «Мои долги»: what a teacher's earlier lessons lack, each with the place where it is filled in. Pure.

type Where = {
  held_on: string
  /** null for a day of practice */
  pair_number: number | null
  group_name: string
  subject: string
  subgroup_number: number | null
}
type Unrecorded = Where & { course_id: number; pair_number: number }
type PracticeDay = Where & { course_id: number }
type Unfinished = Where & {
  id: number
  topic: string
  without_roll: unknown
  without_homework: boolean
  unmarked: { number: number; name: string }[]
}
export type Debt = Where & { href: string; note: string }
export type DebtSection = { key: string; title: string; deed: string; debts: Debt[] }

const whereOf = ({ held_on, pair_number, group_name, subject, subgroup_number }: Where): Where => ({
  ...{ held_on, pair_number, group_name, subject, subgroup_number }
})

/** The sections that hold something, the heaviest first (R1 6.1–6.3, R4 3.5.3). */
export function debtsOf(unrecorded: Unrecorded[], lessons: Unfinished[], practice: PracticeDay[] = []): DebtSection[] {
  const at =
    (place: string, note = '') =>
    (one: Unfinished): Debt => ({
      ...{ ...whereOf(one), href: `/journal/lessons/${one.id}#${place}`, note }
    })
  const sections: DebtSection[] = [
    {
      ...{ key: 'unrecorded', title: 'Занятие не записано', deed: 'Записать' },
      debts: unrecorded.map((one) => ({ ...whereOf(one), note: '', href: newLesson(one) }))
    },
    {
      ...{ key: 'practice', title: 'День практики не записан', deed: 'Записать' },
      debts: practice.map((one) => ({ ...whereOf(one), note: '', href: practicePage(one) }))
    },
    {
      ...{ key: 'topic', title: 'Нет темы', deed: 'Записать тему' },
      debts: lessons.filter(({ topic }) => topic === '').map(at('topic'))
    },
    {
      ...{ key: 'roll', title: 'Отсутствующие не отмечены', deed: 'Отметить' },
      debts: lessons.filter(({ without_roll }) => without_roll === true).map(at('roll'))
    },
    {
      ...{ key: 'homework', title: 'Нет домашнего задания', deed: 'Задать' },
      debts: lessons.filter(({ without_homework }) => without_homework).map(at('homework'))
    },
    {
      ...{ key: 'marks', title: 'Письменная работа без оценок', deed: 'Выставить оценки' },
      debts: lessons.flatMap((one) => one.unmarked.map(({ number, name }) => at(`marks_${number}`, name)(one)))
    }
  ]
  return sections.filter(({ debts }) => debts.length > 0)
}

/** The first page has so many of each kind, a page of one kind so many. */
const SHOWN = 20
export const PAGE_SIZE = 50

type ShownSection = DebtSection & { rows: Debt[]; page: number; pages: number }
/** What of the debts is on the page: the beginning of every kind, or a page of the kind asked for. */
export function shownOf(sections: DebtSection[], of: string, page: number): ShownSection[] {
  const chosen = sections.filter(({ key }) => key === of)
  if (chosen.length === 0)
    return sections.map((one) => ({ ...one, rows: one.debts.slice(0, SHOWN), page: 1, pages: 1 }))
  return chosen.map((one) => {
    const pages = Math.ceil(one.debts.length / PAGE_SIZE)
    const own = Math.min(Math.max(page, 1), pages)
    return { ...one, rows: one.debts.slice((own - 1) * PAGE_SIZE, own * PAGE_SIZE), page: own, pages }
  })
}

export const practicePage = ({ course_id }: { course_id: number }) => `/practices/${course_id}#days`

/** The form of a new lesson with its day and pair filled in. */
export const newLesson = ({
  course_id,
  held_on,
  pair_number
}: Pick<Unrecorded, 'course_id' | 'held_on' | 'pair_number'>) =>
  `/journal/courses/${course_id}/lessons/new?held_on=${held_on}&pair_number=${pair_number}`
