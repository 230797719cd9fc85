// The journal of a college with ten years behind it beside the same college in its first year.
import { addYears } from './college.ts'
import { lanes, load, type Web } from './processes.ts'
import { MONTH_PAGE } from './recording.ts'
import { listPlaces, toggling } from './saves.ts'
import { note, numeral, promise, type Row } from './table.ts'
import { signIn } from './visitors.ts'

const YEARS = 9
const ROUNDS = 5
const SECONDS = 2

type Times = { page: number; mark: number }

/** Milliseconds of a page and of a saved mark over one connection: the best of some rounds, so that a busy moment counts for nothing. */
async function times(url: string, { port }: Web): Promise<Times> {
  const visitor = await signIn(port, 'teacher1')
  const round = { port, seconds: SECONDS, statuses: [200] }
  const best: Times = { page: Number.POSITIVE_INFINITY, mark: Number.POSITIVE_INFINITY }
  for (let i = 0; i < ROUNDS; i++) {
    const page = await load({ ...round, lanes: lanes(1, [visitor.get(MONTH_PAGE)]) })
    const requests = toggling(visitor, await listPlaces(url, 1, 20))
    const mark = await load({ ...round, begins: 'saved', lanes: [{ requests }] })
    best.page = Math.min(best.page, page.p50)
    best.mark = Math.min(best.mark, mark.p50)
  }
  return best
}

export async function measureGrowth(url: string, web: Web): Promise<Row[]> {
  const year = await times(url, web)
  console.log(`Прибавляется лет: ${YEARS} …`)
  await addYears(url, YEARS)
  const decade = await times(url, web)
  const row = (work: string, one: number, ten: number) =>
    promise(`${work}: десять лет к одному году`, numeral(ten / one, 2), '≤ 1,2', ten / one <= 1.2)
  return [
    row('страница 30 × 24', year.page, decade.page),
    row('одна оценка', year.mark, decade.mark),
    note('… страница и оценка при десяти годах', `${numeral(decade.page, 1)} и ${numeral(decade.mark, 1)} мс`)
  ]
}
