import fs from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import t from 'tap'
import { root } from '../../src/platform/config.ts'
import { readTimetable, type WrittenLesson, type WrittenTimetable } from '../../src/timetable/reader.ts'
import {
  type Cell,
  dayBook,
  FET,
  FET_RESULT,
  type GroupOf,
  listBook,
  type Slot,
  TIMES,
  weekBook
} from './fixtures/books.ts'
import { bookOf, type Day, type Layout, layouts } from './fixtures/layouts.ts'

const REAL = process.env.REALDATA ?? join(root, '../shared/realdata')
const real = (name: string) => fs.readFileSync(join(REAL, name))
const skip = fs.existsSync(join(REAL, 'README.md'))
  ? {}
  : { skip: 'the folder of real files is not beside the project' }

async function read(...files: Uint8Array[]): Promise<WrittenTimetable> {
  const reading = await readTimetable(files)
  if (!reading.ok) throw new Error(reading.refusal)
  return reading.timetable
}
const refusalOf = async (...files: Uint8Array[]) => {
  const reading = await readTimetable(files)
  return reading.ok ? '' : reading.refusal
}
const text = (written: string) => Buffer.from(written)
const different = (values: unknown[]) => new Set(values).size
const figures = ({ groups, lessons, titles, teachers }: WrittenTimetable) => ({
  ...{ groups: groups.length, filled: different(lessons.map(({ group }) => group)), lessons: lessons.length },
  ...{ whole: lessons.filter(({ subgroup }) => subgroup === '').length },
  ...{ subgroup: lessons.filter(({ subgroup }) => subgroup !== '').length },
  ...{ titles: titles.length, teachers: teachers.length }
})

t.test('the real days of a college give the figures counted by hand', skip, async (t) => {
  const monday = await read(real('ktk_2025-10-27.xls'))
  const counted = { groups: 78, filled: 74, lessons: 243, whole: 235, subgroup: 8, titles: 104, teachers: 60 }
  t.match(figures(monday), counted)
  t.strictSame(monday.days, ['2025-10-27'])
  t.same(monday.lessons[0]?.week, 1)
  t.strictSame([monday.questions, monday.notices], [[], []])
  t.notOk(
    monday.lessons.some(({ title }) => /^З-\d+$/.test(title)),
    'a room is not a lesson'
  )
  t.notOk(
    monday.lessons.some(({ title }) => /_x000D_|\n/.test(title)),
    'a title is one line'
  )
  t.equal(monday.lessons.find(({ pair }) => pair === 1)?.starts_at, '08:30', 'Monday has its own bells')

  const tuesday = await read(real('ktk_2025-10-28.xls'))
  t.match(figures(tuesday), {
    groups: 78,
    filled: 76,
    lessons: 258,
    whole: 254,
    subgroup: 4,
    titles: 109,
    teachers: 67
  })
  const first = tuesday.lessons.filter(({ pair }) => pair === 1)
  t.strictSame([...new Set(first.map(({ starts_at, ends_at }) => `${starts_at} ${ends_at}`))], ['08:00 09:30'])
  const streamed = tuesday.lessons.filter(({ pair, teachers }) => pair === 7 && teachers.length === 1)
  const crowd = streamed.filter((one) => streamed.filter(({ teachers }) => teachers[0] === one.teachers[0]).length >= 5)
  t.ok(crowd.length >= 5, 'one teacher has at least five groups at once')
})

t.test('the real week of another college gives the figures counted by hand', skip, async (t) => {
  const week = await read(real('week_2026-04-06.xlsx'))
  const perDay = week.days.map((day) => week.lessons.filter((lesson) => lesson.day === day).length)
  t.strictSame(perDay, [96, 94, 96, 103, 89, 27])
  t.match(figures(week), { groups: 29, lessons: 505, subgroup: 0, titles: 52 })
  t.equal(week.lessons.filter(({ teachers }) => teachers.length === 0).length, 136)
  t.ok(week.groups.includes('ИСИП-409(309)'))
  t.ok(week.lessons.some(({ room, is_distant }) => room === 'СДО' && is_distant))
  const exam = week.lessons.filter(
    ({ group, day, kind }) => group === 'Э-115' && day === '2026-04-06' && kind === 'exam'
  )
  t.strictSame(
    exam.map(({ pair, subject }) => `${pair} ${subject}`),
    ['1 Русский язык', '2 Русский язык', '3 Русский язык'],
    'one exam over three pairs'
  )
  t.strictSame(week.questions, [])
})

