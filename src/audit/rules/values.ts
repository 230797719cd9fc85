import { ROLES, type Role } from '../../access/rights.ts'
import { isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'

const FIELDS: Record<string, string> = {
  ...{
    counts: 'строки',
    enrolled: 'зачислено',
    kept: 'оставлено',
    order_id: 'приказ №',
    accounts: 'учётных записей',
    kinship: 'кем приходится',
    new: 'новых',
    changed: 'изменённых',
    same: 'без изменений',
    removed: 'убранных',
    left: 'не вошедших',
    days: 'дни',
    skipped: 'пропущено',
    conflict: 'нерешённых',
    wrong: 'с ошибками',
    study_group_id: 'группа №',
    staff_member_id: 'сотрудник №',
    curriculum_id: 'учебный план №',
    effective_on: 'с дня'
  },
  ...{ phone: 'телефон', email: 'почта', registered_address: 'адрес регистрации', living_address: 'адрес' },
  ...{ citizenship: 'гражданство', base_education: 'образование', education_document: 'документ об образовании' },
  ...{ educated_on: 'выдан', financing: 'финансирование', lives_in_dormitory: 'общежитие', documents: 'документы' },
  ...{ fields: 'поля', field: 'поле', due_on: 'внести до', consent: 'согласие', version: 'редакция' },
  ...{
    given_on: 'дано',
    given_by: 'подписал, лицо №',
    kept_in: 'где бланк',
    withdrawn_on: 'отозвано',
    sections: 'разделов'
  },
  ...{ sport_group: 'группа для физкультуры', social_category: 'социальный паспорт', guardians: 'представителей' },
  ...{
    sex: 'пол',
    post: 'должность',
    hired_on: 'первый рабочий день',
    dismissed_on: 'последний рабочий день',
    is_pedagogical: 'педагогический',
    work_phone: 'рабочий телефон',
    work_email: 'рабочая почта',
    employed_since: 'общий стаж с',
    teaching_since: 'педагогический стаж с',
    category: 'категория',
    category_given_on: 'категория с',
    category_until: 'категория по',
    category_order: 'приказ о категории',
    list: 'список',
    level: 'уровень',
    institution: 'учреждение',
    specialty: 'специальность',
    qualification: 'квалификация',
    ended_in: 'год окончания',
    document_number: 'номер документа',
    given_on: 'день награды',
    given_by: 'кем награждён',
    person_id: 'лицо №',
    need: 'отбор',
    grants: 'роли',
    curatorships: 'группы',
    courses: 'журналы',
    section: 'раздел',
    result: 'итог',
    link: 'ссылка',
    state: 'состояние',
    remark: 'замечание',
    owner: 'чьё',
    record_number: 'номер по поименной книге'
  },
  ...{
    about: 'заголовок',
    wording: 'текст приказа',
    names: 'список',
    subgroups: 'подгруппы',
    memberships: 'состав подгрупп'
  },
  ...{
    record_within_days: 'срок записи занятия, дней',
    homework_until: 'срок домашнего задания',
    marks_within_days: 'срок оценок за письменные работы, дней',
    marks_per_36_hours: 'оценок на 36 часов',
    marks_per_semester: 'оценок за семестр, не меньше',
    not_assessed_above: '«н/а» при пропусках, %',
    study_days_per_week: 'учебных дней в неделе',
    subgroup_keeps_numbers: 'номера в подгруппе по списку группы',
    lock_after_minutes: 'закрывать страницу через, минут'
  },
  ...{
    full_name: 'полное наименование',
    short_name: 'краткое наименование',
    founder: 'учредитель',
    city: 'город',
    address: 'адрес',
    phone: 'телефон',
    email: 'электронная почта',
    licence_number: 'номер лицензии',
    licence_on: 'лицензия выдана',
    licence_issuer: 'кем выдана лицензия',
    director_post: 'должность руководителя',
    director_name: 'руководитель',
    system_name: 'название системы',
    time_zone: 'часовой пояс',
    signatures: 'подписи'
  },
  ...{ building: 'корпус', capacity: 'мест', purpose: 'назначение', follows_weekday: 'по расписанию дня недели' },
  ...{ weekday: 'день недели', bells: 'звонки', off: 'выходные', working: 'учебные дни', spans: 'график' },
  ...{ text: 'запись', kind: 'вид', document: 'документ', pages: 'страниц', sha256: 'SHA-256', file_name: 'файл' },
  ...{
    login: 'логин',
    role: 'роль',
    role_grant_id: 'назначение роли №',
    since: 'с',
    until: 'по',
    order_number: 'приказ',
    department_id: 'отделение'
  },
  ...{ was_one_time: 'был одноразовый', sessions_ended: 'завершено сеансов', path: 'адрес', reason: 'причина' },
  ...{ mark: 'оценка', marks: 'оценки', value: 'значение', absence: 'пропуск', note: 'примечание', topic: 'тема' },
  ...{ held_on: 'день', pair_number: 'пара', hours: 'часы', homework: 'домашнее задание', works: 'виды работы' },
  ...{
    starts_on: 'первый день',
    ends_on: 'последний день',
    name: 'название',
    title: 'название',
    missing: 'не хватает'
  },
  ...{ student_id: 'обучающийся №', lesson_id: 'занятие №', division: 'деление', rows: 'строк', filter: 'отбор' },
  ...{
    last_name: 'фамилия',
    first_name: 'имя',
    middle_name: 'отчество',
    born_on: 'дата рождения',
    closed_at: 'закрыт'
  },
  ...{
    name_pattern: 'образец названия',
    entry_year: 'год набора',
    study_form: 'форма обучения',
    base_classes: 'на базе классов'
  },
  ...{
    financing: 'финансирование',
    specialty_id: 'специальность №',
    disbanded_on: 'последний день',
    is_second: 'второй куратор'
  },
  ...{ replaced: 'вместо', course: 'курс', academic_year_id: 'учебный год №', code: 'код', conditional: 'условно' },
  ...{ approved_on: 'утверждён', approval: 'чем утверждён', item: 'строка' },
  ...{ curriculum_item_id: 'строка учебного плана №', semester: 'семестр', copied_from: 'скопирован с КТП №' },
  ...{ added: 'добавлено', changed: 'изменено', removed: 'удалено', replaced_topics: 'заменены все темы' },
  ...{ is_spread: 'рассредоточенная', is_own: 'база колледжа', organisation: 'организация', students: 'обучающиеся' },
  ...{ contract_number: 'договор №', contract_on: 'день договора', practice_place_id: 'место практики №' },
  ...{ supervisor_name: 'руководитель от организации', supervisor_post: 'должность руководителя' },
  ...{ supervisor_phone: 'телефон руководителя', sheet_handed_on: 'аттестационный лист сдан' },
  ...{ room_id: 'кабинет №', course_id: 'журнал №', weeks: 'недели', is_cancelled: 'отменено', lessons: 'занятий' },
  ...{ form: 'вид занятия', is_distant: 'дистанционно' },
  ...{ undone: 'не сделано', debts: 'задолженностей', sheetless: 'групп без сводной ведомости' }
}

type Line = { field: string; value: string }

/** Days as people write them, roles by their names; other words stand as they were. */
function textOf(value: string, field: string): string {
  if (field === 'role' && value in ROLES) return ROLES[value as Role]
  return isDay(value) ? formats.day(value) : value
}

function wordOf(value: unknown, field = ''): string {
  if (value === null || value === undefined || value === '') return '—'
  if (value === true) return 'да'
  if (value === false) return 'нет'
  if (Array.isArray(value)) return value.map((one) => wordOf(one, field)).join(', ')
  if (typeof value !== 'object') return textOf(String(value), field)
  return linesOf(value)
    .map(({ field, value: word }) => (field ? `${field}: ${word}` : word))
    .join('; ')
}

/** What was or what became, a line a field, in Russian where the field is known. */
export function linesOf(value: unknown): Line[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object' || Array.isArray(value)) return [{ field: '', value: wordOf(value) }]
  return Object.entries(value).map(([field, one]) => ({ field: FIELDS[field] ?? field, value: wordOf(one, field) }))
}

/** The same on one line. */
export const wordsOf = (value: unknown): string => (value === null || value === undefined ? '' : wordOf(value))
