import { inThread } from '../../platform/aside.ts'
import { type CurriculumReading, readCurriculum } from '../reader.ts'

/** A plan of this size is read before anybody notices; ordinary ones have one or two megabytes. */
const SMALL_BYTES = 3_000_000

/** Reads a curriculum, and a large file beside the pages. */
export async function readAside(content: Uint8Array, name: string): Promise<CurriculumReading> {
  if (content.length < SMALL_BYTES) return readCurriculum(content, name)
  const outcome = await inThread<CurriculumReading>(new URL('./thread.ts', import.meta.url), { content, name })
  if (outcome.ok) return outcome.answer
  return {
    ok: false,
    refusal: `Файл «${name}» слишком большой и не прочитан: выгрузите из «Планов» один учебный план.`
  }
}
