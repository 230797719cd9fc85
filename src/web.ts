// The web process of a deployment: DATABASE_URL is given, migrations are the release's business.
import v8 from 'node:v8'
import { buildApp } from './app.ts'
import { config } from './platform/config.ts'
import { connect } from './platform/db.ts'
import { sessionSecret } from './platform/home.ts'
import { onStop } from './platform/stop.ts'
import { printPulses } from './print/pulses.ts'

// A page's garbage is collected before the heap grows for it: a third of the memory for a tenth of the speed.
v8.setFlagsFromString('--heap-growing-percent=10')

if (!config.databaseUrl) throw new Error('DATABASE_URL is needed; for everything on one machine use npm start')
const db = connect(config.databaseUrl, 10, (error) => console.error(`database connection lost: ${error.message}`))
const app = await buildApp({ db, secret: sessionSecret(), pulses: printPulses(db) })
await app.listen({ port: config.port, host: config.host })
onStop(async () => {
  await app.close()
  await db.destroy()
})
