import { join } from 'node:path'
import t from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { draftOrder } from '../../src/movement/actions/orders.ts'
import { signOrder } from '../../src/movement/actions/signing.ts'
import { orderPrintable } from '../../src/movement/printable.ts'
import { addLines } from '../../src/movement/queries/lines.ts'
import { declineName, type Named } from '../../src/movement/rules/declension.ts'
import { cancellationOf, type WordedLine, wordingOf } from '../../src/movement/rules/wording.ts'
import { config } from '../../src/platform/config.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import { testDatabase } from '../support/database.ts'
import { numberOn, outside, overlapping, readPdf } from '../support/pdf.ts'
import { enrol, hire, journalScene } from '../support/scene.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

const named = (full: string, sex: string | null = null): Named => {
  const [last_name = '', first_name = '', ...rest] = full.split(' ')
  return { last_name, first_name, middle_name: rest.join(' '), sex }
}

t.test('Names are declined as they are written in orders', async (t) => {
  const rows: [string, string | null, string, string][] = [
    ['Волков Пётр Петрович', null, 'Волкова Петра Петровича', 'Волкову Петру Петровичу'],
    ['Белова Анна Андреевна', null, 'Белову Анну Андреевну', 'Беловой Анне Андреевне'],
    ['Соловьёва Алёна Ильинична', null, 'Соловьёву Алёну Ильиничну', 'Соловьёвой Алёне Ильиничне'],
    ['Шевченко Тарас Ильич', null, 'Шевченко Тараса Ильича', 'Шевченко Тарасу Ильичу'],
    ['Шмидт Эльза Карловна', null, 'Шмидт Эльзу Карловну', 'Шмидт Эльзе Карловне'],
    ['Шмидт Карл Карлович', null, 'Шмидта Карла Карловича', 'Шмидту Карлу Карловичу'],
    ['Черных Любовь Сергеевна', null, 'Черных Любовь Сергеевну', 'Черных Любови Сергеевне'],
    ['Римский-Корсаков Лев Львович', null, 'Римского-Корсакова Льва Львовича', 'Римскому-Корсакову Льву Львовичу'],
    [
      'Королёва-Седая Анна-Мария Львовна',
      null,
      'Королёву-Седую Анну-Марию Львовну',
      'Королёвой-Седой Анне-Марии Львовне'
    ],
    ['Бонч-Бруевич Лев Львович', null, 'Бонч-Бруевича Льва Львовича', 'Бонч-Бруевичу Льву Львовичу'],
    ['Тер-Петросян Левон Акопович', null, 'Тер-Петросяна Левона Акоповича', 'Тер-Петросяну Левону Акоповичу'],
    ['Мамедов Эльчин Рашид оглы', null, 'Мамедова Эльчина Рашид оглы', 'Мамедову Эльчину Рашид оглы'],
    ['Мамедова Лейла Рашид кызы', null, 'Мамедову Лейлу Рашид кызы', 'Мамедовой Лейле Рашид кызы'],
    ['Смит Джон', 'male', 'Смита Джона', 'Смиту Джону'],
    ['Смит Джейн', 'female', 'Смит Джейн', 'Смит Джейн'],
    ['Дюма Жан', 'male', 'Дюма Жана', 'Дюма Жану'],
    ['ИВАНОВ ИВАН ИВАНОВИЧ', null, 'ИВАНОВА ИВАНА ИВАНОВИЧА', 'ИВАНОВУ ИВАНУ ИВАНОВИЧУ']
  ]
  for (const [full, sex, whom, to] of rows) {
    t.equal(declineName(named(full, sex), 'accusative').text, whom)
    t.equal(declineName(named(full, sex), 'dative').text, to)
    t.ok(declineName(named(full, sex), 'dative').isSure, full)
  }
  t.match(declineName(named('Белова Анна Олеговна'), 'genitive').text, 'Беловой Анны Олеговны')
  for (const full of ['Сидоренко Саша', 'Smith John', 'Нгуен Ван']) {
    const { text, isSure } = declineName(named(full), 'accusative')
    t.same([text, isSure], [full, false], 'whose sex nobody knows is left to a person')
  }
  const foreign = { last_name: 'де Ла Крус', first_name: 'Мария', middle_name: '', sex: 'female' }
  t.same(declineName(foreign, 'dative'), { text: 'де Ла Крус Марии', isSure: false })
})

