import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listEnrolled } from '../../curriculum/queries/divisions.ts'
import * as modules from '../queries/modules.ts'
import { columnsOf, partsOf, rowsOf, unfinished } from '../rules/modules.ts'

const ModuleUrl = Type.Object({ groupId: Type.Integer(), itemId: Type.Integer() })

export const moduleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/modules/:groupId/:itemId',
    { config: { right: 'journal: read' as const }, schema: { params: ModuleUrl } },
    async ({ db, actor, clock, params }, reply) => {
      const today = clock.today()
      const module = await modules.findModule(db, actor, today, params.groupId, params.itemId)
      if (!module) return reply.callNotFound()
      const courses = await modules.listModuleCourses(db, actor, today, module)
      const all = await modules.listParts(db, module.study_group_id, module.id)
      const parts = module.is_whole ? all : all.filter(({ id }) => courses.some(({ item_id }) => item_id === id))
      const ids = courses.map(({ id }) => id)
      const columns = columnsOf(parts, courses)
      const names = new Map(all.map(({ id, item_index }) => [id, item_index]))
      const facts = {
        results: await modules.listModuleResults(db, ids),
        debts: await modules.listOpenDebts(db, ids),
        indexes: new Map(courses.map(({ id, item_id }) => [id, names.get(item_id) ?? '']))
      }
      const students = await listEnrolled(db, module.study_group_id, module.disbanded_on ?? today)
      return reply.viewAsync('practice/module', {
        ...{ module, columns, parts: partsOf(parts, courses), rows: rowsOf(students, columns, facts) },
        unfinished: unfinished(columns, facts),
        hasExam: columns.some(({ is_exam }) => is_exam)
      })
    }
  )
}
