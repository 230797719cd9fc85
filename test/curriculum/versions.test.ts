import t from 'tap'
import { importCurriculum } from '../../src/curriculum/actions/importing.ts'
import { listRows } from '../../src/curriculum/queries/plans.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addCourse, addGroup, deeds, itemOf, planScene, readPlan, smallPlan, smallWith, system } from './scene.ts'

type Test = Parameters<typeof openHouse>[0]

async function scene(t: Test) {
  const house = await openHouse(t)
  const plan = await planScene(house.db)
  await addAccount(house.db, 'head', [{ role: 'head', department_id: plan.crafts }])
  await addAccount(house.db, 'stranger', [{ role: 'head', department_id: plan.sciences }])
  const head = await house.signIn('head')
  return { house, db: house.db, ...plan, head, page: `/curricula/${plan.curriculum_id}` }
}

t.test('A head approves a curriculum', async (t) => {
  const { house, db, head, page, curriculum_id, specialty_id, sciences } = await scene(t)
  const state = async () =>
    (await db.selectFrom('curriculum').select('state').where('id', '=', curriculum_id).executeTakeFirstOrThrow()).state
  const newer = smallWith((item) => ({ ...item, name: `${item.name} и хвосты` }))

  t.test('which is a draft at first', async (t) => {
    t.match((await head.open(page)).body, /<em class="tag">проект<\/em> План ещё не утверждён/)
    t.match((await head.open('/curricula')).body, '<em class="tag">проект</em>')
  })

  t.test('only with a day that has come and the document', async (t) => {
    for (const [typed, refusal] of [
      [{ approved_on: 'вчера', approval: 'приказ' }, 'Укажите день утверждения'],
      [{ approved_on: '25.08.2027', approval: 'приказ' }, 'ещё не наступил'],
      [{ approved_on: '25.08.2026', approval: ' ' }, 'Укажите, чем утверждён план']
    ] as const) {
      const answer = await head.submit(`${page}/approval`, typed)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, refusal)
      t.match(answer.body, 'aria-invalid="true" aria-describedby="approval-refusal"')
      t.match(answer.body, `value="${typed.approved_on}"`, 'what was typed stays')
    }
    t.equal(await state(), 'draft')
  })

  t.test('and then its page and the list say so', async (t) => {
    const answer = await head.submit(`${page}/approval`, { approved_on: '25.08.2026', approval: 'протокол № 1' })
    t.equal(answer.headers.location, `${page}?done=approved`)
    t.match((await head.open(page)).body, /План утверждён 25\.08\.2026<\/strong>: протокол № 1/)
    t.match((await head.open('/curricula')).body, 'утверждён 25.08.2026')
    t.equal((await deeds(db)).at(-1), 'curriculum.approved')
    const again = await head.submit(`${page}/approval`, { approved_on: '26.08.2026', approval: 'протокол № 2' })
    t.match(again.body, 'План уже утверждён')
  })

  t.test('and a newer file is refused, while the same one is harmless', async (t) => {
    t.equal(await importCurriculum(db, system, newer, 'план.plx'), 'approved-plan')
    t.match(await importCurriculum(db, system, readPlan(smallPlan), 'план.plx'), { curriculum_id })
  })

  t.test('until it is a draft again, for a reason', async (t) => {
    t.match((await head.submit(`${page}/reopening`, { reason: ' ' })).body, 'Напишите, почему план меняется')
    t.equal(await state(), 'approved')
    await head.submit(`${page}/reopening`, { reason: 'Новый ФГОС' })
    t.equal(await state(), 'draft')
    t.equal((await deeds(db)).at(-1), 'curriculum.reopened')
    t.match(await importCurriculum(db, system, newer, 'план.plx'), { curriculum_id })
  })

  t.test('but not that of another department, nor one it shares', async (t) => {
    const stranger = await house.signIn('stranger')
    const typed = { approved_on: '25.08.2026', approval: 'протокол № 1' }
    t.equal((await stranger.submit(`${page}/approval`, typed)).statusCode, 404)
    t.equal((await stranger.submit(`${page}/reopening`, { reason: 'так' })).statusCode, 404)
    await addGroup(db, 'НЗ-25', { department_id: sciences, specialty_id, curriculum_id })
    t.equal((await stranger.submit(`${page}/approval`, typed)).statusCode, 404)
    t.equal((await head.submit(`${page}/approval`, typed)).statusCode, 404)
    t.notMatch((await head.open(page)).body, 'Утвердить план')
    t.equal(await state(), 'draft')
  })
})

