import { createHash } from 'node:crypto'
import type { Db } from '../platform/db.ts'
import { TEACHER } from './areas.ts'
import { daysAfter } from './calendar.ts'
import { OWN_GROUP } from './groups.ts'
import { type Pupil, stayOn } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'
import type { Member } from './staff.ts'

type Entry = {
  section: string
  title: string
  ago: number
  level?: string
  result?: string
  state?: string
  remark?: string
}
/** How many days after the event the entry was written. */
const WRITTEN_LATER = 3

const TEACHERS_OWN: Entry[] = [
  {
    section: 'lessons',
    title: 'Открытый урок «Обработка исключений»',
    ago: 21,
    level: 'колледж',
    result: 'протокол цикловой комиссии'
  },
  {
    section: 'methods',
    title: 'Методические указания к практическим работам по программированию',
    ago: 75,
    level: 'колледж'
  },
  {
    section: 'pupils',
    title: 'Подготовка победителя олимпиады «Шаг в профессию»',
    ago: 160,
    level: 'регион',
    result: 'I место'
  },
  {
    section: 'publications',
    title: 'Проектное обучение на уроках программирования',
    ago: 230,
    level: 'Россия',
    result: 'сборник статей'
  },
  { section: 'contests', title: 'Конкурс «Педагог года»', ago: 400, level: 'город', result: 'лауреат' },
  { section: 'public', title: 'Жюри школьного турнира по программированию', ago: 430, level: 'город' }
]
const COLLEAGUES: Entry[] = [
  { section: 'lessons', title: 'Открытый урок для молодых преподавателей', ago: 40, level: 'колледж' },
  { section: 'methods', title: 'Сборник заданий для самостоятельной работы', ago: 130, level: 'колледж' },
  {
    section: 'contests',
    title: 'Конкурс методических разработок',
    ago: 260,
    level: 'регион',
    result: 'диплом II степени'
  }
]
const STUDENTS_OWN: Entry[] = [
  {
    section: 'olympiads',
    title: 'Олимпиада по программированию «Шаг в профессию»',
    ago: 45,
    level: 'регион',
    result: 'II место'
  },
  { section: 'study', title: 'Стипендия за отличную учёбу', ago: 120, level: 'колледж' },
  { section: 'volunteering', title: 'День открытых дверей: помощь гостям', ago: 30, level: 'колледж' },
  {
    section: 'sport',
    title: 'Первенство по настольному теннису',
    ago: 9,
    level: 'город',
    result: 'участник',
    state: 'waiting'
  },
  {
    ...{ section: 'documents', title: 'Сертификат онлайн-курса', ago: 14, state: 'returned' },
    remark: 'Приложите сертификат файлом: по названию не видно, кем он выдан.'
  }
]
const CLASSMATES: Entry[] = [
  { section: 'art', title: 'Студенческая весна: вокал', ago: 200, level: 'город', result: 'лауреат' },
  { section: 'olympiads', title: 'Диктант по информационной безопасности', ago: 25, level: 'Россия', state: 'waiting' },
  {
    section: 'research',
    title: 'Доклад на конференции «Первые шаги в науке»',
    ago: 190,
    level: 'колледж',
    result: 'диплом'
  },
  { section: 'sport', title: 'Кросс нации', ago: 60, level: 'город', state: 'waiting' }
]

/** A few entries of portfolios in every state: of teachers, of the student of the sign-ins and some of the group. */
export async function addPortfolios(db: Db, teachers: Member[], pupils: Pupil[], today: string): Promise<void> {
  const rowOf = ({ ago, ...entry }: Entry) => ({
    ...{ ...entry, held_on: daysAfter(today, -ago), changed_on: daysAfter(today, Math.min(0, WRITTEN_LATER - ago)) }
  })
  const staff = teachers.flatMap(({ staff_member_id }, i) => {
    const own = i === TEACHER ? TEACHERS_OWN : i % 3 === 0 ? [] : COLLEAGUES.slice((i % 3) - 1)
    return own.map((entry) => ({ staff_member_id, ...rowOf(entry) }))
  })
  const family = pupils.filter(({ special }) => special === 'student')
  const mates = pupils
    .filter((pupil) => !pupil.special && stayOn(pupil, OWN_GROUP, today))
    .slice(2, 2 + CLASSMATES.length)
  const sister = pupils.filter(({ special }) => special === 'sister')
  const students = [
    ...family.flatMap(({ student_id }) => STUDENTS_OWN.map((entry) => ({ student_id, ...rowOf(entry) }))),
    ...mates.flatMap(({ student_id }, i) =>
      CLASSMATES.slice(i, i + 1).map((entry) => ({ student_id, ...rowOf(entry) }))
    ),
    ...sister.flatMap(({ student_id }) => CLASSMATES.slice(0, 1).map((entry) => ({ student_id, ...rowOf(entry) })))
  ]
  await addNumbered(db, 'portfolio_entry', staff as never)
  const [first = 0] = await addNumbered(db, 'portfolio_entry', students as never)
  const content = pageOf('Diploma: Shag v professiyu, 2nd place')
  const sha256 = createHash('sha256').update(content).digest('hex')
  const file = { file_name: 'диплом.pdf', kind: 'pdf', content, bytes: content.length, sha256 }
  await addRows(db, 'portfolio_file', [{ portfolio_entry_id: first, ...file }])
}

/** The smallest PDF that shows a line of Latin letters. */
function pageOf(line: string): Buffer {
  const drawing = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const place = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  return Buffer.from(`${text}${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1')
}
