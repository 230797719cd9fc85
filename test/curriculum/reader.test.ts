import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { topicsIn } from '../../src/curriculum/reader/lesson-plan.ts'
import {
  type Curriculum,
  type CurriculumItem,
  type CurriculumTerm,
  hoursBySemester,
  hoursOfAll,
  itemKey,
  readCurriculum
} from '../../src/curriculum/reader.ts'
import { headOf } from '../../src/curriculum/rules/lesson-plan-columns.ts'

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const small = fs.readFileSync(pathOf('fixtures/small.plx'))
const smallText = new TextDecoder('utf-16le').decode(small)
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

const readGood = (file: Uint8Array): Curriculum => {
  const reading = readCurriculum(file, 'змеи.plx')
  if (!reading.ok) throw new Error(reading.refusal)
  return reading.curriculum
}

const refusalOf = (file: Uint8Array, name = 'змеи.plx') => {
  const reading = readCurriculum(file, name)
  return reading.ok ? 'прочитан' : reading.refusal
}

/** The small plan with some of its text replaced: [what stands there, what stands there now]… */
const spoilt = (...changes: [from: string | RegExp, to: string][]) =>
  utf16(
    changes.reduce((text, [from, to]) => {
      const changed = text.replace(from, to)
      if (changed === text) throw new Error(`«${from}» is not in the plan`)
      return changed
    }, smallText)
  )

const hoursRow = (row: number, from: string, to: string): [RegExp, string] => [
  new RegExp(`(ПланыНовыеЧасы${row}" [^>]*)${from}`),
  `$1${to}`
]
const planRow = (row: number, from: string, to: string): [RegExp, string] => [
  new RegExp(`(ПланыСтроки${row}" [^>]*)${from}`),
  `$1${to}`
]
const itemOf = (curriculum: Curriculum, key: string) => curriculum.items.find((item) => item.item_key === key)
const termOf = (curriculum: Curriculum, key: string, semester: number) =>
  itemOf(curriculum, key)?.terms.find((term) => term.semester === semester)

t.test('the title tells the specialty in ordinary letters, the form, the base and the year', async (t) => {
  const { items, ...title } = readGood(small)
  t.strictSame(title, {
    specialty_code: '54.02.99',
    specialty_name: 'Изготовление бумажных змеев',
    qualification: 'Мастер змеев',
    study_form: 'очная',
    base_education: 'среднее общее',
    entry_year: 2025,
    name: '54.02.99 Изготовление бумажных змеев, Мастер змеев, набор 2025 года, очная форма, база: среднее общее',
    semesters: 4,
    errors: [],
    warnings: []
  })
})

t.test('rows come in the order of the plan, with kinds, modules and trimmed indexes', async (t) => {
  const { items } = readGood(small)
  t.strictSame(
    items.map((item) => [item.position, item.item_index, item.item_key, item.kind, item.cycle_index, item.parent_key]),
    [
      [1, 'БД', 'БД', 'heading', 'СО', null],
      [2, 'ОП.01', 'ОП.01', 'discipline', 'ОПЦ', null],
      [3, 'ПМ.01', 'ПМ.01', 'module', 'ПЦ', null],
      [4, 'МДК.01.01', 'МДК.01.01', 'course', 'ПЦ', 'ПМ.01'],
      [5, 'УП.01.01', 'УП.01.01', 'training_practice', 'ПЦ', 'ПМ.01'],
      [6, 'УП.01.02', 'УП.01.02', 'training_practice', 'ПЦ', 'ПМ.01'],
      [7, 'ПП.01.01', 'ПП.01.01', 'industrial_practice', 'ПЦ', 'ПМ.01'],
      [8, 'ПM.01.ЭК', 'ПМ.01.ЭК', 'module_exam', 'ПЦ', 'ПМ.01'],
      [9, 'ПДП', 'ПДП', 'industrial_practice', 'ПЦ', null],
      [10, 'ГИА.01', 'ГИА.01', 'final_attestation', 'ГИА', null]
    ]
  )
})

