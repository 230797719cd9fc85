// Guessing a password is slowed for the login and for the address it comes from (R0 2.13).

export const REFUSALS = {
  'wrong-password': 'Неверный логин или пароль. Проверьте раскладку клавиатуры и клавишу Caps Lock.',
  'too-many-tries':
    'Слишком много неудачных попыток. Подождите 15 минут или попросите администратора (куратора) выдать новый пароль.'
} as const
export type Refusal = keyof typeof REFUSALS

/** Failures are counted over this many minutes. */
export const TRY_MINUTES = 15
const TRIES_OF_LOGIN = 8
/** A whole classroom signs in from one address. */
const TRIES_OF_ADDRESS = 60

export function refuseTry(failures: { of_login: number; of_address: number }): Refusal | null {
  const many = failures.of_login >= TRIES_OF_LOGIN || failures.of_address >= TRIES_OF_ADDRESS
  return many ? 'too-many-tries' : null
}

/** «Иванова А. П.» */
export function shortName(name: { last_name: string; first_name: string; middle_name: string }): string {
  const initials = [name.first_name, name.middle_name].filter(Boolean).map((part) => `${part.slice(0, 1)}.`)
  return [name.last_name, initials.join(' ')].filter(Boolean).join(' ')
}
