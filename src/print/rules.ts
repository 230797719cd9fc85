import type { Right } from '../access/rights.ts'

export const STATES = {
  queued: 'В очереди',
  printing: 'Печатается',
  done: 'Готов',
  failed: 'Не удалось',
  cancelled: 'Отменён'
} as const
export type State = keyof typeof STATES

export const isUnfinished = (state: string): boolean => state === 'queued' || state === 'printing'

/** How often an order is printed anew after an error, and how often it is taken up at all when the process is killed under it. */
export const TRIES = 3
export const TAKINGS = 10

export const PRINT_REFUSALS = {
  'already-finished': 'Заказ уже закончен: отменять нечего.',
  'not-failed': 'Повторить можно только заказ, который не удался или отменён.',
  'nothing-to-show': 'За выбранный период печатать нечего: записей нет.'
} as const
export type PrintRefusal = keyof typeof PRINT_REFUSALS

export const refuseCancelling = (state: string): PrintRefusal | null =>
  isUnfinished(state) ? null : 'already-finished'

export const refuseRepeating = (state: string): PrintRefusal | null =>
  state === 'failed' || state === 'cancelled' ? null : 'not-failed'

/** What the person who ordered reads after «Не удалось: ». */
export const FAILURES = {
  'nothing-to-print': 'за выбранный период печатать нечего, записей нет',
  'unknown-kind': 'такой документ больше не печатается',
  'no-browser': 'не запускается браузер печати, сообщите администратору',
  'browser-gave-up': 'браузер печати не справился с документом',
  interrupted: 'печать несколько раз прерывалась',
  'program-error': 'ошибка в программе, сообщите администратору номер заказа'
} as const
export type Failure = keyof typeof FAILURES

/** Which of the failures an error thrown by the engine or by a room is. */
export function failureOf(error: Error): Failure {
  if (/did not start|No browser/.test(error.message)) return 'no-browser'
  const isBrowser = error.name === 'TimeoutError' || /crashed|Target closed|Protocol error|browser/i.test(error.message)
  return isBrowser ? 'browser-gave-up' : 'program-error'
}

/** The right to see finished files of a document whose orders need `right`, and the right to manage orders of others. */
export const readRight = (right: Right): Right => `${right.split(':')[0]}: read` as Right
export const writeRight = (right: Right): Right => `${right.split(':')[0]}: write` as Right

/** `attachment` with a Russian name, and a plain one for programs that do not read it (RFC 6266, RFC 8187). */
export function dispositionOf(name: string, plain: string): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
