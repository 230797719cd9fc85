// A printed journal of an invented group, as large and as awkward as a test asks.
import { DateTime } from 'luxon'
import type { ConsolidatedSheet } from '../../src/assessment/sheets/shapes.ts'
import type {
  CourseJournal,
  JournalBook,
  LessonLine,
  ModuleJournal,
  StudentLine
} from '../../src/journal/sheets/shapes.ts'

export const NAMES = [
  'Абдурахманова Гульнара Магомедсаидовна',
  'Александровская-Крестовоздвиженская Анастасия Константиновна',
  'Белова Анна Андреевна',
  'Волков Пётр Петрович',
  'Григорьев Станислав Вячеславович',
  'Дёмина Ольга Ильинична',
  'Ежов Кирилл Романович',
  'Жуковский Всеволод Святославович',
  'Зайцева Мария Олеговна',
  'Иванов Иван Иванович',
  'Йованович Милан Драганович',
  'Константинопольский Владислав Александрович',
  'Лебедева Екатерина Сергеевна',
  'Мухаметзянов Рамиль Фаритович',
  'Никифоров Егор Дмитриевич',
  'Оганесян Армен Гагикович',
  'Петренко Даниил Максимович',
  'Рождественская Василиса Ярославовна',
  'Сидоренко Артём Викторович',
  'Тихомиров Леонид Павлович',
  'Усманов Тимур Рустамович',
  'Филиппов Глеб Антонович',
  'Хачатурян Нарек Ашотович',
  'Цветкова Полина Игоревна',
  'Чернышевская Александра Владимировна',
  'Шевченко Богдан Тарасович',
  'Щербаков Матвей Денисович',
  'Эминов Руслан Асланович',
  'Юсупова Камила Ильдаровна',
  'Яковлев Фёдор Алексеевич',
  'Яблочкина София Тимофеевна',
  'Язев Роман Львович',
  'Якушев Илья Евгеньевич',
  'Ямщикова Вера Борисовна',
  'Ярополов Савелий Геннадьевич'
]

const short = (name: string) => {
  const [family, first, patronymic] = name.split(' ')
  return `${family} ${first?.[0]}.${patronymic?.[0]}.`
}

const TOPICS = [
  'Введение. Понятие алгоритма и его свойства',
  'Практическая работа № 1. Построение блок-схем линейных, разветвляющихся и циклических алгоритмов средствами свободно распространяемых редакторов диаграмм',
  'Лабораторная работа № 2. Исследование эффективности алгоритмов сортировки массивов: сравнение числа перестановок и времени выполнения при различной размерности исходных данных',
  'Одномерные массивы: ввод, вывод, поиск',
  'Контрольная работа № 1 «Основные алгоритмические конструкции»'
]
const HOMEWORK = [
  'Конспект, [1] с. 5–12',
  'Оформить отчёт, подготовиться к защите работы; [2] гл. 3, упр. 14–18',
  '',
  '[1] с. 21–34, № 5, 7'
]
const TYPES = ['Т', 'П', 'Л', 'Т', 'К']
const CELLS = ['5', '', '4', 'н', '', '', '3', '', 'зач', '', 'у,5', '', 'б', '4', '', '', '2', 'о', '', '5', '']

const cell = (number: number, lesson: number, seed: number) =>
  (number * 131 + lesson * 17 + seed) % 397 === 0
    ? 'н,\u200b4/\u200b5'
    : (CELLS[(number * 5 + lesson * 3 + seed) % CELLS.length] ?? '')

/** Lessons twice a week from the first of September; each seventh day has two. */
export function lessons(count: number, seed = 0): LessonLine[] {
  let day = DateTime.fromISO('2025-09-01').plus({ days: seed % 3 })
  return Array.from({ length: count }, (_, i) => {
    if (i % 7 !== 0 || i === 0) day = day.plus({ days: i % 2 ? 2 : 1 })
    return {
      heldOn: day.toISODate() ?? '',
      number: String(i + 1),
      hours: 2,
      type: TYPES[(i + seed) % TYPES.length] ?? '',
      topic: `${i + 1}. ${TOPICS[(i + seed) % TOPICS.length]}`,
      homework: HOMEWORK[(i + seed) % HOMEWORK.length] ?? '',
      substitute: i % 11 === 5 ? 'Сидоров П.П.' : null,
      signed: i % 5 === 4 ? 'внесено 02.09.2025 10:41' : ''
    }
  })
}

