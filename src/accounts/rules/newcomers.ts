import { GRANT_REFUSALS } from './grants.ts'
import { ISSUE_REFUSALS } from './issuing.ts'

/** Why nothing is issued to colleagues at once. */
export const NEWCOMER_REFUSALS = {
  'nobody-chosen': ISSUE_REFUSALS['nobody-chosen'],
  'no-role': GRANT_REFUSALS['no-role'],
  'bad-since': GRANT_REFUSALS['bad-since']
} as const
export type NewcomerRefusal = keyof typeof NEWCOMER_REFUSALS

/** The field of the form a refusal belongs to. */
export const NEWCOMER_FIELDS: Record<NewcomerRefusal, string> = {
  ...{ 'nobody-chosen': 'person_id', 'no-role': 'role', 'bad-since': 'since' }
}

/** Roles that many hold at once; a head has a department, the others are few: they are granted one by one. */
export const ROLES_OF_MANY = ['teacher', 'curator'] as const
export const isRoleOfMany = (role: string): role is (typeof ROLES_OF_MANY)[number] =>
  (ROLES_OF_MANY as readonly string[]).includes(role)
