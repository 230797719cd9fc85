import { sheetPrintable } from './assessment/printable.ts'
import { lessonPlanPrintable } from './curriculum/printable.ts'
import { journalPrintable } from './journal/printable.ts'
import { orderPrintable } from './movement/printable.ts'
import type { Printable } from './print/printable.ts'
import { timetablePrintable } from './timetable/printable.ts'

/** Everything that can be printed, in the order of the tabs; the site offers it, the worker and `npm run print` make it. */
export const printables: Printable[] = [
  ...[journalPrintable, sheetPrintable, orderPrintable, lessonPlanPrintable, timetablePrintable]
]