function student(name: string, number: number, count: number, seed: number): StudentLine {
  return {
    number,
    name: short(name),
    left: number === 4 ? { from: '2025-10-10', order: 'отчислен, приказ № 45-к от 10.10.2025' } : null,
    note: number === 6 ? 'зачислена 08.09.2025, приказ № 98-к' : '',
    cells: Array.from({ length: count }, (_, i) => cell(number, i, seed)),
    hoursAbsent: (number * 3) % 17,
    hoursExcused: number % 3,
    average: number % 13 === 0 ? null : 3 + (number % 9) / 5,
    results: [String(3 + (number % 3))]
  }
}

type CourseOptions = { count?: number; seed?: number } & Partial<CourseJournal>

export function course(
  id: string,
  title: string,
  count: number,
  { count: students = 30, seed = 0, ...rest }: CourseOptions = {}
) {
  const made: CourseJournal = {
    id,
    kind: 'subject',
    index: `ОП.${id.padStart(2, '0')}`,
    title,
    subgroup: '',
    teacher: 'Иванова Мария Петровна',
    lessons: lessons(count, seed),
    students: NAMES.slice(0, students).map((name, i) => student(name, i + 1, count, seed)),
    results: ['Семестр'],
    plannedHours: count * 2,
    conclusion: 'Программа выполнена.',
    ...rest
  }
  return made
}

function module(students: number, count: number): ModuleJournal {
  const kind = 'mdk' as const
  return {
    id: '90',
    kind: 'module',
    index: 'ПМ.01',
    title: 'Разработка модулей программного обеспечения для компьютерных систем',
    courses: [
      course('91', 'Разработка программных модулей', count, {
        count: students,
        kind,
        index: 'МДК.01.01',
        results: ['Экзамен']
      }),
      course('92', 'Поддержка и тестирование программных модулей', Math.min(count, 20), {
        count: students,
        kind,
        index: 'МДК.01.02',
        results: ['Зачёт']
      }),
      course('93', 'Учебная практика', 18, { count: students, kind: 'practice', index: 'УП.01.01', results: ['Итог'] })
    ],
    total: {
      columns: [
        { index: 'МДК.01.01', title: 'экзамен' },
        { index: 'МДК.01.02', title: 'дифференцированный зачёт' },
        { index: 'УП.01.01', title: 'дифференцированный зачёт' },
        { index: 'ПМ.01.ЭК', title: 'Экзамен по модулю' }
      ],
      rows: NAMES.slice(0, students).map((name, i) => ({
        number: i + 1,
        name: short(name),
        left: i === 3,
        cells: i === 3 ? ['', '', '', ''] : ['4', '5', '5', '5 / вид деятельности освоен']
      }))
    }
  }
}

const SUBJECTS = [
  'Элементы высшей математики',
  'Основы алгоритмизации и программирования',
  'Иностранный язык в профессиональной деятельности',
  'Безопасность жизнедеятельности',
  'Архитектура аппаратных средств',
  'Информационные технологии',
  'Операционные системы и среды',
  'Физическая культура',
  'История',
  'Дискретная математика с элементами математической логики',
  'Правовое обеспечение профессиональной деятельности'
]

export type BookOptions = { students?: number; lessons?: number; withModule?: boolean } & Partial<JournalBook>

