import { type Actor, passes, scopesOf } from './access/actor.ts'
import type { Right, RouteRight, Scope } from './access/rights.ts'
import { type RoomMenu, rooms, SECTIONS } from './rooms.ts'

type Entry = { href: string; title: string; here: boolean }

/** One section of the menu; `entries` are what it holds for this person, the first of them its address. */
export type Section = Entry & { entries: Entry[] }

/** Letters by which the name of a page may be longer than that of its section: the menu of everybody stays on one line. */
const ROOM = 2

const entries: RoomMenu[] = rooms.flatMap(({ menu }) => menu)
const bySection = SECTIONS.map((title) => ({ title, held: entries.filter(({ section }) => section === title) }))

const reaches = (actor: Actor, right: RouteRight, scopes: Scope[]) =>
  [right].flat().some((one) => isOfMatrix(one) && scopesOf(actor, one).some((scope) => scopes.includes(scope)))

const isOfMatrix = (right: RouteRight): right is Right => right !== 'anybody' && right !== 'signed in'

/** The sections this person may open; a section that holds one page has its name, if there is room for it. `here` marks the one being looked at. */
export function menuOf(actor: Actor, url: string): Section[] {
  const path = url.replace(/\?.*$/, '')
  const here = entries
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .reduce((longest, { href }) => (href.length > longest.length ? href : longest), '')
  return bySection.flatMap(({ title, held }) => {
    const own = held
      .filter(({ right, scopes }) => passes(actor, right) && (!scopes || reaches(actor, right, scopes)))
      .map((entry) => ({ href: entry.href, title: entry.title, here: entry.href === here }))
    const [first] = own
    if (!first) return []
    const isSingle = own.length === 1 && first.title.length <= title.length + ROOM
    return [
      { href: first.href, title: isSingle ? first.title : title, here: own.some((one) => one.here), entries: own }
    ]
  })
}
