import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Bytes under which a packed answer saves no packet. */
const THRESHOLD = 1400

const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 17 }
const accepts = ({ headers }: FastifyRequest, encoding: string) =>
  new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(String(headers['accept-encoding'] ?? ''))

/** Packs answers: pages at once and whole, which costs a tenth of a stream for each; files and other streams by the plugin. */
export async function packAnswers(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', (request, reply, payload, done) => done(null, packed(request, reply, payload)))
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: THRESHOLD })
}

function packed(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const kind = String(reply.getHeader('content-type') ?? '')
  if (typeof payload !== 'string' || payload.length < THRESHOLD || !/^text\/|json/.test(kind)) return payload
  if (reply.hasHeader('content-encoding')) return payload
  reply.header('vary', 'accept-encoding')
  const encoding = ['br', 'gzip'].find((one) => accepts(request, one))
  if (!encoding) return payload
  reply.header('content-encoding', encoding).removeHeader('content-length')
  return encoding === 'br' ? brotliCompressSync(payload, { params: BROTLI }) : gzipSync(payload, { level: 4 })
}
