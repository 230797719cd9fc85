import { DateTime } from 'luxon'
import type { Signature, Signatures } from '../../college/rules/profile.ts'
import { formats } from '../../platform/formats.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { PlanOnPaper } from '../queries/lesson-plan-printing.ts'
import type { PlanTopic } from '../queries/lesson-plans.ts'
import type { ControlForm, HourKind } from '../reader.ts'
import { type Days, daysInWords, daysOfTopics } from '../rules/lesson-plan-days.ts'
import { sumOfHours } from '../rules/lesson-plan-topics.ts'
import { CONTROL_NAMES } from '../rules/words.ts'

type Following = { group_name: string; starts_on: string }
type Profile = { full_name: string; founder: string; time_zone: string }
type Facts = {
  plan: PlanOnPaper
  topics: PlanTopic[]
  following: Following[]
  days: Days
  profile: Profile
  approver: Signature
}

/** Who approves a plan: of a practice the one who answers for practices, of anything else the one for studies (R4 3.3.2). */
export const approverOf = (kind: string, { practice_deputy, deputy }: Signatures): Signature =>
  kind === 'training_practice' || kind === 'industrial_practice' ? practice_deputy : deputy

/** И.О. Фамилия, as beside a signature. */
const signatureOf = ({ last_name, first_name, middle_name }: Name): string =>
  [
    [first_name, middle_name]
      .filter(Boolean)
      .map((name) => `${name?.slice(0, 1)}.`)
      .join(''),
    last_name
  ]
    .filter(Boolean)
    .join(' ')
type Name = Record<'last_name' | 'first_name' | 'middle_name', string | null>

const WHAT: Record<string, string> = {
  course: 'по междисциплинарному курсу',
  training_practice: 'по учебной практике',
  industrial_practice: 'по производственной практике'
}

/** «12» сентября 2026 г., or lines to write it by hand. */
function dayIn(at: Date | null, zone: string): string {
  if (!at) return '«____» ______________ 20____ г.'
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat("«dd» MMMM yyyy 'г.'")
}

/** The hours of the semester as the curriculum has them (R4 2.2.8). */
function hoursOf({ semester, term }: PlanOnPaper) {
  const sum = (...kinds: HourKind[]) => {
    const hours = term?.parts.filter(({ kind }) => kinds.includes(kind)).reduce((all, part) => all + part.hours, 0) ?? 0
    return hours > 0 ? formats.hours(hours) : '–'
  }
  return {
    ...{ course: Math.ceil(semester / 2), semester, all: term ? formats.hours(term.hours_total) : '–' },
    ...{ lectures: sum('lecture', 'seminar'), laboratory: sum('laboratory'), practice: sum('practice') },
    ...{ project: sum('course_project'), self: sum('self_study') },
    controls: (term?.controls ?? []).map((form) => CONTROL_NAMES[form as ControlForm] ?? form).join(', ') || '–'
  }
}

type Line = { section: string; hours: number } | { topic: PlanTopic; days: string }

/** Topics with a heading line before each section, which tells its hours. */
function linesOf(topics: PlanTopic[], days: string[][]): Line[] {
  return topics.flatMap((topic, i): Line[] => {
    const line = { topic, days: daysInWords(days[i] ?? []) }
    if (topic.section === '' || topic.section === topics[i - 1]?.section) return [line]
    let end = i
    while (topics[end]?.section === topic.section) end++
    return [{ section: topic.section, hours: sumOfHours(topics.slice(i, end)) }, line]
  })
}

/** КТП on paper (F24): title block, hours of the semester, topics by sections with their days, signatures. */
export function lessonPlanSheets({ plan, topics, following, days, profile, approver }: Facts): Sheet[] {
  const { time_zone } = profile
  const years = following.map(({ starts_on }) => DateTime.fromISO(starts_on).minus({ months: 7 }).year)
  const year = years[0]
  const it = {
    ...{ id: `lesson-plan-${plan.id}`, college: profile.full_name, founder: profile.founder },
    ...{ name: plan.name, index: plan.item_index, what: WHAT[plan.kind] ?? 'по дисциплине' },
    teacher: [plan.last_name, plan.first_name, plan.middle_name].filter(Boolean).join(' '),
    ...{ approver, signature: signatureOf(plan) },
    specialty: `${plan.code} ${plan.specialty}`,
    groups: [...new Set(following.map(({ group_name }) => group_name))].join(', '),
    year: year === undefined ? '' : `${year}/${year + 1}`,
    approved: dayIn(plan.state === 'approved' ? plan.approved_at : null, time_zone),
    programme: dayIn(plan.programme_approved_at, time_zone),
    ...{ hours: hoursOf(plan), total: sumOfHours(topics), lines: linesOf(topics, daysOfTopics(topics, days)) }
  }
  return [{ view: 'curriculum/sheets/lesson-plan', it, pages: Math.ceil(topics.length / 18) + 1 }]
}
