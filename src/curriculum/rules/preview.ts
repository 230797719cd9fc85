import type { Curriculum } from '../reader/curriculum.ts'
import type { Change, HoursChange, PlannedRow } from './changes.ts'

type Plan = {
  curriculum_id: number | null
  is_same: boolean
  rows: PlannedRow[]
  counts: Record<Change, number>
  hours: HoursChange[]
  total: { before: number | null; after: number }
}

const HEADS: Record<Change, string> = {
  created: 'Новые строки',
  changed: 'Изменятся',
  removed: 'Удалятся',
  dropped: 'Исключатся, журналы останутся',
  left: 'Без изменений'
}

/** What an import would do, as lines for a terminal. */
export function previewLines(curriculum: Curriculum, plan: Plan): string[] {
  const { errors, warnings } = curriculum
  const title = plan.curriculum_id === null ? 'Новый план' : 'Обновляет план'
  const counts = (Object.keys(HEADS) as Change[]).map((change) => `  ${HEADS[change].padEnd(32)}${plan.counts[change]}`)
  return [
    `${title}: ${curriculum.name}`,
    ...section('Строки', counts),
    ...section('Часы по семестрам, без повторов в модулях', hourLines(plan)),
    ...(['changed', 'removed', 'dropped'] as const).flatMap((change) => section(HEADS[change], rowLines(plan, change))),
    ...section(`Проверьте: ${warnings.length}`, warnings.map(noticeLine)),
    ...section(`Ошибки в файле: ${errors.length}`, errors.map(noticeLine)),
    ...(plan.is_same ? ['', 'Файл ничего не меняет: такой план уже загружен.'] : [])
  ]
}

const section = (head: string, lines: string[]) => (lines.length > 0 ? ['', head, ...lines] : [])
const noticeLine = ({ place, message }: { place: string; message: string }) => `  ${place}: ${message}`

function hourLines({ curriculum_id, hours, total }: Plan): string[] {
  const line = (head: string, cells: (string | number | null)[]) =>
    `  ${head.padEnd(10)}${cells.map((cell) => String(cell).replace('.', ',').padStart(8)).join('')}`
  const after = line('Станет', [...hours.map((one) => one.after), total.after])
  const before = line('Сейчас', [...hours.map((one) => one.before), total.before])
  const head = line('Семестр', [...hours.map(({ semester }) => semester), 'всего'])
  return curriculum_id === null ? [head, after] : [head, before, after]
}

function rowLines({ rows }: Plan, change: Change): string[] {
  return rows
    .filter((row) => row.change === change)
    .flatMap(({ before, after, differences }) => {
      const row = after ?? before
      const told = differences.map((one) => `      ${one.what}: ${one.before || 'нет'} → ${one.after || 'нет'}`)
      return [`  ${row?.item_index.padEnd(14)}${row?.name}`, ...told]
    })
}
