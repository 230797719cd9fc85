// Who may teach what: a subject belongs to an area by its name, and teachers have areas.

export type Area = keyof typeof AREAS

const AREAS = {
  languages: /иностранн/i,
  sport: /физическая культура/i,
  safety: /безопасност\S* (жизне|и защиты)/i,
  maths: /математ|численн|вероятност|статистик|моделировани/i,
  databases: /баз\S* данных/i,
  systems: /операционн|архитектур|сет[ие]|системное|информационной безопасн|качеств|интернета вещей/i,
  engineering: /интеграци|технология разработки|инструментальн|внедрени|сопровождени|техническое документ/i,
  programming: /алгоритм|программн\S* модул|модул\S* программн|мобильн|программирован/i,
  informatics: /информ/i,
  letters: /русск|литератур|психолог/i,
  history: /истор|философ|обществ|географ/i,
  nature: /физик|хими|биолог|эколог/i,
  accounting: /бухгалт|налог|аудит|бюджет|отчётн|учёт|учет|финанс/i,
  economics: /эконом|менедж|предприн|проект|анализ|прав|документ/i,
  practice: /практик/i
}

/** The area of a subject; one that fits nowhere is taught by those who lead practices. */
export const areaOf = (name: string): Area =>
  (Object.keys(AREAS) as Area[]).find((area) => AREAS[area].test(name)) ?? 'practice'

/** The demonstration teacher is the first. */
export const TEACHERS: { sex: 'male' | 'female'; department: 0 | 1; areas: Area[] }[] = [
  { sex: 'female', department: 0, areas: ['programming'] },
  { sex: 'male', department: 0, areas: ['programming', 'engineering'] },
  { sex: 'male', department: 0, areas: ['databases'] },
  { sex: 'male', department: 0, areas: ['systems'] },
  { sex: 'female', department: 0, areas: ['systems', 'informatics'] },
  { sex: 'female', department: 0, areas: ['informatics'] },
  { sex: 'male', department: 0, areas: ['engineering', 'practice'] },
  { sex: 'male', department: 0, areas: ['practice'] },
  { sex: 'female', department: 0, areas: ['maths'] },
  { sex: 'female', department: 1, areas: ['maths'] },
  { sex: 'female', department: 0, areas: ['languages'] },
  { sex: 'female', department: 1, areas: ['languages'] },
  { sex: 'male', department: 1, areas: ['history'] },
  { sex: 'female', department: 1, areas: ['letters'] },
  { sex: 'male', department: 0, areas: ['sport'] },
  { sex: 'male', department: 1, areas: ['sport', 'safety'] },
  { sex: 'female', department: 1, areas: ['nature'] },
  { sex: 'female', department: 1, areas: ['accounting'] },
  { sex: 'female', department: 1, areas: ['accounting'] },
  { sex: 'female', department: 1, areas: ['economics'] }
]
/** Whose journals the sign-ins «teacher» and «curator» open. */
export const TEACHER = 0
export const CURATOR = 16

export const teachersOf = (area: Area): number[] =>
  TEACHERS.flatMap(({ areas }, i) => (areas.includes(area) ? [i] : []))
