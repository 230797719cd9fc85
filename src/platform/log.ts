import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import pino from 'pino'
import { config } from './config.ts'

/** Structured lines without personal data: no names, no logins, no query strings, no bodies, no addresses of people. */
export const logger = (quiet = false): FastifyBaseLogger =>
  pino({ ...LINES, level: quiet ? 'silent' : config.logLevel }, pino.destination({ sync: false }))

const LINES: pino.LoggerOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: {
    req: (request: { method: string; url: string }) => ({ method: request.method, path: pathOf(request) }),
    res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
    err: (error: Error & { code?: string }) => ({
      type: error.name,
      code: error.code,
      message: safe(error),
      stack: framesOf(error)
    })
  }
}

const pathOf = ({ url }: { url: string }) => url.split('?', 1)[0]

/** One line for each answer; that a request has begun is not worth another. */
export class AnswerLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(err: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = { method: request.method, path: pathOf(request), status: reply.statusCode }
    const ms = Math.round(reply.elapsedTime)
    if (err) request.log.error({ ...line, ms, err }, 'request errored')
    else request.log.info({ ...line, ms }, 'request completed')
  }
}

/** A database error quotes the row it choked on; its code and place are enough. */
const safe = (error: Error & { severity?: string }) => (error.severity ? 'database error' : error.message)

const framesOf = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