t.test('Two plans of a specialty are compared', async (t) => {
  const { house, db, head, page, curriculum_id, sciences, specialty_id } = await scene(t)
  const later = smallWith((item) => {
    if (item.item_key === 'УП.01.01') return null
    if (item.item_key !== 'МДК.01.01') return item
    const [first, ...rest] = item.terms
    return first
      ? { ...item, terms: [{ ...first, hours_total: first.hours_total + 12, controls: ['exam'] }, ...rest] }
      : item
  })
  const added = {
    ...later.items[0],
    ...{ item_key: 'ОП.99', item_index: 'ОП.99', name: 'Ветроведение', kind: 'discipline', parent_key: null }
  } as (typeof later.items)[number]
  const next = await importCurriculum(
    db,
    system,
    { ...later, items: [...later.items, added], entry_year: 2026, name: 'Змеи, набор 2026' },
    'план.plx'
  )
  if (typeof next === 'string') throw new Error(next)
  const url = `/curricula/${next.curriculum_id}/comparison`

  t.test('row by row, with sums before and after', async (t) => {
    t.match((await head.open(`/curricula/${next.curriculum_id}`)).body, url)
    t.match((await head.open(url)).body, `<option value="${curriculum_id}"`)
    const { body } = await head.open(`${url}?with=${curriculum_id}`)
    t.match(body, /Строк добавлено: 1, изменено: \d, убрано: 1/)
    t.match(body, /Ветроведение<\/th><td>\+ добавлена/)
    t.match(body, /УП\.01\.01<\/td>.*− убрана/)
    t.match(body, /МДК\.01\.01<\/td>.*≠ изменена/)
    t.match(body, /2-й семестр: <del>36 ч\..*зачёт<\/del> → <ins>48 ч\..*экзамен<\/ins>/)
    t.match(body, /Было<\/th>.*596<\/td>/)
  })

  t.test('and the same ones differ in nothing', async (t) => {
    const { body } = await head.open(`${page}/comparison?with=${next.curriculum_id}`)
    t.match(body, /Ветроведение<\/th><td>− убрана/, 'the other way round')
  })

  t.test('but only plans in sight', async (t) => {
    const stranger = await house.signIn('stranger')
    t.equal((await stranger.open(`${page}/comparison`)).statusCode, 404)
    t.equal((await stranger.open(`${url}?with=${curriculum_id}`)).statusCode, 404, 'that of another department')
    await addGroup(db, 'НЗ-26', { department_id: sciences, specialty_id, curriculum_id: next.curriculum_id })
    t.equal((await head.open(`${page}/comparison?with=${next.curriculum_id}`)).statusCode, 404)
  })
})

