/** A stream of decisions that look random and are always the same for the same seed. */
export type Chance = {
  /** 0 ≤ x < 1 */
  unit(): number
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** About normal: mean 0, deviation 1, never beyond ±3. */
  normal(): number
}

export function chanceOf(...seed: (string | number)[]): Chance {
  let state = hashOf(seed.join(' '))
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    int,
    happens: (probability) => unit() < probability,
    pick: (list) => list[int(0, list.length - 1)] as (typeof list)[number],
    normal: () => (unit() + unit() + unit() - 1.5) * 2
  }
}

const hashOf = (text: string) => {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash
}
