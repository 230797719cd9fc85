// npm run demo [-- --plan FILE.plx] [-- --day 2026-11-22]: fills the demonstration college anew.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { type Curriculum, readCurriculum } from './curriculum/reader.ts'
import { IMPORT_REFUSALS, refuseImport } from './curriculum/rules/importing.ts'
import { DEMO_PASSWORD, DEMO_SIGN_INS, REFILL_REFUSALS, refillDemo } from './demo/actions.ts'
import { clockIn } from './platform/clock.ts'
import { config } from './platform/config.ts'
import { openHome } from './platform/home.ts'

const { values } = parseArgs({ options: { plan: { type: 'string' }, day: { type: 'string' } } })
const file = values.plan ?? config.demoPlan
const day = values.day ?? clockIn('Europe/Moscow').today()

const plan = file ? planIn(file) : undefined
if (typeof plan === 'string') fail(plan)
else await fill(plan)

/** The curriculum in the file, or why it cannot be taken. */
function planIn(path: string): Curriculum | string {
  const reading = readCurriculum(readFileSync(path), basename(path))
  if (!reading.ok) return reading.refusal
  const refusal = refuseImport(reading.curriculum, { following: [], own: null })
  return refusal ? IMPORT_REFUSALS[refusal] : reading.curriculum
}

async function fill(plan: Curriculum | undefined): Promise<void> {
  const started = performance.now()
  const home = await openHome()
  try {
    const outcome = await refillDemo(home.db, config.collegeSchema, day, plan)
    if (outcome !== 'filled') return fail(REFILL_REFUSALS[outcome])
    const seconds = ((performance.now() - started) / 1000).toFixed(1).replace('.', ',')
    console.log(`Демонстрационный колледж на ${day} готов за ${seconds} с. Пароль у всех: ${DEMO_PASSWORD}`)
    for (const [login, title] of DEMO_SIGN_INS) console.log(`  ${login.padEnd(14)} ${title}`)
  } finally {
    await home.leave()
  }
}

function fail(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
