import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import t from 'tap'
import { workLoad } from '../../src/exchange/actions/working.ts'
import { beginCollege } from '../../src/people/actions/beginning.ts'
import { nameOf } from '../../src/people/rules/beginning.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import { root } from '../../src/platform/config.ts'
import { logger } from '../../src/platform/log.ts'
import { workImport } from '../../src/timetable/actions/import-work.ts'
import { listen, openBrowser } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { fixture, type Person, sitDown } from './path-people.ts'

const MORNING = '2026-11-23T08:20' // a Monday
const PLAN = join(root, 'test/curriculum/fixtures/small.plx')
const TOPICS = Array.from({ length: 28 }, (_, i) => ({
  section: i % 14 === 0 ? `Раздел ${i / 14 + 1}. Летающие змеи` : '',
  title: `Тема ${i + 1}. Змей № ${i + 1}`,
  kind: i < 9 ? 'Лекция' : 'Практическое занятие',
  homework: `§ ${i + 1}`
}))

/** The rows as they are copied from a spreadsheet, without its headings. */
const copied = (rows: typeof TOPICS) =>
  rows.map(({ section, title, kind }) => [section, title, '2', kind].join('\t')).join('\n')

/** The same topics as a workbook with a title, headings and rows of sections. */
async function bookOf(rows: typeof TOPICS): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('КТП')
  sheet.addRow(['Календарно-тематический план'])
  sheet.addRow(['№', 'Наименование тем', 'Кол-во часов', 'Вид занятия', 'Домашнее задание'])
  rows.forEach(({ section, title, kind, homework }, i) => {
    if (section) sheet.addRow(['', section])
    sheet.addRow([i + 1, title, 2, kind, homework])
  })
  const file = join(mkdtempSync(join(tmpdir(), 'topics-')), 'ктп.xlsx')
  writeFileSync(file, Buffer.from(await book.xlsx.writeBuffer()))
  return file
}

