import type { Test } from 'tap'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, hire, journalScene } from '../support/scene.ts'

/** A registrar and hr beside a group in which a minor with a mother and another student have accounts of their own. */
export const openFamilies = async (t: Test) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await journalScene(db)
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  await hire(db, 'Кадрова Инна Юрьевна', 'kadrova', ['hr'])
  const [abramov, belova] = scene.students
  await db.updateTable('person').set({ born_on: '2009-03-01' }).where('id', '=', belova.person_id).execute()
  const mother = await addPerson(db, 'Белова Инна Львовна')
  await db
    .insertInto('guardian')
    .values({ person_id: mother, student_id: belova.id, kinship: 'мать', since: '2026-09-01' })
    .execute()
  await addAccount(db, 'mother', [{ role: 'parent' }], mother)
  await addAccount(db, 'anna', [{ role: 'student' }], belova.person_id)
  await addAccount(db, 'ivan', [{ role: 'student' }], abramov.person_id)
  return { ...house, ...scene, abramov, belova, mother, registrar: await house.signIn('zimina') }
}
