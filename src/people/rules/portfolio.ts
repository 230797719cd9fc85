import { isDay } from '../../platform/days.ts'

/** Whose portfolio it is. */
export type OwnerKind = 'staff' | 'student'
/** What a visitor may do: keep the portfolio, propose entries that somebody confirms, or only read. */
export type May = 'keep' | 'propose' | 'read'
export type State = 'waiting' | 'confirmed' | 'returned'

/** Sections: of a teacher (R4 3.5.5), of a student (R4 3.6.1). */
export const SECTIONS: Record<OwnerKind, Record<string, string>> = {
  staff: {
    methods: 'Методические разработки',
    lessons: 'Открытые уроки',
    publications: 'Публикации',
    contests: 'Участие в конкурсах',
    pupils: 'Достижения обучающихся',
    public: 'Общественная работа'
  },
  student: {
    study: 'Учебные достижения',
    olympiads: 'Олимпиады и конкурсы',
    sport: 'Спорт',
    art: 'Творчество',
    volunteering: 'Волонтёрство',
    research: 'Научные работы',
    practice: 'Практика и работодатели',
    documents: 'Документы'
  }
}
export const LEVELS = ['колледж', 'город', 'регион', 'Россия', 'международный'] as const
export const ENTRY_STATES: Record<State, string> = {
  waiting: 'ждёт подтверждения',
  confirmed: '',
  returned: 'возвращена'
}

/** Why an entry is not written, confirmed or returned. */
export const ENTRY_REFUSALS = {
  'no-section': 'Выберите раздел из списка.',
  'no-title': 'Напишите, что это: название работы, конкурса, документа.',
  'bad-day': 'Укажите день как 25.03.2026, не позже сегодняшнего.',
  'bad-level': 'Выберите уровень из списка.',
  'bad-link': 'Ссылка начинается с https:// и не содержит пробелов.',
  'file-too-big': 'Файл больше 5 МБ. Уменьшите его или дайте ссылку.',
  'file-unknown': 'Прикладывать можно файлы pdf, jpg и png. В этом файле что-то другое, каким бы ни было его имя.',
  'is-confirmed': 'Запись уже подтверждена: её меняет куратор группы.',
  'no-remark': 'Напишите, что исправить: без этого запись не вернуть.',
  'not-waiting': 'Эту запись уже подтвердили или вернули.'
} as const
export type EntryRefusal = keyof typeof ENTRY_REFUSALS

export const ENTRY_FIELDS: Record<EntryRefusal, string> = {
  ...{ 'no-section': 'section', 'no-title': 'title', 'bad-day': 'held_on', 'bad-level': 'level', 'bad-link': 'link' },
  ...{ 'file-too-big': 'file', 'file-unknown': 'file', 'is-confirmed': '', 'no-remark': 'remark', 'not-waiting': '' }
}

/** An entry as it is typed. */
export type Entry = { section: string; held_on: string; title: string; level: string; result: string; link: string }

export function refuseEntry(kind: OwnerKind, entry: Entry, today: string): EntryRefusal | null {
  if (!Object.hasOwn(SECTIONS[kind], entry.section)) return 'no-section'
  if (entry.title === '') return 'no-title'
  if (!isDay(entry.held_on) || entry.held_on > today || entry.held_on < '1950-01-01') return 'bad-day'
  if (entry.level !== '' && !LEVELS.some((level) => level === entry.level)) return 'bad-level'
  return entry.link === '' || isSafeLink(entry.link) ? null : 'bad-link'
}

const isSafeLink = (link: string) => /^https:\/\/[^\s"<>\\]+$/.test(link) && URL.canParse(link)

/** A student changes what is the own until the curator has confirmed it. */
export const refuseChange = (state: State, may: May): EntryRefusal | null =>
  may === 'propose' && state === 'confirmed' ? 'is-confirmed' : null

/** What the keeper writes stands at once; what a student writes waits. */
export const stateAfter = (may: May): State => (may === 'keep' ? 'confirmed' : 'waiting')

export function refuseReturn(state: State, remark: string): EntryRefusal | null {
  if (state === 'returned') return 'not-waiting'
  return remark === '' ? 'no-remark' : null
}

/** Entries by sections in the order of the list, without the empty ones. */
export const bySections = <T extends { section: string }>(kind: OwnerKind, entries: T[]) =>
  Object.entries(SECTIONS[kind])
    .map(([section, title]) => ({ section, title, entries: entries.filter((one) => one.section === section) }))
    .filter((one) => one.entries.length > 0)