t.test('A college comes from nothing to the first lesson of a teacher, page by page', async (t) => {
  const { app, db } = await openHouse(t, { now: MORNING })
  const clock = stoppedClock(MORNING)
  const issued = await beginCollege(db, '2020-09-01', nameOf('Орлова Вера Павловна'))
  if (typeof issued === 'string') throw new Error(issued)
  const where = { t, browser: await openBrowser(t), address: await listen(app) }
  const keys = new Map<string, string>([[issued.login, issued.password]])
  const seated = new Map<string, Person>()
  const person = async (login: string) => {
    const here = seated.get(login) ?? (await sitDown(where, login, { key: keys.get(login) }))
    seated.set(login, here)
    return here
  }
  const worked = async (who: Person, work: typeof workLoad) => {
    await work(db, Number(who.place().split('/').at(-1)), logger(true), clock)
    await who.go(who.place())
  }
  const loadList = async (who: Person, list: string) => {
    await who.go(`/exchange/lists/${list}/imports/new`)
    await who.bring(fixture(`${list}.csv`))
    await who.press('Дальше')
    await who.press('Показать, что изменится')
  }

  await t.test('the administrator is led through the first steps', async () => {
    const admin = await person(issued.login)
    await admin.sees(
      /Первые шаги Профиль учреждения: .* Отделения: .* Сотрудники: .* Учётные записи и роли: .* Кабинеты/
    )
    await admin.press('Профиль учреждения')
    await admin.fill({ full_name: 'Полянский колледж ремёсел', short_name: 'ПКР', director_name: 'И. И. Белов' })
    await admin.press('Сохранить')
    await admin.go('/college/departments')
    await admin.fill({ name: 'Отделение художественных ремёсел', short_name: 'ХР' })
    await admin.press('Добавить')
    await loadList(admin, 'staff')
    await admin.sees('Все: 6 Новые: 6', /Фёдоров Илья Константинович новая/)
    await admin.press('Загрузить')
    await worked(admin, workLoad)
    await admin.sees('новых 6', 'заведено: 6. Выдайте пароли')
    await loadList(admin, 'staff')
    await admin.sees('Без изменений: 6', 'Загружать нечего')
  })

  await t.test('gives everybody a role and a password of one time', async () => {
    const admin = await person(issued.login)
    const roles: [login: string, name: string, role: string][] = [
      ['bulanova', 'Буланова', 'deputy'],
      ['gromov', 'Громов', 'head'],
      ['zimina', 'Зимина', 'registrar'],
      ['levina', 'Левина', 'methodist'],
      ['ivanova', 'Иванова', 'curator']
    ]
    for (const [login, name, role] of roles) {
      await admin.go('/accounts')
      await admin.press(name)
      await admin.fill({ role, since: '01.09.2020', department_id: role === 'head' ? 'Отделение худ' : '—' })
      await admin.press('Назначить')
      await admin.press('Выдать')
      const [shown = '', key = ''] = await admin.keys()
      t.equal(shown, login)
      keys.set(login, key)
    }
    await admin.go('/')
    await admin.press('Учётные записи и роли')
    await admin.fill({ person_id: true }, 'Иванова')
    await admin.fill({ person_id: true }, 'Фёдоров')
    await admin.fill({ role: 'teacher', since: '01.09.2020' })
    await admin.press('Выдать отмеченным пароли')
    const [ivanova = '', ofIvanova = '', fedorov] = await admin.keys()
    t.strictSame([ivanova, fedorov], ['ivanova', 'fedorov'])
    keys.set(ivanova, ofIvanova)
    await admin.go('/')
    await admin.sees('Сотрудники — готово', 'Учётные записи и роли — готово', /Кабинеты: /)
  })

  await t.test('the methodist sets the bells and the dates of the year', async () => {
    const levina = await person('levina')
    await levina.sees('Первые шаги')
    await levina.press('Звонки')
    await levina.press('Составить звонки')
    await levina.press('Сохранить')
    await levina.go('/')
    await levina.press('Учебный год')
    await levina.press('Добавить')
    await levina.sees('Учебный год добавлен', /2026\/2027 учебный год/)
  })

  await t.test('curriculum in: the head loads it from a file, and the same file again changes nothing', async () => {
    const gromov = await person('gromov')
    await gromov.go('/curricula')
    await gromov.sees('Учебных планов пока нет')
    await gromov.press('Загрузить план')
    await gromov.bring(PLAN)
    await gromov.press('Показать, что изменится')
    await gromov.sees('Новых: 10', 'Станет 34 92 128 342 596')
    await gromov.press('Загрузить план')
    await gromov.sees('Учебный план загружен', /МДК\.01\.01 Устройство змеев 92/)
    await gromov.go('/curricula/imports')
    await gromov.bring(PLAN)
    await gromov.press('Показать, что изменится')
    await gromov.sees('Файл ничего не меняет')
  })

  await t.test('a group is founded, gets its curator and the approved plan', async () => {
    const levina = await person('levina')
    await levina.go('/movement/groups')
    await levina.press('Новая группа')
    await levina.fill({ specialty_id: '54.02.99', entry_year: '2025', name: 'ЗМ-21', department_id: 'Отделение худ' })
    await levina.press('Завести')
    await levina.press('Назначить куратора')
    await levina.fill({ staff_member_id: 'Иванова', since: '01.09.2026' })
    await levina.press('Назначить')
    await levina.sees('ЗМ-21 2 курс', 'Иванова Анна Петровна')
    const gromov = await person('gromov')
    await gromov.go('/curricula')
    await gromov.press('Мастер змеев')
    await gromov.fill({ approved_on: '28.08.2025', approval: 'приказ № 12' })
    await gromov.press('Утвердить план')
    await gromov.fill({ study_group_id: 'ЗМ-21' })
    await gromov.press('Перевести')
    await gromov.sees('Группа переведена на этот план')
  })

  await t.test('load: teachers are named on one page of the group', async () => {
    const gromov = await person('gromov')
    await gromov.press('ЗМ-21')
    await gromov.sees('МДК.01.01 Устройство змеев 56', 'нет преподавателя')
    await gromov.fill({ staff_member_id: 'Иванова' }, 'МДК.01.01')
    await gromov.fill({ staff_member_id: 'Фёдоров' }, 'УП.01.01')
    await gromov.press('Назначить выбранных')
    await gromov.sees('Преподаватели назначены, журналы открыты', /Устройство змеев .*56 .*Иванова А\. П\./)
  })

  await t.test('students are enrolled from a list by an order, and the year is opened', async () => {
    const zimina = await person('zimina')
    await loadList(zimina, 'students')
    await zimina.sees('Новые: 3', 'зачисление в группу: ЗМ-21')
    await zimina.fill({ way: 'sign', number: '45-к', signed_on: '31.08.2026', effective_on: '01.09.2026' })
    await zimina.press('Загрузить')
    await worked(zimina, workLoad)
    await zimina.sees('новых 3', 'приказ о зачислении, 3 обучающихся')
    await loadList(zimina, 'students')
    await zimina.sees('Без изменений: 3')
    const levina = await person('levina')
    await levina.go('/')
    await levina.press('Открыть учебный год')
    await levina.sees(/Кураторы групп готово/, /Преподаватель назначен: 2 из /, /3 обучающихся, без учётной записи 3/)
    await levina.press('Открыть год')
    await levina.sees('Учебный год открыт')
    await levina.go('/')
    t.notMatch(await levina.words(), 'Первые шаги', 'the steps have done their work')
  })

  await t.test('КТП in: rows pasted without headings, then the whole of it from a workbook', async () => {
    const ivanova = await person('ivanova')
    await ivanova.go('/lesson-plans')
    await ivanova.sees(/Устройство змеев МДК\.01\.01 ЗМ-21 56 КТП нет/)
    await ivanova.press('Завести КТП')
    await ivanova.sees('КТП 0 ч ≠ план 56 ч')
    await ivanova.press('Загрузить таблицу')
    await ivanova.fill({ pasted: copied(TOPICS.slice(0, 27)) })
    await ivanova.press('Прочитать вставленное')
    await ivanova.sees('Тем: 27. После загрузки: КТП 54 ч ≠ план 56 ч', 'Тема 1. Змей № 1 2 Лекция')
    await ivanova.press('Загрузить темы')
    await ivanova.sees('КТП 54 ч ≠ план 56 ч')
    const book = await bookOf(TOPICS)
    await ivanova.press('Загрузить таблицу')
    await ivanova.bring(book)
    await ivanova.press('Прочитать файл')
    await ivanova.sees('Тем: 28. После загрузки: часов столько же, сколько в учебном плане')
    await ivanova.press('Заменить темы плана')
    await ivanova.sees('КТП 56 из 56 ч', /Темы 28/)
    await ivanova.press('Загрузить таблицу')
    await ivanova.bring(book)
    await ivanova.press('Прочитать файл')
    await ivanova.sees('Загружать нечего: все эти темы уже в плане')
    await ivanova.go('/lesson-plans')
    await ivanova.press('Устройство змеев')
    await ivanova.press('Отправить на утверждение')
    await ivanova.sees('План отправлен на утверждение')
    const bulanova = await person('bulanova')
    await bulanova.sees(/КТП.*ждёт вашего решения/)
    await bulanova.press('КТП')
    await bulanova.press('Устройство змеев')
    await bulanova.press('Утвердить')
    await bulanova.sees('План утверждён')
  })

  await t.test(
    'timetable in: names are matched, what is not known is asked, and again it changes nothing',
    async () => {
      const levina = await person('levina')
      const bring = async () => {
        await levina.go('/timetable/imports')
        await levina.bring(fixture('timetable.csv'))
        await levina.press('Показать, что будет')
      }
      await bring()
      await levina.sees(/Устройсво змеев ЗМ 21/, 'похоже, проверьте', 'Чтобы загрузить, решите, кто есть кто')
      await levina.press('Запомнить')
      await levina.press('Завести неузнанные кабинеты: 2')
      await levina.sees('Загрузить в расписание: 3 занятия')
      await levina.press('Загрузить в расписание')
      await worked(levina, workImport)
      await levina.sees('Расписание загружено', 'новых 3')
      await levina.press('Посмотреть расписание')
      await levina.sees(/ЗМ-21 Устройство змеев Иванова А\. П\. Мастерская/)
      await bring()
      await levina.sees('Загружать нечего: всё, что входит из файла, уже стоит в расписании', 'Без изменений: 3')
      await levina.go('/years')
      await levina.press('2026/2027')
      await levina.sees(/КТП утверждены .*Утверждено: 1 из 2 журналов/, /Расписание готово 3 занятия/)
    }
  )

  await t.test('the curator hands out passwords, and a student sees the lesson in the timetable', async () => {
    const ivanova = await person('ivanova')
    await ivanova.go('/accounts/groups')
    await ivanova.press('ЗМ-21')
    await ivanova.press('Выдать тем, у кого ещё нет (4)')
    const [login = '', key = ''] = await ivanova.keys()
    t.equal(login, 'abramov-is')
    const abramov = await sitDown(where, login, { key })
    await abramov.press('Расписание')
    await abramov.sees('Расписание группы ЗМ-21', /1 08:30– ?10:00 Устройство змеев Иванова А\. П\. Мастерская/)
  })

  await t.test("the teacher opens today's lesson and the topic is there", async () => {
    const ivanova = await sitDown(where, 'ivanova', { scripts: true })
    await ivanova.sees(/Сегодня: [\s\S]*ещё ничего/)
    await ivanova.go('/journal/today')
    await ivanova.sees(/1 08:30–10:00 ЗМ-21 Устройство змеев Мастерская ещё ничего/)
    await ivanova.press('Записать')
    await ivanova.sees('По КТП: тема 1 из 28', 'Абрамов Иван Сергеевич')
    const typed = (name: string) =>
      ivanova.page.$eval(`[name="${name}"]`, (field) => (field as { value?: string }).value)
    t.equal(await typed('topic'), 'Тема 1. Змей № 1')
    t.equal(await typed('homework'), '§ 1')
    await ivanova.press('Сохранить')
    await ivanova.sees('Занятие сохранено', /23\.11 1 2 Лекция Тема 1\. Змей № 1 § 1/)
    await ivanova.go('/journal/today')
    await ivanova.sees(/тема — есть, отсутствующие — есть, домашнее задание — есть/, /Всё записано/)
    await ivanova.go('/lesson-plans')
    await ivanova.press('Устройство змеев')
    await ivanova.sees(/проведен\S* 1 из 28 тем/)
  })
})
