import t from 'tap'
import type { Role } from '../../src/access/rights.ts'
import { ROLES } from '../../src/access/rights.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

/**
 * Who comes through which door, written out from the access matrix (R3 1, R0 2.11–2.12, R4 3) and not from the code:
 * a director d deputy h head m methodist r registrar k hr c curator t teacher s student p parent e authority, A administrator.
 */
const LETTERS: Record<string, Role> = {
  ...{
    A: 'administrator',
    a: 'director',
    d: 'deputy',
    h: 'head',
    m: 'methodist',
    r: 'registrar',
    k: 'hr',
    c: 'curator'
  },
  ...{ t: 'teacher', s: 'student', p: 'parent', e: 'authority' }
}
const EVERYBODY = Object.keys(LETTERS).join('')
const DOORS: Record<string, string> = {
  'GET /': EVERYBODY,
  'GET /login': EVERYBODY,
  'POST /login': EVERYBODY,
  'GET /token': EVERYBODY,
  'POST /logout': EVERYBODY,
  'GET /password': EVERYBODY,
  'POST /password': EVERYBODY,
  'GET /sessions': EVERYBODY,
  'POST /sessions/:number/removal': EVERYBODY,
  'POST /sessions/removal': EVERYBODY,
  'GET /lock': EVERYBODY,
  'POST /lock': EVERYBODY,
  'POST /lock/removal': EVERYBODY,
  'GET /access': 'Aad',
  'GET /participation': 'Aadhmct',
  'GET /audit': 'Aad',
  'GET /audit/file': 'Aad',
  'GET /audit/:entryId': 'Aad',
  'GET /accounts': 'Akrc',
  'POST /accounts': 'Akrc',
  'GET /accounts/:accountId': 'Akrc',
  'POST /accounts/:accountId/credentials': 'Akrc',
  'POST /accounts/:accountId/blocking': 'Akrc',
  'POST /accounts/:accountId/unblocking': 'Akrc',
  'POST /accounts/:accountId/roles': 'A',
  'POST /accounts/:accountId/roles/:grantId/removal': 'A',
  'GET /accounts/staff': 'A',
  'POST /accounts/staff/slips': 'A',
  'GET /accounts/groups': 'Arc',
  'GET /accounts/groups/:groupId': 'Arc',
  'POST /accounts/groups/:groupId/slips': 'Arc',
  'GET /journal': 'Aadhmct',
  'GET /journal/today': 't',
  'GET /journal/courses/:courseId': 'Aadhmct',
  'POST /journal/courses/:courseId/cells': 'ct',
  'GET /journal/courses/:courseId/lessons/new': 't',
  'POST /journal/courses/:courseId/lessons': 't',
  'GET /journal/courses/:courseId/students/:studentId': 'Aadhmct',
  'GET /journal/courses/:courseId/unlockings': 'adh',
  'POST /journal/courses/:courseId/unlockings': 'adh',
  'GET /journal/lessons/:lessonId': 'Aadhmct',
  'POST /journal/lessons/:lessonId': 't',
  'GET /journal/lessons/:lessonId/removal': 't',
  'POST /journal/lessons/:lessonId/removal': 't',
  'POST /journal/lessons/:lessonId/roll': 'ct',
  'GET /journal/lessons/:lessonId/students/:studentId': 'Aadhmct',
  'POST /journal/lessons/:lessonId/students/:studentId': 'ct',
  'GET /timetable': 'Aadhmrctsp',
  'GET /timetable/rules': 'm',
  'GET /timetable/rules/groups/:groupId': 'm',
  'POST /timetable/rules/groups/:groupId': 'm',
  'GET /timetable/rules/groups/:groupId/entries': 'm',
  'POST /timetable/rules/groups/:groupId/entries': 'm',
  'GET /timetable/rules/:ruleId': 'm',
  'POST /timetable/rules/:ruleId': 'm',
  'GET /timetable/rules/:ruleId/removal': 'm',
  'POST /timetable/rules/:ruleId/removal': 'm',
  'GET /timetable/rules/entries': 'm',
  'POST /timetable/rules/entries': 'm',
  'GET /timetable/entries/:entryId': 'm',
  'POST /timetable/entries/:entryId/move': 'm',
  'POST /timetable/entries/:entryId/swap': 'm',
  'POST /timetable/entries/:entryId/cancellation': 'm',
  'POST /timetable/entries/:entryId/subject': 'm',
  'POST /timetable/entries/:entryId/substitution': 'm',
  'POST /timetable/entries/:entryId/substitution/removal': 'm',
  'POST /timetable/corrections/:correctionId/removal': 'm',
  'GET /timetable/corrections': 'm',
  'GET /timetable/groups/:groupId/entries/new': 'm',
  'POST /timetable/groups/:groupId/entries': 'm',
  'GET /timetable/substitutions': 'Aadhmrctsp',
  'POST /timetable/absences': 'm',
  'GET /timetable/substitutions/absences/:absenceId': 'm',
  'POST /timetable/substitutions/absences/:absenceId/lessons': 'm',
  'POST /timetable/absences/:absenceId/removal': 'm',
  'GET /timetable/substitutions/sheet': 'Aadhmrctsp',
  'GET /timetable/rooms': 'Aadhmrkct',
  'GET /results/courses/:courseId': 'Aadhmrct',
  'POST /results/courses/:courseId': 't',
  'POST /results/courses/:courseId/cells': 't',
  'GET /results/courses/:courseId/students/:studentId': 'Aadhmrct',
  'GET /print': 'Aadhmrctsp',
  'POST /print/orders/:kind': 'Aadhmrctsp',
  'GET /print/preview/:kind': 'Aadhmrctsp',
  'GET /print/:printoutId': 'Aadhmrctsp',
  'GET /print/:printoutId/file': 'Aadhmrctsp',
  'POST /print/:printoutId/cancellation': 'Aadhmrctsp',
  'POST /print/:printoutId/repetition': 'Aadhmrctsp',
  'GET /people/students': 'Aadhmrc',
  'POST /people/students': 'rc',
  'GET /people/students/new': 'rc',
  'GET /people/students/:studentId': 'Aadhmrc',
  'GET /people/students/:studentId/card': 'rc',
  'POST /people/students/:studentId/card': 'rc',
  'GET /people/students/:studentId/questionnaire': 'rc',
  'POST /people/students/:studentId/questionnaire': 'rc',
  'GET /people/students/:studentId/guardians/:personId/contacts': 'rc',
  'POST /people/students/:studentId/guardians/:personId/contacts': 'rc',
  'GET /people/students/:studentId/special': 'rc',
  'POST /people/students/:studentId/special': 'r',
  'GET /people/consents': 'Aadrkc',
  'POST /people/consents': 'rkc',
  'GET /people/consents/persons/:personId': 'Aadrkc',
  'GET /people/consents/:consentId/withdrawal': 'rkc',
  'POST /people/consents/:consentId/withdrawal': 'rkc',
  'GET /people/consents/blanks': 'Aadrkc',
  'GET /people/consents/texts': 'rkc',
  'POST /people/consents/texts': 'rkc',
  'GET /people/changes': 'Aadrkc',
  'GET /people/changes/:changeId': 'Aadrkc',
  'POST /people/changes/:changeId/acceptance': 'rkc',
  'POST /people/changes/:changeId/refusal': 'rkc',
  'GET /people/leavers': 'rc',
  'GET /people/leavers/:studentId': 'rc',
  'POST /people/leavers/:studentId': 'rc',
  'GET /persons/:personId/dossier': EVERYBODY,
  'POST /persons/:personId/dossier': EVERYBODY,
  'GET /people/own': EVERYBODY,
  'GET /people/own/changes/new': EVERYBODY,
  'POST /people/own/changes': EVERYBODY,
  'POST /people/own/changes/:changeId/removal': EVERYBODY,
  'GET /people/own/consents/:consentId/withdrawal': EVERYBODY,
  'POST /people/own/consents/:consentId/withdrawal': EVERYBODY,
  'POST /people/students/:studentId/guardians': 'rc',
  'GET /people/students/:studentId/guardians/new': 'rc',
  'GET /people/students/:studentId/guardians/:personId': 'rc',
  'POST /people/students/:studentId/guardians/:personId/withdrawal': 'rc',
  'GET /people/staff': 'Aadk',
  'POST /people/staff': 'k',
  'GET /people/staff/new': 'k',
  'GET /people/staff/file': 'Aadk',
  'GET /people/staff/:staffMemberId': 'Aadk',
  'GET /people/staff/:staffMemberId/card': 'k',
  'POST /people/staff/:staffMemberId/card': 'k',
  'POST /people/staff/:staffMemberId/records/:list': 'k',
  'GET /people/staff/:staffMemberId/records/:list/new': 'k',
  'GET /people/staff/:staffMemberId/records/:list/:rowId': 'k',
  'POST /people/staff/:staffMemberId/records/:list/:rowId': 'k',
  'GET /people/staff/:staffMemberId/records/:list/:rowId/removal': 'k',
  'POST /people/staff/:staffMemberId/records/:list/:rowId/removal': 'k',
  'GET /people/staff/:staffMemberId/dismissal': 'k',
  'POST /people/staff/:staffMemberId/dismissal': 'k',
  'GET /people/staff/:staffMemberId/dismissal/removal': 'k',
  'POST /people/staff/:staffMemberId/dismissal/removal': 'k',
  'GET /people/portfolio': 'Aadhmrkctsp',
  'GET /people/portfolios': 'Aadhmrcsp',
  'GET /people/staff/:ownerId/portfolio': 'Aadkt',
  'POST /people/staff/:ownerId/portfolio': 'kt',
  'GET /people/staff/:ownerId/portfolio/new': 'kt',
  'GET /people/staff/:ownerId/portfolio/sheet': 'Aadkt',
  'GET /people/staff/:ownerId/portfolio/:entryId': 'kt',
  'POST /people/staff/:ownerId/portfolio/:entryId': 'kt',
  'GET /people/staff/:ownerId/portfolio/:entryId/file': 'Aadkt',
  'GET /people/staff/:ownerId/portfolio/:entryId/removal': 'kt',
  'POST /people/staff/:ownerId/portfolio/:entryId/removal': 'kt',
  'GET /people/students/:ownerId/portfolio': 'Aadhmrcsp',
  'POST /people/students/:ownerId/portfolio': 'cs',
  'GET /people/students/:ownerId/portfolio/new': 'cs',
  'GET /people/students/:ownerId/portfolio/sheet': 'Aadhmrcsp',
  'GET /people/students/:ownerId/portfolio/:entryId': 'cs',
  'POST /people/students/:ownerId/portfolio/:entryId': 'cs',
  'GET /people/students/:ownerId/portfolio/:entryId/file': 'Aadhmrcsp',
  'GET /people/students/:ownerId/portfolio/:entryId/removal': 'cs',
  'POST /people/students/:ownerId/portfolio/:entryId/removal': 'cs',
  'POST /people/students/:ownerId/portfolio/:entryId/confirmation': 'cs',
  'POST /people/students/:ownerId/portfolio/:entryId/return': 'cs',
  'GET /people/staff/:staffMemberId/hiring': 'k',
  'POST /people/staff/:staffMemberId/hiring': 'k',
  'GET /movement/summary': 'Aadhmrc',
  'GET /movement/orders': 'Aadhmrc',
  'POST /movement/orders': 'r',
  'GET /movement/orders/new': 'r',
  'GET /movement/orders/:orderId': 'Aadhmrc',
  'POST /movement/orders/:orderId': 'r',
  'POST /movement/orders/:orderId/lines': 'r',
  'POST /movement/orders/:orderId/lines/:lineId/removal': 'r',
  'POST /movement/orders/:orderId/signing': 'r',
  'POST /movement/orders/:orderId/removal': 'r',
  'POST /movement/orders/:orderId/cancellation': 'r',
  'GET /movement/orders/:orderId/wording': 'r',
  'POST /movement/orders/:orderId/wording': 'r',
  'POST /movement/orders/:orderId/wording/renewal': 'r',
  'GET /movement/reasons': 'r',
  'POST /movement/reasons/:kind': 'r',
  'GET /movement/groups': 'Aadhmrkct',
  'POST /movement/groups': 'Am',
  'GET /movement/groups/new': 'Am',
  'GET /movement/groups/:groupId': 'Aadhmrkct',
  'GET /movement/groups/:groupId/card': 'Am',
  'POST /movement/groups/:groupId/card': 'Am',
  'POST /movement/groups/:groupId/names': 'Am',
  'POST /movement/groups/:groupId/disbanding': 'Am',
  'POST /movement/groups/:groupId/restoration': 'Am',
  'GET /movement/groups/:groupId/curators/new': 'Am',
  'POST /movement/groups/:groupId/curators': 'Am',
  'GET /movement/groups/:groupId/curators/:staffId/release': 'Am',
  'POST /movement/groups/:groupId/curators/:staffId/release': 'Am',
  'GET /movement/promotion': 'Amr',
  'POST /movement/promotion': 'Amr',
  'GET /movement/specialties': 'Aadhmrkct',
  'POST /movement/specialties': 'Am',
  'GET /movement/specialties/:specialtyId': 'Am',
  'POST /movement/specialties/:specialtyId': 'Am',
  'GET /curricula': 'Aadhmct',
  'GET /curricula/:curriculumId': 'Aadhmct',
  'POST /curricula/:curriculumId/groups': 'Ah',
  'POST /curricula/:curriculumId/approval': 'Ah',
  'GET /curricula/:curriculumId/comparison': 'Aadhmct',
  'POST /curricula/:curriculumId/copies': 'Ah',
  'GET /curricula/:curriculumId/rows/:itemId': 'Ah',
  'POST /curricula/:curriculumId/rows/:itemId': 'Ah',
  'POST /curricula/:curriculumId/reopening': 'Ah',
  'GET /timetable/imports': 'm',
  'POST /timetable/imports': 'm',
  'GET /timetable/imports/:importId': 'm',
  'GET /timetable/imports/:importId/errors': 'm',
  'POST /timetable/imports/:importId/answers': 'm',
  'POST /timetable/imports/:importId/confirmation': 'm',
  'POST /timetable/imports/:importId/courses': 'm',
  'POST /timetable/imports/:importId/removal': 'm',
  'GET /timetable/imports/:importId/reversal': 'm',
  'POST /timetable/imports/:importId/reversal': 'm',
  'GET /timetable/imports/teachers': 'm',
  'GET /curricula/imports': 'Ah',
  'POST /curricula/imports': 'Ah',
  'GET /curricula/imports/:draftId': 'Ah',
  'POST /curricula/imports/:draftId': 'Ah',
  'POST /curricula/imports/:draftId/removal': 'Ah',
  'GET /exchange': 'Aadhmrkc',
  'GET /exchange/lists/:list/file': 'Aadhmrkc',
  'GET /exchange/lists/:list/template': 'Ahmrkc',
  'GET /exchange/lists/:list/imports/new': 'Ahmrkc',
  'POST /exchange/lists/:list/imports': 'Ahmrkc',
  'GET /exchange/imports/:importId': 'Ahmrkc',
  'POST /exchange/imports/:importId/sheet': 'Ahmrkc',
  'POST /exchange/imports/:importId/columns': 'Ahmrkc',
  'POST /exchange/imports/:importId/decisions': 'Ahmrkc',
  'GET /exchange/imports/:importId/errors': 'Ahmrkc',
  'POST /exchange/imports/:importId/confirmation': 'Ahmrkc',
  'POST /exchange/imports/:importId/removal': 'Ahmrkc',
  'POST /exchange/imports/:importId/reversal': 'Ahmrkc',
  'GET /practices': 'Aadhmct',
  'GET /practices/modules/:groupId/:itemId': 'Aadhmct',
  'GET /practices/:courseId': 'Aadhmct',
  'POST /practices/:courseId/span': 'ht',
  'POST /practices/:courseId/students': 'ht',
  'GET /practices/:courseId/places/new': 'ht',
  'POST /practices/:courseId/places': 'ht',
  'GET /practices/:courseId/places/:placeId': 'ht',
  'POST /practices/:courseId/places/:placeId': 'ht',
  'GET /practices/:courseId/places/:placeId/removal': 'ht',
  'POST /practices/:courseId/places/:placeId/removal': 'ht',
  'GET /practices/:courseId/days': 'ht',
  'POST /practices/:courseId/days': 'ht',
  'POST /practices/:courseId/lessons': 't',
  'GET /courses/teachers': 'Aadhmct',
  'GET /courses/teachers/file': 'Aadhmct',
  'GET /courses/teachers/:staffMemberId': 'Aadhmct',
  'GET /courses': 'Aadhmct',
  'POST /courses': 'h',
  'GET /courses/:courseId': 'Aadhmct',
  'POST /courses/:courseId/teachers': 'h',
  'POST /courses/:courseId/removal': 'h',
  'GET /courses/subgroups': 'h',
  'POST /courses/subgroups': 'h',
  'GET /courses/divisions': 'Ahc',
  'POST /courses/divisions': 'Ahc',
  'POST /courses/divisions/removal': 'Ahc',
  'GET /courses/groups': 'Aadhmct',
  'GET /courses/groups/:groupId': 'Aadhmct',
  'GET /courses/copies': 'h',
  'POST /courses/copies': 'h',
  'GET /lesson-plans': 'Aadhmct',
  'POST /lesson-plans': 'dt',
  'GET /lesson-plans/:lessonPlanId': 'Aadhmct',
  'POST /lesson-plans/:lessonPlanId/topics': 'dt',
  'POST /lesson-plans/:lessonPlanId/courses': 'dt',
  'POST /lesson-plans/:lessonPlanId/submission': 'dt',
  'POST /lesson-plans/:lessonPlanId/approval': 'dt',
  'POST /lesson-plans/:lessonPlanId/return': 'dt',
  'POST /lesson-plans/:lessonPlanId/reopening': 'dt',
  'POST /lesson-plans/:lessonPlanId/removal': 'dt',
  'GET /lesson-plans/:lessonPlanId/copies/new': 'dt',
  'POST /lesson-plans/:lessonPlanId/copies': 'dt',
  'GET /lesson-plans/:lessonPlanId/imports/new': 'dt',
  'POST /lesson-plans/:lessonPlanId/imports': 'dt',
  'GET /lesson-plans/:lessonPlanId/imports/:importId': 'dt',
  'POST /lesson-plans/:lessonPlanId/imports/:importId': 'dt',
  'POST /lesson-plans/:lessonPlanId/imports/:importId/removal': 'dt',
  'GET /programmes': 'Aadhmct',
  'GET /programmes/:itemId': 'Aadhmct',
  'POST /programmes/:itemId': 'dt',
  'GET /programmes/:itemId/:programmeId/file': 'Aadhmct',
  'POST /programmes/:itemId/:programmeId/approval': 'dt',
  'POST /programmes/:itemId/:programmeId/return': 'dt',
  'POST /programmes/:itemId/:programmeId/removal': 'dt',
  'GET /years': 'Am',
  'GET /years/:yearId': 'Am',
  'POST /years/:yearId/opening': 'Am',
  'GET /years/:yearId/closing': 'Am',
  'POST /years/:yearId/closing': 'Am',
  'GET /years/:yearId/reopening': 'Am',
  'POST /years/:yearId/reopening': 'Am',
  'GET /terms': 'Aadhmrkct',
  'GET /terms/:termId': 'Am',
  'POST /terms/:termId': 'Am',
  'POST /terms/:termId/removal': 'Am',
  'GET /terms/years/:yearId/terms/new': 'Am',
  'POST /terms/years/:yearId/terms': 'Am',
  'GET /terms/:termId/closing': 'Am',
  'POST /terms/:termId/closing': 'Am',
  'GET /terms/:termId/opening': 'Am',
  'POST /terms/:termId/opening': 'Am',
  'GET /terms/years/new': 'Am',
  'POST /terms/years': 'Am',
  'GET /college/profile': 'Aadhmrkct',
  'POST /college/profile': 'Am',
  'GET /college/departments': 'Aadhmrkct',
  'POST /college/departments': 'Am',
  'GET /college/departments/:departmentId': 'Am',
  'POST /college/departments/:departmentId': 'Am',
  'POST /college/departments/:departmentId/removal': 'Am',
  'GET /college/rooms': 'Aadhmrkct',
  'POST /college/rooms': 'Am',
  'GET /college/rooms/new': 'Am',
  'GET /college/rooms/:roomId': 'Am',
  'POST /college/rooms/:roomId': 'Am',
  'POST /college/rooms/:roomId/removal': 'Am',
  'GET /college/bells': 'Aadhmrkct',
  'GET /college/bells/:weekday': 'Am',
  'POST /college/bells/:weekday': 'Am',
  'GET /college/days': 'Aadhmrkct',
  'POST /college/days': 'Am',
  'POST /college/days/:day/removal': 'Am',
  'GET /college/days/imports': 'Am',
  'POST /college/days/imports': 'Am',
  'POST /college/days/imports/days': 'Am',
  'GET /calendars': 'Aadhmrkct',
  'GET /calendars/:groupId': 'Aadhmrkct',
  'GET /calendars/:groupId/spans': 'Am',
  'POST /calendars/:groupId/spans': 'Am',
  'GET /calendars/:groupId/terms': 'Am',
  'POST /calendars/:groupId/terms': 'Am',
  'GET /college/settings': 'Aad',
  'POST /college/settings/:name': 'A',
  'POST /college/settings/:name/removal': 'A'
}