t.test('the real timetable of FET gives the figures counted by hand', skip, async (t) => {
  const fet = await read(real('medical_college_activities.xml'), real('medical_college.fet'))
  t.match(figures(fet), { groups: 14, lessons: 562, titles: 123, teachers: 47 })
  t.equal(fet.rooms.length, 25)
  t.equal(fet.weeks, 2)
  t.equal(different(fet.lessons.map(({ week, weekday }) => `${week}/${weekday}`)), 12)
  const hours = ['08:30', '10:10', '12:20', '14:00', '15:40', '17:20']
  t.strictSame([...new Set(fet.lessons.map(({ starts_at }) => starts_at))].sort(), hours)
  const lasting = (pairs: number) => fet.lessons.filter((lesson) => lesson.pairs === pairs).length
  t.strictSame([lasting(1), lasting(2), lasting(3)], [337, 221, 4])
  t.equal(fet.lessons.filter(({ teachers }) => teachers.length === 2).length, 32)
  t.strictSame(fet.notices, [], 'all are placed')
  t.ok(fet.groups.includes('ЛД101') && fet.groups.includes('СД11'))
  t.match(await refusalOf(real('medical_college.fet')), 'не расставлены')
})

const cell = (title: string, teacher = 'Орлова А.П.', room = '205'): Cell => ({ title, teacher, room })
const whole = (pair: number, title: string, teacher?: string, room?: string): Slot => ({
  pair,
  whole: cell(title, teacher, room)
})
const brief = ({ group, subgroup, pair, title, teachers, room }: WrittenLesson) =>
  `${group}/${subgroup} ${pair} ${title}: ${teachers.join('+')} ${room}`

t.test('a day in bands: the whole group, one half, the other half, both', async (t) => {
  const { lessons, groups, days } = await read(
    await dayBook('на 27.10.2025 г. (понедельник) Неделя 2.', [
      {
        name: 'СА-21',
        slots: [
          whole(1, 'ОП.09. Базы_x000D_\n данных (л)'),
          { pair: 2, halves: [cell('Физика', 'Ким О.Р.', 'З-407'), null] }
        ]
      },
      { name: 'СА-22', slots: [{ pair: 3, halves: [null, cell('Химия', 'Ким О.Р.', 'З-406')] }] },
      { name: 'СА-23', slots: [] },
      { name: 'СА-24', slots: [{ pair: 7, halves: [cell('Физика'), cell('Химия', 'Ким О.Р.', '')] }] },
      {
        name: 'ПК 11',
        slots: [whole(7, 'ФК.00 Физкультура', 'Ким О.Р.', '*Акт.зал'), whole(1, 'История', 'Ким О.Р.', ',moodle')]
      }
    ])
  )
  t.strictSame(lessons.map(brief).sort(), [
    'ПК 11/ 1 История: Ким О.Р. ,moodle',
    'ПК 11/ 7 ФК.00 Физкультура: Ким О.Р. *Акт.зал',
    'СА-21/ 1 ОП.09. Базы данных (л): Орлова А.П. 205',
    'СА-21/1 2 Физика: Ким О.Р. З-407',
    'СА-22/2 3 Химия: Ким О.Р. З-406',
    'СА-24/1 7 Физика: Орлова А.П. 205',
    'СА-24/2 7 Химия: Ким О.Р. '
  ])
  t.strictSame(groups, ['СА-21', 'СА-22', 'СА-23', 'СА-24', 'ПК 11'], 'a group without lessons is a group of the file')
  t.strictSame(days, ['2025-10-27'])
  const lecture = lessons.find(({ kind }) => kind === 'lecture')
  t.match(lecture, {
    subject: 'ОП.09. Базы данных',
    place: 'Лист1!E8',
    starts_at: '08:00',
    ends_at: '09:30',
    week: 2,
    weekday: 1
  })
  t.strictSame(lessons.map(({ is_distant }) => is_distant).filter(Boolean).length, 1)
})

