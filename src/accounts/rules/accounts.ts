/** Why an account is not touched. */
export const ACCOUNT_REFUSALS = {
  'own-account':
    'Это ваша учётная запись. Её может закрыть другой администратор; пароль меняется на странице «Вход и сеансы».',
  'administrator-only': 'Учётную запись администратора ведёт только администратор.',
  'is-blocked': 'Вход закрыт. Сначала откройте его, потом выдайте пароль.'
} as const
export type AccountRefusal = keyof typeof ACCOUNT_REFUSALS

type Target = { id: number; is_administrator: boolean; blocked_at: Date | null }
type Keeper = { account_id: number; mayGrant: boolean }

/** Who keeps accounts of the staff but gives no roles must not take over the account of somebody who does. */
export function refuseKeeping(target: Target, keeper: Keeper): AccountRefusal | null {
  if (target.id === keeper.account_id) return 'own-account'
  return target.is_administrator && !keeper.mayGrant ? 'administrator-only' : null
}

export const refuseIssue = (target: Target, keeper: Keeper): AccountRefusal | null =>
  refuseKeeping(target, keeper) ?? (target.blocked_at ? 'is-blocked' : null)
