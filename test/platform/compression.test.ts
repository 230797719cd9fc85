import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { addAccount, openHouse } from '../support/house.ts'

t.test('A page is packed as the browser can unpack it, and is the same page', async (t) => {
  const { app, db, signIn } = await openHouse(t)
  await addAccount(db, 'director', [{ role: 'director' }])
  const { jar } = await signIn('director')
  const ask = (encodings: string) =>
    app.inject({ method: 'GET', url: '/access', cookies: jar, headers: { 'accept-encoding': encodings } })
  const plain = await ask('identity')
  t.equal(plain.headers['content-encoding'], undefined)
  t.ok(plain.rawPayload.length > 1400, 'the page is long enough to be packed')
  const bare = (html: Buffer) => html.toString().replace(/value="[^"]*"/g, '')

  const brotli = await ask('gzip, deflate, br')
  t.equal(brotli.headers['content-encoding'], 'br')
  t.equal(bare(brotliDecompressSync(brotli.rawPayload)), bare(plain.rawPayload))
  t.ok(brotli.rawPayload.length < plain.rawPayload.length / 1.5, 'it is shorter')

  const gzip = await ask('gzip, deflate')
  t.equal(gzip.headers['content-encoding'], 'gzip')
  t.equal(bare(gunzipSync(gzip.rawPayload)), bare(plain.rawPayload))
  t.equal((await ask('gzip;q=0, br;q=0')).headers['content-encoding'], undefined)
  for (const { headers } of [plain, brotli, gzip]) t.match(headers.vary, /accept-encoding/i, 'a cache keeps them apart')
})
