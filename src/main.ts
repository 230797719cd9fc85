// npm start: database, demonstration college when there is nobody yet, web and worker; one Ctrl-C stops them all.
import { performance } from 'node:perf_hooks'
import { buildApp } from './app.ts'
import { DEMO_PASSWORD, DEMO_SIGN_INS, fillDemoWhenEmpty } from './demo/actions.ts'
import { clockIn } from './platform/clock.ts'
import { config } from './platform/config.ts'
import { openHome, sessionSecret } from './platform/home.ts'
import { onStop } from './platform/stop.ts'
import { printPulses } from './print/pulses.ts'
import { startWorker } from './worker-process.ts'

const started = performance.now()
const home = await openHome((error) => console.error(`database connection lost: ${error.message}`))
const isDemo = await fillDemoWhenEmpty(
  home.db.withSchema(config.collegeSchema),
  clockIn('Europe/Moscow').today(),
  console.log
)
const app = await buildApp({ db: home.db, secret: sessionSecret(), pulses: printPulses(home.db) })
const address = await app.listen({ port: config.port, host: config.host })
const worker = startWorker(home.url)

onStop(async () => {
  await app.close()
  await worker.stop()
  await home.leave()
})

console.log(`\nЖурнал открыт: ${address}  (готов за ${((performance.now() - started) / 1000).toFixed(1)} с)`)
if (isDemo) {
  console.log(`\nДемонстрационный колледж. Пароль у всех: ${DEMO_PASSWORD}`)
  for (const [login, title] of DEMO_SIGN_INS) console.log(`  ${login.padEnd(14)} ${title}`)
}
console.log('\nОстановить: Ctrl-C')
