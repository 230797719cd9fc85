// The journal page and the saves: speed beside the yardstick, bytes, statements.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Statement } from '../support/statements.ts'
import type { Result } from './client.ts'
import { lanes, load, startBare, type Web } from './processes.ts'
import { MONTH_PAGE, type Recorded, WHOLE_PAGE } from './recording.ts'
import { lessonForms, listPlaces, toggling, UPSERT, valuesOf } from './saves.ts'
import { kilobytes, note, numeral, percent, promise, type Row, wish } from './table.ts'
import { bareGet, barePost, signIn, type Visitor } from './visitors.ts'

const ROUNDS = 3
const SECONDS = 3
const PLACES = 20

type Drive = (connections: number, seconds: number) => Promise<Result>

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Ours and the yardstick in turn, so that a busy moment of the machine hits both; medians of the rounds. */
async function beside(ours: Drive, bare: Drive) {
  await bare(4, 1)
  await ours(4, SECONDS)
  const rounds: { ours: Result; bare: Result }[] = []
  for (let i = 0; i < ROUNDS; i++) rounds.push({ bare: await bare(4, SECONDS), ours: await ours(4, SECONDS) })
  const alone = await ours(1, SECONDS)
  return {
    ratio: median(rounds.map((round) => round.ours.rate / round.bare.rate)),
    rate: median(rounds.map((round) => round.ours.rate)),
    bareRate: median(rounds.map((round) => round.bare.rate)),
    alone: alone.p50
  }
}

const rates = ({ rate, bareRate }: { rate: number; bareRate: number }) => `${numeral(rate)} и ${numeral(bareRate)} /с`

/** Statements of a request after the session with its account, which the yardstick does not ask for. */
const own = (sent: Statement[]) => sent.slice(1)

export async function measureJournal(url: string, web: Web, recorded: Recorded): Promise<Row[]> {
  const visitors = await Promise.all([1, 2, 3, 4].map((n) => signIn(web.port, `teacher${n}`)))
  const bare = await startBare({
    url,
    save: UPSERT,
    pages: { '/month': own(recorded.month.sent), '/whole': own(recorded.whole.sent) }
  })
  const [visitor] = visitors
  if (!visitor) throw new Error('nobody has signed in')
  return [
    ...(await pageRows(web.port, bare.port, visitor, recorded)),
    ...(await saveRows(url, web.port, bare.port, visitors, recorded)),
    ...(await lessonRows(url, web.port, visitor))
  ]
}

async function pageRows(port: number, bare: number, visitor: Visitor, { month, whole }: Recorded): Promise<Row[]> {
  const ours =
    (path: string, headers = ''): Drive =>
    (connections, seconds) =>
      load({
        port,
        seconds,
        statuses: [200],
        begins: headers ? '' : '<!doctype',
        lanes: lanes(connections, [visitor.get(path, headers)])
      })
  const yard =
    (path: string): Drive =>
    (connections, seconds) =>
      load({ port: bare, seconds, statuses: [200], begins: '<!doctype', lanes: lanes(connections, [bareGet(path)]) })
  const small = await beside(ours(MONTH_PAGE), yard('/month'))
  const large = await beside(ours(WHOLE_PAGE), yard('/whole'))
  const packed = await ours(MONTH_PAGE, 'accept-encoding: gzip, br\r\n')(4, SECONDS)
  return [
    promise('страница 30 × 24: к голому обработчику', percent(small.ratio), '≥ 60 %', small.ratio >= 0.6),
    wish('… запросов в секунду, 4 соединения', rates(small), '≥ 500', small.rate >= 500),
    wish('… одно соединение', `${numeral(small.alone, 1)} мс`, '≤ 5 мс', small.alone <= 5),
    note('… со сжатием, 4 соединения', `${numeral(packed.rate)} /с`),
    promise('… обращений к базе', `${month.sent.length}`, '≤ 4', month.sent.length <= 4),
    ...bytesRows(month.html, whole.html),
    promise('страница 30 × 72: к голому обработчику', percent(large.ratio), '≥ 60 %', large.ratio >= 0.6),
    wish('… запросов в секунду, 4 соединения', rates(large), '≥ 250', large.rate >= 250),
    promise('… обращений к базе', `${whole.sent.length}`, '≤ 4', whole.sent.length <= 4)
  ]
}

