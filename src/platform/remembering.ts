import type { CompiledQuery, KyselyPlugin } from 'kysely'
import type { Db } from './db.ts'

/** Stands for a number, a text, a date or a list of them that comes with each call; it can only be handed on as a parameter. */
class Slot {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
  [Symbol.toPrimitive](): never {
    throw new Error('A remembered statement may not look at its values')
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Puts slots in place of the values of `given`, which are collected; null, booleans and lists of objects stay: they shape the statement. */
function slotted(given: unknown, values: unknown[]): unknown {
  if (given === null || given === undefined || typeof given === 'boolean') return given
  if (isPlain(given))
    return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, slotted(one, values)]))
  if (Array.isArray(given) && given.every(isPlain)) return given
  return new Slot(values.push(given) - 1)
}

const SHAPES_AT_MOST = 200
const anywhere: object = {}

/** The college a `db` belongs to, in or out of a transaction: the plugin that names its schema. */
const collegeOf = (db: Db): KyselyPlugin | object => db.getExecutor().plugins[0] ?? anywhere

/**
 * Builds a statement once for each college and shape of its arguments and afterwards only fills in the values: for those that stand
 * behind every request, where building costs as much as running. `build` gets slots for numbers, texts, dates and lists.
 */
export function remembered<Args extends unknown[], Row>(build: (db: Db, ...args: Args) => CompiledQuery<Row>) {
  const colleges = new WeakMap<object, Map<string, CompiledQuery<Row>>>()
  return async (db: Db, ...args: Args): Promise<Row[]> => {
    const values: unknown[] = []
    const slots = args.map((one) => slotted(one, values)) as Args
    const shape = JSON.stringify(slots)
    const shapes = colleges.get(collegeOf(db)) ?? new Map<string, CompiledQuery<Row>>()
    if (shapes.size > SHAPES_AT_MOST) shapes.clear()
    const statement = shapes.get(shape) ?? build(db, ...slots)
    colleges.set(collegeOf(db), shapes.set(shape, statement))
    const parameters = statement.parameters.map((one) => (one instanceof Slot ? values[one.number] : one))
    return (await db.executeQuery<Row>({ ...statement, parameters })).rows
  }
}
