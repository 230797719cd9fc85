import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db, inTransaction } from '../../platform/db.ts'
import { listProgress } from '../queries/progress.ts'
import * as queries from '../queries/terms.ts'
import {
  missingOf,
  refuseClosing,
  refuseOpening,
  refuseTerm,
  refuseYear,
  type Span,
  spansOf,
  type TermFields,
  type TermRefusal,
  type YearFields,
  type YearForm
} from '../rules/terms.ts'

type Gone = 'no-such-term'
const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

/** Moves the first and the last day of a term; `before` are the days that were on the screen. */
export function moveTerm(db: Db, actor: Actor, id: number, form: Span, before: Span): Promise<TermFields | Gone> {
  return inTransaction(db, async (trx) => {
    await queries.lockTerm(trx, id)
    const term = await queries.findTerm(trx, id)
    if (!term) return 'no-such-term'
    const others = (await queries.listTerms(trx)).filter((other) => other.id !== id)
    const refusals = refuseTerm({ ...term, others }, form)
    if (!isEmpty(refusals)) return refusals
    const now = { starts_on: term.starts_on, ends_on: term.ends_on }
    if (form.starts_on === now.starts_on && form.ends_on === now.ends_on) return {}
    if (before.starts_on !== now.starts_on || before.ends_on !== now.ends_on) return { form: 'changed-meanwhile' }
    await queries.putDays(trx, id, form.starts_on, form.ends_on)
    await queries.stretchYear(trx, term.academic_year_id, form.starts_on, form.ends_on)
    await record(trx, actor, { deed: 'term.moved', object_kind: 'term', object_id: id, before: now, after: form })
    return {}
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