export function sampleBook({
  students = 30,
  lessons: count = 72,
  withModule = true,
  ...rest
}: BookOptions = {}): JournalBook {
  const names = NAMES.slice(0, students)
  const half = Math.ceil(students / 2)
  const language = course('3', 'Иностранный язык в профессиональной деятельности', count, { count: students, seed: 2 })
  const part = (subgroup: string, teacher: string, from: number, to: number): CourseJournal => ({
    ...language,
    id: `3${subgroup}`,
    subgroup,
    teacher,
    students: language.students.slice(from, to)
  })
  const absences = (n: number) => ({ all: (n * 5) % 23, excused: (n * 5) % 23 === 0 ? 0 : n % 2 })
  return {
    group: 'ИСИП-21',
    period: '1 семестр 2025/2026 учебного года',
    lessonsPerPage: 24,
    sides: 'single',
    showAbsences: true,
    showAverage: true,
    legend:
      'Т – теоретическое, П – практическое, Л – лабораторное занятие, К – контрольная работа; н – отсутствие, б – болезнь, у – уважительная причина, о – опоздание',
    titlePage: {
      founder: 'Министерство образования Энской области',
      college: 'Государственное бюджетное профессиональное образовательное учреждение «Энский политехнический колледж»',
      kind: 'учебных занятий',
      course: 2,
      specialty: '09.02.07 Информационные системы и программирование',
      studyForm: 'очная',
      department: 'Информационных технологий',
      academicYear: '2025/2026',
      interval: '01.09.2025 – 28.12.2025 (1 семестр)',
      curator: 'Петрова Анна Ивановна',
      master: '',
      headOfDepartment: 'Н.В. Соколова'
    },
    roster: names.map((name, i) => ({
      number: i + 1,
      name,
      bookNumber: String(1250 + i),
      enrolledBy: '№ 112-к от 15.08.2024',
      movement: i === 3 ? 'отчислен по собственному желанию, приказ № 45-к от 10.10.2025, с 10.10.2025' : '',
      note: i < half ? 'подгруппа 1' : 'подгруппа 2',
      left: i === 3
    })),
    chapters: [
      ...SUBJECTS.slice(0, 2).map((title, i) => course(String(i + 1), title, count, { count: students, seed: i })),
      part('2', 'Сидорова Ольга Ильинична', half, students),
      part('1', 'Иванова Мария Петровна', 0, half),
      ...(withModule ? [module(students, Math.min(count, 30))] : [])
    ],
    results: {
      subjects: SUBJECTS.map((title, i) => ({
        index: `ОП.${String(i + 1).padStart(2, '0')}`,
        title,
        columns: ['1с', '2с', 'Экз', 'Год']
      })),
      periods: ['1 семестр', '2 семестр', 'год'],
      rows: names.map((name, i) => ({
        number: i + 1,
        name,
        left: i === 3,
        results: SUBJECTS.map((_, k) => [String(3 + ((i + k) % 3)), '4', k % 3 ? '' : '5', '4']),
        hours: [absences(i), absences(i + 1), absences(i + 2)]
      }))
    },
    absences: {
      periods: ['сентябрь', 'октябрь', 'ноябрь', 'декабрь', '1 семестр'],
      rows: names.map((name, i) => ({
        number: i + 1,
        name: short(name),
        left: i === 3,
        hours: [0, 1, 2, 3, 4].map((k) => absences(i + k))
      })),
      totals: [0, 1, 2, 3, 4].map((k) => ({ all: 100 + k * 40, excused: 50 + k })),
      students
    },
    remarks: [
      {
        on: '2025-10-03',
        text: 'Не заполнены темы занятий за 29.09 и 01.10 (дисциплина «Операционные системы и среды»).',
        checkedBy: 'методист Кузнецова Е.Н.',
        done: 'Устранено 06.10.2025, Иванова М.П.'
      }
    ],
    curator: 'А.И. Петрова',
    director: 'С.М. Орлов',
    directorPost: 'Директор',
    ...rest
  }
}

/** A consolidated sheet of a semester, or of a year with three columns a subject. */
export function sampleConsolidated(students: number, subjects: number, year: boolean): ConsolidatedSheet {
  const titles = [...SUBJECTS, ...SUBJECTS.map((title) => `${title} (часть 2)`)].slice(0, subjects)
  const columns = year ? ['1с', '2с', 'г.'] : ['']
  return {
    college: 'Государственное бюджетное профессиональное образовательное учреждение «Энский политехнический колледж»',
    group: 'ИСИП-21',
    course: 2,
    specialty: '09.02.07 Информационные системы и программирование',
    studyForm: 'очная',
    period: year ? 'за 2025/2026 учебный год' : 'за 2025/2026 учебный год (1 семестр)',
    curator: 'А.И. Петрова',
    subjects: titles.map((title, i) => ({
      ...{
        index: `ОП.${String(i + 1).padStart(2, '0')}`,
        title,
        teacher: i % 3 ? 'Иванова М.П.' : 'Константинопольская Е.В.',
        columns
      },
      ...{ average: 4.1, success: 96, quality: i % 4 ? 64 : null }
    })),
    rows: NAMES.slice(0, students).map((name, i) => ({
      ...{ number: i + 1, name, left: i === 3, average: 3 + (i % 9) / 5, counts: [i % 5, i % 4, i % 3, 0] },
      results: titles.map((_, k) => columns.map(() => (k % 5 === 2 ? 'зач' : String(3 + ((i + k) % 3))))),
      hours: { all: i * 3, excused: i },
      order: i === 3 ? 'отчислен, № 45-к от 10.10.2025' : ''
    })),
    figures: {
      listed: 25,
      excellent: 3,
      good: 9,
      successful: 23,
      success: 92,
      quality: 60,
      sou: 59.5,
      failing: 1,
      notAssessed: 1
    },
    headOfDepartment: 'Н.В. Соколова',
    director: 'С.М. Орлов',
    directorPost: 'Директор'
  }
}
