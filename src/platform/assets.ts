import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './config.ts'

/** Where the files under /static/ come from, the first that has it. */
export const ASSET_DIRS = [join(root, 'public'), join(root, 'node_modules/htmx.org/dist')]

const versions = new Map<string, string>()

/**
 * The address of a style sheet or script with the fingerprint of what is in it: browsers keep it for long, and fetch a changed one
 * at once. A file that is not there is a bug.
 */
export function assetOf(name: string): string {
  const known = versions.get(name)
  if (known) return known
  const file = ASSET_DIRS.map((dir) => join(dir, name)).find((path) => existsSync(path))
  if (!file) throw new Error(`There is no public file ${name}`)
  const version = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)
  versions.set(name, `/static/${name}?v=${version}`)
  return assetOf(name)
}