t.test('a row has its hours by semester of the whole study, its weeks and its forms of control', async (t) => {
  const plan = readGood(small)
  t.strictSame(itemOf(plan, 'МДК.01.01')?.terms, [
    {
      semester: 2,
      hours_total: 36,
      weeks: null,
      hours: [
        { kind: 'lecture', hours: 18 },
        { kind: 'laboratory', hours: 18 }
      ],
      controls: ['credit']
    },
    {
      semester: 3,
      hours_total: 56,
      weeks: null,
      hours: [
        { kind: 'lecture', hours: 18 },
        { kind: 'practice', hours: 18 },
        { kind: 'course_project', hours: 20 }
      ],
      controls: ['graded_credit', 'course_work']
    }
  ])
  t.strictSame(itemOf(plan, 'УП.01.01')?.terms, [
    { semester: 3, hours_total: 72, weeks: 2, hours: [{ kind: 'practice', hours: 72 }], controls: ['graded_credit'] }
  ])
  t.strictSame(itemOf(plan, 'БД')?.terms, [])
})

t.test('a module is not counted beside its rows', async (t) => {
  const { items } = readGood(small)
  t.strictSame(hoursBySemester(items), [
    { semester: 1, hours: 34 },
    { semester: 2, hours: 92 },
    { semester: 3, hours: 128 },
    { semester: 4, hours: 342 }
  ])
  t.equal(hoursOfAll(items), 596)
})

t.test('a college names practices, modules and headings in its own way', async (t) => {
  const { items, errors } = readGood(
    spoilt(
      ['Дисциплина="Базовые дисциплины"', 'Дисциплина="Профессиональные &#xA;модули&#xD;&#xA;"'],
      ['ДисциплинаКод="БД"', 'ДисциплинаКод="ПМ"'],
      [' УП.01.02', 'ПЛ.01'],
      ['" ПП.01.01"', '"СТ.01"'],
      ['  МДК.01.01', 'ТЗ.01'],
      ['Дисциплина="Учебная практика" ТипОбъекта="3" ВидПрактики="6"', 'Дисциплина="Пленэр" ТипОбъекта="3"'],
      ['Дисциплина="Учебная практика"', 'Дисциплина="Лётная"'],
      ['Дисциплина="Производственная практика"', 'Дисциплина="Учебно-показательная"']
    )
  )
  t.strictSame(errors, [])
  t.strictSame(
    [0, 3, 4, 5, 6].map((i) => [items[i]?.item_key, items[i]?.name, items[i]?.kind]),
    [
      ['ПМ', 'Профессиональные модули', 'heading'],
      ['ТЗ.01', 'Устройство змеев', 'course'],
      ['УП.01.01', 'Пленэр', 'training_practice'],
      ['ПЛ.01', 'Лётная', 'training_practice'],
      ['СТ.01', 'Учебно-показательная', 'industrial_practice']
    ]
  )
})

t.test('kinds of work the college added are told by their type; norms of teachers are not hours', async (t) => {
  const work = (code: number, type: string) =>
    `<СправочникВидыРабот Код="${code}" Название="?" КодТипРабот="${type}" />`
  const row = (code: number) => `<ПланыНовыеЧасы КодОбъекта="-2" КодВидаРаботы="${code}" КодТипаЧасов="1" Курс="1"
    Семестр="1" Количество="5" />`
  const own = [work(901, '1'), work(902, '5'), work(903, '10'), work(904, '3'), work(50, ''), work(52, '8')].join('')
  const rows = [901, 902, 903, 904, 50, 1004, 52].map(row).join('')
  const zeroControl = hoursRow(1, 'Количество="1"', 'Количество="0"')
  const plan = readGood(spoilt(zeroControl, ['</dsMMISDB>', `${own}${rows}</dsMMISDB>`]))
  t.strictSame(plan.errors, [])
  t.strictSame(termOf(plan, 'ОП.01', 1), {
    semester: 1,
    hours_total: 34,
    weeks: null,
    hours: [
      { kind: 'lecture', hours: 25 },
      { kind: 'practice', hours: 14 },
      { kind: 'self_study', hours: 5 },
      { kind: 'control', hours: 5 },
      { kind: 'other', hours: 5 }
    ],
    controls: []
  })
})