t.test('A plan is copied for the next intake', async (t) => {
  const { house, db, head, page, curriculum_id } = await scene(t)
  await db.updateTable('curriculum').set({ name: 'Змеи, набор 2025', entry_year: 2025 }).execute()
  await head.submit(`${page}/approval`, { approved_on: '25.08.2026', approval: 'протокол № 1' })
  const plans = () => db.selectFrom('curriculum').selectAll().orderBy('id').execute()

  t.test('not for its own, nor for what is no year', async (t) => {
    t.match((await head.open(page)).body, 'name="entry_year" size="4" maxlength="10" value="2026"')
    t.match((await head.submit(`${page}/copies`, { entry_year: '2025' })).body, 'Это план того же набора')
    const answer = await head.submit(`${page}/copies`, { entry_year: 'скоро' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="скоро" aria-invalid="true" aria-describedby="copy-refusal"/)
    t.equal((await plans()).length, 1)
  })

  t.test('with rows, modules, hours and forms of control, as a draft', async (t) => {
    const answer = await head.submit(`${page}/copies`, { entry_year: '2026' })
    const [, copy] = await plans()
    t.equal(answer.headers.location, `/curricula/${copy?.id}?done=copied`)
    t.match(copy, { name: 'Змеи, набор 2026', entry_year: 2026, state: 'draft' })
    t.equal((await deeds(db)).at(-1), 'curriculum.copied')
    const plain = async (id: number) =>
      (await listRows(db, id)).map(({ id: _, terms, ...row }) => ({
        ...row,
        terms: terms.map((term) => ({
          ...term,
          hours: term.hours.toSorted((a, b) => a.kind.localeCompare(b.kind)),
          controls: term.controls.toSorted()
        }))
      }))
    t.same(await plain(copy?.id ?? 0), await plain(curriculum_id))
    t.match((await head.open(`/curricula/${copy?.id}/comparison?with=${curriculum_id}`)).body, 'одинаковые')
  })

  t.test('once, and not by a head of another department', async (t) => {
    t.match((await head.submit(`${page}/copies`, { entry_year: '2026' })).body, 'для этого набора уже есть')
    const stranger = await house.signIn('stranger')
    t.equal((await stranger.submit(`${page}/copies`, { entry_year: '2027' })).statusCode, 404)
    t.equal((await plans()).length, 2)
  })
})

t.test('A row of a draft is corrected', async (t) => {
  const { house, db, head, page, curriculum_id, group, autumn } = await scene(t)
  const row = await itemOf(db, 'МДК.01.01')
  const url = `${page}/rows/${row}`
  const rowNow = async (key: string) => (await listRows(db, curriculum_id)).find(({ item_key }) => item_key === key)
  const moduleHours = async (semester: number) =>
    (await rowNow('ПМ.01'))?.terms.find((term) => term.semester === semester)?.hours_total
  const typed = { item_index: 'МДК.01.01', name: 'Устройство змеев', hours_2_lecture: '30', hours_3_lecture: '50' }

  t.test('from its page, where the present hours stand', async (t) => {
    t.match((await head.open(page)).body, `href="${url}"`)
    t.match((await head.open(url)).body, /name="hours_2_\w+"[^>]* value="\d+"/)
    t.match((await head.open(url)).body, /name="control_2_credit"[^>]* checked/)
  })

  t.test('and the hours of its module are counted anew', async (t) => {
    const before = (await moduleHours(2)) ?? 0
    const cells = { ...typed, hours_2_practice: '10,5', control_2_exam: 'yes' }
    const answer = await head.submit(url, cells)
    t.equal(answer.headers.location, `${page}?done=corrected`)
    const term = (await rowNow('МДК.01.01'))?.terms[0]
    t.match(term, { semester: 2, hours_total: 40.5, controls: ['exam'] })
    t.equal(await moduleHours(2), before + 4.5, 'the row had 36')
    t.equal((await deeds(db)).at(-1), 'curriculum.corrected')
  })

  t.test('not with hours that are none, no name, or an index taken', async (t) => {
    for (const [change, refusal] of [
      [{ hours_2_lecture: '-4' }, 'Часы — число'],
      [{ name: ' ' }, 'Укажите наименование'],
      [{ item_index: 'ПМ.01' }, 'с таким индексом'],
      [{ hours_2_lecture: '', hours_3_lecture: '0' }, 'Часов не осталось']
    ] as const) {
      const answer = await head.submit(url, { ...typed, ...change })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, refusal)
    }
    t.equal((await rowNow('МДК.01.01'))?.terms[0]?.hours_total, 40.5)
  })

  t.test('nor below what a journal has', async (t) => {
    await addCourse(db, group, autumn, 'МДК.01.01')
    const { hours_3_lecture: _, ...without } = typed
    t.match((await head.submit(url, without)).body, 'По строке идёт журнал')
  })

  t.test('nor once it is approved, nor by another department', async (t) => {
    const stranger = await house.signIn('stranger')
    t.equal((await stranger.open(url)).statusCode, 404)
    t.equal((await stranger.submit(url, typed)).statusCode, 404)
    await head.submit(`${page}/approval`, { approved_on: '25.08.2026', approval: 'протокол № 1' })
    t.match((await head.submit(url, typed)).body, 'План утверждён: сначала верните его')
    t.notMatch((await head.open(page)).body, `href="${url}"`)
  })
})