t.test('a date that is another day of the week asks which is right', async (t) => {
  const { questions, lessons } = await read(
    await dayBook('на 28.10.2025 (понедельник)', [{ name: 'СА-21', slots: [whole(1, 'Физика')] }])
  )
  t.strictSame(questions, [
    {
      place: 'Лист1!A2',
      text: 'на 28.10.2025 (понедельник)',
      day: '2025-10-28',
      weekday: 1,
      choices: ['2025-10-28', '2025-10-27']
    }
  ])
  t.equal(lessons[0]?.day_place, 'Лист1!A2')
})

t.test('the day may be written in words or be only the name of the sheet', async (t) => {
  const groups = [{ name: 'СА-21', slots: [whole(1, 'Физика')] }]
  t.strictSame((await read(await dayBook('на 3 ноября 2025 г.', groups))).days, ['2025-11-03'])
  t.strictSame((await read(await dayBook('', groups, '05.11.2025'))).days, ['2025-11-05'])
  const undated = await read(await dayBook('понедельник, 1 неделя', groups))
  t.match(undated.lessons[0], { day: null, weekday: 1, week: 1 })
})

t.test(
  'a week may be told by its first or by both its days, a date and its weekday stand apart, a group be called as a day',
  async (t) => {
    const groups = [{ name: 'СР-21', slots: [whole(1, 'Физика')] }]
    for (const title of [
      'с 06.04 по 11.04.2026',
      '06.04.2026',
      '06.04.2026–11.04.2026',
      'на неделю с 6 апреля 2026 года'
    ])
      t.equal((await read(await weekBook([{ header: 'СРЕДА', groups }], title))).lessons[0]?.day, '2026-04-08', title)
    const file = new ExcelJS.Workbook()
    await file.xlsx.load((await dayBook('28.10.2025', groups)) as unknown as ArrayBuffer)
    const sheet = file.worksheets[0]
    if (sheet) sheet.getCell('A3').value = 'понедельник'
    const { questions } = await read(Buffer.from(await file.xlsx.writeBuffer()))
    t.match(questions, [{ day: '2025-10-28', weekday: 1, choices: ['2025-10-28', '2025-10-27'] }])
  }
)

t.test('a cell over several pairs is a lesson that long, with its teacher on the last line', async (t) => {
  const file = new ExcelJS.Workbook()
  await file.xlsx.load((await dayBook('27.10.2025', [{ name: 'СА-21', slots: [] }])) as unknown as ArrayBuffer)
  const sheet = file.worksheets[0]
  if (sheet) sheet.getCell('E10').value = 'Учебная практика УП.01\nОрлова А.П.'
  sheet?.mergeCells('E10:H15')
  t.match((await read(Buffer.from(await file.xlsx.writeBuffer()))).lessons, [
    { pair: 2, pairs: 3, title: 'Учебная практика УП.01', teachers: ['Орлова А.П.'], subgroup: '' }
  ])
})

t.test('a teacher under an empty cell is told with its place', async (t) => {
  const { notices } = await read(
    await dayBook('27.10.2025', [{ name: 'СА-21', slots: [whole(1, 'Физика'), whole(2, '', 'Орлова А.П.', '')] }])
  )
  t.match(notices, [{ place: 'Лист1!E11', is_error: true, text: /Орлова А\.П\.» без дисциплины/ }])
})

t.test('a week on a sheet: days of their own, practice without a teacher, kinds in brackets', async (t) => {
  const groups = (...slots: Slot[]): GroupOf[] => [
    { name: 'ИСИП-409(309)', slots },
    { name: 'ЮР-1', slots: [] }
  ]
  const { lessons, days } = await read(
    await weekBook(
      [
        { header: '06.04.2026  ПОНЕДЕЛЬНИК', groups: groups(whole(1, 'История (ДИФ.ЗАЧЕТ)'), whole(6, 'УП.01', '')) },
        { header: 'ВТОРНИК', groups: groups(whole(2, 'Физика (КОНСУЛЬТАЦИЯ)', 'Ким О.Р', 'СДО')) }
      ],
      '06.04.2026-11.04.2026'
    )
  )
  t.strictSame(days, ['2026-04-06', '2026-04-07'], 'a weekday without a date is in the week of the title')
  t.match(lessons, [
    { pair: 1, kind: 'graded_credit', subject: 'История', day: '2026-04-06' },
    { pair: 6, title: 'УП.01', teachers: [], room: '' },
    { pair: 2, kind: 'consultation', is_distant: true, teachers: ['Ким О.Р'], day: '2026-04-07' }
  ])
})

