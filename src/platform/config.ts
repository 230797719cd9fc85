import { createHash } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository root: views, public files and migrations are found from here, wherever the command is given. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const env = process.env
const dataDir = resolve(root, env.DATA_DIR ?? 'var')

/** All that the environment decides, read once; the README's table of configuration is this list. */
export const config = {
  port: Number(env.PORT ?? 3000),
  host: env.HOST ?? '127.0.0.1',
  /** An own Postgres; undefined means the embedded one under `dataDir`. */
  databaseUrl: env.DATABASE_URL || undefined,
  dataDir,
  /** Signs session cookies; derived from the data directory's own secret when not given. */
  sessionSecret: env.SESSION_SECRET || undefined,
  /** Behind HTTPS: secure cookies and HSTS. */
  https: env.HTTPS === 'yes',
  /** Templates and public files are read anew at each request. */
  development: env.NODE_ENV === 'development',
  logLevel: env.LOG_LEVEL ?? 'info',
  /** Schema of the college that commands work on. */
  collegeSchema: env.COLLEGE ?? 'college',
  /** A curriculum file that the demonstration college follows instead of its own. */
  demoPlan: env.DEMO_PLAN || undefined,
  /** A Chrome or Chromium of one's own for printing. */
  browserPath: env.PUPPETEER_EXECUTABLE_PATH || undefined
}

/** A name of its own for this checkout, for the few things that are kept outside it. */
export const checkoutTag = `journal-${createHash('sha256').update(`${root}:${dataDir}`).digest('hex').slice(0, 12)}`
