import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import type { Db } from '../platform/db.ts'
import { instantOf } from './college.ts'
import { addRows } from './rows.ts'
import type { Stage } from './terms.ts'

const TYPES = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

/** A document of Word with so many paragraphs. */
function documentOf(lines: string[]): Buffer {
  const text = lines.map((line) => `<w:p><w:r><w:t>${line.replace(/[&<>]/g, ' ')}</w:t></w:r></w:p>`).join('')
  const body = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${text}</w:body></w:document>`
  const parts = { '[Content_Types].xml': TYPES, '_rels/.rels': RELATIONS, 'word/document.xml': body }
  const packed = Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, strToU8(content)]))
  return Buffer.from(zipSync(packed, { mtime: '2026-01-01' }))
}

/** Two of three rows taught now have their programme; of those some wait for the deputy and one in eleven came back. */
const stateOf = (i: number) => (i % 11 === 5 ? 'returned' : i % 7 === 3 ? 'submitted' : 'approved')

/** Working programmes of what is taught in the current term. */
export async function addWorkProgrammes(db: Db, { terms, term_ids, today }: Stage): Promise<void> {
  const day = terms.at(-1)?.starts_on ?? today
  const items = await db
    .selectFrom('course')
    .innerJoin('curriculum_item as item', 'item.id', 'course.curriculum_item_id')
    .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
    .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .innerJoin('account', 'account.person_id', 'person.id')
    .distinctOn('item.id')
    .select(['item.id', 'item.item_index', 'item.name', 'account.id as account_id'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('course.term_id', '=', term_ids.at(-1) ?? 0)
    .where('item.kind', '!=', 'module_exam')
    .orderBy('item.id')
    .orderBy('course.id')
    .execute()
  const written = items.filter((_, i) => i % 3 !== 2)
  await addRows(
    db,
    'work_programme',
    written.map((item, i) => {
      const content = documentOf([
        'РАБОЧАЯ ПРОГРАММА',
        `${item.item_index} ${item.name}`,
        `Редакция ${day.slice(0, 4)} года`
      ])
      const state = stateOf(i)
      const isDecided = state !== 'submitted'
      return {
        ...{ curriculum_item_id: item.id, version: 1, state, kind: 'docx', content, bytes: content.length },
        file_name: `РП ${item.item_index} ${item.name}`.slice(0, 100).concat('.docx'),
        sha256: createHash('sha256').update(content).digest('hex'),
        ...{ brought_at: instantOf(day, '08:10'), brought_by_account: item.account_id },
        brought_by: `${item.last_name} ${item.first_name.slice(0, 1)}. ${item.middle_name.slice(0, 1)}.`,
        decided_at: isDecided ? instantOf(day, '16:05') : null,
        decided_by: isDecided ? 'Заместитель директора' : '',
        remark: state === 'returned' ? 'Обновите список литературы: в нём нет изданий последних пяти лет.' : ''
      }
    })
  )
}
