import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type BroughtFile, cancelDraft, confirmDraft, keepDraft, previewDraft } from '../actions/drafts.ts'
import { listDrafts } from '../queries/drafts.ts'
import { semesterInWords } from '../rules/changes.ts'
import { IMPORT_REFUSALS } from '../rules/importing.ts'
import { planTable } from '../rules/tables.ts'
import { CONTROL_LEGEND } from '../rules/words.ts'

const DraftUrl = Type.Object({ draftId: Type.Integer() })
const DecisionForm = Type.Object({
  cancel: Type.Optional(Type.String({ maxLength: 100 })),
  _csrf: Type.Optional(Type.String())
})
const right = 'curriculum: write' as const

export const importRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/imports', { config: { right } }, async (request, reply) => uploadPage(request, reply, null))

  // A file that is too big is cut, so that it can be refused at its field and not on a page of its own.
  const cut = { multipartOptions: { throwFileSizeLimit: false } }
  app.post('/imports', { config: { right, ...cut } }, async (request, reply) => {
    const outcome = await keepDraft(request.db, request.actor, await fileOf(request.body))
    if ('refusal' in outcome) return uploadPage(request, reply.code(422), outcome.refusal)
    return reply.redirect(`/curricula/imports/${outcome.draft_id}`, 303)
  })

  app.get('/imports/:draftId', { config: { right }, schema: { params: DraftUrl } }, async (request, reply) =>
    previewPage(request, reply, request.params.draftId)
  )

  app.post(
    '/imports/:draftId',
    { config: { right }, schema: { params: DraftUrl, body: DecisionForm } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const decide = body.cancel === undefined ? confirmDraft : cancelDraft
      const outcome = await decide(db, actor, params.draftId)
      if (outcome === 'no-such-draft') return reply.callNotFound()
      if (outcome === 'cancelled') return reply.redirect('/curricula/imports', 303)
      if (outcome === 'refused') return previewPage(request, reply.code(422), params.draftId)
      return reply.redirect(`/curricula/${outcome.curriculum_id}?done=loaded`, 303)
    }
  )
}

async function uploadPage({ db, actor, college }: FastifyRequest, reply: FastifyReply, refusal: string | null) {
  const drafts = await listDrafts(db, actor.account_id)
  return reply.viewAsync('curriculum/upload', { refusal, drafts, zone: college.time_zone })
}

async function previewPage({ db, actor }: FastifyRequest, reply: FastifyReply, draft_id: number) {
  const preview = await previewDraft(db, actor, draft_id)
  if (!preview) return reply.callNotFound()
  const { plan, curriculum } = preview
  return reply.viewAsync('curriculum/preview', {
    ...preview,
    semesterInWords,
    table: plan.curriculum_id === null ? planTable(curriculum.items, curriculum.semesters) : null,
    legend: CONTROL_LEGEND,
    refusal: plan.refusal && IMPORT_REFUSALS[plan.refusal]
  })
}

type Part = { filename?: string; file?: { truncated: boolean }; toBuffer?(): Promise<Buffer> }

/** The file of a multipart form, or null where nothing was chosen or the form is of another kind. */
async function fileOf(body: unknown): Promise<BroughtFile | null> {
  const part = (body as { file?: Part } | undefined)?.file
  if (typeof part?.toBuffer !== 'function') return null
  const content = await part.toBuffer()
  return { name: part.filename ?? '', content, is_cut: part.file?.truncated === true }
}
