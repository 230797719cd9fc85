import { isDay } from '../../platform/days.ts'

/** Kinds of orders that are drawn up; an order that cancels another one is made from that one. */
export const KINDS = {
  enrolment: 'зачисление',
  transfer: 'перевод в другую группу',
  promotion: 'перевод на следующий курс',
  expulsion: 'отчисление',
  academic_leave: 'академический отпуск',
  reinstatement: 'восстановление, выход из отпуска',
  graduation: 'выпуск',
  surname_change: 'смена фамилии'
} as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES: Record<string, string> = { ...KINDS, cancellation: 'отмена приказа' }
export const STATES: Record<string, string> = { draft: 'проект', signed: 'подписан', cancelled: 'отменён' }

/** Into which group: has to be said, may be said, or makes no sense. */
export const groupOf = (kind: string): 'needed' | 'possible' | 'none' => {
  if (kind === 'promotion') return 'possible'
  return kind === 'enrolment' || kind === 'transfer' || kind === 'reinstatement' ? 'needed' : 'none'
}

/** Why an order is not written. */
export const ORDER_REFUSALS = {
  'no-kind': 'Выберите вид приказа.',
  'no-number': 'Укажите номер приказа.',
  'bad-signed-on': 'Укажите дату приказа как 01.09.2026.',
  'number-taken': 'Приказ с таким номером от этого дня уже есть.',
  'not-draft': 'Приказ уже подписан: изменить его можно только другим приказом.',
  'no-lines': 'В приказе нет ни одного пункта: добавьте обучающихся.',
  'provisional-number': 'Приказ не подписан: номер в нём временный. Укажите номер и дату изданного приказа.',
  'wrong-lines': 'Приказ не подписан: исправьте пункты, отмеченные ниже.',
  'stale-wording':
    'Приказ не подписан: после правки текста изменились пункты или основание. Проверьте и сохраните текст или сформируйте его заново.',
  'not-signed': 'Отменить можно только подписанный приказ.',
  'is-cancellation': 'Приказ об отмене не отменяется: издайте новый приказ.',
  'before-order': 'Приказ об отмене не может быть раньше отменяемого приказа.'
} as const
export type OrderRefusal = keyof typeof ORDER_REFUSALS

/** The field of the form a refusal belongs to. */
export const ORDER_FIELDS: Partial<Record<OrderRefusal, string>> = {
  ...{ 'no-kind': 'kind', 'no-number': 'number', 'number-taken': 'number' },
  ...{ 'bad-signed-on': 'signed_on', 'before-order': 'signed_on' }
}

export type Heading = { kind: string; number: string; signed_on: string; basis: string }

/** What stands for the number of an order that was drawn up before it was issued; it cannot be signed so. */
export const provisionalNumber = (n: number) => `проект ${n}`
export const isProvisional = (number: string) => /^проект \d+$/.test(number)

export function refuseHeading({ kind, number, signed_on }: Omit<Heading, 'basis'>): OrderRefusal | null {
  if (!(kind in KIND_NAMES)) return 'no-kind'
  if (number === '') return 'no-number'
  return isDay(signed_on) ? null : 'bad-signed-on'
}

export function refuseCancelling(
  order: { kind: string; state: string; signed_on: string },
  by: { number: string; signed_on: string }
): OrderRefusal | null {
  if (order.kind === 'cancellation') return 'is-cancellation'
  if (order.state !== 'signed') return 'not-signed'
  const refusal = refuseHeading({ kind: order.kind, ...by })
  if (refusal) return refusal
  return by.signed_on < order.signed_on ? 'before-order' : null
}

type Draft = { lines: number; problems: number; isStale: boolean }

/** What a draft lacks before it can be signed, in the words of its page. */
export function lacksOf({ lines, problems, isStale }: Draft): string[] {
  if (lines === 0) return ['добавьте обучающихся']
  const wrong = problems > 0 ? [`исправьте или уберите пункты, отмеченные в таблице: ${problems}`] : []
  return isStale ? [...wrong, 'проверьте текст: после его правки изменились пункты или основание'] : wrong
}
