import type { FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import { countWorkers } from '../../print/queries/workers.ts'
import { listStanding } from '../actions/import-undoing.ts'
import { findOwn, previewImport } from '../actions/importing.ts'
import { countEffects, EFFECT_ROWS, EFFECTS, listEffectRows } from '../queries/import-effects.ts'
import type { Import } from '../queries/imports.ts'
import { dayInWords } from '../reader.ts'
import { FORM_WORDS, KIND_WORDS } from '../rules/boards.ts'
import { needsDates, openQuestions, removesOf, spanOf } from '../rules/import-days.ts'
import { correctedRows } from '../rules/import-kept.ts'
import { fieldOf, isBare, type NameRow } from '../rules/import-names.ts'
import {
  choicesOf,
  clashesInWords,
  daysOf,
  figuresOf,
  firstState,
  missingOf,
  rowsOf,
  tabsOf
} from '../rules/import-preview.ts'
import { countsInWords, NAME_TITLES, PLANNED, refuseImport } from '../rules/import-words.ts'

const ROWS = 50

/** What is shown after a refusal. */
export type Shown = {
  refusal?: string
  field?: string
  typed?: Record<string, string>
  unopened?: string[]
}

/** The page of an import: preview, progress or result, by its state. */
export async function showImport(request: FastifyRequest, reply: FastifyReply, id: number, shown: Shown = {}) {
  const { db, actor, college } = request
  const found = await findOwn(db, actor, id)
  if (!found) return reply.callNotFound()
  const view = { ...shown, found, zone: college.time_zone, words: countsInWords(found.counts) }
  if (found.state === 'preview' || found.state === 'failed') return previewPage(request, reply, view)
  if (found.state === 'done' || found.state === 'undone') return resultPage(request, reply, view)
  const isAsleep = (await countWorkers(db)).alive === 0
  return reply.header('refresh', '2').viewAsync('timetable/import-progress', { ...view, isAsleep })
}

/** What was done, in figures and lesson by lesson. */
async function resultPage({ db, query }: FastifyRequest, reply: FastifyReply, view: Shown & { found: Import }) {
  const { state: asked, page = 1 } = query as Asked
  const counts = await countEffects(db, view.found.id)
  const state = EFFECTS.find((one) => one === asked) ?? EFFECTS.find((one) => counts[one] > 0) ?? 'new'
  return reply.viewAsync('timetable/import-result', {
    ...{ ...view, state, page, pages: Math.ceil(counts[state] / EFFECT_ROWS) },
    tabs: EFFECTS.map((one) => ({ state: one, title: PLANNED[one].done, n: counts[one] })),
    rows: (await listEffectRows(db, view.found.id, state, page)).map((row) => ({
      ...{ day: dayInWords(row.held_on), pair: row.pair_number, group: row.group_name, subject: row.subject },
      ...{ subgroup: row.subgroup_number, was: sideOf(row, 'was'), now: sideOf(row, 'now') }
    }))
  })
}

type Effect = Awaited<ReturnType<typeof listEffectRows>>[number]

/** «Иванова И. И., 205, лекция», or '' on the side where there was no lesson. */
function sideOf(row: Effect, at: 'was' | 'now'): string {
  const kind = row[`${at}_kind`]
  if (kind === null) return ''
  const room = row[`${at}_room`] ?? (row[`${at}_distant`] ? 'дистанционно' : 'без кабинета')
  const word = FORM_WORDS[row[`${at}_form`] ?? ''] ?? (kind === 'lesson' ? '' : KIND_WORDS[kind])
  return [row[`${at}_teacher`], room, word].filter(Boolean).join(', ')
}

/** What taking the import back would do, before it is done. */
export async function showReversal(request: FastifyRequest, reply: FastifyReply, id: number, standing: string[]) {
  const { db, actor, college } = request
  const found = await findOwn(db, actor, id)
  if (found?.state !== 'done') return reply.callNotFound()
  const hindrance = standing.length > 0 ? standing : await listStanding(db, id)
  return reply.viewAsync('timetable/import-reversal', {
    ...{ found, zone: college.time_zone, counts: await countEffects(db, id), standing: hindrance }
  })
}

async function previewPage(request: FastifyRequest, reply: FastifyReply, view: Shown & { found: { id: number } }) {
  const { db, actor, clock, query } = request
  const preview = await previewImport(db, actor, clock.today(), view.found.id)
  if (!preview) return reply.callNotFound()
  const { found, written, plan } = preview
  const { page = 1, names = '', part = 1, ...asked } = query as Asked
  const { days, answers } = { days: openQuestions(written, found.answers), answers: found.answers }
  const state = asked.state && (asked.state in PLANNED || asked.state === 'all') ? asked.state : firstState(plan.counts)
  const undecided = plan.names.filter(({ value }) => value === '')
  const rows = plan.planned.filter((row) => state === 'all' || row.state === state)
  const facts = { counts: plan.counts, undecided: undecided.length, questions: days.length, isAsShown: true }
  return reply.viewAsync('timetable/import-preview', {
    ...{ ...view, plan, written, answers, state, page, names },
    figures: figuresOf(written),
    questions: days.map((one) => ({ ...one, options: one.choices.map((day) => ({ day, title: dayInWords(day) })) })),
    mayOpen: holds(actor, 'load: write'),
    ...{ asksDates: needsDates(written), removes: removesOf(written, answers), undecided: undecided.length },
    ...namesOnPage(names === 'all' ? plan.names : undecided, part),
    newcomers: plan.names.filter(({ kind, value }) => kind === 'teacher' && value === 'new').map(newcomerOf),
    ...{ perDay: daysOf(plan.planned), missing: missingOf(plan.planned, plan.titles), tabs: tabsOf(plan.counts) },
    ...{ clashes: clashesInWords(plan.clashes, plan.titles), corrected: correctedRows(plan.planned, plan.titles) },
    strangers: plan.planned.filter(({ is_stranger, entry }) => is_stranger && entry).length,
    rows: rowsOf(rows.slice((page - 1) * ROWS, page * ROWS), plan.titles),
    ...{ count: rows.length, pages: Math.ceil(rows.length / ROWS) },
    ...{ hindrance: refuseImport(facts), span: spanOf(plan.terms, clock.today()) }
  })
}

type Asked = { state?: string; page?: number; names?: string; part?: number }
const newcomerOf = (row: NameRow) => ({
  field: fieldOf(row.kind, row.scope, row.key),
  ...{ written: row.written, full: row.full, lessons: row.lessons, isBare: isBare(row.full) }
})

/** So many names are asked about at a time: each brings a list to choose from. */
const NAMES = 20

/** Names by kinds, groups first because the rest depends on them, each with what may be answered. */
function namesOnPage(names: NameRow[], asked: number) {
  const kinds = Object.keys(NAME_TITLES)
  const sorted = names.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
  const parts = Math.max(1, Math.ceil(sorted.length / NAMES))
  const part = Math.min(asked, parts)
  const own = sorted.slice((part - 1) * NAMES, part * NAMES)
  const sections = kinds.flatMap((kind) => {
    const rows = own.filter((row) => row.kind === kind)
    const all = names.filter((row) => row.kind === kind)
    const shown = rows.map((row) => ({
      ...row,
      field: fieldOf(row.kind, row.scope, row.key),
      choices: choicesOf(row, rows.length)
    }))
    return rows.length === 0 ? [] : [{ kind, title: NAME_TITLES[kind], rows: shown, count: all.length }]
  })
  const unknown = (kind: string) =>
    names.filter((row) => row.kind === kind && row.state === 'unknown' && row.value === '').length
  return { sections, part, parts, unknown: { teacher: unknown('teacher'), room: unknown('room') } }
}
