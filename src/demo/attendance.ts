import type { TermSpan } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Pupil } from './pupils.ts'
import type { Slot } from './timetable.ts'

export type Absence = {
  code: 'н' | 'б' | 'у' | 'о'
  hours: number
  document: string
  by: 'teacher' | 'curator'
  noted_on: string
}

/** Days in a row that a student is away for one reason. */
type Spell = { from: string; to: string; code: 'н' | 'б' | 'у'; document: string; noted_on: string }
export type Spells = (pupil: Pupil, day: string) => Spell | undefined

const dayAndMonth = (day: string) => day.split('-').toReversed().join('.')
const EXCUSES = [
  'Заявление родителей от',
  'Приказ об участии в соревнованиях от',
  'Повестка военного комиссариата от',
  'Справка поликлиники о приёме врача от'
]

/** All reasons of longer absence in the term: what the curator learned up to `today` is «б» or «у», the rest still «н». */
export function spellsOf(pupils: Pupil[], { days, year, number }: TermSpan, today: string, illness: string[]): Spells {
  const all = new Map(
    pupils.map((pupil) => {
      const chance = chanceOf('spells', pupil.student_id, year, number)
      return [
        pupil,
        [...illOnce(pupil, illness), ...illByChance(chance, days), ...excused(chance, days)].map(known(today))
      ]
    })
  )
  return (pupil, day) => all.get(pupil)?.find(({ from, to }) => from <= day && day <= to)
}

/** Without a document yet it is an absence like any other. */
const known =
  (today: string) =>
  (spell: Spell): Spell =>
    spell.noted_on <= today ? spell : { ...spell, code: 'н', document: '', noted_on: spell.from }

const certificate = (number: number, day: string) => `Медицинская справка № ${number} от ${dayAndMonth(day)}`

/** The one illness that the demonstration promises. */
function illOnce({ special }: Pupil, illness: string[]): Spell[] {
  const [from, to, noted_on] = [illness[0], illness.at(-2), illness.at(-1)]
  if (special !== 'ill' || !from || !to || !noted_on) return []
  return [{ from, to, code: 'б', document: certificate(118, to), noted_on }]
}

function illByChance(chance: Chance, days: string[]): Spell[] {
  if (!chance.happens(0.22)) return []
  const first = chance.int(3, days.length - 10)
  const [from = '', to = '', noted_on = ''] = [days[first], days[first + chance.int(3, 7)], days[first + 8]]
  return [{ from, to, code: 'б', document: certificate(chance.int(20, 400), to), noted_on }]
}

function excused(chance: Chance, days: string[]): Spell[] {
  if (!chance.happens(0.25)) return []
  const day = days[chance.int(2, days.length - 2)] ?? ''
  return [{ from: day, to: day, code: 'у', document: `${chance.pick(EXCUSES)} ${dayAndMonth(day)}`, noted_on: day }]
}

/** Whether the pupil misses the lesson; `skips` is the subject that the pupil would rather not see. */
export function absenceAt(
  pupil: Pupil,
  { held_on, pair, topic }: Slot,
  spell: Spell | undefined,
  skips: boolean
): Absence | null {
  const missed = (code: 'н' | 'о', hours: number): Absence => ({
    code,
    hours,
    document: '',
    by: 'teacher',
    noted_on: held_on
  })
  if (spell?.code === 'н') return missed('н', topic.hours)
  if (spell) {
    const { code, document, noted_on } = spell
    return { code, hours: topic.hours, document, by: 'curator', noted_on }
  }
  const day = chanceOf('day', pupil.student_id, held_on)
  if (day.happens(pupil.truancy)) return missed('н', topic.hours)
  const lesson = chanceOf('lesson', pupil.student_id, held_on, pair)
  if (skips && lesson.happens(0.7)) return missed('н', topic.hours)
  if (lesson.happens(0.006 + pupil.truancy / 3)) return missed('н', topic.hours)
  if (lesson.happens(0.004) && topic.hours > 1) return missed('н', 1)
  return lesson.happens(pair === 1 ? 0.025 : 0.004) ? missed('о', 0) : null
}
