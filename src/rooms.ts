import type { FastifyPluginAsync } from 'fastify'
import type { RouteRight } from './access/rights.ts'

export type RoomMenu = { href: string; title: string; right: RouteRight }
type Room = { routes: FastifyPluginAsync; prefix: string; menu: RoomMenu[] }

/** The rooms that have pages, in the order of the menu. */
export const rooms: Room[] = []
