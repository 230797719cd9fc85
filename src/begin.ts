// npm run begin -- 'Фамилия Имя Отчество': the first administrator of a new college, instead of the demonstration.
import { beginCollege } from './people/actions/beginning.ts'
import { BEGINNING_REFUSALS, nameOf } from './people/rules/beginning.ts'
import { clockIn } from './platform/clock.ts'
import { config } from './platform/config.ts'
import { openHome } from './platform/home.ts'

const USAGE = `Начать новый колледж с одного администратора, без демонстрации:

  npm run begin -- 'Фамилия Имя Отчество'`

const name = process.argv.slice(2).join(' ')
if (name.trim() === '' || name.startsWith('-')) fail(USAGE, 2)
else await begin()

async function begin(): Promise<void> {
  const home = await openHome()
  try {
    const today = clockIn('Europe/Moscow').today()
    const outcome = await beginCollege(home.db.withSchema(config.collegeSchema), today, nameOf(name))
    if (typeof outcome === 'string') return fail(BEGINNING_REFUSALS[outcome], 1)
    console.log(`Колледж начат. Администратор: ${outcome.name}`)
    console.log(`  логин               ${outcome.login}`)
    console.log(`  пароль на один раз  ${outcome.password}`)
    console.log('Откройте журнал (npm start) и войдите: журнал попросит придумать свой пароль.')
  } finally {
    await home.leave()
  }
}

function fail(sentence: string, code: number): void {
  console.error(sentence)
  process.exitCode = code
}