/** As the server compresses: brotli of quality 4, gzip for browsers that know no other. */
export const packedBytes = (html: string): number =>
  Math.max(gzipSync(html).length, brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length)

function bytesRows(month: string, whole: string): Row[] {
  const [small, packed, large] = [Buffer.byteLength(month), packedBytes(month), Buffer.byteLength(whole)]
  return [
    promise('… HTML', kilobytes(small), '≤ 36 кБ', small <= 36_000),
    promise('… HTML сжатый', kilobytes(packed), '≤ 5 кБ', packed <= 5000),
    promise('… HTML 30 × 72', kilobytes(large), '≤ 70 кБ', large <= 70_000)
  ]
}

async function saveRows(
  url: string,
  port: number,
  bare: number,
  visitors: Visitor[],
  { mark, column }: Recorded
): Promise<Row[]> {
  const places = (teacher: number) => listPlaces(url, teacher, PLACES)
  const ours: Drive = async (connections, seconds) => {
    const requests = await Promise.all(
      visitors.slice(0, connections).map(async (one, i) => toggling(one, await places(i + 1)))
    )
    return load({
      port,
      seconds,
      statuses: [200],
      begins: 'saved',
      lanes: requests.map((lane) => ({ requests: lane }))
    })
  }
  const yard: Drive = async (connections, seconds) => {
    const requests = await Promise.all(
      visitors
        .slice(0, connections)
        .map(async (_, i) => (await places(i + 1)).map((place) => barePost(valuesOf(place))))
    )
    return load({
      port: bare,
      seconds,
      statuses: [200],
      begins: 'saved',
      lanes: requests.map((lane) => ({ requests: lane }))
    })
  }
  const saved = await beside(ours, yard)
  return [
    promise('одна оценка: к голой записи', percent(saved.ratio), '≥ 35 %', saved.ratio >= 0.35),
    wish('… сохранений в секунду, 4 соединения', rates(saved), '≥ 800', saved.rate >= 800),
    note('… одно соединение', `${numeral(saved.alone, 1)} мс`),
    promise('… обращений к базе с сеансом и правами', `${mark.length}`, '≤ 5', mark.length <= 5),
    promise(
      'столбец из 30 оценок: обращений к базе',
      `${column.length}`,
      `${mark.length}`,
      column.length === mark.length
    ),
    await crowdRow(url, port)
  ]
}

/** Fifty teachers, each typing two marks a second. */
async function crowdRow(url: string, port: number): Promise<Row> {
  const requests = []
  for (let n = 1; n <= 50; n++)
    requests.push(toggling(await signIn(port, `teacher${n}`), await listPlaces(url, n, PLACES)))
  const { p99 } = await load({
    port,
    seconds: 8,
    statuses: [200],
    begins: 'saved',
    lanes: requests.map((lane) => ({ requests: lane, pace: 500 }))
  })
  return wish('… 50 преподавателей, по две оценки в секунду: p99', `${numeral(p99, 1)} мс`, '≤ 40 мс', p99 <= 40)
}

async function lessonRows(url: string, port: number, visitor: Visitor): Promise<Row[]> {
  const [place] = await listPlaces(url, 1, 1)
  const forms = await lessonForms(url, visitor, place?.lesson_id ?? 0, 5000)
  const { p50 } = await load({ port, seconds: SECONDS, statuses: [303], lanes: lanes(1, forms) })
  return [wish('занятие с 30 обучающимися', `${numeral(p50, 1)} мс`, '≤ 25 мс', p50 <= 25)]
}
