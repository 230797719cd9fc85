import t from 'tap'
import { refuseReversal, type Standing } from '../../src/movement/rules/cancelling.ts'
import { effectOf, type Facts, type Line, refuseLine, type Stay } from '../../src/movement/rules/lines.ts'
import { refuseCancelling, refuseHeading } from '../../src/movement/rules/orders.ts'

const open: Stay = { id: 1, study_group_id: 10, since: '2026-09-01', until: null, until_kind: null, released_on: null }
const ended = (until_kind: string): Stay => ({ ...open, until: '2026-10-31', until_kind })
const line: Line = { study_group_id: 20, effective_on: '2026-11-10', until_on: null, last_name: null }
const facts: Facts = { stays: [open], last_name: 'Белова', group: { disbanded_on: null }, today: '2026-11-20' }

t.test('Who may be moved where, and from which day', async (t) => {
  const rows: [string, string, Partial<Line>, Partial<Facts>, string | null][] = [
    ['Somebody new is enrolled', 'enrolment', {}, { stays: [] }, null],
    ['Who is in a group is not enrolled again', 'enrolment', {}, {}, 'is-enrolled'],
    ['Who was expelled may be enrolled again', 'enrolment', {}, { stays: [ended('expulsion')] }, null],
    [
      'not on a day of the former group',
      'enrolment',
      { effective_on: '2026-10-31' },
      { stays: [ended('expulsion')] },
      'before-last-day'
    ],
    ['Who is on leave is reinstated, not enrolled', 'enrolment', {}, { stays: [ended('academic_leave')] }, 'on-leave'],
    ['Enrolment names a group', 'enrolment', { study_group_id: null }, { stays: [], group: undefined }, 'no-group'],
    ['that still exists', 'enrolment', {}, { stays: [], group: { disbanded_on: '2026-11-09' } }, 'group-disbanded'],
    ['Who is on leave comes back', 'reinstatement', {}, { stays: [ended('academic_leave')] }, null],
    ['as does who was expelled', 'reinstatement', {}, { stays: [ended('expulsion')] }, null],
    ['Who was never here cannot come back', 'reinstatement', {}, { stays: [] }, 'never-enrolled'],
    ['nor who has graduated', 'reinstatement', {}, { stays: [ended('graduation')] }, 'has-graduated'],
    ['nor who is here', 'reinstatement', {}, {}, 'is-enrolled'],
    ['A transfer leads into another group', 'transfer', {}, {}, null],
    ['not the same', 'transfer', { study_group_id: 10 }, {}, 'same-group'],
    ['after the day of enrolment', 'transfer', { effective_on: '2026-09-01' }, {}, 'before-enrolment'],
    ['the next day is enough', 'transfer', { effective_on: '2026-09-02' }, {}, null],
    ['and only of an enrolled student', 'transfer', {}, { stays: [ended('expulsion')] }, 'not-enrolled'],
    ['Expulsion is of an enrolled student', 'expulsion', {}, { stays: [] }, 'not-enrolled'],
    ['not before enrolment', 'expulsion', { effective_on: '2026-08-01' }, {}, 'before-enrolment'],
    ['and needs no group', 'expulsion', { study_group_id: null }, { group: undefined }, null],
    ['A day is a day', 'expulsion', { effective_on: '2026-02-31' }, {}, 'bad-day'],
    ['Leave may have a last day', 'academic_leave', { until_on: '2027-11-09' }, {}, null],
    ['not before the first', 'academic_leave', { until_on: '2026-11-09' }, {}, 'bad-until'],
    ['Graduation is of an enrolled student', 'graduation', {}, { stays: [ended('academic_leave')] }, 'not-enrolled'],
    [
      'The next year keeps the group',
      'promotion',
      { study_group_id: null, effective_on: '2026-09-01' },
      { group: undefined },
      null
    ],
    ['or takes another, later', 'promotion', { effective_on: '2026-09-01' }, {}, 'before-enrolment'],
    ['A new surname is told', 'surname_change', { last_name: '' }, {}, 'no-last-name'],
    ['and new', 'surname_change', { last_name: 'Белова' }, {}, 'same-last-name'],
    [
      'and stands from today at the latest',
      'surname_change',
      { last_name: 'Серова', effective_on: '2026-11-21' },
      {},
      'too-early'
    ],
    ['of a student', 'surname_change', { last_name: 'Серова' }, { stays: [] }, 'not-enrolled'],
    ['A good surname', 'surname_change', { last_name: 'Серова' }, {}, null]
  ]
  for (const [title, kind, change, more, refusal] of rows)
    t.equal(refuseLine(kind, { ...line, ...change }, { ...facts, ...more }), refusal, title)
})

