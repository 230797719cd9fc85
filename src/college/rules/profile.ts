// The profile of the institution (R4 3.3.1): what a form of it may hold. Pure.
import { isDay } from '../../platform/days.ts'

export const PROFILE_REFUSALS = {
  'full-name-missing': 'Укажите полное наименование по уставу',
  'short-name-missing': 'Укажите краткое наименование: оно стоит над страницами',
  'system-missing': 'Укажите название системы: оно печатается под каждой страницей распечаток',
  'post-missing': 'Укажите должность: она печатается в подписи',
  'day-wrong': 'Укажите день: дд.мм.гггг',
  'email-wrong': 'Укажите адрес почты, например kolledzh@region.ru',
  'zone-wrong': 'Выберите часовой пояс из списка',
  'changed-meanwhile':
    'Пока страница была открыта, профиль изменили. Ниже — введённое вами, а под полями, где есть разница, — что стоит сейчас; сравните и сохраните ещё раз'
} as const
export type ProfileRefusal = keyof typeof PROFILE_REFUSALS

/** Time zones of Russia, from west to east. */
export const ZONES: Record<string, string> = {
  'Europe/Kaliningrad': 'Калининград (МСК−1)',
  'Europe/Moscow': 'Москва (МСК)',
  'Europe/Samara': 'Самара (МСК+1)',
  'Asia/Yekaterinburg': 'Екатеринбург (МСК+2)',
  'Asia/Omsk': 'Омск (МСК+3)',
  'Asia/Krasnoyarsk': 'Красноярск (МСК+4)',
  'Asia/Irkutsk': 'Иркутск (МСК+5)',
  'Asia/Yakutsk': 'Якутск (МСК+6)',
  'Asia/Vladivostok': 'Владивосток (МСК+7)',
  'Asia/Sakhalin': 'Южно-Сахалинск, Магадан (МСК+8)',
  'Asia/Kamchatka': 'Петропавловск-Камчатский (МСК+9)'
}

/** Whose signatures stand under printed forms besides the director's, with the post that is usual. */
export const SIGNATURES = {
  deputy: 'Заместитель директора по учебной работе',
  practice_deputy: 'Заместитель директора по учебно-производственной работе',
  head_of_studies: 'Заведующий учебной частью',
  practice_master: 'Старший мастер',
  methodist: 'Методист',
  registrar: 'Секретарь учебной части',
  archivist: 'Ответственный за архив'
} as const
/** What each of them answers for. */
export const DUTIES: Record<keyof typeof SIGNATURES, string> = {
  ...{ deputy: 'Учебная работа', practice_deputy: 'Производственная работа', head_of_studies: 'Учебная часть' },
  ...{ practice_master: 'Практика', methodist: 'Методическая работа', registrar: 'Личные дела и приказы' },
  archivist: 'Архив журналов'
}
export type SignatureCode = keyof typeof SIGNATURES
export const SIGNATURE_CODES = Object.keys(SIGNATURES) as SignatureCode[]
export type Signature = { post: string; name: string }
export type Signatures = Record<SignatureCode, Signature>

export const PROFILE_FIELDS = [
  ...(['full_name', 'short_name', 'founder', 'city', 'address', 'phone', 'email'] as const),
  ...(['licence_number', 'licence_on', 'licence_issuer'] as const),
  ...(['director_post', 'director_name', 'system_name', 'time_zone'] as const)
] as const
export type ProfileField = (typeof PROFILE_FIELDS)[number]
export type Profile = Record<ProfileField, string>
export type ProfileFields = Partial<Record<ProfileField | SignatureCode | 'form', ProfileRefusal>>

/** What a new college begins with. */
export const EMPTY_PROFILE: Profile = {
  ...{ full_name: '', short_name: '', founder: '', city: '', address: '', phone: '', email: '' },
  ...{ licence_number: '', licence_on: '', licence_issuer: '', director_post: 'Директор', director_name: '' },
  ...{ system_name: 'Электронный журнал', time_zone: 'Europe/Moscow' }
}

/** What stands in the way, by field. A signature without a name is signed by hand, but its post is printed. */
export function refuseProfile(profile: Profile, signatures: Signatures): ProfileFields {
  const refusals: ProfileFields = {}
  if (profile.full_name === '') refusals.full_name = 'full-name-missing'
  if (profile.short_name === '') refusals.short_name = 'short-name-missing'
  if (profile.system_name === '') refusals.system_name = 'system-missing'
  if (profile.director_post === '') refusals.director_post = 'post-missing'
  if (profile.licence_on !== '' && !isDay(profile.licence_on)) refusals.licence_on = 'day-wrong'
  if (profile.email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(profile.email)) refusals.email = 'email-wrong'
  if (!(profile.time_zone in ZONES)) refusals.time_zone = 'zone-wrong'
  for (const code of SIGNATURE_CODES) if (signatures[code].post === '') refusals[code] = 'post-missing'
  return refusals
}

type Stored = { profile: Profile; signatures: Signatures }

/** The fields that differ, before and after, as the audit trail keeps them; null when none does. */
export function differenceOf(before: Stored, after: Stored) {
  const fields = PROFILE_FIELDS.filter((field) => before.profile[field] !== after.profile[field])
  const codes = SIGNATURE_CODES.filter((code) => wordsOf(before.signatures[code]) !== wordsOf(after.signatures[code]))
  if (fields.length + codes.length === 0) return null
  const half = ({ profile, signatures }: Stored) => ({
    ...Object.fromEntries(fields.map((field) => [field, profile[field]])),
    ...(codes.length > 0 && { signatures: codes.map((code) => wordsOf(signatures[code])) })
  })
  return { before: half(before), after: half(after) }
}

/** «Методист — Н.Ф. Орлова» */
export const wordsOf = ({ post, name }: Signature): string => (name ? `${post} — ${name}` : post)
