import type { Db } from '../platform/db.ts'
import { type Area, TEACHERS } from './areas.ts'
import { daysAfter } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { addRows } from './rows.ts'
import type { Hired } from './staff-cards.ts'

const UNIVERSITY = 'Светлореченский государственный университет'
const PEDAGOGICAL = 'Светлореченский педагогический институт'
const INSTITUTE = 'Институт развития образования Светлореченской области'

/** What those who teach an area have learnt: specialty and qualification. */
const DIPLOMAS: Partial<Record<Area, [specialty: string, qualification: string]>> = {
  programming: ['Прикладная информатика', 'информатик-экономист'],
  databases: ['Информационные системы и технологии', 'инженер'],
  systems: ['Вычислительные машины, комплексы, системы и сети', 'инженер'],
  engineering: ['Программная инженерия', 'инженер-программист'],
  informatics: ['Информатика', 'учитель информатики'],
  practice: ['Информационные системы и технологии', 'инженер'],
  maths: ['Математика', 'учитель математики'],
  languages: ['Иностранный язык', 'учитель английского языка'],
  history: ['История', 'учитель истории и обществознания'],
  letters: ['Русский язык и литература', 'учитель русского языка и литературы'],
  sport: ['Физическая культура', 'педагог по физической культуре'],
  nature: ['Химия и биология', 'учитель химии и биологии'],
  accounting: ['Бухгалтерский учёт, анализ и аудит', 'экономист'],
  economics: ['Экономика и управление на предприятии', 'экономист-менеджер']
}
const OFFICE: [string, string] = ['Государственное и муниципальное управление', 'менеджер']
const COURSES: [name: string, hours: number][] = [
  ['Современные технологии обучения в среднем профессиональном образовании', 72],
  ['Цифровая образовательная среда колледжа', 36],
  ['Оценивание результатов по ФГОС СПО', 72],
  ['Оказание первой помощи обучающимся', 16],
  ['Подготовка экспертов демонстрационного экзамена', 25]
]
/** Days since the last courses: most are in time, some late or nearly so. */
const TRAINED_AGO = [95, 240, 410, 620, 730, 1015, 1050, 1130]
const AWARDS: [place: number, name: string, given_by: string, ago: number][] = [
  [0, 'Почётная грамота', 'Министерство образования и науки Светлореченской области', 780],
  [8, 'Нагрудный знак «Почётный работник среднего профессионального образования»', 'Минпросвещения России', 1500],
  [16, 'Благодарственное письмо', 'Глава города Светлореченска', 410]
]

/** Education of everybody, courses and awards of the teachers. */
export async function addLearning(db: Db, hired: Hired[], today: string): Promise<void> {
  const chance = chanceOf('learning')
  await addRows(
    db,
    'staff_education',
    hired.map((one) => diplomaOf(chance, one))
  )
  const teachers = hired.flatMap(({ id, place }) => (place === undefined ? [] : [{ id, place }]))
  await addRows(
    db,
    'staff_training',
    teachers.flatMap(({ id, place }) => [0, 1].map((turn) => trainingOf(chance, today, { id, place, turn })))
  )
  await addRows(
    db,
    'staff_award',
    AWARDS.map(([place, name, given_by, ago]) => ({
      ...{ staff_member_id: teachers.find((one) => one.place === place)?.id ?? 0, name, given_by },
      given_on: daysAfter(today, -ago)
    }))
  )
}

function diplomaOf(chance: Chance, { id, born_in, place }: Hired) {
  const area = place === undefined ? undefined : TEACHERS[place]?.areas[0]
  const [specialty, qualification] = (area && DIPLOMAS[area]) ?? OFFICE
  return {
    ...{ staff_member_id: id, level: 'высшее — специалитет, магистратура', specialty, qualification },
    institution: /^(учитель|педагог)/.test(qualification) ? PEDAGOGICAL : UNIVERSITY,
    ended_in: born_in + 22,
    document_number: `ВСБ ${chance.int(1_000_000, 1_999_999)}`
  }
}

/** The last courses, and those three years before. */
function trainingOf(chance: Chance, today: string, { id, place, turn }: { id: number; place: number; turn: number }) {
  const [name, hours] = COURSES[(place + turn * 2) % COURSES.length] ?? ['', 16]
  const ends_on = daysAfter(today, -(TRAINED_AGO[place % TRAINED_AGO.length] ?? 0) - turn * 1000)
  return {
    ...{ staff_member_id: id, kind: 'повышение квалификации', name, hours, institution: INSTITUTE, ends_on },
    ...{ starts_on: daysAfter(ends_on, -12), document_number: `У-${chance.int(1000, 9999)}` }
  }
}