t.test('terms are in order of time whatever the order of the file', async (t) => {
  const early = /<ПланыНовыеЧасы (?=[^>]*КодОбъекта="-2")(?=[^>]*Семестр="1")[^>]*>/g
  const moved = smallText.match(early) ?? []
  const plan = readGood(spoilt([early, ''], ['</dsMMISDB>', `${moved.join('')}</dsMMISDB>`]))
  t.strictSame(plan.items, readGood(small).items)
})

t.test('one index in many spellings has one key', async (t) => {
  const spellings: [string, string[]][] = [
    ['МДК.04.01', ['МДК. 4.1', 'МДК 04.01', 'мдк.04.01.', '  МДК.04.01', 'MДК.04 .01', 'МДК04.01', 'МДК\u00a04.1']],
    ['ПМ.01.ЭК', ['ПM.01.ЭК', 'Пм.1.Эк', 'ПМ. 01. ЭК']],
    ['УП.01', ['УП.1', 'YП.01', 'УП 1.']],
    ['ООУП.01.511', ['ООУП.1.511']],
    ['ПДП', ['пдп ']],
    ['БД.07 У', ['БД.07  у']],
    ['ЙО.01', ['И\u0306О.1']]
  ]
  for (const [key, printed] of spellings) for (const index of printed) t.equal(itemKey(index), key, index)
})

t.test('the encoding may be any of those «Планы» and editors save in', async (t) => {
  const plan = readGood(small)
  const utf8 = smallText.replace('utf-16', 'utf-8')
  const bigEndian = utf16(smallText).swap16()
  for (const file of [Buffer.from(utf8), Buffer.from(`\ufeff${utf8}`), Buffer.from(smallText, 'utf16le'), bigEndian])
    t.strictSame(readGood(file), plan)
})

t.test('what is no curriculum is refused in one sentence', async (t) => {
  const notXml = 'Файл «змеи.plx» не учебный план: нужен файл .plx программы «Планы» (ММИС Лаб).'
  const notPlan = 'Файл «змеи.plx» не учебный план: в нём нет таблиц программы «Планы» (dsMMISDB).'
  for (const file of ['', 'PK\u0003\u0004 книга Excel', 'Индекс;Наименование;Часы', '{"a":1}', '\0\0\0'])
    t.equal(refusalOf(Buffer.from(file)), notXml)
  t.equal(refusalOf(Buffer.from('<!DOCTYPE html><html><body>Войдите</body></html>')), notXml)
  t.equal(refusalOf(utf16('<!DOCTYPE a [<!ENTITY b "змей">]><Документ a="&b;"/>')), notXml)
  for (const file of ['<fet version="5.37"><Hours_List/></fet>', '<br>', '<Документ/>', '<a>'.repeat(9999)])
    t.equal(refusalOf(Buffer.from(file)), notPlan)
  const nested = '<a>'.repeat(9999) + '</a>'.repeat(9999)
  t.equal(refusalOf(utf16(`<Документ>${nested}</Документ>`)), notPlan)
  t.equal(
    refusalOf(spoilt([/<ПланыСтроки .*?\/>/gs, ''])),
    'Файл «змеи.plx» не содержит ни одной строки учебного плана.'
  )
})

