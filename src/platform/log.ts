import type { FastifyBaseLogger } from 'fastify'
import pino from 'pino'
import { config } from './config.ts'

/** Structured lines without personal data: no names, no logins, no query strings, no bodies, no addresses of people. */
export const logger = (quiet = false): FastifyBaseLogger =>
  pino({
    level: quiet ? 'silent' : config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split('?')[0] }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        message: safe(error),
        stack: framesOf(error)
      })
    }
  })

/** A database error quotes the row it choked on; its code and place are enough. */
const safe = (error: Error & { severity?: string }) => (error.severity ? 'database error' : error.message)

const framesOf = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
