export type FetStudents = { group: string; subgroup: string }

type Tree = Record<string, unknown>
const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const children = (tree: Tree, name: string): Tree[] => [tree[name]].flat().filter(Boolean) as Tree[]

/** True for a year that is a course with groups below it. */
const isCourse = (year: Tree) => /курс|^\d{1,2}$/i.test(word(year.Name))

/** «ЛД101-П1-Б1» of the year ЛД101 → group ЛД101, subgroup П1-Б1. Where years are courses, their groups are the groups. */
export function studentsOf(years: Tree[]): Map<string, FetStudents> {
  const sets = new Map<string, FetStudents>()
  const put = (name: string, group: string) => {
    if (!sets.has(name)) sets.set(name, { group, subgroup: name === group ? '' : restOf(name, group) })
  }
  const below = (tree: Tree, level: string) => children(tree, level).map((one) => [word(one.Name), one] as const)
  for (const year of years) {
    const isGroups = isCourse(year)
    if (!isGroups) put(word(year.Name), word(year.Name))
    for (const [group, tree] of below(year, 'Group')) {
      put(group, isGroups ? group : word(year.Name))
      for (const [subgroup] of below(tree, 'Subgroup')) put(subgroup, isGroups ? group : word(year.Name))
    }
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
