import { inThread } from '../../platform/aside.ts'
import type { TimetableReading } from './lessons.ts'

const WORDS = {
  'too-long': 'Файл читается слишком долго: сохраните в новый файл только нужное расписание.',
  'too-much': 'Файл слишком большой и не прочитан: сохраните в новый файл только нужное расписание.',
  broken: 'Файл повреждён и не читается: откройте его в Excel или LibreOffice и сохраните заново.'
}

/** Reads foreign files beside the pages. */
export async function readAside(files: Uint8Array[]): Promise<TimetableReading> {
  const outcome = await inThread<TimetableReading>(new URL('./thread.ts', import.meta.url), files)
  return outcome.ok ? outcome.answer : { ok: false, refusal: WORDS[outcome.why] }
}