t.test('What an order does to the days in groups', async (t) => {
  const effect = (kind: string, change: Partial<Line> = {}) => {
    const { ends, begins } = effectOf(kind, { ...line, ...change }, [open])
    return [ends?.id, begins]
  }
  t.same(effect('transfer'), [1, 20])
  t.same(effect('expulsion'), [1, null], 'a group named by mistake is not entered')
  t.same(effect('academic_leave'), [1, null])
  t.same(effect('graduation'), [1, null])
  t.same(effect('promotion'), [1, 20])
  t.same(effect('promotion', { study_group_id: 10 }), [undefined, null])
  t.same(effect('promotion', { study_group_id: null }), [undefined, null])
  t.same(effect('surname_change'), [undefined, null])
  t.same(effectOf('reinstatement', line, [ended('expulsion')]).begins, 20)
})

t.test('An order is taken back while nothing stands on it', async (t) => {
  const begun = { since: '2026-11-10', until: null, since_order_id: 7, until_order_id: null, released_order_id: null }
  const former = {
    since: '2026-09-01',
    until: '2026-11-09',
    since_order_id: 1,
    until_order_id: 7,
    released_order_id: null
  }
  const standing: Standing = { stays: [former, begun], hasRecords: false, last_name: 'Белова', new_last_name: null }
  const rows: [string, Partial<Standing>, string | null][] = [
    ['a transfer', {}, null],
    ['a transfer with marks after it', { hasRecords: true }, 'has-records'],
    [
      'a transfer after which another came',
      { stays: [former, { ...begun, until: '2026-11-15', until_order_id: 8 }] },
      'moved-on'
    ],
    ['an expulsion', { stays: [former] }, null],
    [
      'an expulsion after which the student came back',
      { stays: [former, { ...begun, since_order_id: 8 }] },
      'moved-on'
    ],
    ['a surname', { stays: [], last_name: 'Серова', new_last_name: 'Серова' }, null],
    ['a surname that changed again', { stays: [], last_name: 'Орлова', new_last_name: 'Серова' }, 'renamed-since']
  ]
  for (const [title, change, refusal] of rows) t.equal(refuseReversal(7, { ...standing, ...change }), refusal, title)
})

t.test('Headings', async (t) => {
  const heading = { kind: 'transfer', number: '7-к', signed_on: '2026-11-20' }
  t.equal(refuseHeading(heading), null)
  t.equal(refuseHeading({ ...heading, kind: 'x' }), 'no-kind')
  t.equal(refuseHeading({ ...heading, number: '' }), 'no-number')
  t.equal(refuseHeading({ ...heading, signed_on: 'вчера' }), 'bad-signed-on')
  const signed = { ...heading, state: 'signed' }
  const by = { number: '8-к', signed_on: '2026-11-20' }
  t.equal(refuseCancelling(signed, by), null)
  t.equal(refuseCancelling({ ...signed, state: 'draft' }, by), 'not-signed')
  t.equal(refuseCancelling({ ...signed, kind: 'cancellation' }, by), 'is-cancellation')
  t.equal(refuseCancelling(signed, { ...by, signed_on: '2026-11-19' }), 'before-order')
})