t.test('FET: two weeks of a cycle, groups with halves, a lesson that is not placed', async (t) => {
  const { lessons, weeks, notices } = await read(text(FET_RESULT), text(FET))
  t.equal(weeks, 2)
  t.match(lessons, [
    { group: 'ЛД11', subgroup: '', weekday: 1, week: 1, pair: 1, pairs: 2, kind: 'lecture', room: '8 К', day: null },
    { group: 'ЛД11', subgroup: 'П1-Б1', weekday: 2, week: 2, pair: 2, pairs: 1, teachers: ['Петрова', 'Орлова'] }
  ])
  t.equal(lessons[1]?.title, 'Анатомия & физиология')
  t.match(notices, [{ place: 'занятие 3', text: /не расставлено/ }])
  t.match(await refusalOf(text(FET)), '_activities.xml')
  t.match(await refusalOf(text(FET_RESULT)), 'Приложите и файл .fet')
})

t.test(
  'FET of other versions and ways: inner timetables, old lists, courses as years, half days, hours of a lesson',
  async (t) => {
    const from = (...changes: [string, string][]) =>
      text(changes.reduce((all, [was, is]) => all.replaceAll(was, is), FET))
    const inside = from([
      '<Time_Constraints_List></Time_Constraints_List>',
      `<Time_Constraints_List>${[1, 2].map((id) => `<ConstraintActivityPreferredStartingTime><Activity_Id>${id}</Activity_Id><Preferred_Day>А-Вторник</Preferred_Day><Preferred_Hour>08:30</Preferred_Hour><Active>true</Active></ConstraintActivityPreferredStartingTime>`).join('')}</Time_Constraints_List>`
    ])
    t.match(
      (await read(inside)).lessons,
      [
        { weekday: 2, pair: 1 },
        { weekday: 2, pair: 1 }
      ],
      'a .fet saved with its timetable'
    )
    const groups =
      '<Students_Timetable><Subgroup name="ЛД11-П1-Б1"><Day name="А-Вторник"><Hour name="10:10"><Activity id="1"/><Room name="8 К"/></Hour><Hour name="08:30"><Activity id="2"/></Hour></Day></Subgroup></Students_Timetable>'
    t.match(
      (await read(text(FET), text(groups))).lessons,
      [{ pair: 2, room: '8 К' }, { pair: 1 }],
      'a timetable of subgroups'
    )
    const old = from(
      [
        '<Hour><Name>08:30</Name></Hour><Hour><Name>10:10</Name></Hour>',
        '<Number>2</Number><Name>08:30</Name><Name>10:10</Name>'
      ],
      ['<Active>true</Active>', '<Active>yes</Active>']
    )
    t.equal((await read(old, text(FET_RESULT))).lessons.length, 2, 'hours without elements of their own')
    const years = from(
      [
        '<Year><Name>ЛД11</Name><Group><Name>ЛД11-П1</Name>',
        '<Year><Name>Лечебное дело</Name><Group><Name>ЛД-12</Name></Group><Group><Name>ЛД11</Name>'
      ],
      ['<Students>ЛД11</Students>', '<Students>Лечебное дело</Students>']
    )
    t.match((await read(years, text(FET_RESULT))).lessons, [{ group: 'ЛД-12' }, { group: 'ЛД11' }, { group: 'ЛД11' }])
    const halves = from(
      ['<Days_List>', '<Mode>Mornings_Afternoons</Mode><Days_List>'],
      ['А-', 'Утро '],
      ['В-', 'День ']
    )
    t.match(
      (await read(halves, text(FET_RESULT.replaceAll('А-', 'Утро ').replaceAll('В-', 'День ')))).lessons,
      [
        { weekday: 1, week: 1, pair: 1 },
        { weekday: 2, week: 1, pair: 4 }
      ],
      'an afternoon is no second week'
    )
    const short = [
      ['08:30', '8:00-8:45'],
      ['10:10', '8:50-9:35']
    ] as [string, string][]
    const academic = await read(
      from(...short),
      text(short.reduce((all, [was, is]) => all.replaceAll(was, is), FET_RESULT))
    )
    t.match(academic.lessons, [
      { pair: 1, pairs: 1, starts_at: '08:00', ends_at: '09:35' },
      { pair: 1, pairs: 1 }
    ])
    t.match(academic.notices[0]?.text, /два часа приняты за одну пару/)
    t.match(await refusalOf(text(FET.slice(0, 900)), text(FET_RESULT)), /FET повреждён .*\(строка \d+\)/)
    t.match(await refusalOf(text(FET.replace('<fet', '<!DOCTYPE a [<!ENTITY b "c">]><fet'))), /FET повреждён/)
  }
)

