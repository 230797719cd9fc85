export type FetStudents = { group: string; subgroup: string }

type Tree = Record<string, unknown>
const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const children = (tree: Tree, name: string): Tree[] => [tree[name]].flat().filter(Boolean) as Tree[]

/** «ИС-21», «11А»: a group and no part of one. */
const GROUP = /^\d{0,2}\s?\p{L}{1,8}[-–.\s]?\d{1,4}|^\d{1,2}[-\s]?\p{L}$|^\d{3,4}/u

/** True for a year that is a course or a specialty with groups below it: they are not called after it. */
const isCourse = (year: Tree) => {
  const [name, below] = [word(year.Name), children(year, 'Group').map((one) => word(one.Name))]
  const areOthers = below.length > 0 && below.every((group) => !group.startsWith(name) && GROUP.test(group))
  return /курс|^\d{1,2}$/i.test(name) || areOthers
}

/** «ЛД101-П1-Б1» of the year ЛД101 → group ЛД101, subgroup П1-Б1. Where years are courses, their groups are the groups; what a whole course hears, each of them does. */
export function studentsOf(years: Tree[]): Map<string, FetStudents[]> {
  const sets = new Map<string, FetStudents[]>()
  const put = (name: string, group: string) => {
    if (!sets.has(name)) sets.set(name, [{ group, subgroup: name === group ? '' : restOf(name, group) }])
  }
  const below = (tree: Tree, level: string) => children(tree, level).map((one) => [word(one.Name), one] as const)
  for (const year of years) {
    const isGroups = isCourse(year)
    if (!isGroups) put(word(year.Name), word(year.Name))
    for (const [group, tree] of below(year, 'Group')) {
      put(group, isGroups ? group : word(year.Name))
      for (const [subgroup] of below(tree, 'Subgroup')) put(subgroup, isGroups ? group : word(year.Name))
    }
    const all = below(year, 'Group').map(([group]) => ({ group, subgroup: '' }))
    if (isGroups && all.length > 0 && !sets.has(word(year.Name))) sets.set(word(year.Name), all)
  }
  return sets
}

const restOf = (name: string, group: string) =>
  name.startsWith(group) ? name.slice(group.length).replace(/^[\s._/-]+/, '') : name

/** Groups of a year that share no subgroup are parts of one division: П1 and П2 of one, Б1, Б2 and Б3 of another. */
export function divisionsOf(years: Tree[]): { group: string; parts: string[] }[] {
  const names = (tree: Tree, level: string) => children(tree, level).map((one) => word(one.Name))
  return years.flatMap((year) => {
    if (isCourse(year))
      return children(year, 'Group').flatMap((tree) => {
        const group = word(tree.Name)
        const parts = names(tree, 'Subgroup').map((name) => restOf(name, group))
        return parts.length > 1 ? [{ group, parts }] : []
      })
    const group = word(year.Name)
    const apart: { parts: string[]; leaves: Set<string> }[] = []
    for (const tree of children(year, 'Group')) {
      const [name, own] = [word(tree.Name), names(tree, 'Subgroup')]
      const leaves = own.length > 0 ? own : [name]
      const found = apart.find((one) => leaves.every((leaf) => !one.leaves.has(leaf)))
      const division = found ?? { parts: [], leaves: new Set<string>() }
      if (!found) apart.push(division)
      division.parts.push(restOf(name, group))
      for (const leaf of leaves) division.leaves.add(leaf)
    }
    return apart.map(({ parts }) => ({ group, parts }))
  })
}