t.test('a plan of the old «Планы» is refused by name, also in windows-1251', async (t) => {
  const old = 'Файл «змеи.pli» сохранён старой версией «Планов»: откройте его в новой и сохраните как .plx.'
  const xml = '<Документ><План><Титул/><СтрокиПлана><Строка Дис="Бумага" СемЭкз="12"/></СтрокиПлана></План></Документ>'
  const windows1251 = (text: string) =>
    Buffer.from([...text].map((sign) => (sign < 'А' ? sign.charCodeAt(0) : sign.charCodeAt(0) - 0x410 + 0xc0)))
  t.equal(refusalOf(utf16(`<?xml version="1.0" encoding="utf-16"?>${xml}`), 'змеи.pli'), old)
  t.equal(refusalOf(windows1251(`<?xml version="1.0" encoding="windows-1251"?>${xml}`), 'змеи.pli'), old)
})

t.test('a plan of another level is refused, by its code or, where that is older, by its level', async (t) => {
  const bachelor = 'Файл «змеи.plx» — план другого уровня образования'
  const title = 'ИЗГОТОВЛЕНИЕ БУМАЖНЫХ ЗМЕЕВ, бакалавриат), а нужен план СПО.'
  const level: [RegExp, string] = [/(ГодНачалаПодготовки="2025" КодУровняОбразования=)"4"/, '$1"2"']
  t.equal(refusalOf(spoilt(['54.02.99', '54.03.99'])), `${bachelor} (54.03.99 ${title}`)
  t.equal(refusalOf(spoilt(['54.02.99', '070601'], level)), `${bachelor} (070601 ${title}`)
  t.equal(readGood(spoilt(['54.02.99', '54.01.99'])).specialty_code, '54.01.99')
  t.equal(readGood(spoilt(['54.02.99', '070601'])).specialty_code, '070601')
  t.equal(readGood(spoilt(level)).specialty_code, '54.02.99')
})

t.test('a file cut anywhere is refused as broken and never read in part', async (t) => {
  const broken =
    /^Файл «змеи\.plx» (повреждён или скопирован не целиком \(строка \d+\): сохраните его заново|не учебный)/
  for (let end = 2; end < small.length - 2; end += 997) t.match(refusalOf(small.subarray(0, end)), broken)
  t.match(refusalOf(small.subarray(0, small.length - 4)), /повреждён/)
  t.match(refusalOf(spoilt(['КодПлана="-1"', 'КодПлана=-1'])), /повреждён .*\(строка \d+\)/)
  t.match(refusalOf(spoilt(['Бумага и краски', 'Бумага\0краски'])), /повреждён .*\(строка 12\)/)
})

