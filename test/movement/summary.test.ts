import t from 'tap'
import { departuresOf, periodOf, refusePeriod, summaryOf } from '../../src/movement/rules/summary.ts'
import { openHouse } from '../support/house.ts'
import { courseScene, enrol, hire, journalScene } from '../support/scene.ts'

const stay = (
  since: string,
  until: string | null = null,
  since_kind: string | null = null,
  until_kind: string | null = null
) => ({
  ...{ study_group_id: 1, group_name: 'СА-21', since, until, since_kind, until_kind, reason: null },
  ...{ study_form: 'очная', financing: null, group_financing: '' }
})

t.test('Who was there at the start, came, went, and is there at the end', async (t) => {
  const period = { from: '2026-10-01', to: '2026-10-31' }
  const figures = (...stays: ReturnType<typeof stay>[]) =>
    Object.fromEntries(
      Object.entries(summaryOf(stays, period).total).filter(([key, n]) => n > 0 && key !== 'full_time')
    )
  t.same(figures(stay('2026-09-01')), { start: 1, end: 1 })
  t.same(figures(stay('2026-10-01', null, 'enrolment')), { enrolled: 1, end: 1 })
  t.same(figures(stay('2026-10-31', null, 'reinstatement')), { reinstated: 1, end: 1 })
  t.same(
    figures(stay('2026-09-01', '2026-09-30', null, 'expulsion')),
    { start: 1, expelled: 1 },
    'left on the first day'
  )
  t.same(
    figures(stay('2026-09-01', '2026-10-30', null, 'graduation')),
    { start: 1, graduated: 1 },
    'left on the last day'
  )
  t.same(figures(stay('2026-09-01', '2026-10-31', null, 'expulsion')), { start: 1, end: 1 }, 'leaves after the period')
  t.same(figures(stay('2026-10-05', '2026-10-20', 'transfer', 'academic_leave')), { transferred_in: 1, on_leave: 1 })
  t.same(figures(stay('2026-09-01', '2026-10-04', null, 'promotion')), { start: 1, transferred_out: 1 })
})

t.test(
  'At the end they are told apart by who pays and by the form of study; those who left, by the reason',
  async (t) => {
    const period = { from: '2026-10-01', to: '2026-10-31' }
    const present = stay('2026-09-01')
    const { total } = summaryOf(
      [
        { ...present, group_financing: 'бюджет' },
        { ...present, group_financing: 'бюджет', financing: 'paid' },
        { ...present, group_financing: 'смешанное', study_form: 'заочная' },
        { ...present, financing: 'budget', study_form: 'очно-заочная' }
      ],
      period
    )
    t.match(total, { end: 4, budget: 2, paid: 1, full_time: 2, part_time: 2 })
    const gone = { ...stay('2026-09-01', '2026-10-10', null, 'expulsion'), reason: 'по собственному желанию' }
    const stays = [
      gone,
      { ...gone, reason: 'по приговору суда' },
      gone,
      stay('2026-09-01', '2026-10-10', null, 'transfer'),
      present
    ]
    t.same(departuresOf(stays, [{ reason: null }], period), [
      { kind: 'отчисление', reason: 'по собственному желанию', count: 2 },
      { kind: 'отчисление', reason: 'по приговору суда', count: 1 },
      { kind: 'отчисление из академического отпуска', reason: '', count: 1 }
    ])
  }
)

t.test('A period is two days in their order; the usual one begins in September', async (t) => {
  t.equal(refusePeriod({ from: '2026-10-01', to: '2026-10-01' }), null)
  t.equal(refusePeriod({ from: '2026-10-02', to: '2026-10-01' }), 'wrong-order')
  t.equal(refusePeriod({ from: '2026-02-31', to: '2026-10-01' }), 'bad-day')
  t.same(periodOf('2026-11-20'), { from: '2026-09-01', to: '2026-11-20' })
  t.same(periodOf('2027-05-20'), { from: '2026-09-01', to: '2027-05-20' })
})

t.test('The page counts the groups in sight', async (t) => {
  const house = await openHouse(t)
  const { db, college, colleague, study_group } = { ...house, ...(await journalScene(house.db)) }
  const other = await courseScene(db, college, colleague, { group: 'СА-22', index: 'ОП.02' })
  await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  await enrol(db, study_group.id, 'Старожилов Иван', '2025-09-01', '2026-10-10')
  await hire(db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  const registrar = await house.signIn('zimina')
  const figures = (body: string, name: string) =>
    [
      ...(new RegExp(`>${name}</th>(.*?)</tr>`, 's').exec(body)?.[1] ?? '').matchAll(/<td[^>]*>(?:<strong>)?(\d*)/g)
    ].map(([, n]) => n)
  const { body } = await registrar.open('/movement/summary')
  t.same(figures(body, 'СА-21'), ['1', '3', '', '', '1', '', '', '', '3', '3'])
  t.same(figures(body, 'Всего'), ['1', '4', '0', '0', '1', '0', '0', '0', '4', '4'])
  t.match(body, /Выбыло: причины.*<td>отчисление<\/td><td>не указана<\/td><td class="num">1</s)
  const later = (await registrar.open('/movement/summary?from=01.11.2026&to=20.11.2026')).body
  t.same(figures(later, 'СА-21'), ['3', '', '', '', '', '', '', '', '3', '3'])
  t.equal((await registrar.open('/movement/summary?from=31.02.2026')).statusCode, 422)
  t.notMatch((await (await house.signIn('petrova')).open('/movement/summary')).body, 'СА-22')
})