const group = { name: 'ИСИП-21', specialty: '09.02.07', study_form: 'очная', financing: 'бюджет', entry_year: 2025 }
const line = (full: string, more: Partial<WordedLine> = {}): WordedLine => ({
  ...{ ...named(full), effective_on: '2026-10-10', until_on: null, reason: '', new_last_name: null },
  ...{ group: null, from_group: group, was_on_leave: false, ...more }
})
const clauses = (text: string) => text.split('\n').filter((one) => /^\d/.test(one) && !one.includes('Контроль'))
const own = 'ИСИП-21 (09.02.07, очная форма, бюджет)'

t.test('Each kind of order has its words', async (t) => {
  const next = { ...group, name: 'ИСИП-22' }
  const rows: [string, Partial<WordedLine>, string, string][] = [
    [
      'enrolment',
      { group, from_group: null, reason: 'на обучение' },
      'О зачислении обучающейся',
      `Зачислить с 10.10.2026 в группу ${own} Белову Анну Олеговну на обучение.`
    ],
    [
      'transfer',
      { group: next },
      'О переводе обучающейся',
      `Перевести с 10.10.2026 из группы ${own} в группу ${own.replace('21', '22')} Белову Анну Олеговну.`
    ],
    [
      'promotion',
      { effective_on: '2026-09-01' },
      'О переводе на следующий курс',
      `Перевести с 01.09.2026 на 2 курс обучающуюся группы ${own} Белову Анну Олеговну.`
    ],
    [
      'promotion',
      { effective_on: '2026-07-01', group: next },
      'О переводе на следующий курс',
      `Перевести с 01.07.2026 на 2 курс в группу ${own.replace('21', '22')} обучающуюся группы ${own} Белову Анну Олеговну.`
    ],
    [
      'expulsion',
      { reason: 'по собственному желанию' },
      'Об отчислении обучающейся',
      `Отчислить с 10.10.2026 из группы ${own} Белову Анну Олеговну по собственному желанию.`
    ],
    [
      'expulsion',
      { was_on_leave: true },
      'Об отчислении обучающейся',
      `Отчислить с 10.10.2026 из числа находящихся в академическом отпуске обучающихся группы ${own} Белову Анну Олеговну.`
    ],
    [
      'academic_leave',
      { until_on: '2027-10-09' },
      'О предоставлении академического отпуска',
      `Предоставить академический отпуск с 10.10.2026 по 09.10.2027 обучающейся группы ${own} Беловой Анне Олеговне.`
    ],
    [
      'reinstatement',
      { group },
      'О восстановлении обучающейся',
      `Восстановить с 10.10.2026 в группу ${own} Белову Анну Олеговну.`
    ],
    [
      'reinstatement',
      { group, was_on_leave: true },
      'О выходе из академического отпуска',
      `Допустить к обучению с 10.10.2026 по выходе из академического отпуска в группе ${own} Белову Анну Олеговну.`
    ],
    [
      'graduation',
      {},
      'Об отчислении в связи с получением образования',
      `Отчислить с 10.10.2026 из группы ${own} Белову Анну Олеговну в связи с получением образования (завершением обучения).`
    ],
    [
      'surname_change',
      { new_last_name: 'Серова' },
      'Об изменении фамилии обучающейся',
      `Изменить с 10.10.2026 в учётных документах фамилию обучающейся группы ${own} Беловой Анны Олеговны на фамилию «Серова».`
    ]
  ]
  for (const [kind, more, about, clause] of rows) {
    const wording = wordingOf(kind, [line('Белова Анна Олеговна', more)], '')
    t.equal(wording.about, about)
    t.same(clauses(wording.text), [`1. ${clause}`])
  }
})

