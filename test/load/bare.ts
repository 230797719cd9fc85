// The yardstick: plain node:http, the same statements with the same parameters, strings put together; no session, no rights.
import { createServer } from 'node:http'
import pg from 'pg'
import '../../src/platform/db.ts' // the same reading of dates and numbers
import type { Statement } from '../support/statements.ts'

/** Statements of each page by its path, and of the write. */
export type Yard = { url: string; pages: Record<string, Statement[]>; save: Statement }

type Course = {
  subject: string
  lessons: { id: number; held_on: string; kind: string; topic: string; homework: string }[]
}
type Student = Record<string, string | number | null>

function table({ subject, lessons }: Course, students: Student[]): string {
  let html = `<!doctype html><html><head><title>${subject}</title></head><body><h1>${subject}</h1><table><tr>`
  for (const { id, held_on, kind } of lessons)
    html += `<th id="l${id}"><a href="/journal/lessons/${id}">${held_on.slice(8)}</a><br>${kind}</th>`
  for (const [i, student] of students.entries()) {
    html += `</tr><tr id="s${student.student_id}"><td>${i + 1}</td><th>${student.last_name} ${student.first_name}</th>`
    const cells: string[] = []
    for (const part of `${student.cells}`.split('\t')) {
      const words = part.split(':')
      cells[Number(words[0])] = words.at(-1) ?? ''
    }
    for (let n = 1; n <= lessons.length; n++) html += `<td>${cells[n] ?? ''}</td>`
    html += `<td>${student.hours_missed}</td><td>${student.average}</td>`
  }
  html += '</tr></table><table>'
  for (const { held_on, topic, homework } of lessons)
    html += `<tr><td>${held_on}</td><td>${topic}</td><td>${homework}</td></tr>`
  return `${html}</table></body></html>`
}

function serve({ url, pages, save }: Yard): void {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      let body = ''
      for await (const chunk of request) body += chunk
      await pool.query({ ...save, values: JSON.parse(body) })
      return response.end('saved')
    }
    const [course, roster] = pages[request.url ?? ''] ?? []
    if (!course || !roster) return response.writeHead(404).end()
    const head = await pool.query(course)
    const rows = await pool.query(roster)
    const html = table(head.rows[0], rows.rows)
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(html) })
      .end(html)
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
}

process.on('message', serve)
