import type { Db } from '../platform/db.ts'
import { chanceOf } from './chance.ts'
import type { Entry } from './entries.ts'
import { GROUPS } from './groups.ts'
import { type Pupil, stayOn } from './pupils.ts'
import { addNumbered, addRows } from './rows.ts'

/** A firm with its address, who leads trainees there, and in which department's trade it is. */
const FIRMS = [
  [0, 'ООО «Волга-Софт»', 'г. Самара, ул. Заводская, 14', 'Кречетов Илья Маратович', 'ведущий программист'],
  [0, 'АО «Приборный завод»', 'г. Самара, пр. Кирова, 201', 'Зимина Ольга Павловна', 'начальник отдела АСУ'],
  [0, 'ООО «Сетевые решения»', 'г. Самара, ул. Победы, 93', 'Лапшин Егор Дмитриевич', 'системный администратор'],
  [1, 'ООО «Аудит-Сервис»', 'г. Самара, ул. Садовая, 40', 'Рябова Инна Сергеевна', 'главный бухгалтер'],
  [1, 'ООО «Торговый дом «Заря»', 'г. Самара, ул. Ново-Вокзальная, 7', 'Мельник Анна Юрьевна', 'бухгалтер']
] as const
const WORKSHOPS = ['Мастерская «Программные решения для бизнеса»', 'Лаборатория «Учебная бухгалтерия»']

/** What is known of practices: days, places and contracts, one of which nobody has signed yet; days to come are planned. */
export async function addPracticeCards(
  db: Db,
  entries: Entry[],
  { pupils, today }: { pupils: Pupil[]; today: string }
): Promise<void> {
  const courses = [...Map.groupBy(ofPractice(entries), ({ course_id }) => course_id)]
  await addRows(db, 'practice', courses.map(spanOf))
  await addRows(
    db,
    'practice_day',
    ofPractice(entries)
      .filter(({ held_on }) => held_on > today)
      .map(({ course_id, held_on, topic }) => ({ course_id, held_on, hours: topic.hours, topic: topic.title }))
  )
  const unsigned = courses.find(([, days]) => isIndustrial(days) && spanOf(['', days]).ends_on > today)?.[0]
  const places = courses.flatMap(([course_id, days]) => placesOf(course_id, days, course_id === unsigned))
  const ids = await addNumbered(db, 'practice_place', places)
  const numbered = places.map((place, i) => ({ course_id: place.course_id, id: ids[i] ?? 0 }))
  const byCourse = Map.groupBy(numbered, ({ course_id }) => course_id)
  await addRows(
    db,
    'practice_student',
    courses.flatMap(([course_id, days]) => sentOf(course_id, days, byCourse.get(course_id) ?? [], { pupils, today }))
  )
}

const ofPractice = (entries: Entry[]) => entries.filter(({ activity }) => activity.kind === 'practice')
const isIndustrial = (days: Entry[]) => days[0]?.activity.item.kind === 'industrial_practice'

function spanOf([course_id, days]: [number | string, Entry[]]) {
  const sorted = days.map(({ held_on }) => held_on).toSorted()
  return { course_id: Number(course_id), starts_on: sorted[0] ?? '', ends_on: sorted.at(-1) ?? '', is_spread: false }
}

/** A training practice is at home; an industrial one in one or two firms of the trade. */
function placesOf(course_id: number, days: Entry[], isUnsigned: boolean) {
  const group = days[0]?.activity.group ?? 0
  const department = GROUPS[group]?.department ?? 0
  if (!isIndustrial(days)) return [{ course_id, is_own: true, organisation: WORKSHOPS[department] ?? '' }]
  const chance = chanceOf('practice', course_id)
  const firms = FIRMS.filter(([trade]) => trade === department)
  const first = chance.int(0, firms.length - 1)
  const chosen = [0, 1].slice(0, isUnsigned ? 2 : chance.int(1, 2)).map((k) => firms[(first + k) % firms.length])
  const [year = '', month = ''] = spanOf(['', days]).starts_on.split('-')
  const signed_on = `${Number(month) < 10 ? Number(year) - 1 : year}-09-0${chance.int(1, 9)}` // before it begins
  return chosen.flatMap((firm, k) => {
    if (!firm) return []
    const [, organisation, address, supervisor_name, supervisor_post] = firm
    const isSigned = !(isUnsigned && k === 1)
    return [
      {
        ...{ course_id, is_own: false, organisation, address, supervisor_name, supervisor_post },
        supervisor_phone: `+7 900 000-${chance.int(10, 99)}-${chance.int(10, 99)}`,
        contract_number: isSigned ? `${chance.int(10, 90)}-ПП` : '',
        contract_on: isSigned ? signed_on : null
      }
    ]
  })
}

type Around = { pupils: Pupil[]; today: string }

/** Every other student goes to the second firm; certificates of practices that are over are in. */
function sentOf(course_id: number, days: Entry[], places: { id: number }[], { pupils, today }: Around) {
  const { starts_on, ends_on } = spanOf([course_id, days])
  const own = pupils.filter((pupil) => stayOn(pupil, days[0]?.activity.group ?? -1, starts_on))
  const isOver = ends_on < today
  if (places.length < 2 && !isOver) return []
  return own.map(({ student_id }, i) => ({
    ...{ course_id, student_id, practice_place_id: places[i % places.length]?.id ?? null },
    sheet_handed_on: isOver ? ends_on : null
  }))
}
