import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { addDepartment, changeDepartment, removeDepartment, standingOnDepartment } from '../actions/departments.ts'
import { findDepartment, listDepartments } from '../queries/departments.ts'
import { type Department, type DepartmentFields, PLACE_REFUSALS } from '../rules/places.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Csrf = Type.Optional(Type.String())
const DepartmentUrl = Type.Object({ departmentId: Type.Integer() })
const PageUrl = Type.Object({ done: Text })
const New = Type.Object({ name: Text, short_name: Text, _csrf: Csrf })
const Change = Type.Object({ name: Text, short_name: Text, was_name: Text, was_short_name: Text, _csrf: Csrf })
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim()
const namesIn = (form: Department): Department => ({ name: tidy(form.name), short_name: tidy(form.short_name) })

/** «Отделения»: added, renamed, removed when nothing stands on them. */
export const departmentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/departments', { ...read, schema: { querystring: PageUrl } }, (request, reply) =>
    showDepartments(request, reply, { done: request.query.done })
  )

  app.post('/departments', { ...write, schema: { body: New } }, async (request, reply) => {
    const { db, actor, body } = request
    const refusals = await addDepartment(db, actor, namesIn(body))
    if (Object.keys(refusals).length === 0) return reply.redirect('/college/departments?done=added', 303)
    return showDepartments(request, reply.code(422), { typed: body, refusals })
  })

  app.get('/departments/:departmentId', { ...write, schema: { params: DepartmentUrl } }, (request, reply) =>
    showDepartment(request, reply, request.params.departmentId, {})
  )

  app.post(
    '/departments/:departmentId',
    { ...write, schema: { params: DepartmentUrl, body: Change } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const was = { name: body.was_name, short_name: body.was_short_name }
      const refusals = await changeDepartment(db, actor, params.departmentId, namesIn(body), was)
      if (refusals === 'no-such-department') return reply.callNotFound()
      if (Object.keys(refusals).length === 0) return reply.redirect('/college/departments?done=changed', 303)
      return showDepartment(request, reply.code(422), params.departmentId, { typed: body, refusals })
    }
  )

  app.post(
    '/departments/:departmentId/removal',
    { ...write, schema: { params: DepartmentUrl } },
    async (request, reply) => {
      const { db, actor, params } = request
      const standing = await removeDepartment(db, actor, params.departmentId)
      if (standing === 'no-such-department') return reply.callNotFound()
      if (standing.length === 0) return reply.redirect('/college/departments?done=removed', 303)
      return showDepartment(request, reply.code(422), params.departmentId, { isHeld: true })
    }
  )
}

type View = { done?: string; typed?: Department; refusals?: DepartmentFields; isHeld?: boolean }

const showDepartments = async ({ db, actor }: FastifyRequest, reply: FastifyReply, view: View) =>
  reply.viewAsync('college/departments', {
    ...{ departments: await listDepartments(db), mayWrite: holds(actor, 'calendar: write'), done: view.done },
    ...{ typed: view.typed ?? { name: '', short_name: '' }, refusals: view.refusals ?? {}, words: PLACE_REFUSALS }
  })

async function showDepartment({ db }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const department = await findDepartment(db, id)
  if (!department) return reply.callNotFound()
  return reply.viewAsync('college/department', {
    ...{ department, standing: standingOnDepartment(department), isHeld: view.isHeld },
    ...{ typed: view.typed ?? department, refusals: view.refusals ?? {}, words: PLACE_REFUSALS }
  })
}
