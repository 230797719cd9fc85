import { formats } from '../../platform/formats.ts'
import { dayInWords, type WrittenTimetable } from '../reader.ts'
import { FORM_WORDS, KIND_WORDS } from './boards.ts'
import type { Clash } from './import-clashes.ts'
import { type Counts, countsOf, type Planned, PROBLEMS } from './import-entries.ts'
import { MAY_CREATE, type NameRow } from './import-names.ts'
import { KINDS, PLANNED } from './import-words.ts'
import type { Known } from './matching.ts'

type Titles = Record<'group' | 'teacher' | 'room' | 'item', Map<number, string>>
const LAYOUTS = { columns: 'группы в столбцах', list: 'список', fet: 'программа FET' } as const

/** What a person counts in the file to see that all of it was read. */
export function figuresOf({
  layout,
  groups,
  lessons,
  titles,
  teachers,
  rooms,
  weeks
}: WrittenTimetable): [string, string][] {
  const filled = new Set(lessons.map(({ group }) => group)).size
  const halves = lessons.filter(({ subgroup }) => subgroup !== '').length
  return [
    ['Вид файла', `${LAYOUTS[layout]}${weeks > 1 ? `, недель в цикле: ${weeks}` : ''}`],
    ['Групп', `${groups.length}, из них с занятиями ${filled}`],
    ['Занятий', `${lessons.length}: у всей группы ${lessons.length - halves}, у подгрупп ${halves}`],
    ['Без преподавателя', String(lessons.filter((lesson) => lesson.teachers.length === 0).length)],
    ['Разных названий', String(titles.length)],
    ['Преподавателей', String(teachers.length)],
    ['Кабинетов', String(rooms.length)]
  ]
}

/** Days of the file with what happens on each; the last line sums them up. */
export function daysOf(planned: Planned[]): { title: string; counts: Counts }[] {
  const days = Map.groupBy(planned, ({ held_on }) => held_on)
  const rows = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, own]) => ({ title: dayInWords(day), counts: countsOf(own) }))
  return rows.length > 1 ? [...rows, { title: 'Всего', counts: countsOf(planned) }] : rows
}

/** Rows as they are shown. */
export function rowsOf(planned: Planned[], titles: Titles) {
  const title = (map: Map<number, string>, id: number | null | undefined) =>
    id === null || id === undefined ? '' : (map.get(id) ?? '')
  return planned.map((row) => {
    const entry = row.entry ?? row.before
    const now = { teacher: title(titles.teacher, entry?.staff_member_id), room: title(titles.room, entry?.room_id) }
    const was = row.state === 'changed' && row.before
    return {
      ...{
        state: row.state,
        word: PLANNED[row.state].word,
        day: dayInWords(row.held_on),
        pair: row.pair,
        place: row.place
      },
      group: [title(titles.group, row.study_group_id) || row.group, row.subgroup && `подгруппа ${row.subgroup}`]
        .filter(Boolean)
        .join(', '),
      subject: title(titles.item, row.item_id) || row.title,
      kind: row.kind ? KINDS[row.kind] : '',
      teacher: now.teacher || row.teacher,
      room: row.is_distant ? `дистанционно (${row.room})` : now.room || row.room,
      problem: row.problem ? PROBLEMS[row.problem] : '',
      was: was
        ? [
            title(titles.teacher, was.staff_member_id),
            was.is_distant ? 'дистанционно' : title(titles.room, was.room_id) || 'без кабинета',
            was.kind !== entry?.kind || was.form !== entry?.form
              ? (FORM_WORDS[was.form ?? ''] ?? KIND_WORDS[was.kind])
              : ''
          ]
            .filter(Boolean)
            .join(', ')
        : '',
      is_stranger: row.is_stranger
    }
  })
}

/** What a person should look at first. */
export const firstState = (counts: Counts): keyof Counts | 'all' =>
  (['left', 'changed', 'removed'] as const).find((state) => counts[state] > 0) ?? 'all'

export const tabsOf = (counts: Counts) => [
  { state: 'all', title: 'Все', n: Object.values(counts).reduce((sum, n) => sum + n, 0) },
  ...(Object.keys(PLANNED) as (keyof Counts)[]).map((state) => ({
    state,
    title: PLANNED[state].title,
    n: counts[state]
  }))
]

/** Clashes in words; those of streams are apart, because they are no mistake. */
export function clashesInWords(clashes: Clash[], titles: Titles) {
  const words = (clash: Clash) => ({
    when: `${dayInWords(clash.held_on)}, ${clash.pair}-я пара`,
    who: (clash.kind === 'teacher' ? titles.teacher : titles.room).get(clash.id) ?? '',
    groups: clash.study_group_ids.map((id) => titles.group.get(id) ?? '').join(', ')
  })
  const of = (kind: Clash['kind']) => clashes.filter((clash) => clash.kind === kind && !clash.is_stream).map(words)
  return {
    teachers: of('teacher'),
    rooms: of('room'),
    streams: clashes.filter(({ is_stream }) => is_stream).map(words)
  }
}

/** Gradebooks that are not there, each with how many lessons wait for it. */
export function missingOf(planned: Planned[], titles: Titles) {
  const rows = planned.filter(({ problem }) => problem === 'no-course')
  const own = Map.groupBy(rows, (row) => `${row.study_group_id}/${row.item_id}/${row.subgroup}`)
  return [...own.values()].flatMap(([first, ...more]) =>
    first
      ? [
          {
            ...{
              study_group_id: first.study_group_id,
              group: titles.group.get(first.study_group_id ?? 0) ?? first.group
            },
            subgroup: first.subgroup,
            subject: titles.item.get(first.item_id ?? 0) ?? first.title,
            teacher: first.teacher,
            lessons: more.length + 1
          }
        ]
      : []
  )
}

/** So many names to choose from make a page too heavy for an old computer. */
const MOST_CHOICES = 4000

/** What may be answered about a name: who it is likely, to create it, to leave it out, and everybody else it could be. */
export function choicesOf(row: NameRow, rows: number) {
  const said = row.value || row.proposed
  const option = ({ id, title, index }: Known) => ({
    value: String(id),
    label: [index, title].filter(Boolean).join(' ')
  })
  const marked = (one: { value: string; label: string }) => ({ ...one, selected: one.value === said })
  const likely = [
    ...(row.proposed === '' && row.value === '' ? [{ value: '', label: '— решите —' }] : []),
    ...row.candidates.map(option),
    ...(MAY_CREATE.includes(row.kind) ? [{ value: 'new', label: 'создать' }] : []),
    { value: 'skip', label: 'не загружать' }
  ]
  const others = row.known.filter((one) => !row.candidates.includes(one))
  const isMuch = others.length * rows > MOST_CHOICES
  const shown = isMuch ? others.filter(({ id }) => String(id) === said) : others
  return { likely: likely.map(marked), others: shown.map(option).map(marked) }
}

/** Everything that is not loaded, as a table for a spreadsheet: places in the file first. */
export function problemLines({ notices }: WrittenTimetable, planned: Planned[]): string[][] {
  return [
    ['Место в файле', 'День', 'Пара', 'Группа', 'Занятие', 'Преподаватель', 'Почему не войдёт'],
    ...notices.filter(({ is_error }) => is_error).map(({ place, text }) => [place, '', '', '', '', '', text]),
    ...planned
      .filter(({ state }) => state === 'left' || state === 'kept')
      .map((row) => [
        ...[row.place, formats.day(row.held_on), String(row.pair), row.group, row.title, row.teacher],
        row.problem ? PROBLEMS[row.problem] : ''
      ])
  ]
}
