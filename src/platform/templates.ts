import { join } from 'node:path'
import { Eta } from 'eta'
import { assetOf } from './assets.ts'
import { config, root } from './config.ts'
import { formats } from './formats.ts'

export const viewsDir = join(root, 'views')

/** One engine for pages, pieces and printed sheets. */
export const eta = new Eta({ views: viewsDir, cache: !config.development, autoTrim: [false, 'nl'] })

/** Renders a view outside a request, as the print worker does. */
export const renderView = (view: string, it: object): string => eta.render(`./${view}`, { f: formats, assetOf, ...it })
