import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import * as imports from '../queries/imports.ts'
import { readAside } from '../reader/aside.ts'
import { FILE_BYTES } from '../reader.ts'
import { type Answers, openQuestions } from '../rules/import-days.ts'
import { IMPORT_STEPS, type ImportRefusal, refuseImport } from '../rules/import-words.ts'
import { makePlan } from './import-planning.ts'

export type BroughtFile = { name: string; content: Buffer; is_cut: boolean }

/** Reads the files and keeps what they say until their person decides; nothing of it is written to the timetable. */
export async function bringTimetable(db: Db, actor: Actor, files: BroughtFile[]) {
  if (files.length === 0) return { refusal: 'Выберите файл.' }
  if (files.some(({ content, is_cut }) => is_cut || content.length > FILE_BYTES))
    return { refusal: 'Файл больше 10 МБ.' }
  const reading = await readAside(files.map(({ content }) => content))
  if (!reading.ok) return { refusal: reading.refusal }
  const name = files.map((file) => file.name.slice(-100)).join(', ')
  return inTransaction(db, async (trx) => {
    await imports.dropOld(trx)
    return { import_id: await imports.addImport(trx, actor.account_id, name, reading.timetable) }
  })
}

/** A file that waits is its bringer's alone; what was confirmed is seen by everybody who may import. */
export async function findOwn(db: Db, actor: Actor, id: number): Promise<imports.Import | undefined> {
  const found = await imports.findImport(db, id)
  if (!found) return undefined
  const isOpen = found.state === 'preview' || found.state === 'failed'
  return found.account_id === actor.account_id || !isOpen ? found : undefined
}

const isWaiting = ({ state }: { state: string }) => state === 'preview' || state === 'failed'

/** The import with what was read and what it would do; undefined when it does not wait or is another person's. */
export async function previewImport(db: Db, actor: Actor, today: string, id: number) {
  const found = await findOwn(db, actor, id)
  if (!found || !isWaiting(found) || found.account_id !== actor.account_id) return undefined
  const written = await imports.findWritten(db, id)
  if (!written) return undefined
  return { found, written, plan: await makePlan(db, written, found.answers, today) }
}

/** Keeps answers beside those given before; `all` answers for every name that is still undecided. */
export function answerImport(db: Db, actor: Actor, today: string, id: number, given: Answers, all: Answering) {
  return inTransaction(db, async (trx): Promise<'answered' | 'no-such-page'> => {
    await imports.lockImport(trx, id)
    const preview = await previewImport(trx, actor, today, id)
    if (!preview) return 'no-such-page'
    const { found, written } = preview
    const answers: Answers = { ...found.answers, ...given, days: { ...found.answers.days, ...given.days } }
    answers.names = { ...found.answers.names, ...given.names }
    answers.people = { ...found.answers.people, ...given.people }
    if (all !== '') {
      const { names } = await makePlan(trx, written, answers, today)
      for (const row of names.filter(({ value }) => value === '')) {
        const value = all === 'skip' ? 'skip' : row.state === 'unknown' && row.kind === all ? 'new' : ''
        if (value) answers.names[`${row.kind}/${row.scope}/${row.key}`] = value
      }
    }
    await imports.putImport(trx, id, { answers: JSON.stringify(answers), state: 'preview', refusal: '' })
    return 'answered'
  })
}
export type Answering = '' | 'skip' | 'teacher' | 'room'

/** Puts the import into the queue when it would do exactly what was shown. */
export function confirmImport(
  college: { db: Db; schema: string },
  actor: Actor,
  today: string,
  id: number,
  digest: string
) {
  return inTransaction(college.db, async (trx): Promise<'queued' | 'no-such-page' | ImportRefusal> => {
    await imports.lockImport(trx, id)
    const preview = await previewImport(trx, actor, today, id)
    if (!preview) return 'no-such-page'
    const { written, found, plan } = preview
    const undecided = plan.names.filter(({ value }) => value === '').length
    const questions = openQuestions(written, found.answers).length
    const refusal = refuseImport({ counts: plan.counts, undecided, questions, isAsShown: plan.digest === digest })
    if (refusal) return refusal
    const counts = { ...plan.counts, groups: written.groups.length, lessons: written.lessons.length }
    await imports.putImport(trx, id, {
      ...{
        state: 'queued',
        digest: plan.digest,
        confirmed_at: new Date(),
        refusal: '',
        counts: JSON.stringify(counts)
      },
      ...{ steps_done: 0, steps_all: IMPORT_STEPS }
    })
    await record(trx, actor, {
      ...{ deed: 'timetable.confirmed', object_kind: 'timetable_import', object_id: id },
      after: { file_name: found.file_name, counts: plan.counts }
    })
    await enqueue(trx, 'timetable', { schema: college.schema, import_id: id })
    return 'queued'
  })
}

/** Gives a file up; nothing was written from it. */
export function dropWaiting(db: Db, actor: Actor, id: number) {
  return inTransaction(db, async (trx) => {
    await imports.lockImport(trx, id)
    const found = await findOwn(trx, actor, id)
    if (!found || !isWaiting(found)) return 'no-such-page' as const
    await imports.dropImport(trx, id)
    return 'dropped' as const
  })
}
