export type Name = { last_name: string; first_name: string; middle_name: string }

/** «Иванова Анна Петровна» → three parts; what is beyond the second word is the patronymic. */
export function nameIn(whole: string): Name {
  const [last_name = '', first_name = '', ...rest] = whole.split(' ')
  return { last_name, first_name, middle_name: rest.join(' ') }
}

export const wholeOf = ({ last_name, first_name, middle_name }: Name): string =>
  [last_name, first_name, middle_name].filter(Boolean).join(' ')

/** Small letters with «е» for «ё»: what is compared. */
export const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')
export const nameKey = (name: Name): string => plain(wholeOf(name))

/** The sex that a patronymic tells, or ''. */
export function sexOf({ middle_name }: Name): string {
  if (/(вич|ьич|мич|кич|оглы)$/i.test(middle_name)) return 'male'
  return /(вна|чна|шна|кызы)$/i.test(middle_name) ? 'female' : ''
}

/** «са 21» is «СА-21» */
export const groupKey = (name: string): string => name.replace(/[ -]/g, '').toLowerCase()