t.test('a list: csv in any encoding, a workbook, dates filled down, several groups in a cell', async (t) => {
  const csv =
    'Дата;Пара;Группа;Подгруппа;Дисциплина;Преподаватель;Аудитория\n27.10.2025;1;СА-21, СА-22;;Физика (л);Орлова А.П.;205\n;2;СА-21;1;"Химия; общая";Ким О.Р.;\n'
  const said = [
    'СА-21/ 1 Физика (л): Орлова А.П. 205',
    'СА-22/ 1 Физика (л): Орлова А.П. 205',
    'СА-21/1 2 Химия; общая: Ким О.Р. '
  ]
  for (const file of [
    text(csv),
    iconv.encode(csv, 'win1251'),
    text(`\ufeff${csv}`),
    text(csv.replaceAll('\n', '\r\n'))
  ])
    t.strictSame((await read(file)).lessons.map(brief), said)
  const cycle =
    'Расписание, 2025\nГруппа;День;Чётность;№ пары;Предмет\nСА-21;пн;чётная;I;Физика\nСА-21;Ср;все;2 пара;Химия\nСА-21;Чт;?;3;История'
  const { weeks, lessons, notices } = await read(text(cycle))
  t.equal(weeks, 2)
  t.match(lessons, [
    { week: 2, pair: 1, weekday: 1 },
    { week: null, pair: 2 },
    { week: null, pair: 3 }
  ])
  t.match(notices, [{ place: 'строка 5', text: /Не понята неделя «\?»/, is_error: true }])
  const book = await listBook([
    ['Расписание'],
    ['Дата', 'Время', 'Группа', 'Дисциплина'],
    [new Date('2025-10-27'), '9:40-11:10', 'СА-21', 'Физика'],
    ['28.10.2025', '8:00-9:30', 'СА-21', 'Химия']
  ])
  t.strictSame(
    (await read(book)).lessons.map(({ day, pair }) => `${day} ${pair}`),
    ['2025-10-27 2', '2025-10-28 1']
  )
  const spoilt = await read(
    text('Группа;Дисциплина;Дата;Пара\nСА-21;Физика;27.10.2025;1\nСА-21;;27.10.2025;2\nСА-21;Химия;;x\n')
  )
  t.strictSame(
    spoilt.notices.map(({ place, text }) => `${place}: ${text}`),
    [
      'строка 3: Не названа дисциплина: строка не загружается.',
      'строка 4: Не понят номер пары: нужно число от 1 до 10 или время вида 8:00-9:30.'
    ]
  )
})

t.test('whatever else is brought is refused in words', async (t) => {
  t.match(await refusalOf(text('')), 'Расписание в файле не найдено')
  t.match(await refusalOf(text('просто письмо')), 'Расписание в файле не найдено')
  t.match(await refusalOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0])), 'старого Excel')
  t.match(await refusalOf(Buffer.from('504b0304ffffffffffff', 'hex')), /повреждён|не книга/)
  const book = await dayBook('27.10.2025', [{ name: 'СА-21', slots: [whole(1, 'Физика')] }])
  t.match(await refusalOf(book.subarray(0, book.length / 2)), /повреждён|не книга|не найдено/)
  t.match(await refusalOf(await dayBook('27.10.2025', [{ name: 'СА-21', slots: [] }])), 'занятий в нём нет')
  t.match(await refusalOf(text('Группа;Дисциплина;Дата\nСА-21;Физика;27.10.2025\n')), 'Пара')
})

