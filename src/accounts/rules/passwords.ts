/** Why a new password is not taken. */
export const PASSWORD_REFUSALS = {
  'wrong-old': 'Нынешний пароль введён неверно. Проверьте раскладку клавиатуры и клавишу Caps Lock.',
  'too-many-tries': 'Слишком много неудачных попыток. Подождите 15 минут.',
  'too-short': 'Придумайте пароль не короче 8 знаков.',
  'too-long': 'Пароль длиннее 200 знаков не нужен: придумайте короче.',
  'is-login': 'Пароль не должен повторять логин.',
  'is-old': 'Новый пароль совпадает с нынешним: придумайте другой.',
  'too-common': 'Такой пароль подбирают первым. Добавьте слово, которое знаете только вы.',
  'not-repeated': 'Пароли в двух полях разные: введите новый пароль дважды одинаково.'
} as const
export type PasswordRefusal = keyof typeof PASSWORD_REFUSALS

/** The field of the form a refusal belongs to. */
export const fieldOf = (refusal: PasswordRefusal): 'old' | 'password' | 'again' => {
  if (refusal === 'wrong-old' || refusal === 'too-many-tries') return 'old'
  return refusal === 'not-repeated' ? 'again' : 'password'
}

const COMMON = [
  ...[
    'password',
    'passw0rd',
    'password1',
    'password123',
    'qwerty123',
    'qwerty12',
    'qwertyuiop',
    '1q2w3e4r',
    '1qaz2wsx'
  ],
  ...[
    'q1w2e3r4',
    'zaq12wsx',
    'qazwsxedc',
    'asdfghjkl',
    'administrator',
    'admin123',
    'iloveyou',
    'sunshine',
    'welcome1'
  ],
  ...[
    'пароль123',
    'парольпароль',
    'йцукен123',
    'йцукенгш',
    'йцукенгшщз',
    'фывапролдж',
    'привет123',
    'любимая1',
    'журнал123'
  ],
  ...['колледж1', 'колледж123', 'преподаватель', 'gfhjkm123', 'ghbdtn123', 'zhurnal123', 'college123', 'demo-journal']
]

/** Widely known, of fewer than four different characters, or a run such as 12345678. */
export function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  const codes = [...plain].map((letter) => letter.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)))
  const isRun = steps.size === 1 || '12345678901234567890'.includes(plain)
  return (
    isRun || new Set(plain).size < 4 || COMMON.includes(plain) || COMMON.includes(plain.replace(/[^\p{L}\d]/gu, ''))
  )
}

type Change = { login: string; old: string; password: string; again: string }

export function refusePassword({ login, old, password, again }: Change): PasswordRefusal | null {
  if (password.length < 8) return 'too-short'
  if (password.length > 200) return 'too-long'
  if (password.toLowerCase().trim() === login) return 'is-login'
  if (password === old) return 'is-old'
  if (isCommon(password)) return 'too-common'
  return password === again ? null : 'not-repeated'
}
