// npm run import -- curriculum FILE [--yes] [--group NAME [--approval DOCUMENT]], or LIST FILE --as LOGIN: shows what would change; writes after «да» or with --yes.
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { systemActor } from './access/actor.ts'
import { findProfile } from './college/queries.ts'
import { approveCurriculum } from './curriculum/actions/approving.ts'
import { attachCurriculum } from './curriculum/actions/attaching.ts'
import { importCurriculum, planImport } from './curriculum/actions/importing.ts'
import { findGroupByName } from './curriculum/queries/groups.ts'
import { type Curriculum, readCurriculum } from './curriculum/reader.ts'
import { APPROVAL_REFUSALS } from './curriculum/rules/approving.ts'
import { ATTACH_REFUSALS } from './curriculum/rules/attaching.ts'
import { FILE_LIMIT, IMPORT_REFUSALS, refuseFile } from './curriculum/rules/importing.ts'
import { previewLines } from './curriculum/rules/preview.ts'
import { findList } from './exchange/rules/lists.ts'
import { importList } from './import-list.ts'
import { clockIn } from './platform/clock.ts'
import { config } from './platform/config.ts'
import { attempt, type Db } from './platform/db.ts'
import { openHome } from './platform/home.ts'
import { onStop } from './platform/stop.ts'

const USAGE = `Загрузить учебный план:

  npm run import -- curriculum ФАЙЛ.plx [--yes] [--group ГРУППА [--approval ДОКУМЕНТ]]

  --yes                 загрузить без вопроса; иначе сначала показывается, что изменится
  --group ГРУППА        перевести группу на этот план, если он утверждён
  --approval ДОКУМЕНТ   утвердить его сегодняшним днём: «протокол № 1 от 28.08.2026»

Загрузить список (students, staff, groups, subjects, rooms) из .xlsx или .csv:

  npm run import -- СПИСОК ФАЙЛ --as ЛОГИН [--yes] [--curriculum НОМЕР]

  --as ЛОГИН          от чьего имени; нужно право на этот список
  --curriculum НОМЕР  в какой учебный план загрузить дисциплины (номер из адреса плана)`

const system = systemActor(null, 'Командная строка', ['administrator'])
const NO_GROUP = (name: string) => `Группы «${name}» нет: проверьте название.`
type Wish = { file: string; isSure: boolean; group: string | undefined; approval: string | undefined }

/** The Russian sentence of what went wrong, or null. */
async function importFile(db: Db, { file, isSure, group: name, approval }: Wish): Promise<string | null> {
  const reading = readFile(file)
  if (!reading.ok) return reading.refusal
  const { curriculum } = reading
  const plan = await planImport(db, system, curriculum)
  console.log(previewLines(curriculum, plan).join('\n'))
  if (plan.refusal) return IMPORT_REFUSALS[plan.refusal]
  const group = name === undefined ? undefined : await findGroupByName(db, name)
  if (name !== undefined && !group) return NO_GROUP(name)
  if (plan.is_same && !group) return null
  if (!isSure && !(await isAgreed())) {
    console.log('\nНичего не записано. Чтобы загрузить без вопроса, добавьте --yes.')
    return null
  }
  const outcome = await load(db, curriculum, basename(file), { group, approval })
  if (typeof outcome === 'string') return outcome
  console.log(`\nЗагружено: /curricula/${outcome}${group ? `, по плану учится группа ${group.name}` : ''}`)
  return null
}

function readFile(file: string): ReturnType<typeof readCurriculum> {
  const name = basename(file)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return { ok: false, refusal: `Файла «${file}» нет.` }
  const content = readFileSync(file)
  const refusal = refuseFile({ name, content, is_cut: content.length > FILE_LIMIT })
  return refusal === null ? readCurriculum(content, name) : { ok: false, refusal }
}

type Group = { id: number; name: string }
type Placing = { group: Group | undefined; approval: string | undefined }

/** The plan and the group on it, or neither: the number of the plan, or why not. */
async function load(db: Db, curriculum: Curriculum, fileName: string, { group, approval }: Placing) {
  const today = clockIn((await findProfile(db))?.time_zone ?? 'Europe/Moscow').today()
  return attempt<number | string>(
    db,
    (outcome) => typeof outcome === 'number',
    async (trx) => {
      const outcome = await importCurriculum(trx, system, curriculum, fileName)
      if (typeof outcome === 'string') return IMPORT_REFUSALS[outcome]
      const { curriculum_id } = outcome
      if (!group) return curriculum_id
      if (approval !== undefined) {
        const approved = await approveCurriculum(trx, system, today, curriculum_id, { approved_on: today, approval })
        if (approved !== 'done' && approved !== 'is-approved')
          return approved === 'no-such-plan' ? NO_GROUP(group.name) : APPROVAL_REFUSALS[approved]
      }
      const attached = await attachCurriculum(trx, system, today, { curriculum_id, study_group_id: group.id })
      if (attached === 'no-such-plan' || attached === 'no-such-group') return NO_GROUP(group.name)
      return attached === 'attached' ? curriculum_id : ATTACH_REFUSALS[attached]
    }
  )
}

/** A typed «да»; nobody is asked where nobody can answer. */
async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '\nЗагрузить? (да/нет) ' })
  lines.on('SIGINT', () => lines.close())
  lines.prompt()
  for await (const line of lines) {
    lines.close()
    return line.trim().toLowerCase() === 'да'
  }
  return false
}

const { positionals, values } = parseArgs({
  ...{ allowPositionals: true, strict: false },
  options: {
    ...{ yes: { type: 'boolean' }, group: { type: 'string' }, approval: { type: 'string' } },
    ...{ as: { type: 'string' }, curriculum: { type: 'string' } }
  }
})
const [kind, file] = positionals
const isList = findList(kind ?? '') !== undefined && typeof values.as === 'string'
if ((kind !== 'curriculum' && !isList) || file === undefined) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const home = await openHome()
  onStop(() => home.leave())
  const group = typeof values.group === 'string' ? values.group : undefined
  const db = home.db.withSchema(config.collegeSchema)
  const isSure = values.yes === true
  const loading = isList
    ? importList(
        { db, schema: config.collegeSchema },
        {
          ...{ kind: kind ?? '', file, login: String(values.as), curriculum: Number(values.curriculum ?? 0) },
          mayLoad: async () => isSure || (await isAgreed())
        }
      )
    : importFile(db, {
        file,
        group,
        isSure,
        approval: typeof values.approval === 'string' ? values.approval : undefined
      })
  const refusal = await loading.finally(() => home.leave())
  if (refusal !== null) {
    console.error(`\n${refusal}`)
    process.exitCode = 1
  }
}
