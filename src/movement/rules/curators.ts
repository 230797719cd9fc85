import { isDay } from '../../platform/days.ts'

/** Why a curator is not appointed or released. */
export const CURATOR_REFUSALS = {
  'no-staff': 'Выберите сотрудника из списка: в нём те, кто работает сейчас.',
  'bad-since': 'Укажите первый день как 01.09.2026.',
  'bad-until': 'Укажите последний день как 31.08.2026, не раньше первого.',
  'is-curator': 'Этот сотрудник и так куратор группы в эти дни.',
  'before-present': 'Нынешний куратор назначен в этот день или позже: укажите день после его назначения.',
  'is-disbanded': 'Группа расформирована: куратор ей не нужен.',
  'no-such-curator': 'Такого назначения уже нет: обновите страницу.'
} as const
export type CuratorRefusal = keyof typeof CURATOR_REFUSALS
export const CURATOR_FIELDS: Partial<Record<CuratorRefusal, string>> = {
  ...{ 'no-staff': 'staff_member_id', 'is-curator': 'staff_member_id', 'bad-since': 'since', 'before-present': 'since' }
}

export type Curatorship = { staff_member_id: number; since: string; until: string | null; is_second: boolean }
export type Appointment = { staff_member_id: number; since: string; order_number: string; is_second: boolean }

const reaches = ({ until }: Curatorship, day: string) => until === null || until >= day

/** The main curators whom an appointment from that day replaces. */
export const replacedBy = (held: Curatorship[], { since, is_second }: Appointment): Curatorship[] =>
  is_second ? [] : held.filter((one) => !one.is_second && reaches(one, since))

/** A group has one main curator a day; a second one is appointed beside (R1 5.4). */
export function refuseAppointment(
  held: Curatorship[],
  appointment: Appointment,
  { isWorking, disbanded_on }: { isWorking: boolean; disbanded_on: string | null }
): CuratorRefusal | null {
  if (disbanded_on !== null) return 'is-disbanded'
  if (!isWorking) return 'no-staff'
  if (!isDay(appointment.since)) return 'bad-since'
  const own = held.filter(({ staff_member_id }) => staff_member_id === appointment.staff_member_id)
  if (own.some((one) => reaches(one, appointment.since))) return 'is-curator'
  return replacedBy(held, appointment).some(({ since }) => since >= appointment.since) ? 'before-present' : null
}

export function refuseRelease(one: Curatorship | undefined, until: string): CuratorRefusal | null {
  if (!one || one.until !== null) return 'no-such-curator'
  return isDay(until) && until >= one.since ? null : 'bad-until'
}
