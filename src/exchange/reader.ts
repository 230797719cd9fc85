export { readAside } from './reader/aside.ts'
export { readTable } from './reader/reading.ts'
export type { Line, Reading, Span, Table } from './reader/table.ts'
