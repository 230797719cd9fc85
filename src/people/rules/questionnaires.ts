import { isDay } from '../../platform/days.ts'

/** Why a questionnaire is not written. */
export const QUESTIONNAIRE_REFUSALS = {
  'bad-phone': 'Укажите телефон цифрами, например +7 900 000-00-00.',
  'bad-email': 'Укажите адрес почты как имя@узел.ru.',
  'bad-educated-on': 'Укажите день выдачи документа как 25.06.2026, не позже сегодняшнего.',
  'bad-handed-on': 'Укажите, когда сдан документ, как 20.08.2026, не позже сегодняшнего.'
} as const
export type QuestionnaireRefusal = keyof typeof QUESTIONNAIRE_REFUSALS

/** The field of the form a refusal belongs to; that of a document is found by its kind. */
export const QUESTIONNAIRE_FIELDS: Record<QuestionnaireRefusal, string> = {
  ...{ 'bad-phone': 'phone', 'bad-email': 'email', 'bad-educated-on': 'educated_on', 'bad-handed-on': '' }
}

export const CONTACT_TITLES = {
  phone: 'Телефон',
  email: 'Адрес электронной почты',
  registered_address: 'Адрес регистрации',
  living_address: 'Адрес, по которому живёт',
  citizenship: 'Гражданство'
} as const
export type Contact = Record<keyof typeof CONTACT_TITLES, string>
export const NO_CONTACT: Contact = {
  ...{ phone: '', email: '', registered_address: '', living_address: '', citizenship: '' }
}

export const BASE_EDUCATION: Record<string, string> = {
  ...{ '9': '9 классов', '11': '11 классов', spo: 'среднее профессиональное' }
}
export const FINANCING: Record<string, string> = { budget: 'бюджет', paid: 'по договору (внебюджет)' }

/** What a college keeps in the file of a student; only that it was handed in and when, never its number. */
export const DOCUMENT_KINDS = {
  application: 'Заявление о приёме',
  passport: 'Паспорт (копия)',
  certificate: 'Документ об образовании (подлинник)',
  certificate_copy: 'Документ об образовании (копия)',
  medical: 'Медицинская справка 086/у',
  snils: 'СНИЛС (копия)',
  insurance: 'Полис ОМС (копия)',
  military: 'Приписное свидетельство (копия)',
  contract: 'Договор об обучении',
  photos: 'Фотографии'
} as const

/** An empty day of the document is null. */
export type Questionnaire = {
  base_education: string
  education_document: string
  educated_on: string | null
  financing: string
  lives_in_dormitory: boolean
}
export const NO_QUESTIONNAIRE: Questionnaire = {
  ...{ base_education: '', education_document: '', educated_on: null, financing: '', lives_in_dormitory: false }
}

const isPast = (day: string, today: string) => isDay(day) && day <= today && day > '1950-01-01'

export function refuseContact({ phone, email }: Contact): QuestionnaireRefusal | null {
  if (phone !== '' && !(/^[+\d][\d\s()-]*$/.test(phone) && phone.replace(/\D/g, '').length >= 5)) return 'bad-phone'
  return email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : 'bad-email'
}

export function refuseQuestionnaire({ educated_on }: Questionnaire, today: string): QuestionnaireRefusal | null {
  return educated_on === null || isPast(educated_on, today) ? null : 'bad-educated-on'
}

/** The first document whose day is none. */
export const wrongDocumentOf = (handed: Record<string, string>, today: string): string | undefined =>
  Object.keys(handed).find((kind) => !isPast(handed[kind] ?? '', today))
