const MOST = 60
const LONGEST = 150

/** Why a list of reasons is not kept. */
export const REASON_REFUSALS = {
  'no-kind': 'Такого вида приказов нет.',
  'too-many': `В списке больше ${MOST} строк: оставьте те, что встречаются.`,
  'too-long': `Причина длиннее ${LONGEST} знаков: сократите её.`
} as const
export type ReasonRefusal = keyof typeof REASON_REFUSALS

/** Reasons one a line, each once, without empty lines. */
export const reasonsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .filter(Boolean)
  )
]

export function refuseReasons(names: string[]): ReasonRefusal | null {
  if (names.length > MOST) return 'too-many'
  return names.some((name) => name.length > LONGEST) ? 'too-long' : null
}
