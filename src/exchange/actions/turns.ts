import { setImmediate } from 'node:timers/promises'

const AT_ONCE = 250

/** Does the same with many things, letting other people's pages through every few of them. */
export async function inTurns<One, Made>(many: One[], make: (one: One) => Made): Promise<Made[]> {
  const made: Made[] = []
  for (const [i, one] of many.entries()) {
    if (i % AT_ONCE === 0) await setImmediate()
    made.push(make(one))
  }
  return made
}
