import t from 'tap'
import {
  debtChangeOf,
  leavesDebt,
  RESULT_REFUSALS,
  type ResultFacts,
  readResult,
  resultOf
} from '../../src/assessment/rules/results.ts'
import { adviceOf, isUnexplained, marksNeededFor, warningsOf } from '../../src/assessment/rules/warnings.ts'
import { resultKindsOf } from '../../src/college/rules/results.ts'

const facts: ResultFacts = {
  ...{ kinds: ['semester', 'exam'], starts_on: '2026-09-01' },
  ...{ is_teacher: true, is_closed: false, is_enrolled: true, had_debt: false }
}
const credit: ResultFacts = { ...facts, kinds: ['credit'] }
const today = '2026-12-25'

t.test('A result is answered', async (t) => {
  for (const [says, of, kind, typed, answer] of [
    ['«5» for the semester stands', facts, 'semester', '5', '5'],
    ['«2» for an exam stands', facts, 'exam', '2', '2'],
    ['«н/а» for the semester stands: only a period may be left unassessed (R1 6.5)', facts, 'semester', 'н/а', 'н/а'],
    ['«зач» for a credit stands', credit, 'credit', 'зачтено', 'зач'],
    ['«н/а» for a credit stands', credit, 'credit', 'на', 'н/а'],
    ['nothing typed empties', facts, 'semester', ' ', ''],
    ['«осв.» never (R1 6.8)', facts, 'semester', 'осв.', 'no-exemption'],
    ['«зач» for the semester: marks are given there', facts, 'semester', 'зач', 'five-needed'],
    ['«5» for a credit: it is passed or not', credit, 'credit', '5', 'pass-needed'],
    ['an absence is no result', facts, 'semester', 'н', 'unknown-value'],
    ['what the curriculum does not have is not given', facts, 'course_work', '5', 'no-such-kind'],
    ['by nobody but the teacher of the course', { ...facts, is_teacher: false }, 'semester', '5', 'not-your-course'],
    ['not in a closed period (R1 2.1)', { ...facts, is_closed: true }, 'semester', '5', 'page-closed'],
    ['not before the term', { ...facts, starts_on: '2027-01-12' }, 'semester', '5', 'not-begun'],
    ['not to somebody who has left', { ...facts, is_enrolled: false }, 'semester', '5', 'not-in-group'],
    ['a cleared debt keeps its result', { ...facts, had_debt: true }, 'semester', '', 'debt-was-cleared'],
    ['but the result is corrected', { ...facts, had_debt: true }, 'semester', '3', '3']
  ] as const) {
    const outcome = resultOf(of, kind, { value: typed, note: '' }, today)
    t.equal(typeof outcome === 'string' ? outcome : outcome.value, answer, says)
  }
})

t.test('A note stands beside a result', async (t) => {
  const noted = (value: string, note: string) => resultOf(facts, 'semester', { value, note }, today)
  t.same(noted('5', '  Победа в олимпиаде '), { value: '5', note: 'Победа в олимпиаде' }, 'trimmed')
  t.equal(noted('', 'Победа в олимпиаде'), 'note-alone', 'not alone')
  t.equal(noted('5', 'а'.repeat(301)), 'note-too-long', 'not longer than a line or two')
})

t.test('Typed on any layout', async (t) => {
  for (const typed of ['н/а', 'Н/А', 'н.а', 'на', 'н/a', 'y/f', 'n/a']) t.equal(readResult(typed), 'н/а', typed)
  for (const typed of ['незач', 'нз', 'Незачтено']) t.equal(readResult(typed), 'незач', typed)
  t.equal(readResult('зачёт'), 'зач')
})

t.test('Refusals speak Russian and say what to do', async (t) => {
  for (const sentence of Object.values(RESULT_REFUSALS)) t.match(sentence, /^[А-ЯЁ«].{20,}$/)
})

