import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What a person reads when a page cannot be shown. */
const WORDS: Record<number, { title: string; advice: string }> = {
  400: { title: 'Запрос не понят', advice: 'Вернитесь на предыдущую страницу и повторите.' },
  403: {
    title: 'Действие не принято',
    advice:
      'Страница устарела или открыта не из журнала. Вернитесь назад, обновите страницу и повторите: введённое останется в полях.'
  },
  404: {
    title: 'Такой страницы нет',
    advice: 'Проверьте адрес или начните с главной страницы. Если вам нужен этот раздел, обратитесь к администратору.'
  },
  413: { title: 'Файл слишком большой', advice: 'Выберите файл меньше 20 МБ.' },
  415: { title: 'Такой вид запроса не принимается', advice: 'Вернитесь на предыдущую страницу и повторите.' },
  422: { title: 'Проверьте введённое', advice: 'Вернитесь на предыдущую страницу и исправьте поля.' },
  429: { title: 'Слишком много запросов подряд', advice: 'Подождите минуту и повторите.' },
  500: { title: 'Ошибка в программе', advice: 'Введённое, возможно, не сохранено. Вернитесь назад и повторите.' }
}

/** The one place where errors are caught: 4xx in words, a 500 with a number to quote; the log gets the rest. */
export function handleErrors(app: FastifyInstance, onHidden: (request: FastifyRequest) => Promise<void>): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = statusOf(error)
    if (status >= 500) request.log.error({ err: error }, 'unexpected error')
    return showError(request, reply, status)
  })
  app.setNotFoundHandler(async (request, reply) => {
    await onHidden(request)
    return showError(request, reply, 404)
  })
}

function statusOf(error: FastifyError): number {
  if (error.validation) return error.validationContext === 'params' ? 404 : 422
  const status = error.statusCode ?? 500
  return status in WORDS ? status : status < 500 ? 400 : 500
}

/** A whole page, or one sentence for a script that asked for a piece. */
export function showError(request: FastifyRequest, reply: FastifyReply, status: number) {
  const words = WORDS[status] ?? { title: '', advice: '' }
  const number = status >= 500 ? request.id : null
  reply.code(status).header('cache-control', 'no-store')
  if (request.wantsPartial) {
    const quote = number ? ` Номер ошибки: ${number}.` : ''
    return reply.type('text/plain; charset=utf-8').send(`${words.title}. ${words.advice}${quote}`)
  }
  return reply.viewAsync('platform/error', { ...words, status, number })
}
