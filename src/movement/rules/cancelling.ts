/** Why what a line did cannot be taken back. */
export const REVERSAL_REFUSALS = {
  'moved-on': 'после этого приказа издан другой: сначала отмените его.',
  'has-records':
    'в журнале новой группы уже есть оценки или пропуски. Отменить приказ нельзя, чтобы они не пропали: издайте приказ о переводе.',
  'renamed-since': 'фамилия с тех пор изменена ещё раз.'
} as const
export type ReversalRefusal = keyof typeof REVERSAL_REFUSALS

type Stay = {
  since: string
  until: string | null
  since_order_id: number | null
  until_order_id: number | null
  released_order_id: number | null
}
export type Standing = {
  stays: Stay[]
  /** marks, absences or results in the group the order put the student into */
  hasRecords: boolean
  last_name: string
  new_last_name: string | null
}

/** An order is taken back while nothing stands on it. */
export function refuseReversal(
  order_id: number,
  { stays, hasRecords, last_name, new_last_name }: Standing
): ReversalRefusal | null {
  const begun = stays.find(({ since_order_id }) => since_order_id === order_id)
  const ended = stays.find(
    ({ until_order_id, released_order_id }) => until_order_id === order_id || released_order_id === order_id
  )
  if (begun && (begun.until !== null || begun.until_order_id !== null)) return 'moved-on'
  if (ended?.released_order_id && ended.released_order_id !== order_id) return 'moved-on'
  const isLater = ({ since, since_order_id }: Stay) => since > (ended?.until ?? '9') && since_order_id !== order_id
  if (ended && stays.some(isLater)) return 'moved-on'
  if (begun && hasRecords) return 'has-records'
  return new_last_name !== null && new_last_name !== last_name ? 'renamed-since' : null
}