t.test('A debt (R0 2.4)', async (t) => {
  t.same(['5', '4', '3', 'зач', '', '2', 'н/а', 'незач'].filter(leavesDebt), ['2', 'н/а', 'незач'])
  for (const [says, before, after, opened_on, change] of [
    ['is opened by «2»', '', '2', null, 'open'],
    ['is opened when «4» becomes «н/а»', '4', 'н/а', null, 'open'],
    ['stays when «н/а» becomes «2»', 'н/а', '2', '2026-12-20', 'none'],
    ['is not opened again when a cleared «2» becomes «н/а»', '2', 'н/а', null, 'none'],
    ['is cleared by a better mark later', '2', '3', '2026-12-20', 'clear'],
    ['was a slip when put right on the same day', '2', '3', '2026-12-25', 'drop'],
    ['goes with the result', '2', '', '2026-12-20', 'drop'],
    ['is not there for a good mark', '', '5', null, 'none']
  ] as const) {
    t.equal(debtChangeOf(before, after, opened_on, today), change, says)
  }
})

const limits = { not_assessed_above: 50, marks_per_semester: 5, marks_per_36_hours: 10 }
const figures = { marks: 20, marks_needed: 20, average: 4, hours_missed: 0, hours_held: 72 }
const given = { kind: 'semester', value: '4', note: '', given_on: '2026-12-28' } as const

t.test('Warnings', async (t) => {
  for (const [says, of, about, words] of [
    ['none when all is well', given, figures, []],
    [
      '1 away from the average asks for a note (R0 1.13, R1 6.6)',
      { ...given, value: '5' },
      figures,
      ['напишите обоснование']
    ],
    ['the note silences it', { ...given, value: '5', note: 'Олимпиада' }, figures, []],
    ['less than 1 away is the teacher’s matter', { ...given, value: '5' }, { ...figures, average: 4.01 }, []],
    ['no marks, no average, nothing to differ from', given, { ...figures, average: null }, []],
    ['an exam is a mark of its own', { ...given, kind: 'exam', value: '2' }, { ...figures, marks: 1 }, []],
    ['too few marks (R1 6.4, R2 5.6)', given, { ...figures, marks: 19 }, ['Текущих оценок 19, нужно не меньше 20']],
    [
      'more than half missed and yet assessed (R1 6.7)',
      given,
      { ...figures, hours_missed: 37 },
      ['пропущено 51 % занятий']
    ],
    ['half is not more than half', given, { ...figures, hours_missed: 36 }, []],
    [
      '«н/а» with few marks and much missed',
      { ...given, value: 'н/а' },
      { ...figures, marks: 2, hours_missed: 60 },
      []
    ],
    ['later than the end of the period (R1 6.9)', { ...given, given_on: '2026-12-29' }, figures, ['29.12.2026, позже']]
  ] as const) {
    const warnings = warningsOf(of, about, '2026-12-28', limits)
    t.equal(warnings.length, words.length, says)
    for (const [i, word] of words.entries()) t.match(warnings[i]?.sentence, word, says)
  }
  t.ok(isUnexplained({ ...given, value: '3' }, figures), 'down is as far as up')
})

t.test('«н/а» is advised above half of the lessons (R1 6.7), by the college’s setting', async (t) => {
  t.match(adviceOf({ ...figures, hours_missed: 40 }, limits), 'Пропущено 56 %')
  t.equal(adviceOf({ ...figures, hours_missed: 36 }, limits), null)
  t.match(adviceOf({ ...figures, hours_missed: 36 }, { ...limits, not_assessed_above: 40 }), 'н/а')
  t.equal(adviceOf({ ...figures, hours_held: 0 }, limits), null, 'no lessons, nothing missed')
})

t.test('Marks needed in a semester', async (t) => {
  t.equal(marksNeededFor('discipline', 36, limits), 10, 'ten for 36 hours (R1 6.4)')
  t.equal(marksNeededFor('discipline', 72, limits), 20, 'twenty for 72')
  t.equal(marksNeededFor('discipline', 40, limits), 12, 'rounded up')
  t.equal(marksNeededFor('discipline', 10, limits), 5, 'never fewer than five (R2 5.6)')
  t.equal(marksNeededFor('training_practice', 72, limits), 0, 'a practice is not marked at lessons')
})

t.test('What is given follows the forms of control', async (t) => {
  t.same(resultKindsOf('discipline', []), ['semester'])
  t.same(resultKindsOf('module_exam', ['exam']), ['module_exam'])
  t.same(resultKindsOf('discipline', ['exam', 'course_work']), ['semester', 'exam', 'course_work'])
  t.same(resultKindsOf('discipline', ['graded_credit']), ['graded_credit'])
  t.same(resultKindsOf('discipline', ['credit', 'course_project']), ['credit', 'course_project'])
})
