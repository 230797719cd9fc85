import { PASSWORD } from './college.ts'

/** Somebody signed in at a web process: ready-made requests with their cookie and token. */
export type Visitor = {
  get(path: string, headers?: string): string
  post(path: string, fields: [string, string][], headers?: string): string
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const tokenIn = (html: string) => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''

export async function signIn(port: number, login: string): Promise<Visitor> {
  const url = (path: string) => `http://127.0.0.1:${port}${path}`
  const door = await fetch(url('/login'))
  const body = new URLSearchParams({ _csrf: tokenIn(await door.text()), login, password: PASSWORD })
  const entered = await fetch(url('/login'), {
    ...{ method: 'POST', body: body.toString(), redirect: 'manual' },
    headers: { ...form, cookie: cookieOf(door) }
  })
  if (entered.status !== 303) throw new Error(`${login} could not sign in: ${entered.status}`)
  const cookie = cookieOf(entered)
  const home = await fetch(url('/journal'), { headers: { cookie } })
  const token = tokenIn(await home.text())
  const kept = cookieOf(home) || cookie
  const head = (method: string, path: string, headers: string) =>
    `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${kept}\r\n${headers}`
  return {
    get: (path, headers = '') => `${head('GET', path, headers)}\r\n`,
    post: (path, fields, headers = '') => {
      const sent = new URLSearchParams([['_csrf', token], ...fields]).toString()
      return `${head('POST', path, headers)}content-type: ${form['content-type']}\r\ncontent-length: ${sent.length}\r\n\r\n${sent}`
    }
  }
}

/** What a script sends to the bare handler. */
export const bareGet = (path: string) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`
export const barePost = (values: unknown[]) => {
  const body = JSON.stringify(values)
  return `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