t.test('Those of whom the same is said stand in one numbered list, in the order of the lines', async (t) => {
  const leave = 'по медицинским показаниям'
  const { text } = wordingOf(
    'academic_leave',
    [
      line('Абрамов Иван Сергеевич', { reason: leave }),
      line('Белова Анна Олеговна', { reason: 'по семейным обстоятельствам' }),
      line('Ёлкина Вера Ильинична', { reason: leave })
    ],
    'личные заявления.'
  )
  t.same(text.split('\n').slice(1), [
    'ПРИКАЗЫВАЮ:',
    `1. Предоставить академический отпуск с 10.10.2026 обучающимся группы ${own} ${leave}:`,
    '1.1. Абрамову Ивану Сергеевичу;',
    '1.2. Ёлкиной Вере Ильиничне.',
    `2. Предоставить академический отпуск с 10.10.2026 обучающейся группы ${own} Беловой Анне Олеговне по семейным обстоятельствам.`,
    '3. Контроль за исполнением настоящего приказа оставляю за собой.',
    'Основание: личные заявления.'
  ])
  const renamed = ['Белова Анна Олеговна', 'Ёлкина Вера Ильинична'].map((full) =>
    line(full, { new_last_name: 'Серова' })
  )
  t.equal(clauses(wordingOf('surname_change', renamed, '').text).length, 2, 'a new surname is one person’s')
  t.same(wordingOf('expulsion', [line('Сидоренко Саша'), line('Белова Анна Олеговна')], '').doubtful, [
    'Сидоренко Саша'
  ])
  const cancelled = { number: '45-к', signed_on: '2026-10-09', about: 'Об отчислении обучающейся' }
  t.match(
    cancellationOf(cancelled, [line('Белова Анна Олеговна')], '').text,
    '1. Отменить приказ от 09.10.2026 № 45-к «Об отчислении обучающейся» с момента его издания в отношении Беловой Анны Олеговны.'
  )
})

t.test('On paper', async (t) => {
  const { db } = await testDatabase(t)
  const { study_group } = await journalScene(db)
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await db.updateTable('college_profile').set({ city: 'Светлореченск' }).execute()
  const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])
  const students: number[] = []
  for (let i = 0; i < 60; i++)
    students.push(
      (await enrol(db, study_group.id, `Преображенский-Новосельцев Константин${i % 2 ? '' : 'а'} Константинович`)).id
    )
  const drafted = await draftOrder(db, clerk, {
    kind: 'graduation',
    number: '45-к',
    signed_on: '2026-11-20',
    basis: 'протокол № 4'
  })
  if (typeof drafted === 'string') throw new Error(drafted)
  const { order_id } = drafted
  await addLines(
    db,
    students.map((student_id) => ({
      ...{ order_id, student_id, study_group_id: null, effective_on: '2026-11-20' },
      ...{ until_on: null, reason: '', last_name: null }
    }))
  )
  const print = async () => {
    const document = await orderPrintable.document(
      db,
      { order_id },
      { now: new Date('2026-11-20T10:41:00+03:00'), by: 'Зимина О. Ю.' }
    )
    if (!document) throw new Error('nothing to print')
    const { title, foot, sides } = document
    const printed = await printDocument(piecesOf(document.sheets), {
      browser,
      title,
      foot,
      sides,
      producer: 'test',
      madeAt: new Date()
    })
    return readPdf(printed.bytes)
  }
  const pages = await print()
  t.ok(pages.length > 1)
  t.match(pages[0]?.text, /Колледж связи П ?Р ?И ?К ?А ?З 20 ноября 2026 г\. г\. Светлореченск Об отчислении/)
  t.match(pages[0]?.text, '№ 45-к')
  t.match(pages[0]?.text, /1\.1\. Преображенского-Новосельцева/)
  const whole = pages.map(({ text }) => text).join(' ')
  for (const words of [
    /Контроль за исполнением/,
    /Основание: протокол №\s4\./,
    /И\. И\. Белов/,
    /Директор/,
    /С приказом ознакомлены:/
  ])
    t.match(whole, words)
  t.match(pages[0]?.text, 'проект приказа', 'a draft says at its foot that it is one')
  for (const [i, page] of pages.entries()) {
    t.equal(numberOn(page), i + 1)
    t.same(outside(page), [], 'within the margins')
    t.same(overlapping(page), [])
    t.ok(page.height > page.width, 'upright')
  }
  t.equal(await signOrder(db, clerk, '2026-11-20', order_id), 'signed')
  const signed = await print()
  t.notMatch(signed[0]?.text, 'проект приказа')
  t.same(signed.length, pages.length)
})
