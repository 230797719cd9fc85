import type { Driven } from './cdp.d.mts'

export function launchPhantom(options: { binary: string }): Promise<Driven>
