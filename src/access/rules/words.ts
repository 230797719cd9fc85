import { MATRIX, ROLES, type Role, type Scope, type Subject } from '../rights.ts'

/** Subjects of the matrix in the words of the regulations (R3 1, R0 2.11–2.12); a new one is shown by its code until it is named. */
const SUBJECTS: Partial<Record<Subject | string, string>> = {
  settings: 'Настройки и роли',
  'accounts of staff': 'Учётные записи сотрудников',
  'accounts of students and parents': 'Учётные записи обучающихся и родителей',
  audit: 'Журнал действий',
  calendar: 'Профиль, учебный год, календарь, звонки, кабинеты',
  'staff cards': 'Личные карточки сотрудников',
  'student cards': 'Личные карточки обучающихся, родители',
  'staff portfolio': 'Портфолио сотрудников',
  'special data': 'Сведения о здоровье и другие особые сведения',
  'movement orders': 'Приказы о движении контингента',
  curriculum: 'Учебные планы',
  load: 'Нагрузка',
  subgroups: 'Подгруппы',
  'work programmes': 'Рабочие программы, КТП',
  timetable: 'Расписание, замены',
  journal: 'Журнал: занятия, оценки, пропуски, домашние задания',
  'absence reasons': 'Причины пропусков',
  diary: 'Дневник обучающегося',
  results: 'Итоговые оценки',
  unlocking: 'Открытие закрытого периода',
  debts: 'Академические задолженности',
  remarks: 'Замечания к журналу',
  oversight: 'Отчёты контроля, участие, учёт часов',
  'consolidated sheet': 'Сводная ведомость учёта успеваемости',
  'journal printout': 'Распечатка классного журнала',
  announcements: 'Объявления',
  correspondence: 'Переписка',
  portfolio: 'Портфолио обучающегося',
  consents: 'Согласия, изменения персональных данных',
  'regional figures': 'Показатели региона'
}

export const SCOPES: Record<Scope, string> = {
  all: 'всё',
  department: 'своё отделение',
  'own group': 'своя группа',
  'own load': 'своя нагрузка',
  self: 'своё',
  child: 'свой ребёнок'
}

const LEVELS = { read: 'Ч', write: 'И', print: 'П' } as const
type Level = keyof typeof LEVELS
export const LEVEL_WORDS = { read: 'чтение', write: 'чтение и изменение', print: 'печать' } as const

/** «И всё», «Ч, П своё отделение»; writing includes reading. Nothing means that the object does not exist for the role. */
function powersOf(subject: Subject, role: Role): string {
  const powers = (MATRIX[subject] as Partial<Record<Role, Partial<Record<Level, Scope>>>>)[role] ?? {}
  const levels = (Object.keys(LEVELS) as Level[]).filter(
    (level) => powers[level] && !(level === 'read' && isSame(powers))
  )
  const byScope = Map.groupBy(levels, (level) => powers[level] as Scope)
  return [...byScope]
    .map(([scope, own]) => `${own.map((level) => LEVELS[level]).join(', ')}: ${SCOPES[scope]}`)
    .join('; ')
}

const isSame = (powers: Partial<Record<Level, Scope>>) => powers.write !== undefined && powers.write === powers.read

/** The matrix as it is enforced, a row a subject and a cell a role. */
export const matrixTable = () => ({
  roles: Object.values(ROLES),
  rows: (Object.keys(MATRIX) as Subject[]).map((subject) => ({
    name: SUBJECTS[subject] ?? subject,
    cells: (Object.keys(ROLES) as Role[]).map((role) => powersOf(subject, role))
  }))
})
