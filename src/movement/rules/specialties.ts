import { isSpecialtyPattern } from './names.ts'

/** Why a specialty is not written. */
export const SPECIALTY_REFUSALS = {
  'bad-code': 'Код — три числа по две цифры через точку: 09.02.07.',
  'bad-level': 'Вторая пара цифр — уровень: 01 у профессий, 02 у специальностей.',
  'code-taken': 'Специальность с этим кодом уже есть.',
  'no-name': 'Укажите наименование.',
  'bad-pattern':
    'В образце могут стоять по одному разу {курс}, {год} и {номер}: ИСП-{курс}{номер} или ИСП-{год}-{номер}.'
} as const
export type SpecialtyRefusal = keyof typeof SPECIALTY_REFUSALS
export type SpecialtyFields = Partial<Record<'code' | 'name' | 'name_pattern', SpecialtyRefusal>>
export type Specialty = { code: string; name: string; name_pattern: string }

/** 15.01.35 is a profession of workers (ППКРС), 09.02.07 a specialty (ППССЗ); codes by the order of 17.05.2022 № 336. */
export const levelOf = (code: string): string => (code.slice(3, 5) === '01' ? 'профессия' : 'специальность')

/** `taken`: does another specialty have the code? */
export function refuseSpecialty({ code, name, name_pattern }: Specialty, taken: boolean): SpecialtyFields {
  const refusals: SpecialtyFields = {}
  if (!/^\d\d\.\d\d\.\d\d$/.test(code)) refusals.code = 'bad-code'
  else if (!['01', '02'].includes(code.slice(3, 5))) refusals.code = 'bad-level'
  else if (taken) refusals.code = 'code-taken'
  if (name === '') refusals.name = 'no-name'
  if (name_pattern !== '' && !isSpecialtyPattern(name_pattern)) refusals.name_pattern = 'bad-pattern'
  return refusals
}
