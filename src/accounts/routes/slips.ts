import type { FastifyReply, FastifyRequest } from 'fastify'
import { findProfile } from '../../college/queries.ts'
import { qrPicture } from '../qr.ts'

type Slip = { name: string; login: string; password: string; about?: string }

/** Slips to print and cut, one a person (R2 4.2): one-time passwords are shown this once and kept nowhere. */
export async function slipsPage(
  { db, protocol, host, actor, clock }: FastifyRequest,
  reply: FastifyReply,
  slips: Slip[],
  back: { href: string; title: string }
) {
  const address = `${protocol}://${host}`
  const profile = await findProfile(db)
  return reply.viewAsync('accounts/slips', {
    ...{ slips, back, address, picture: qrPicture(`${address}/login`), issuer: actor.name },
    ...{ short_name: profile?.short_name ?? '', day: clock.today() }
  })
}
