import { wordFor } from '../../platform/formats.ts'

/** Counts of one journal against its plan: topics in the plan, topics taught, lessons that took none, lessons due by today. */
export type Progress = {
  topics: number
  done: number | null
  outside: number | null
  /** The place of the furthest topic taught. */
  last: number | null
  due: number
}

/** «проведено 14 из 36 тем, отставание 2 занятия, не по КТП 1» — shown, never forbidden. */
export function progressInWords({ topics, due, ...told }: Progress): string {
  const [done, outside, last] = [told.done ?? 0, told.outside ?? 0, told.last ?? 0]
  const lag = Math.min(topics, due) - done
  const skipped = last - done
  return [
    `проведено ${done} из ${topics} ${wordFor(topics, 'темы', 'тем', 'тем')}`,
    lag > 0 ? `отставание ${lag} ${wordFor(lag, 'занятие', 'занятия', 'занятий')}` : '',
    lag < 0 ? `опережение ${-lag} ${wordFor(-lag, 'занятие', 'занятия', 'занятий')}` : '',
    skipped > 0 ? `пропущено тем: ${skipped}` : '',
    outside > 0 ? `занятий не по КТП: ${outside}` : ''
  ]
    .filter(Boolean)
    .join(', ')
}
