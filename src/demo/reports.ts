import { dueOf } from '../people/rules/changes.ts'
import type { Db } from '../platform/db.ts'
import { daysAfter } from './calendar.ts'
import { addRows } from './rows.ts'

type Report = {
  login: string
  field: string
  value: string
  remark: string
  ago: number
  state: string
  reason?: string
}

const REPORTS: Report[] = [
  {
    ...{ login: 'student', field: 'living_address', value: 'г. Светлореченск, ул. Мира, 41, кв. 12', ago: 8 },
    ...{ remark: 'Переехали, регистрация прежняя', state: 'waiting' }
  },
  { login: 'student', field: 'email', value: 'sobolev.v@primer.ru', remark: '', ago: 1, state: 'waiting' },
  {
    login: 'parent',
    field: 'phone',
    value: '+7 900 000-11-22',
    remark: 'Старый номер отключён',
    ago: 0,
    state: 'waiting'
  },
  {
    ...{ login: 'parent', field: 'last_name', value: 'Соболева-Круглова', remark: '', ago: 20, state: 'refused' },
    reason: 'Принесите свидетельство: сведения меняются по документу'
  },
  { login: 'teacher', field: 'phone', value: '+7 900 000-33-44', remark: '', ago: 12, state: 'accepted' },
  { login: 'curator', field: 'other', value: 'новый паспорт', remark: 'Заменила по возрасту', ago: 1, state: 'waiting' }
]

/** Reported changes of own data: some wait, one is late, others are decided. */
export async function addReports(db: Db, today: string, dayAgo: (ago: number) => string): Promise<void> {
  const accounts = await db.selectFrom('account').select(['id', 'login', 'person_id']).execute()
  const off = await db.selectFrom('day_off').select('held_on').execute()
  const days_off = new Set(off.map(({ held_on }) => held_on))
  const decider = accounts.find(({ login }) => login === 'registrar')?.id ?? null
  const rows = REPORTS.flatMap(({ login, ago, state, reason = '', ...told }) => {
    const account = accounts.find((one) => one.login === login)
    if (!account?.person_id) return []
    const reported_on = dayAgo(ago)
    const decided_on = daysAfter(reported_on, 1) < today ? daysAfter(reported_on, 1) : today
    const decision = state === 'waiting' ? { decided_on: null } : { decided_on, decided_by: decider }
    return [
      {
        ...{ ...told, state, reason, ...decision, person_id: account.person_id, reported_by: account.id },
        ...{ reported_on, due_on: dueOf(reported_on, days_off) }
      }
    ]
  })
  await addRows(db, 'personal_data_change', rows)
}
