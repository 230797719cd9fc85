import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db, inTransaction } from '../../platform/db.ts'
import { listProgress } from '../queries/progress.ts'
import * as queries from '../queries/terms.ts'
import {
  freeNumber,
  missingOf,
  refuseClosing,
  refuseName,
  refuseNewTerm,
  refuseOpening,
  refuseTerm,
  refuseYear,
  spansOf,
  standingOnTerm,
  type TermFields,
  type TermForm,
  type TermRefusal,
  type YearFields,
  type YearForm
} from '../rules/terms.ts'

type Gone = 'no-such-term'
const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

/** Renames a term and moves its first and last day; `before` is what was on the screen. */
export function changeTerm(
  db: Db,
  actor: Actor,
  id: number,
  form: TermForm,
  before: TermForm
): Promise<TermFields | Gone> {
  return inTransaction(db, async (trx) => {
    await queries.lockTerm(trx, id)
    const term = await queries.findTerm(trx, id)
    if (!term) return 'no-such-term'
    const all = (await queries.listTerms(trx)).filter((other) => other.id !== id)
    const refusals = refuseTerm({ ...term, others: all }, form)
    const name = refuseName(form.name, namesIn(all, term.academic_year_id))
    if (name && !refusals.form) refusals.name = name
    if (!isEmpty(refusals)) return refusals
    const now = { name: term.name, starts_on: term.starts_on, ends_on: term.ends_on }
    if (isSame(form, now)) return {}
    if (!isSame(before, now)) return { form: 'changed-meanwhile' }
    await queries.putTerm(trx, id, form)
    await queries.stretchYear(trx, term.academic_year_id, form.starts_on, form.ends_on)
    await record(trx, actor, { deed: 'term.moved', object_kind: 'term', object_id: id, before: now, after: form })
    return {}
  })
}

const isSame = (a: TermForm, b: TermForm) => a.name === b.name && a.starts_on === b.starts_on && a.ends_on === b.ends_on
const namesIn = (terms: { academic_year_id: number; name: string }[], year_id: number) =>
  terms.filter(({ academic_year_id }) => academic_year_id === year_id).map(({ name }) => name)

/** Adds one more term to a year: a quarter, a half-year, a semester that was forgotten. */
export function addTerm(db: Db, actor: Actor, year_id: number, form: TermForm): Promise<TermFields | 'no-such-year'> {
  return inTransaction(db, async (trx) => {
    const year = await queries.lockYear(trx, year_id)
    if (!year) return 'no-such-year'
    const all = await queries.listTerms(trx)
    const facts = { starts_on: year.starts_on, is_closed: year.closed_at !== null, names: namesIn(all, year_id) }
    const refusals = refuseNewTerm(facts, all, form)
    if (!isEmpty(refusals)) return refusals
    const own = all.filter(({ academic_year_id }) => academic_year_id === year_id)
    const number = freeNumber(own.map((term) => term.number))
    const [added] = await queries.addTerms(trx, [{ ...form, academic_year_id: year_id, number }])
    await queries.stretchYear(trx, year_id, form.starts_on, form.ends_on)
    const object_id = added?.id ?? null
    await record(trx, actor, { deed: 'term.added', object_kind: 'term', object_id, after: form })
    return {}
  })
}

/** Removes a term in which no journal has been opened; otherwise answers with what stands on it. */
export function removeTerm(db: Db, actor: Actor, id: number): Promise<string[] | TermRefusal | Gone> {
  return inTransaction(db, async (trx) => {
    await queries.lockTerm(trx, id)
    const term = await queries.findTerm(trx, id)
    if (!term) return 'no-such-term'
    if (term.year_is_closed) return 'year-closed'
    if (term.is_closed) return 'term-closed'
    const standing = standingOnTerm(term)
    if (standing.length > 0) return standing
    await queries.dropTerm(trx, id)
    const before = { name: term.name, starts_on: term.starts_on, ends_on: term.ends_on }
    await record(trx, actor, { deed: 'term.removed', object_kind: 'term', object_id: id, before })
    return []
  })
}

/** Closes a term: its journals become read-only (rules.md, Closing). How many results it lacks stays on the audit trail. */
export function closeTerm(db: Db, actor: Actor, today: string, id: number): Promise<TermRefusal | Gone | null> {
  return inTransaction(db, async (trx) => {
    await queries.lockTerm(trx, id)
    const term = await queries.findTerm(trx, id)
    if (!term) return 'no-such-term'
    const refusal = refuseClosing(term)
    if (refusal) return refusal
    const missing = (await listProgress(trx, [id], today)).reduce((sum, course) => sum + missingOf(course), 0)
    await queries.putClosedAt(trx, id, true)
    await record(trx, actor, { deed: 'term.closed', object_kind: 'term', object_id: id, after: { missing } })
    return null
  })
}

/** Opens a closed term again, all of its pages at once; for one page there is the unlocking. */
export function openTerm(db: Db, actor: Actor, id: number, reason: string): Promise<TermRefusal | Gone | null> {
  return inTransaction(db, async (trx) => {
    await queries.lockTerm(trx, id)
    const term = await queries.findTerm(trx, id)
    if (!term) return 'no-such-term'
    const refusal = refuseOpening(term, reason)
    if (refusal) return refusal
    await queries.putClosedAt(trx, id, false)
    await record(trx, actor, {
      ...{ deed: 'term.opened', object_kind: 'term', object_id: id },
      ...{ before: { closed_at: term.closed_at }, after: { reason: reason.trim() } }
    })
    return null
  })
}

/** Adds an academic year with its two semesters. */
export function addYear(db: Db, actor: Actor, form: YearForm): Promise<YearFields> {
  return attempt(db, isEmpty, async (trx): Promise<YearFields> => {
    const refusals = refuseYear(await queries.listTerms(trx), form)
    if (!isEmpty(refusals)) return refusals
    const year = await queries.addYear(trx, form.first_starts_on, form.second_ends_on)
    if (!year) return { form: 'overlaps' }
    const spans = spansOf(form).map((span, i) => ({ ...span, number: i + 1, name: `${i + 1} семестр` }))
    await queries.addTerms(
      trx,
      spans.map((span) => ({ ...span, academic_year_id: year.id }))
    )
    await record(trx, actor, { deed: 'year.added', object_kind: 'academic_year', object_id: year.id, after: form })
    return {}
  })
}
