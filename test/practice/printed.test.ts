import t from 'tap'
import { findBookRows } from '../../src/journal/queries/sheets/books.ts'
import { bookSheets } from '../../src/journal/sheets/book.ts'
import { bookOf } from '../../src/journal/sheets/filling/book.ts'
import { renderView } from '../../src/platform/templates.ts'
import { previewOf } from '../../src/print/sheets.ts'
import { testDatabase } from '../support/database.ts'
import { addLesson } from '../support/scene.ts'
import { practiceScene } from './scene.ts'

t.test(
  'The printed pages of a practice name its days, place, contract and supervisor; the title names the master',
  async (t) => {
    const { db } = await testDatabase(t)
    const { pp, up, study_group, teacher, students } = await practiceScene(db)
    await addLesson(db, pp, teacher, '2026-11-17', { hours: 6 })
    await db.insertInto('practice').values({ course_id: pp, starts_on: '2026-11-16', ends_on: '2026-11-28' }).execute()
    const place = { course_id: pp, address: 'ул. Мира, 1', contract_number: '12-П', contract_on: '2026-09-01' }
    const names = ['ООО «Связь»', 'АО «Сеть»', 'МУП «Узел»', 'ИП Быков']
    await db
      .insertInto('practice_place')
      .values(
        names.map((organisation, i) => ({
          ...{ ...place, organisation, contract_number: `${i + 12}-П` },
          ...{ supervisor_name: 'Орлов Иван Ильич', supervisor_post: 'инженер' }
        }))
      )
      .execute()
    const places = await db.selectFrom('practice_place').select('id').orderBy('id').execute()
    const sent = { course_id: pp, practice_place_id: places[1]?.id ?? null, sheet_handed_on: '2026-11-28' }
    await db
      .insertInto('practice_student')
      .values({ ...sent, student_id: students[0].id })
      .execute()
    const order = {
      ...{ from: '2026-09-01', to: '2026-12-28', study_group_id: study_group.id, course_ids: [pp, up], isWhole: true },
      ...{ lessonsPerPage: 24, sides: 'single' as const, showAbsences: true, showAverage: true, showKept: false }
    }
    const book = bookOf(order, await findBookRows(db, order, new Date('2026-12-28T12:00Z')))
    if (!book) throw new Error('no book')
    t.equal(book.titlePage.master, 'Иванова Анна Петровна')
    const sheets = previewOf(bookSheets(book)) as { view: string; it: { id: string } }[]
    const pageOf = (id: string) => {
      const sheet = sheets.find((one) => one.it.id.startsWith(id))
      return sheet ? renderView(sheet.view, sheet.it) : ''
    }
    const [left, right] = [pageOf(`c${pp}-l`), pageOf(`c${pp}-r`)]
    t.match(
      left,
      '36 ч (1 неделя), с 16.11.2026 по 28.11.2026; место практики: 1) ООО «Связь», ул. Мира, 1; 2) АО «Сеть»'
    )
    t.match(left, '4) ИП Быков')
    t.match(left, 'База практики')
    t.match(left, /Абрамов И\.С\.[\s\S]*<td>2<\/td><td>28\.11<\/td>/, 'who is where, and the certificate')
    t.match(right, '1) договор № 12-П от 01.09.2026, руководитель от организации: Орлов Иван Ильич, инженер')
    t.notMatch(pageOf(`c${up}-l`), 'место практики')
  }
)
