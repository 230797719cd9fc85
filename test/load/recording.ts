// What the application asks of Postgres, written down in this process: the counts of the table and the yardstick's statements.
import { buildApp } from '../../src/app.ts'
import { connect } from '../../src/platform/db.ts'
import { signIn } from '../support/house.ts'
import { type Statement, statementsOf } from '../support/statements.ts'
import { month, PASSWORD } from './college.ts'
import { listPlaces } from './saves.ts'

export const MONTH_PAGE = `/journal/courses/1?month=${month}`
export const WHOLE_PAGE = '/journal/courses/1?month=all'

/** Statements and HTML of the journal page, and the statements of a save of one mark and of a column of thirty. */
export type Recorded = { month: Page; whole: Page; mark: Statement[]; column: Statement[] }
type Page = { html: string; sent: Statement[] }

export async function record(url: string): Promise<Recorded> {
  const whole = connect(url, 2)
  const app = await buildApp({ db: whole, secret: 'x'.repeat(40), quiet: true })
  const visitor = await signIn(app, 'teacher1', PASSWORD)
  const page = async (path: string): Promise<Page> => {
    for (let i = 0; i < 10; i++) await visitor.open(path) // until the statements have settled into what they stay
    let html = ''
    const sent = await statementsOf(async () => {
      html = (await visitor.open(path)).body
    })
    return { html, sent }
  }
  const save = async (count: number): Promise<Statement[]> => {
    let sent: Statement[] = []
    for (let i = 0; i < 10; i++) {
      const places = (await listPlaces(url, 1, 40))
        .filter(({ lesson_id }, _, [first]) => lesson_id === first?.lesson_id)
        .slice(0, count)
      const form = {
        cell: places.map(({ lesson_id, student_id }) => `${lesson_id}.${student_id}`),
        before: places.map(({ value }) => value),
        value: places.map(({ value }) => (value === '5' ? '4' : '5'))
      }
      sent = await statementsOf(async () => {
        const { body } = await visitor.type('/journal/courses/1/cells', form)
        if (!/^(saved[^\n]*(\n|$))+$/.test(body)) throw new Error(body)
      })
    }
    return sent
  }
  try {
    return { month: await page(MONTH_PAGE), whole: await page(WHOLE_PAGE), mark: await save(1), column: await save(30) }
  } finally {
    await app.close()
    await whole.destroy()
  }
}
