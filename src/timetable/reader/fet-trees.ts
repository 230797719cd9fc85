export type Tree = Record<string, unknown>

/** Elements down a path of names, wherever one stands alone or among others. */
export const list = (tree: Tree, path: string[]): Tree[] =>
  path.reduce<unknown[]>(
    (found, name) =>
      found.flatMap((one) => [(one as Tree)[name]].flat()).filter((one) => one !== undefined && one !== ''),
    [tree]
  ) as Tree[]

export const words = (value: unknown): string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' && one.trim() !== '' ? [one.trim()] : []))
export const word = (value: unknown): string => words(value)[0] ?? ''

/** Names of a list: in elements of their own, in old files one after another. */
export const namesIn = (fet: Tree, of: string, one: string): string[] => {
  const own = list(fet, [of, one]).map(({ Name }) => word(Name))
  return own.length > 0 ? own : words(list(fet, [of])[0]?.Name)
}
