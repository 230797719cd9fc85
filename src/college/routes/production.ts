import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { takeDays } from '../actions/days.ts'
import { findStudyDays, listYears } from '../queries/days.ts'
import { readProductionCalendar } from '../reader.ts'
import { weekdayName } from '../rules/bells.ts'
import { calendarWeekday } from '../rules/days.ts'
import { packed, proposalsOf, unpacked, weekdayAccusative } from '../rules/production.ts'

const Chosen = Type.Object({
  take: Type.Array(Type.String({ maxLength: 400 }), { maxItems: 366, default: [] }),
  _csrf: Type.Optional(Type.String())
})
const right = 'calendar: write' as const
const write = { config: { right } }

/** A production calendar from a file: what it would change is shown first, and the chosen days are taken over. */
export const productionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/days/imports', write, async (_request, reply) => showUpload(reply, null))

  const cut = { multipartOptions: { throwFileSizeLimit: false } }
  app.post('/days/imports', { config: { right, ...cut } }, async ({ db, body }, reply) => {
    const file = await fileOf(body)
    if (!file) return showUpload(reply.code(422), 'Выберите файл')
    const reading = readProductionCalendar(file)
    if (!reading.ok) return showUpload(reply.code(422), reading.refusal)
    const { year, days } = reading.calendar
    const calendar = await findStudyDays(db, `${year}-01-01`, `${year}-12-31`)
    const proposals = proposalsOf(reading.calendar, calendar).map((one) => ({
      ...{ ...one, packed: packed(one), weekday: weekdayName(calendarWeekday(one.day)) },
      like: weekdayAccusative(one.follows)
    }))
    const known = new Set(days.map(({ day }) => day))
    return reply.viewAsync('college/production', {
      ...{ year, proposals, week: calendar.study_days_per_week },
      short: days.filter(({ kind }) => kind === 'short').length,
      own: [...calendar.off].filter(([day]) => !known.has(day)).map(([day, name]) => ({ day, name }))
    })
  })

  app.post('/days/imports/days', { ...write, schema: { body: Chosen } }, async ({ db, actor, body }, reply) => {
    const days = body.take.map(unpacked).filter((one) => one !== null)
    const count = await takeDays(db, actor, days)
    const first = days[0]?.day ?? ''
    const year = (await listYears(db)).find(({ starts_on, ends_on }) => starts_on <= first && first <= ends_on)
    return reply.redirect(`/college/days?year=${year?.id ?? 0}&done=taken&days=${count}`, 303)
  })
}

const showUpload = (reply: FastifyReply, refusal: string | null) => reply.viewAsync('college/upload', { refusal })

type Part = { toBuffer?(): Promise<Buffer> }

/** The file of a multipart form, or null where nothing was chosen or the form is of another kind. */
async function fileOf(body: unknown): Promise<Buffer | null> {
  const part = (body as { file?: Part } | undefined)?.file
  const content = typeof part?.toBuffer === 'function' ? await part.toBuffer() : null
  return content && content.length > 0 ? content : null
}
