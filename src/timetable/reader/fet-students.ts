export type FetStudents = { group: string; subgroup: string }

type Tree = Record<string, unknown>
const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const children = (tree: Tree, name: string): Tree[] => [tree[name]].flat().filter(Boolean) as Tree[]

/** «ЛД101-П1-Б1» of the year ЛД101 → group ЛД101, subgroup П1-Б1. Where years are courses, their groups are the groups. */
export function studentsOf(years: Tree[]): Map<string, FetStudents> {
  const sets = new Map<string, FetStudents>()
  const put = (name: string, group: string) => {
    if (!sets.has(name)) sets.set(name, { group, subgroup: name === group ? '' : restOf(name, group) })
  }
  const below = (tree: Tree, level: string) => children(tree, level).map((one) => [word(one.Name), one] as const)
  for (const year of years) {
    const isCourse = /курс|^\d{1,2}$/i.test(word(year.Name))
    if (!isCourse) put(word(year.Name), word(year.Name))
    for (const [group, tree] of below(year, 'Group')) {
      put(group, isCourse ? group : word(year.Name))
      for (const [subgroup] of below(tree, 'Subgroup')) put(subgroup, isCourse ? group : word(year.Name))
    }
  }
  return sets
}

const restOf = (name: string, group: string) =>
  name.startsWith(group) ? name.slice(group.length).replace(/^[\s._/-]+/, '') : name