t.test(
  'a workbook that would fill the memory, or is called otherwise inside, is read or refused in words',
  async (t) => {
    const cells =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>Пара</t></is></c><c t="inlineStr"><is><t>Группа:</t></is></c><c t="inlineStr"><is><t>СА-21</t></is></c></row>'
    const lesson = '<row><c><v>2</v></c><c/><c t="inlineStr"><is><t>Физика</t></is></c></row>'
    const bookWith = (sheet: string, inside = '', name = 'worksheets/лист.xml') =>
      zipSync({
        'xl/workbook.xml': strToU8(
          `<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="06.04.2026" sheetId="1" r:id="a"/></x:sheets>${inside}</x:workbook>`
        ),
        'xl/_rels/workbook.xml.rels': strToU8(
          `<Relationships><Relationship Id="a" Type="o/worksheet" Target="/xl/${name}"/></Relationships>`
        ),
        [`xl/${name}`]: strToU8(`<worksheet><sheetData>${cells}${lesson}</sheetData>${sheet}</worksheet>`)
      })
    const whole = 'A1:XFD1048576'
    const checks = `<dataValidations><dataValidation type="whole" sqref="${whole}"><formula1>1</formula1></dataValidation></dataValidations>`
    const names = `<x:definedNames><x:definedName name="a">'06.04.2026'!$A$1:$XFD$1048576</x:definedName></x:definedNames>`
    t.match((await read(bookWith(checks, names))).lessons, [
      { group: 'СА-21', pair: 2, title: 'Физика', place: '06.04.2026!C2' }
    ])
    t.match(await refusalOf(bookWith(`<mergeCells><mergeCell ref="${whole}"/></mergeCells>`)), 'слишком большой объём')
    t.match(await refusalOf(Buffer.alloc(1_000_000, ';')), 'Расписание в файле не найдено')
    t.match(await refusalOf(text('<html><table><tr><td>Группа</td></tr></table></html>')), 'веб-страница')
    t.match(await refusalOf(text('<?xml version="1.0"?><Workbook/>')), 'не файл программы FET')
    t.match(await refusalOf(zipSync({ 'content.xml': strToU8('<a/>') })), 'LibreOffice')
    t.match(await refusalOf(zipSync({ 'xl/workbook.bin': strToU8('a') })), 'двоичная книга')
  }
)

t.test(
  'a workbook that unpacks into too much is refused while it is unpacked, a hidden sheet is not read',
  async (t) => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(61_000_000)
    })
    t.ok(bomb.length < 1_000_000)
    t.match(await refusalOf(bomb), 'слишком большой объём')
    t.match(await refusalOf(zipSync({ 'word/document.xml': strToU8('<w/>') })), 'не книга Excel')
    const book = new ExcelJS.Workbook()
    const file = await dayBook('27.10.2025', [{ name: 'СА-21', slots: [whole(1, 'Физика')] }])
    await book.xlsx.load(file as unknown as ArrayBuffer)
    const hidden = book.addWorksheet('Черновик', { state: 'hidden' })
    hidden.getCell('C7').value = 'Группа:'
    hidden.getCell('E7').value = 'ЮР-1'
    t.strictSame((await read(Buffer.from(await book.xlsx.writeBuffer()))).groups, ['СА-21'])
  }
)

const words = fc.stringMatching(/^[А-Я][а-я]{2,8}( [а-я]{2,6}){0,2}$/)
const person = fc.stringMatching(/^[А-Я][а-я]{2,8} [А-Я]\.[А-Я]\.$/)
const rooms = fc.oneof(fc.constant(''), fc.stringMatching(/^[А-Я]-\d{2,3}$/))
const lessonCell = fc.record({ title: words, teacher: person, room: rooms })
const slotOf = (pair: number) =>
  fc.oneof(
    lessonCell.map((whole): Slot => ({ pair, whole })),
    fc.tuple(lessonCell, fc.option(lessonCell)).map(([one, two]): Slot => ({ pair, halves: [one, two] }))
  )
const slots = fc
  .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 4 })
  .chain((pairs) => fc.tuple(...pairs.map(slotOf)))
const tables = fc
  .uniqueArray(fc.stringMatching(/^[А-Я]{2}-\d{2}$/), { minLength: 1, maxLength: 9 })
  .chain((names) => fc.tuple(...names.map((name) => slots.map((own): GroupOf => ({ name, slots: own })))))
  .filter((groups) => groups.some((group) => group.slots.length > 0))

