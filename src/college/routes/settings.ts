import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { changeSetting, resetSetting } from '../actions/settings.ts'
import { listOwn } from '../queries/settings.ts'
import {
  factsOf,
  inWords,
  isSetting,
  SECTIONS,
  type SettingName,
  type SettingValue,
  settingOf,
  unitOf
} from '../rules/settings.ts'
import { SETTINGS } from '../rules.ts'

const Text = Type.String({ maxLength: 20, default: '' })
const SettingUrl = Type.Object({ name: Type.String({ maxLength: 60 }) })
const Change = Type.Object({ value: Text, was: Text, _csrf: Type.Optional(Type.String()) })
const PageUrl = Type.Object({ done: Text })
const read = { config: { right: 'settings: read' as const } }
const write = { config: { right: 'settings: write' as const } }

/** «Настройки»: each with its default, changed one at a time. */
export const settingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/settings', { ...read, schema: { querystring: PageUrl } }, (request, reply) =>
    showSettings(request, reply, { done: request.query.done })
  )

  app.post('/settings/:name', { ...write, schema: { params: SettingUrl, body: Change } }, async (request, reply) => {
    const { db, actor, params, body } = request
    if (!isSetting(params.name)) return reply.callNotFound()
    const [value, was] = [settingOf(params.name, body.value.trim()), settingOf(params.name, body.was)]
    const refusal = await changeSetting(db, actor, params.name, value, was)
    if (!refusal) return reply.redirect(`/college/settings?done=changed#${params.name}`, 303)
    return showSettings(request, reply.code(422), { name: params.name, typed: body.value, refusal })
  })

  app.post('/settings/:name/removal', { ...write, schema: { params: SettingUrl } }, async (request, reply) => {
    const { db, actor, params } = request
    if (!isSetting(params.name)) return reply.callNotFound()
    await resetSetting(db, actor, params.name)
    return reply.redirect(`/college/settings?done=reset#${params.name}`, 303)
  })
}

type View = { done?: string; name?: SettingName; typed?: string; refusal?: string }

async function showSettings({ db, actor }: FastifyRequest, reply: FastifyReply, view: View) {
  const own = await listOwn(db)
  const rowOf = (name: SettingName) => {
    const value = (own.get(name) ?? SETTINGS[name]) as SettingValue
    const refused = view.name === name
    return {
      ...{ name, ...factsOf(name), value, words: inWords(name, value), unit: unitOf(name, value) },
      ...{ typed: refused ? view.typed : String(value), refusal: refused ? view.refusal : undefined },
      ...{ isOwn: value !== SETTINGS[name], usual: inWords(name, SETTINGS[name]) }
    }
  }
  const sections = Object.entries(SECTIONS).map(([title, settings]) => ({
    title,
    settings: (Object.keys(settings) as SettingName[]).map(rowOf)
  }))
  return reply.viewAsync('college/settings', { sections, done: view.done, mayWrite: holds(actor, 'settings: write') })
}
