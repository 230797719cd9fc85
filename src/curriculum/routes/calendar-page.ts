import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { yearTitle } from '../../college/rules/terms.ts'
import { factsOf } from '../actions/group-terms.ts'
import { type CalendarGroup, listGroups, listGroupTerms, listSpans, listYears } from '../queries/calendars.ts'
import { boundsOf } from '../rules/calendars.ts'

export const Text = Type.String({ maxLength: 100, default: '' })
export const Id = Type.Integer({ minimum: 0, default: 0 })
export const Csrf = Type.Optional(Type.String())
export const Others = Type.Array(Type.Integer(), { maxItems: 300, default: [] })
export const GroupUrl = Type.Object({ groupId: Type.Integer() })
export const YearUrl = Type.Object({ year: Id, done: Text })
export const read = { config: { right: 'calendar: read' as const } }
export const write = { config: { right: 'calendar: write' as const } }

type Year = { id: number; starts_on: string; closed_at: Date | null }
export const titled = (year: Year) => ({ ...year, title: yearTitle(year.starts_on) })

/** The year asked for, or the one of today, or the newest. */
export const yearIn = (years: Year[], id: number, today: string) =>
  years.find((year) => year.id === id) ?? years.find(({ starts_on }) => starts_on <= today) ?? years[0]

/** A group with its calendar of a year and the others of its course; undefined when it does not study in the year. */
export async function findCalendar({ db, clock }: FastifyRequest, group_id: number, year_id: number) {
  const year = yearIn(await listYears(db), year_id, clock.today())
  const groups: CalendarGroup[] = year ? await listGroups(db, year.starts_on) : []
  const group = groups.find(({ id }) => id === group_id)
  if (!year || !group) return undefined
  const bounds = boundsOf(year.starts_on)
  return {
    ...{ year: titled(year), group, bounds },
    others: groups.filter(({ id, course }) => id !== group.id && course === group.course),
    spans: await listSpans(db, [group_id], bounds),
    terms: (await listGroupTerms(db, year.id, [group_id])).map(factsOf)
  }
}

export type Asked = { group_id: number; year: number; others?: number[] }
