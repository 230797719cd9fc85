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
const stops = [() => home.leave()]
const stopAll = async () => {
  for (const stop of stops.reverse()) await stop()
}
onStop(stopAll)

const isDemo = await fillDemoWhenEmpty(
  home.db.withSchema(config.collegeSchema),
  clockIn('Europe/Moscow').today(),
  console.log
)
const app = await buildApp({ db: home.db, secret: sessionSecret(), pulses: printPulses(home.db) })
stops.push(() => app.close())
const address = await app.listen({ port: config.port, host: config.host }).catch(async (error: Error) => {
  await stopAll()
  console.error(`Порт ${config.port} не открылся (${error.message}). Выберите другой: PORT=3001 npm start`)
  return process.exit(1)
})
const worker = startWorker(home.url)
stops.push(() => worker.stop())

console.log(`\nЖурнал открыт: ${address}  (готов за ${((performance.now() - started) / 1000).toFixed(1)} с)`)
if (isDemo) {
  console.log(`\nДемонстрационный колледж. Пароль у всех: ${DEMO_PASSWORD}`)
  for (const [login, title] of DEMO_SIGN_INS) console.log(`  ${login.padEnd(14)} ${title}`)
}
console.log('\nОстановить: Ctrl-C')
