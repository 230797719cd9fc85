import { type Actor, holds } from '../../access/actor.ts'
import { nameTeachers } from '../../curriculum/actions/load.ts'
import { LOAD_REFUSALS } from '../../curriculum/rules/load.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import type { Planned, Term } from '../rules/import-entries.ts'
import { previewImport } from './importing.ts'

type Opened = { opened: number; refused: string[] }

/**
 * Opens the gradebooks that lessons of the file wait for, each kept by the teacher of the file from the first day of the term. It is the
 * deed of the load and has its right and rules: a group out of reach or refused is named, the others are opened. Subgroups are divided in
 * the load first.
 */
export function openMissing(db: Db, actor: Actor, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<Opened | 'no-such-page'> => {
    if (!holds(actor, 'load: write')) return 'no-such-page'
    const preview = await previewImport(trx, actor, today, id)
    if (!preview) return 'no-such-page'
    const { planned, terms, titles } = preview.plan
    const done: Opened = { opened: 0, refused: [] }
    for (const naming of namingsOf(planned, terms)) {
      const outcome = await nameTeachers(trx, actor, today, naming) // a deed of its own for each group
      const group = titles.group.get(naming.study_group_id) ?? ''
      if (outcome === 'named') done.opened += naming.choices.length
      else
        done.refused.push(
          outcome === 'no-such-group' ? `${group}: не ваше отделение.` : `${group}: ${LOAD_REFUSALS[outcome]}`
        )
    }
    return done
  })
}

type Naming = Parameters<typeof nameTeachers>[3]

/** What to open for each group and term; a row of the plan once, by the first teacher the file names for it. */
function namingsOf(planned: Planned[], terms: Term[]): Naming[] {
  const found = new Map<string, Naming>()
  for (const row of planned) {
    const { problem, subgroup, study_group_id, item_id, staff_member_id, held_on } = row
    const term = terms.find(({ starts_on, ends_on }) => starts_on <= held_on && held_on <= ends_on)
    if (problem !== 'no-course' || subgroup || study_group_id === null || item_id === null || !term) continue
    if (staff_member_id === null || staff_member_id <= 0) continue
    const key = `${study_group_id}/${term.id}`
    const naming = found.get(key) ?? { study_group_id, term_id: term.id, choices: [] }
    if (!naming.choices.some(({ curriculum_item_id }) => curriculum_item_id === item_id))
      naming.choices.push({ curriculum_item_id: item_id, subgroup_id: null, staff_member_id })
    found.set(key, naming)
  }
  return [...found.values()]
}
