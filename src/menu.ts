import { type Actor, passes } from './access/actor.ts'
import { type RoomMenu, rooms } from './rooms.ts'

const entries: RoomMenu[] = rooms.flatMap(({ menu }) => menu)

/** The sections this person may open, in the order of the rooms; `here` marks the one being looked at. */
export const menuOf = (actor: Actor, url: string) =>
  entries
    .filter(({ right }) => passes(actor, right))
    .map(({ href, title }) => ({
      href,
      title,
      here: url === href || url.startsWith(`${href}/`) || url.startsWith(`${href}?`)
    }))