t.test('Every role comes through exactly the doors the matrix opens to it', async (t) => {
  const house = await openHouse(t)
  const { id: department_id } = await house.db
    .insertInto('department')
    .values({ name: 'Отделение', short_name: 'О' })
    .returning('id')
    .executeTakeFirstOrThrow()
  let cameThrough = false
  house.app.addHook('preValidation', async (request) => {
    if (!request.is404) cameThrough = true
  })
  const doors = house.app.doors.filter(({ method }) => method !== 'HEAD')
  t.same(
    doors.map(({ method, url }) => `${method} ${url}`).filter((door) => !(door in DOORS)),
    [],
    'every route is in the table'
  )

  for (const [letter, role] of Object.entries(LETTERS)) {
    await addAccount(house.db, role, [role === 'head' ? { role, department_id } : { role }])
    const visitor = await house.signIn(role)
    for (const { method, url } of doors) {
      if (url === '/logout' || url === '/lock' || (method === 'POST' && url === '/login')) continue
      cameThrough = false
      const address = url.replace(/:(\w+)/g, '999')
      const answer = method === 'GET' ? await visitor.open(address) : await visitor.type(address, {})
      const opens = DOORS[`${method} ${url}`]?.includes(letter) ?? false
      t.equal(cameThrough, opens, `${role} ${opens ? 'comes' : 'does not come'} through ${method} ${url}`)
      if (!opens) t.equal(answer.statusCode, 404, `${role} is told that ${url} does not exist`)
      t.not(answer.statusCode, 500, `${method} ${url} knows what to say to ${role}`)
    }
  }
  t.same(Object.values(LETTERS).sort(), Object.keys(ROLES).sort(), 'no role is forgotten')
})

