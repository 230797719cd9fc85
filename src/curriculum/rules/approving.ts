import { isDay } from './load.ts'

/** Why a curriculum is neither approved nor taken back. */
export const APPROVAL_REFUSALS = {
  'is-approved': 'План уже утверждён: обновите страницу.',
  'is-draft': 'План уже в проекте: обновите страницу.',
  'no-hours': 'В плане нет часов ни в одном семестре: утверждать нечего.',
  'bad-day': 'Укажите день утверждения как 25.08.2026.',
  'day-ahead': 'День утверждения ещё не наступил.',
  'no-approval': 'Укажите, чем утверждён план: протокол или приказ с номером.',
  'no-reason': 'Напишите, почему план меняется: причина останется в журнале изменений.'
} as const
export type ApprovalRefusal = keyof typeof APPROVAL_REFUSALS

export type Approval = { approved_on: string; approval: string }

/** The field of the form a refusal stands at; null where it is about the plan itself. */
export const fieldOf = (refusal: ApprovalRefusal): string | null =>
  ({ 'bad-day': 'approved_on', 'day-ahead': 'approved_on', 'no-approval': 'approval', 'no-reason': 'reason' })[
    refusal as string
  ] ?? null

export function refuseApproval(
  plan: { state: string; hours: number },
  { approved_on, approval }: Approval,
  today: string
): ApprovalRefusal | null {
  if (plan.state === 'approved') return 'is-approved'
  if (plan.hours === 0) return 'no-hours'
  if (!isDay(approved_on)) return 'bad-day'
  if (approved_on > today) return 'day-ahead'
  return approval === '' ? 'no-approval' : null
}

export function refuseReopening(plan: { state: string }, reason: string): ApprovalRefusal | null {
  if (plan.state === 'draft') return 'is-draft'
  return reason === '' ? 'no-reason' : null
}