const expected = (groups: GroupOf[]) =>
  groups
    .flatMap(({ name, slots }) =>
      slots.flatMap(({ pair, whole, halves }) =>
        whole
          ? [`${name}/ ${pair} ${whole.title}: ${whole.teacher} ${whole.room}`]
          : (halves ?? []).flatMap((half, i) =>
              half ? [`${name}/${i + 1} ${pair} ${half.title}: ${half.teacher} ${half.room}`] : []
            )
      )
    )
    .sort()

t.test('any table of lessons written out in a layout and read back is the same', async (t) => {
  await fc.assert(
    fc.asyncProperty(tables, async (groups) => {
      t.strictSame((await read(await dayBook('на 27.10.2025', groups))).lessons.map(brief).sort(), expected(groups))
      const halved = groups.map(({ name, slots }) => ({
        name,
        slots: slots.filter(({ whole, halves }) => whole || halves?.[1])
      }))
      if (halved.some(({ slots }) => slots.length > 0))
        t.strictSame(
          (await read(await weekBook([{ header: '27.10.2025', groups: halved }]))).lessons.map(brief).sort(),
          expected(halved)
        )
    }),
    { numRuns: 15 }
  )
  const row = fc.record({
    group: fc.stringMatching(/^[А-Я]{2}-\d{2}$/),
    pair: fc.integer({ min: 1, max: 7 }),
    ...{ title: words, teacher: person, room: rooms }
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const lines = rows.map(
        ({ group, pair, title, teacher, room }) => `27.10.2025;${pair};${group};"${title}";${teacher};${room}`
      )
      const { lessons } = await read(text(['Дата;Пара;Группа;Предмет;Преподаватель;Каб.', ...lines].join('\n')))
      t.strictSame(
        lessons.map(brief),
        rows.map((one) => `${one.group}/ ${one.pair} ${one.title}: ${one.teacher} ${one.room}`)
      )
    }),
    { numRuns: 50 }
  )
  t.equal(TIMES.length, 7)
})

/** Lessons of a week put into their places, and what must be read from there. */
const placed = fc.record({
  layout: layouts,
  days: fc.integer({ min: 1, max: 3 }),
  names: fc.uniqueArray(fc.stringMatching(/^[А-Я]{2}-\d{2}$/), { minLength: 1, maxLength: 7 }),
  lessons: fc.array(
    fc.record({
      ...{ day: fc.nat(2), group: fc.nat(6), pair: fc.integer({ min: 1, max: 8 }), isHalved: fc.boolean() },
      cells: fc.tuple(roomy(), roomy())
    }),
    { minLength: 1, maxLength: 25 }
  )
})
function roomy() {
  return fc.record({ title: words, teacher: person, room: fc.stringMatching(/^[А-Я]-\d{2,3}$/) })
}
/** Halves are told from the whole where they are numbered or have teachers of their own under a merged title. */
const hasHalves = ({ width, isNumbered, rows, isMerged }: Layout) =>
  width > 3 && (isNumbered || rows > 1) && (isMerged || rows < 3)
const hasRoom = ({ width, rows }: Layout) => width > 1 || rows !== 2

t.test('a week is read the same however a college lays it out', async (t) => {
  await fc.assert(
    fc.asyncProperty(placed, async ({ layout, days, names, lessons }) => {
      const week: Day[] = Array.from({ length: days }, (_, i) => ({
        ...{ weekday: i + 1, day: `2026-04-0${6 + i}` },
        groups: names.map((name) => ({ name, slots: [] }))
      }))
      const told: string[] = []
      for (const { day: d, group: g, pair, isHalved, cells } of lessons) {
        const [day, group] = [week[d], week[d]?.groups[g]]
        if (!day || !group || pair > layout.pairs || group.slots.some((slot) => slot.pair === pair)) continue
        const [one, two] = cells
        const isWhole = !isHalved || !hasHalves(layout)
        group.slots.push(isWhole ? { pair, whole: one } : { pair, halves: [one, two] })
        for (const [i, { title, teacher, room }] of (isWhole ? [one] : [one, two]).entries())
          told.push(
            `${day.day} ${group.name}/${isWhole ? '' : i + 1} ${pair} ${title}: ${teacher} ${hasRoom(layout) ? room : ''}`
          )
      }
      if (told.length === 0) return
      const timetable = await read(await bookOf(layout, week))
      t.strictSame(timetable.lessons.map((lesson) => `${lesson.day} ${brief(lesson)}`).sort(), told.sort())
      t.strictSame([timetable.notices, timetable.questions], [[], []])
    }),
    { numRuns: 60 }
  )
})

