import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { buildApp } from '../../src/app.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from './database.ts'

export const PASSWORD = 'пароль для проверки'
let hash: Promise<string> | undefined

/** Opens the whole application on a stopped clock over a database of its own. */
export async function openHouse(t: Test, { now = '2026-11-20T10:41', template = 'template' } = {}) {
  const { whole, db, url } = await testDatabase(t, template)
  const app = await buildApp({ db: whole, secret: 'x'.repeat(40), clock: stoppedClock(now), quiet: !process.env.NOISY })
  t.teardown(() => app.close())
  return { app, whole, db, url, signIn: (login: string, password = PASSWORD) => signIn(app, login, password) }
}

/** An account that signs in with PASSWORD; answers with its id. */
export async function addAccount(
  db: Db,
  login: string,
  roles: { role: string; department_id?: number }[],
  person_id?: number
) {
  hash ??= hashPassword(PASSWORD)
  const { id } = await db
    .insertInto('account')
    .values({ login, person_id: person_id ?? null, password_hash: await hash })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (roles.length > 0) {
    await db
      .insertInto('role_grant')
      .values(
        roles.map(({ role, department_id }) => ({
          account_id: id,
          role,
          department_id: department_id ?? null,
          since: '2020-01-01'
        }))
      )
      .execute()
  }
  return id
}

type Form = Record<string, string | string[]>
export type Visitor = Awaited<ReturnType<typeof signIn>>

/** Signs in as a browser does and keeps the cookies; `submit` sends a plain form, `type` sends what a script sends. */
export async function signIn(app: FastifyInstance, login: string, password = PASSWORD) {
  const jar: Record<string, string> = {}
  let token = ''
  const remember = (answer: LightMyRequestResponse) => {
    for (const cookie of answer.cookies) jar[cookie.name] = cookie.value
    token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? token
    return answer
  }
  const open = async (url: string, headers = {}) => remember(await app.inject({ url, cookies: jar, headers }))
  const send = async (url: string, form: Form, headers: Record<string, string> = {}) => {
    const fields = Object.entries({ _csrf: token, ...form }).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one])
    )
    return remember(
      await app.inject({
        ...{ method: 'POST', url, cookies: jar, payload: new URLSearchParams(fields).toString() },
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }
      })
    )
  }
  await open('/login')
  const entered = await send('/login', { login, password })
  if (entered.statusCode !== 303) throw new Error(`${login} could not sign in: ${entered.statusCode}`)
  await open(String(entered.headers.location))
  return {
    open,
    submit: send,
    type: (url: string, form: Form) => send(url, form, { 'hx-request': 'true' }),
    jar,
    token: () => token
  }
}
