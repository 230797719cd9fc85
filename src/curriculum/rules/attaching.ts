/** Why a group is not set on a plan. */
export const ATTACH_REFUSALS = {
  'no-group': 'Выберите группу.',
  'is-draft': 'Это проект плана: сначала утвердите его, потом переводите на него группы.',
  'other-specialty': 'Группа учится по другой специальности: проверьте специальность группы или выберите другой план.',
  'has-courses':
    'У группы уже есть журналы по прежнему плану в этом или следующем периоде: сначала уберите их на странице «Нагрузка».'
} as const
export type AttachRefusal = keyof typeof ATTACH_REFUSALS

type Group = { specialty_id: number; curriculum_id: number | null; has_courses_ahead: boolean }

type Plan = { id: number; specialty_id: number; state: string }

/** A group goes to an approved plan (R4 3.3.2). `has_courses_ahead`: gradebooks of another plan in a term that is not over. */
export function refuseAttachment(group: Group, plan: Plan): AttachRefusal | null {
  if (group.specialty_id !== plan.specialty_id) return 'other-specialty'
  if (group.curriculum_id === plan.id) return null
  if (plan.state !== 'approved') return 'is-draft'
  return group.has_courses_ahead ? 'has-courses' : null
}
