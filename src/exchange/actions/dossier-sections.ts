import { ROLES, type Role } from '../../access/rights.ts'
import { deedName, objectName } from '../../audit/rules/deeds.ts'
import { wordsOf } from '../../audit/rules/values.ts'
import { KIND_NAMES } from '../../movement/rules/orders.ts'
import { listConsents } from '../../people/queries/consents.ts'
import { SEXES } from '../../people/rules/cards.ts'
import { CHANGE_NAMES, CHANGE_STATES, type ChangeState } from '../../people/rules/changes.ts'
import { CONSENT_KINDS, type ConsentKind } from '../../people/rules/consents.ts'
import type { Db } from '../../platform/db.ts'
import { formats } from '../../platform/formats.ts'
import { listPersonTables, listTableRows } from '../queries/dossier-tables.ts'
import {
  listAbsencesTold,
  listChangesTold,
  listEntriesTold,
  listKin,
  listMarksTold,
  listOrdersTold,
  listResultsTold,
  listRolesTold,
  listSessionsTold,
  listStaysTold,
  type PersonKeys
} from '../queries/dossiers.ts'
import { isToldAsIs, type Section, sectionOf } from '../rules/dossiers.ts'

const SINCE = { since: 'С какого дня', until: 'По какой день' }
const NAME = { last_name: 'Фамилия', first_name: 'Имя', middle_name: 'Отчество' }
const CONTACT = {
  ...{ phone: 'Телефон', email: 'Почта', registered_address: 'Адрес регистрации', living_address: 'Адрес' },
  citizenship: 'Гражданство'
}

export async function cardSections(trx: Db, keys: PersonKeys): Promise<Section[]> {
  const sex = keys.sex && keys.sex in SEXES ? SEXES[keys.sex as keyof typeof SEXES] : ''
  const card = {
    ...NAME,
    sex: 'Пол',
    born_on: 'Дата рождения',
    record_number: 'Номер по поименной книге',
    post: 'Должность'
  }
  const kin = { guardian: 'Представитель', kinship: 'Кем приходится', student: 'Обучающийся', ...SINCE }
  const orders = (await listOrdersTold(trx, keys)).map((one) => ({ ...one, kind: KIND_NAMES[one.kind] ?? one.kind }))
  return [
    sectionOf('Личная карточка', { ...card, ...CONTACT }, [{ ...keys, sex }]),
    sectionOf('Родители и представители', kin, await listKin(trx, keys)),
    sectionOf('Группы', { name: 'Группа', ...SINCE }, await listStaysTold(trx, keys)),
    sectionOf(
      'Приказы о движении',
      {
        ...{ kind: 'Вид', number: 'Номер', signed_on: 'Дата', effective_on: 'Действует с', reason: 'Причина' },
        last_name: 'Новая фамилия'
      },
      orders
    )
  ]
}

export async function privacySections(trx: Db, keys: PersonKeys): Promise<Section[]> {
  const consents = (await listConsents(trx, [keys.person_id])).map((one) => ({
    ...one,
    kind: CONSENT_KINDS[one.kind as ConsentKind] ?? one.kind
  }))
  const changes = (await listChangesTold(trx, keys)).map((one) => ({
    ...one,
    ...{ field: CHANGE_NAMES[one.field] ?? one.field, state: CHANGE_STATES[one.state as ChangeState] ?? one.state }
  }))
  return [
    sectionOf(
      'Согласия',
      {
        ...{ kind: 'На что', version: 'Редакция', given_on: 'Дано', signer: 'Кто подписал', document: 'Где бланк' },
        ...{ withdrawn_on: 'Отозвано', body: 'Текст' }
      },
      consents
    ),
    sectionOf(
      'Сообщения об изменениях',
      {
        ...{ field: 'Что', value: 'Новое значение', remark: 'Пояснение', reported_on: 'Сообщено', state: 'Состояние' },
        ...{ reason: 'Причина', decided_on: 'Решено' }
      },
      changes
    )
  ]
}

const LESSON = { held_on: 'День', subject: 'Предмет' }

export const studySections = async (trx: Db, keys: PersonKeys): Promise<Section[]> => [
  sectionOf('Текущие оценки', { ...LESSON, work: 'Работа', value: 'Оценка' }, await listMarksTold(trx, keys)),
  sectionOf(
    'Пропуски и опоздания',
    { ...LESSON, code: 'Отметка', hours: 'Часов', document: 'Документ' },
    await listAbsencesTold(trx, keys)
  ),
  sectionOf(
    'Итоговые оценки и задолженности',
    {
      ...{ subject: 'Предмет', semester: 'Семестр', kind: 'За что', value: 'Оценка', note: 'Обоснование' },
      ...{ opened_on: 'Задолженность с', cleared_on: 'Ликвидирована' }
    },
    await listResultsTold(trx, keys)
  )
]

/** Whatever else the college keeps under this person's numbers, by the words of its tables. */
export async function otherSections(
  trx: Db,
  keys: PersonKeys,
  schema: string,
  withSpecial: boolean
): Promise<Section[]> {
  const tables = (await listPersonTables(trx, schema)).filter(({ name }) => isToldAsIs(name, withSpecial))
  const rows = await listTableRows(trx, tables, keys)
  return tables.map(({ name, title, key, columns }) =>
    sectionOf(
      title,
      columns,
      rows.filter((one) => one.name === name && one.key === key).map(({ row }) => row)
    )
  )
}

export async function accountSections(trx: Db, keys: PersonKeys, zone: string): Promise<Section[]> {
  const at = (instant: Date | null) => (instant ? formats.instant(instant, zone) : '')
  const account = {
    ...keys,
    created: at(keys.created_at),
    seen: at(keys.last_signed_in_at),
    closed: at(keys.blocked_at)
  }
  const roles = (await listRolesTold(trx, keys)).map((one) => ({ ...one, role: ROLES[one.role as Role] ?? one.role }))
  const sessions = (await listSessionsTold(trx, keys)).map((one) => ({
    ...one,
    ...{ began: at(one.began_at), seen: at(one.seen_at) }
  }))
  const entries = (await listEntriesTold(trx, keys)).map((one) => ({
    ...{ at: at(one.at), who: one.actor_name, deed: deedName(one.deed), address: one.address },
    object: `${objectName(one.object_kind)}${one.object_id === null ? '' : ` № ${one.object_id}`}`,
    ...{ before: wordsOf(one.before), after: wordsOf(one.after) }
  }))
  return [
    sectionOf(
      'Учётная запись',
      { login: 'Логин', created: 'Заведена', seen: 'Последний вход', closed: 'Вход закрыт' },
      keys.account_id === null ? [] : [account]
    ),
    sectionOf('Роли', { role: 'Роль', ...SINCE, order_number: 'Приказ' }, roles),
    sectionOf(
      'Открытые сеансы',
      { began: 'Вход', seen: 'Был в деле', browser: 'Браузер', address: 'Откуда' },
      sessions
    ),
    sectionOf(
      'Журнал действий: о человеке и его входы и действия',
      {
        ...{ at: 'Когда', who: 'Кто', deed: 'Действие', object: 'Предмет', before: 'Было', after: 'Стало' },
        address: 'Откуда'
      },
      entries
    )
  ]
}
