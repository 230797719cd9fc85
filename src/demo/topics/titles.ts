import type { HourKind } from '../../curriculum/reader.ts'
import type { Chance } from '../chance.ts'
import type { Subject, Theme, Topic } from '../topics.ts'

export type LessonKind =
  | 'Урок'
  | 'Лекция'
  | 'Практическое занятие'
  | 'Лабораторное занятие'
  | 'Семинар'
  | 'Контрольная работа'
  | 'Консультация'
  | 'Практика'
  | 'Сдача спортивных нормативов'

type Place = {
  subject: Subject
  kind: HourKind
  theme: Theme
  /** How often something was counted in this plan so far; grows. */
  counts: Record<string, number>
  chance: Chance
  /** The subject has no other kind of lessons: languages, physical training. */
  only: boolean
  /** The last lesson of its section. */
  closes: boolean
  /** Forms of control, in the last lesson of the semester. */
  last: string[] | undefined
}
type Titled = Omit<Topic, 'hours'>

const STEPS = ['', '. Решение задач', '. Самостоятельное задание', '. Защита работы']
const LANGUAGE = ['Лексика и чтение', 'Грамматический практикум', 'Аудирование и говорение', 'Письмо и перевод']
const SPORT = ['Техника выполнения', 'Совершенствование техники', 'Развитие силы и выносливости']
const STAGES = [
  'выбор темы и литературы',
  'анализ предметной области',
  'основная часть',
  'расчёты',
  'оформление',
  'защита'
]

export function titleOf(place: Place): Titled {
  const { subject, kind, last } = place
  if (last?.includes('graded_credit'))
    return { title: 'Дифференцированный зачёт', kind: 'Контрольная работа', homework: '' }
  if (last?.includes('credit')) return { title: 'Зачёт', kind: 'Контрольная работа', homework: '' }
  if (/физическая культура/i.test(subject.name)) return ofSport(place)
  if (/иностранн/i.test(subject.name)) return ofLanguage(place)
  if (kind === 'course_project') return ofProject(place)
  if (kind === 'consultation') return { title: 'Консультация', kind: 'Консультация', homework: '' }
  return place.closes && kind !== 'laboratory' ? ofTest(place) : ofTheme(place)
}

const count = ({ counts }: Place, what: string) => {
  counts[what] = (counts[what] ?? 0) + 1
  return counts[what]
}
const numbered = ({ section, number, name }: Theme) => `Тема ${section}.${number}. ${name}`

function ofTest(place: Place): Titled {
  const { section, section_name } = place.theme
  const title = `Контрольная работа № ${count(place, 'tests')} по разделу ${section} «${section_name}»`
  return { title, kind: 'Контрольная работа', homework: 'Повторить материал раздела' }
}

function ofTheme(place: Place): Titled {
  const { subject, kind, theme, chance } = place
  const step = count(place, `${kind} ${theme.section}.${theme.number}`)
  if (kind === 'lecture' || kind === 'other') {
    const title = step > 1 ? `${numbered(theme)} (продолжение)` : numbered(theme)
    return { title, kind: subject.item_index.startsWith('ОУП') ? 'Урок' : 'Лекция', homework: reading(subject, chance) }
  }
  if (kind === 'seminar') return { title: `Семинар. ${theme.name}`, kind: 'Семинар', homework: 'Подготовить доклад' }
  const number = count(place, kind)
  const name = theme.name + (STEPS[(step - 1) % STEPS.length] ?? '')
  return kind === 'laboratory'
    ? {
        title: `Лабораторная работа № ${number}. ${name}`,
        kind: 'Лабораторное занятие',
        homework: report('лабораторной', number, chance)
      }
    : {
        title: `Практическая работа № ${number}. ${name}`,
        kind: 'Практическое занятие',
        homework: report('практической', number, chance)
      }
}

function ofLanguage(place: Place): Titled {
  const aspect = LANGUAGE[(count(place, 'lessons') - 1) % LANGUAGE.length]
  const page = place.chance.int(12, 140)
  const homework = place.chance.pick([
    `Упр. 3, 4, с. ${page}; выучить слова`,
    `Пересказ текста, с. ${page}`,
    `Перевод текста, с. ${page}`
  ])
  return { title: `${numbered(place.theme)}. ${aspect}`, kind: 'Практическое занятие', homework }
}

function ofSport(place: Place): Titled {
  const lesson = count(place, 'lessons')
  if (lesson % 6 === 0)
    return {
      title: `Сдача нормативов: ${place.theme.name.toLowerCase()}`,
      kind: 'Сдача спортивных нормативов',
      homework: ''
    }
  const title = `${numbered(place.theme)}. ${SPORT[lesson % SPORT.length]}`
  return { title, kind: 'Практическое занятие', homework: 'Комплекс общеразвивающих упражнений' }
}

function ofProject(place: Place): Titled {
  const stage = STAGES[Math.min(STAGES.length - 1, Math.floor((count(place, 'stages') - 1) / 4))]
  return {
    title: `Курсовое проектирование: ${stage}`,
    kind: 'Практическое занятие',
    homework: 'Продолжить работу над курсовым проектом'
  }
}

/** Subjects whose textbooks have problems to solve. */
const EXACT = /математ|физик|хими|числен|вероятн|статист|эконом|учёт|алгоритм|программ/i

function reading({ name }: Subject, chance: Chance): string {
  const [paragraph, page] = [chance.int(2, 48), chance.int(10, 260)]
  return chance.pick([
    `Учебник, § ${paragraph}, с. ${page}–${page + chance.int(3, 9)}; вопросы 1–${chance.int(3, 8)}`,
    `Конспект лекции; § ${paragraph}`,
    `§ ${paragraph}, выучить определения`,
    EXACT.test(name) ? `Конспект; задачи ${page}, ${page + 2}, ${page + 5}` : `Подготовить сообщение по § ${paragraph}`
  ])
}

const report = (kind: string, number: number, chance: Chance) =>
  chance.pick([
    `Оформить отчёт по ${kind} работе № ${number}`,
    `Подготовиться к защите ${kind} работы № ${number}`,
    `Задания для самостоятельного решения к работе № ${number}`
  ])