t.test('a doubtful row is named with its place and the rest is read', async (t) => {
  type Case = [string, [string | RegExp, string][], { place: string; message: string }]
  const cases: Case[] = [
    [
      'hours in words',
      [hoursRow(2, 'Количество="20"', 'Количество="двадцать"')],
      {
        place: 'Часы плана, строка 2 (ОП.01), «Лекционные занятия», поле «Количество»',
        message: '«двадцать» не читается как число.'
      }
    ],
    [
      'an unknown form of control',
      [
        ['Код="49" Название="Другие формы контроля"', 'Код="77" Название="Защита портфолио"'],
        [/КодВидаРаботы="49"/g, 'КодВидаРаботы="77"']
      ],
      {
        place: 'Часы плана, строка 1 (ОП.01), «Защита портфолио»',
        message: 'Форма контроля «Защита портфолио» неизвестна, принята как «другие формы контроля».'
      }
    ],
    [
      'a kind of work the file does not describe',
      [hoursRow(1, 'КодВидаРаботы="49"', 'КодВидаРаботы="777"')],
      {
        place: 'Часы плана, строка 1 (ОП.01), «777»',
        message: 'Вид работы с кодом 777 в файле не описан, строка пропущена.'
      }
    ],
    [
      'a semester that is none',
      [hoursRow(2, 'Семестр="1"', 'Семестр="5"')],
      {
        place: 'Часы плана, строка 2 (ОП.01), «Лекционные занятия»',
        message: 'Курс «1», семестр «5» — такого семестра нет.'
      }
    ],
    [
      'hours of no row',
      [hoursRow(2, 'КодОбъекта="-2"', 'КодОбъекта="-99"')],
      {
        place: 'Часы плана, строка 2 (вне плана), «Лекционные занятия»',
        message: 'Строки плана с кодом -99, к которой относятся часы, в файле нет.'
      }
    ],
    [
      'a module that is not there',
      [planRow(5, 'КодРодителя="-3"', 'КодРодителя="-33"')],
      {
        place: 'Строки плана, строка 5 (МДК.01.01), модуль',
        message: 'Строки с кодом -33, которой подчинена эта, в файле нет.'
      }
    ],
    [
      'a cycle that is not there',
      [planRow(2, 'КодБлока="-2"', 'КодБлока="-22"')],
      { place: 'Строки плана, строка 2 (ОП.01), учебный цикл', message: 'Цикла с кодом «-22» в файле нет.' }
    ],
    [
      'one index twice',
      [[' УП.01.02', ' УП.1.1']],
      {
        place: 'Строки плана, строка 7 (УП.1.1), индекс',
        message: 'Такой же индекс у строки «Учебная практика»: их не различить.'
      }
    ],
    [
      'no index',
      [planRow(9, 'ДисциплинаКод="ГИА.01"', '')],
      { place: 'Строки плана, строка 9 (без индекса), индекс', message: 'Индекс не указан.' }
    ],
    [
      'no name',
      [['Бумага и краски', ' ']],
      { place: 'Строки плана, строка 2 (ОП.01), наименование', message: 'Наименование не указано.' }
    ],
    [
      'a type of row nobody knows',
      [planRow(2, 'ТипОбъекта="2"', 'ТипОбъекта="9"')],
      {
        place: 'Строки плана, строка 2 (ОП.01), тип строки',
        message: 'Тип «9» неизвестен, строка принята как дисциплина.'
      }
    ]
  ]
  for (const [title, changes, error] of cases) {
    const { errors, items } = readGood(spoilt(...changes))
    t.strictSame([errors, items.length], [[error], 10], title)
  }
})

t.test('a row that cannot be told from another is left out', async (t) => {
  const { errors, items } = readGood(spoilt(planRow(9, ' Код="-9"', ' Код="-8"')))
  const message = 'Код «-8» повторяется или не число, строка пропущена.'
  t.match(errors, [
    { place: /^Часы плана, строка \d+ \(вне плана\)/ },
    {},
    {},
    { place: 'Строки плана, строка 9 (ГИА.01), код', message }
  ])
  t.strictSame([items.length, itemOf({ ...readGood(small), items }, 'ГИА.01')], [9, undefined])
})