t.test('halves, streams and weeks of a cycle as colleges write them', async (t) => {
  const sheetOf = async (rows: (string | null)[][], merges: string[] = [], name = 'Лист1') => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet(name)
    sheet.addRows(rows)
    for (const range of merges) sheet.mergeCells(range)
    return read(Buffer.from(await book.xlsx.writeBuffer()))
  }
  const stream = await sheetOf(
    [
      ['06.04.2026', null, 'ИС-21', null, 'ИС-22', null, 'ИС-23', null],
      ['1', '8:30-10:00', 'Физкультура', null, null, null, null, 'Спортзал'],
      [null, null, 'Ким О.Р.', null, null, null, null, null],
      ['2', '10:10-11:40', 'Химия', '205', 'Физика', '301', null, null],
      [null, null, 'Орлова А.П.', null, 'Ким О.Р.', null, null, null]
    ],
    ['C2:G2', 'C3:G3']
  )
  t.strictSame(stream.lessons.map(brief), [
    'ИС-21/ 1 Физкультура: Ким О.Р. Спортзал',
    'ИС-22/ 1 Физкультура: Ким О.Р. Спортзал',
    'ИС-23/ 1 Физкультура: Ким О.Р. Спортзал',
    'ИС-21/ 2 Химия: Орлова А.П. 205',
    'ИС-22/ 2 Физика: Ким О.Р. 301'
  ])
  const cycle = await sheetOf(
    [
      ['День', 'Пара', 'Время', 'Нед.', 'ИС-21'],
      ['Понедельник', '1', '8:30-10:00', 'ч', 'Химия\nОрлова А.П.\n205'],
      [null, null, null, 'з', 'Физика\nКим О.Р.\nауд. 301'],
      [null, '2', '10:10-11:40', 'ч', 'История\nКим О.Р.'],
      [null, null, null, 'з', null],
      ['Вторник', '1', '8:30-10:00', 'ч', null],
      [null, null, null, 'з', 'Английский язык (1 п/г) Ким О.Р. 205\nАнглийский язык (2 п/г) Орлова А.П. 301']
    ],
    ['A2:A5', 'B2:B3', 'C2:C3', 'B4:B5', 'C4:C5', 'E4:E5', 'A6:A7', 'B6:B7', 'C6:C7']
  )
  t.equal(cycle.weeks, 2)
  t.strictSame(
    cycle.lessons.map((lesson) => `${lesson.weekday} ${lesson.week} ${brief(lesson)} — ${lesson.subject}`),
    [
      '1 1 ИС-21/ 1 Химия: Орлова А.П. 205 — Химия',
      '1 2 ИС-21/ 1 Физика: Ким О.Р. ауд. 301 — Физика',
      '1 null ИС-21/ 2 История: Ким О.Р.  — История',
      '2 2 ИС-21/1 1 Английский язык (1 п/г): Ким О.Р. 205 — Английский язык',
      '2 2 ИС-21/2 1 Английский язык (2 п/г): Орлова А.П. 301 — Английский язык'
    ]
  )
  const lessons = await sheetOf([
    ['Расписание на 7 апреля 2026 года'],
    ['Урок', 'Время', 'Группа ИС-21 (25 чел.)', 'Группа ИС-22'],
    ['1', '8:30-9:15', 'Химия', null],
    ['2', '9:20-10:05', 'Орлова А.П.', null],
    ['3', '10:15-11:00', null, 'Физика'],
    ['4', '11:05-11:50', null, 'Ким О.Р.'],
    [null, null, null, 'Утверждаю: Сорокина'],
    [null, null, 'Нет такой пары']
  ])
  t.match(lessons.lessons, [
    { group: 'ИС-21', pair: 1, day: '2026-04-07', starts_at: '08:30', ends_at: '10:05', teachers: ['Орлова А.П.'] },
    { group: 'ИС-22', pair: 2, starts_at: '10:15', ends_at: '11:50', teachers: ['Ким О.Р.'] }
  ])
  t.match(lessons.notices, [{ place: 'Лист1!D7', is_error: false, text: /без номера пары.*Утверждаю/ }])
})
