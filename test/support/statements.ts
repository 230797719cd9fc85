import pg from 'pg'

/** A statement exactly as it went to Postgres. */
export type Statement = { text: string; values: unknown[]; name?: string }

type Asked = string | { text: string; values?: unknown[]; name?: string }

/** Writes down every statement that this process sends while `work` runs: each of them is one round trip. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const client = pg.Client.prototype as { query: (...asked: unknown[]) => unknown }
  const { query } = client
  const sent: Statement[] = []
  client.query = function (this: unknown, ...asked: unknown[]) {
    const [first, values] = asked as [Asked, unknown[] | undefined]
    sent.push(typeof first === 'string' ? { text: first, values: values ?? [] } : { values: [], ...first })
    return query.apply(this, asked)
  }
  try {
    await work()
    return sent
  } finally {
    client.query = query
  }
}

/** Those between `begin` and `commit`. */
export function insideTransaction(sent: Statement[]): Statement[] {
  const at = (word: RegExp) => sent.findIndex(({ text }) => word.test(text))
  return sent.slice(at(/^begin/i) + 1, at(/^commit/i))
}