t.test('figures of the file that differ are taken as they stand, with a warning', async (t) => {
  const warningsOf = (...changes: [string | RegExp, string][]) => {
    const { errors, warnings } = readGood(spoilt(...changes))
    t.strictSame(errors, [])
    return warnings.map(({ place, message }) => `${place}: ${message}`)
  }
  t.strictSame(warningsOf(hoursRow(2, 'Количество="20"', 'Количество="22"')), [
    'Часы плана, ОП.01, 1-й семестр: «Итого» 34 ч., а сумма по видам занятий 36 ч.'
  ])
  t.strictSame(warningsOf([/<ПланыНовыеЧасы [^>]*rowOrder="3".*?\/>/, '']), [
    'Часы плана, ОП.01, 1-й семестр: Нет строки «Итого»: взята сумма по видам занятий, 34 ч.'
  ])
  t.strictSame(warningsOf(['ЧасовПоПлану="90"', 'ЧасовПоПлану="96"']), [
    'Строки плана, ОП.01: Часов по плану 96, а по семестрам 90.'
  ])
  t.strictSame(warningsOf([/КодРодителя="-3" (?=Дисциплина="Устройство)/, '']), [
    'Строки плана, ПМ.01, 2-й семестр: Указано 36 ч., а в подчинённых строках 0 ч.',
    'Строки плана, ПМ.01, 3-й семестр: Указано 128 ч., а в подчинённых строках 72 ч.',
    'Строки плана, МДК.01.01: Строка не подчинена профессиональному модулю.'
  ])
  t.strictSame(warningsOf([/(КодОбъекта="-10" КодВидаРаботы="\d+" КодТипаЧасов=)"1"/g, '$1"2"']), [
    'Строки плана, ПДП: Часов нет ни в одном семестре.'
  ])
  t.strictSame(warningsOf(planRow(2, 'СчитатьВПлане="true"', 'СчитатьВПлане="false"')), [
    'Строки плана, ОП.01: Строка не входит в объём плана, но её часы взяты.'
  ])
  t.strictSame(warningsOf(planRow(1, 'ТипОбъекта="1"', 'ТипОбъекта="5"')), [
    'Строки плана, БД: Блок по выбору: взяты часы всех его дисциплин, лишние удалите.'
  ])
  t.strictSame(warningsOf(['СрокОбучения="1"', 'СрокОбучения="3"']), [
    'Титул плана, срок обучения: По сроку обучения (3 г. 10 мес.) семестров 8, а часы есть до 4-го.'
  ])
})

t.test('halves of an hour and days of a practice are kept', async (t) => {
  const plan = readGood(
    spoilt(hoursRow(2, 'Количество="20"', 'Количество="19,3"'), hoursRow(3, 'Количество="14"', 'Количество="14.7"'), [
      /(Недель="2" Дней=)"0"/,
      '$1"2"'
    ])
  )
  t.strictSame([plan.errors, plan.warnings], [[], []])
  t.strictSame(termOf(plan, 'ОП.01', 1)?.hours, [
    { kind: 'lecture', hours: 19.3 },
    { kind: 'practice', hours: 14.7 }
  ])
  t.equal(termOf(plan, 'УП.01.01', 3)?.weeks, 2.33)
})

t.test('a plan by sessions is laid out by semesters, with a warning', async (t) => {
  const sessions: [RegExp, string][] = [
    [/Курс="1" Семестр="1" Сессия="0"/g, 'Курс="1" Семестр="0" Сессия="2"'],
    [/Курс="1" Семестр="2" Сессия="0"/g, 'Курс="1" Семестр="0" Сессия="3"']
  ]
  const plan = readGood(spoilt(...sessions, ['КодФормыОбучения="1" КодБазы', 'КодФормыОбучения="2" КодБазы']))
  t.strictSame(plan.items, readGood(small).items)
  t.strictSame([plan.study_form, plan.warnings.map(({ place }) => place)], ['заочная', ['Часы плана']])
})

t.test('the codes of a file mean what its own lists say, terms are as many as it has', async (t) => {
  const plan = readGood(small)
  const renumbered = (text: string) =>
    text
      .replace(/(КодВидаРаботы=|<СправочникВидыРабот [^>]*Код=)"(\d+)"/g, '$1"7$2"')
      .replace(/ТипОбъекта="(\d)"/g, 'ТипОбъекта="2$1"')
      .replace(/(<СправочникТипОбъекта [^>]*Код=)"(\d)"/g, '$1"2$2"')
  const types = ['Модули', 'Дисциплины', 'Практики (НИР)', 'Контроль', 'Блоки по выбору', 'ГИА']
    .map((name, i) => `<СправочникТипОбъекта Код="${i + 1}" Название="${name}" />`)
    .join('')
  const known = smallText.includes('<СправочникТипОбъекта') ? '' : types
  const other = readGood(utf16(renumbered(smallText.replace('</dsMMISDB>', `${known}</dsMMISDB>`))))
  t.strictSame([other.errors, other.items], [[], plan.items])
  const thirds = spoilt(['СеместровНаКурсе="2"', 'СеместровНаКурсе="3"'], [/Семестр="2"/g, 'Семестр="3"'])
  const read = readGood(thirds)
  t.strictSame([read.errors, read.items], [[], plan.items])
  t.match(read.warnings, [{ message: /3 семестра на курсе/ }])
  const empty =
    '<ПланыНовыеЧасы КодОбъекта="-2" КодВидаРаботы="101" КодТипаЧасов="1" Курс="0" Семестр="0" Количество="0" />'
  t.strictSame(readGood(spoilt(['</dsMMISDB>', `${empty}</dsMMISDB>`])).errors, [])
})

t.test('a table of topics is read with other headings, sections over the row, hours and days in words', async (t) => {
  const kinds = [
    { id: 1, name: 'Лекция' },
    { id: 2, name: 'Практическое занятие' }
  ]
  const rows = [
    ['Домашнее задание', 'Наименование темы', 'Кол. час.', 'Тип занятия', 'Дата'],
    ['1', '2', '3', '4', '5'],
    ['Раздел I. Бумага'],
    ['с. 5', 'Сорта бумаги', '2 ч.', 'лекция', '1 сентября 2026 г.'],
    [],
    ['', 'Резка', '4 (2/2)', 'практ.', '08.09.2026'],
    ['', 'ИТОГО', '6'],
    ['', 'Клей', 'два', '', '']
  ]
  const lines = rows.map((cells, i) => ({ number: i + 1, cells })).filter(({ cells }) => cells.length > 0)
  const head = headOf(lines)
  const { topics, errors } = topicsIn(head.lines, head.columns, kinds, { hours: 2, lesson_kind_id: 1 })
  t.match(topics, [
    {
      row: 4,
      section: 'Раздел I. Бумага',
      title: 'Сорта бумаги',
      hours: 2,
      lesson_kind_id: 1,
      planned_on: '2026-09-01'
    },
    { row: 6, section: 'Раздел I. Бумага', title: 'Резка', hours: 4, lesson_kind_id: 2, planned_on: '2026-09-08' },
    { row: 8, title: 'Клей' }
  ])
  t.match(errors, [{ row: 8, column: 'C', sentence: /«два»: нужно целое число/ }])
})

const HOURS: Record<string, string> = {
  Лек: 'lecture',
  Пр: 'practice',
  Контроль: 'control',
  КРП: 'course_project',
  СР: 'self_study'
}
const CONTROLS: Record<string, string> = { Эк: 'exam', ЗаО: 'graded_credit', КР: 'course_work', Др: 'other' }
const TYPES: Record<string, string[]> = {
  1: ['module', 'heading'],
  2: ['discipline', 'course'],
  3: ['training_practice', 'industrial_practice'],
  4: ['module_exam'],
  6: ['final_attestation']
}

/** A term as the independent reading has it: «ЗаО=1 Нед=0(3н) Итого=108 Пр=108». */
const oracleTerm = (semester: string, words: string) => {
  const figures = [...words.matchAll(/(\S+)=(\d+)(?:\((\d+)н\))?/g)]
  const weeks = figures.find(([, name]) => name === 'Нед')?.[3]
  return {
    semester: Number(semester),
    hours_total: Number(figures.find(([, name]) => name === 'Итого')?.[2]),
    weeks: weeks ? Number(weeks) : null,
    hours: figures.flatMap(([, name = '', n]) => (HOURS[name] ? [{ kind: HOURS[name], hours: Number(n) }] : [])),
    controls: figures.flatMap(([, name = '']) => CONTROLS[name] ?? [])
  }
}

const oracleRows = (text: string) =>
  [...text.matchAll(/^\d+ (\S+) T(\d) parent (\S+) \| +?(.*) \| (.*) \| (\S+) \| \{(.*)\}$/gm)].map(
    ([, cycle, type = '', parent, index = '', name, planned, terms = '']) => ({
      row: [cycle, parent !== '-', index.trim(), name],
      kinds: TYPES[type],
      planned: Number(planned) || 0,
      terms: [...terms.matchAll(/(\d): '(.*?)'/g)].map(([, semester = '', words = '']) => oracleTerm(semester, words))
    })
  )

const inOrder = (term: CurriculumTerm | ReturnType<typeof oracleTerm>) => ({
  ...term,
  hours: [...term.hours].sort((a, b) => a.kind.localeCompare(b.kind)),
  controls: [...term.controls].sort()
})

const real = `${process.env.REALDATA ?? pathOf('../../../shared/realdata')}/plan_090207_2024`
const missing = fs.existsSync(`${real}.plx`) ? false : 'the folder of real files (REALDATA) is not here'

t.test('a real plan of a college, every row and semester', { skip: missing }, async (t) => {
  const started = performance.now()
  const plan = readGood(fs.readFileSync(`${real}.plx`))
  t.comment(`read in ${Math.round(performance.now() - started)} ms`)
  const { items } = plan
  const oracle = oracleRows(fs.readFileSync(`${real}.oracle.txt`, 'utf8'))
  const isLeaf = (item: CurriculumItem) => item.kind !== 'module' && item.kind !== 'heading'
  const leafTerms = items.filter(isLeaf).flatMap((item) => item.terms)
  const hoursOf = (some: CurriculumItem[]) =>
    some.flatMap((item) => item.terms).reduce((sum, term) => sum + term.hours_total, 0)

  t.strictSame([plan.errors, plan.warnings, plan.semesters, oracle.length, items.length], [[], [], 6, 61, 61])
  for (const [i, { row, kinds, planned, terms }] of oracle.entries()) {
    const item = items[i] as CurriculumItem
    t.strictSame([item.cycle_index, item.parent_key !== null, item.item_index, item.name], row)
    t.ok(kinds?.includes(item.kind), `${item.item_index} is ${item.kind}`)
    t.equal(hoursOf([item]), planned, `${item.item_index} by the plan`)
    t.strictSame(item.terms.map(inOrder), terms.map(inOrder), `${item.item_index} by semesters`)
  }

  t.strictSame(
    hoursBySemester(items).map(({ hours }) => hours),
    [612, 900, 612, 864, 612, 864]
  )
  t.equal(hoursOfAll(items), 4464)
  const sums = Object.entries(HOURS).map(([name, kind]) => {
    const parts = leafTerms.flatMap((term) => term.hours).filter((part) => part.kind === kind)
    return [name, parts.reduce((sum, part) => sum + part.hours, 0)]
  })
  t.strictSame(Object.fromEntries(sums), { Лек: 1092, Пр: 3100, Контроль: 180, КРП: 84, СР: 8 })

  const modules = items.filter((item) => item.kind === 'module')
  const children = (key: string) => items.filter((item) => item.parent_key === key)
  t.strictSame(
    modules.map((module) => [module.item_key, hoursOf([module]), hoursOf(children(module.item_key))]),
    [
      ['ПМ.01', 956, 956],
      ['ПМ.02', 420, 420],
      ['ПМ.04', 378, 378],
      ['ПМ.11', 378, 378],
      ['ПМ.12', 402, 402]
    ]
  )

  const controlsIn = (semester: number) => {
    const forms = leafTerms.filter((term) => term.semester === semester).flatMap((term) => term.controls)
    return Object.values(CONTROLS).map((form) => forms.filter((other) => other === form).length)
  }
  t.strictSame([1, 2, 3, 4, 5, 6].map(controlsIn), [
    [0, 5, 0, 6],
    [2, 8, 0, 4],
    [2, 4, 0, 4],
    [2, 8, 1, 4],
    [2, 6, 1, 6],
    [2, 9, 1, 0]
  ])
  t.equal(items.filter((item) => item.name === 'Учебная практика').length, 7)
})
