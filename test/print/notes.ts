// A document of a room that is not there: as many sheets as asked for, waiting or failing on request.
import { sql } from 'kysely'
import { groupInSight } from '../../src/access/sight.ts'
import type { Printable } from '../../src/print/printable.ts'

type Notes = { group: string; sheets: number; wait: number; fault: string }

export const notes: Printable = {
  kind: 'notes',
  name: 'Листы для проверки',
  right: 'journal printout: print',
  form: 'print/_asleep',
  choices: async () => ({}),
  order: async (db, actor, today, { group = '', sheets = '1', wait = '0', fault = '' }) => {
    const found = await db
      .selectFrom('study_group')
      .select(['id', 'name'])
      .where('name', '=', group)
      .where(groupInSight(db, actor, 'journal printout: print', today))
      .executeTakeFirst()
    if (!found) return { refusal: 'Такой группы нет: выберите её из списка', field: 'group' }
    const parameters: Notes = { group: found.name, sheets: Number(sheets), wait: Number(wait), fault }
    const title = `Листы группы ${found.name}, ${sheets}`
    return { title, study_group_id: found.id, parameters, file_name: `${title}.pdf` }
  },
  document: async (db, parameters, { by }) => {
    const { group, sheets, wait, fault } = parameters as Notes
    if (wait > 0) await sql`select pg_advisory_xact_lock_shared(${wait})`.execute(db)
    if (fault === 'nothing') return null
    if (fault !== '') throw new Error(fault)
    const line = { on: '2026-11-20', text: '', checkedBy: '', done: '' }
    return {
      ...{ title: `Листы группы ${group}`, foot: `Сформировано: ${by}`, sides: 'single' as const },
      sheets: Array.from({ length: sheets }, (_, i) => ({
        view: 'journal/sheets/remarks',
        it: { id: `s${i}`, group, period: `лист ${i + 1}`, lines: [{ ...line, text: `запись ${i + 1}` }], blanks: [] }
      }))
    }
  }
}