t.test('Nobody comes in without signing in', async (t) => {
  const house = await openHouse(t)
  for (const { method, url, right } of house.app.doors) {
    if (right === 'anybody') continue
    const answer = await house.app.inject({ method: method as 'GET', url: url.replace(/:(\w+)/g, '1') })
    t.ok([303, 401].includes(answer.statusCode), `${method} ${url}: ${answer.statusCode}`)
  }
})

t.test('A file of somebody who may not bring one is not read', async (t) => {
  const house = await openHouse(t)
  await addAccount(house.db, 'student', [{ role: 'student' }])
  const student = await house.signIn('student')
  const upload = (cookies: Record<string, string>) =>
    house.app.inject({
      ...{ method: 'POST', url: '/curricula/imports', cookies, payload: 'not even a multipart body' },
      headers: { 'content-type': 'multipart/form-data; boundary=x' }
    })
  t.equal((await upload(student.jar)).statusCode, 404)
  t.equal((await upload({})).statusCode, 401)
})

t.test('The application does not start with a route that declares no right', async (t) => {
  const house = await openHouse(t)
  t.throws(() => house.app.get('/forgotten', async () => 'ok'), /declares no right/)
})

t.test('A student who guesses an address reads that there is no such page, and it is noted', async (t) => {
  const house = await openHouse(t)
  await addAccount(house.db, 'student', [{ role: 'student' }])
  const student = await house.signIn('student')
  t.equal((await student.open('/journal/courses/1')).statusCode, 404)
  const lines = await house.db.selectFrom('audit_entry').select('after').where('deed', '=', 'page.refused').execute()
  t.match(lines, [{ after: { path: '/journal/courses/1' } }])
})

t.test('Whoever of the staff opens what is not theirs reads that there is no such page, and it is noted', async (t) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const { login } = await hire(house.db, 'Чужова Анна Львовна', 'chuzhova', ['teacher', 'curator'])
  const stranger = await house.signIn(login)
  const student = `/people/students/${scene.students[0].id}`
  for (const path of [scene.page, student]) t.equal((await stranger.open(path)).statusCode, 404, path)
  t.equal((await stranger.open('/mistyped')).statusCode, 404)
  const lines = await house.db
    .selectFrom('audit_entry')
    .select(['after', 'actor_name'])
    .where('deed', '=', 'page.refused')
    .orderBy('id')
    .execute()
  const actor_name = 'Чужова А. Л.'
  t.strictSame(lines, [
    { actor_name, after: { path: scene.page } },
    { actor_name, after: { path: student } }
  ])
})
