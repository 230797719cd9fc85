import type { FastifyPluginAsync } from 'fastify'
import type { RouteRight, Scope } from './access/rights.ts'
import { accessRoutes } from './access/routes.ts'
import { keepingRoutes } from './accounts/routes/keeping.ts'
import { participationRoutes } from './accounts/routes/participation.ts'
import { resultRoutes } from './assessment/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { collegeRoutes, termRoutes } from './college/routes.ts'
import {
  academicYearRoutes,
  calendarRoutes,
  curriculumRoutes,
  lessonPlanRoutes,
  loadRoutes,
  programmeRoutes
} from './curriculum/routes.ts'
import { dossierRoutes } from './exchange/routes/dossiers.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { journalRoutes } from './journal/routes.ts'
import { movementRoutes } from './movement/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { KEEPS_OR_OVERSEES } from './people/rules/reach.ts'
import { practiceRoutes } from './practice/routes.ts'
import { printRoutes } from './print/routes.ts'
import { importRoutes as timetableImportRoutes } from './timetable/routes/imports.ts'
import { timetableRoutes } from './timetable/routes.ts'

// biome-ignore format: one line reads as the menu does
/** The sections of the menu in their order; a person sees those that hold something for them. */
export const SECTIONS = ['Журналы', 'Контингент', 'Обучение', 'Печать', 'Кадры', 'Колледж', 'Контроль', 'Доступ', 'Моё'] as const
export type RoomMenu = {
  section: (typeof SECTIONS)[number]
  href: string
  title: string
  right: RouteRight
  /** Only for those whose right reaches so far: «Моё портфолио» is for who has one, not for who keeps those of others. */
  scopes?: Scope[]
}
type Room = { routes: FastifyPluginAsync; prefix: string; menu: RoomMenu[] }

/** The rooms that have pages, in the order of the menu. */
export const rooms: Room[] = [
  {
    routes: journalRoutes,
    prefix: '/journal',
    menu: [
      { section: 'Журналы', href: '/journal/today', title: 'Сегодня', right: 'journal: write' },
      { section: 'Журналы', href: '/journal', title: 'Журналы', right: 'journal: read' }
    ]
  },
  { routes: resultRoutes, prefix: '/results', menu: [] },
  {
    routes: printRoutes,
    prefix: '/print',
    menu: [
      {
        section: 'Печать',
        href: '/print',
        title: 'Печать',
        right: ['journal printout: read', 'consolidated sheet: read']
      }
    ]
  },
  {
    routes: peopleRoutes,
    prefix: '/people',
    menu: [
      { section: 'Контингент', href: '/people/students', title: 'Обучающиеся', right: 'student cards: read' },
      {
        ...{ section: 'Контингент', href: '/people/portfolios', title: 'Портфолио', right: 'portfolio: read' },
        scopes: ['all', 'department', 'own group']
      },
      { section: 'Контингент', href: '/people/consents', title: 'Согласия', right: KEEPS_OR_OVERSEES },
      { section: 'Контингент', href: '/people/changes', title: 'Изменения данных', right: KEEPS_OR_OVERSEES },
      { section: 'Моё', href: '/people/own', title: 'Мои данные', right: 'signed in' },
      { section: 'Кадры', href: '/people/staff', title: 'Сотрудники', right: 'staff cards: read' },
      {
        ...{ section: 'Моё', href: '/people/portfolio', title: 'Моё портфолио', scopes: ['self'] },
        right: ['staff portfolio: write', 'portfolio: write']
      },
      {
        ...{ section: 'Моё', href: '/people/portfolios', title: 'Портфолио ребёнка', right: 'portfolio: read' },
        scopes: ['child']
      }
    ]
  },
  {
    routes: movementRoutes,
    prefix: '/movement',
    menu: [
      { section: 'Контингент', href: '/movement/orders', title: 'Приказы', right: 'movement orders: read' },
      { section: 'Контингент', href: '/movement/summary', title: 'Движение', right: 'movement orders: read' },
      { section: 'Контингент', href: '/movement/groups', title: 'Группы', right: 'calendar: read' }
    ]
  },
  {
    routes: timetableRoutes,
    prefix: '/timetable',
    menu: [
      { section: 'Обучение', href: '/timetable', title: 'Расписание', right: 'timetable: read' },
      { section: 'Обучение', href: '/timetable/substitutions', title: 'Замены', right: 'timetable: read' }
    ]
  },
  {
    routes: curriculumRoutes,
    prefix: '/curricula',
    menu: [{ section: 'Обучение', href: '/curricula', title: 'Учебные планы', right: 'curriculum: read' }]
  },
  {
    routes: loadRoutes,
    prefix: '/courses',
    menu: [{ section: 'Обучение', href: '/courses', title: 'Нагрузка', right: 'load: read' }]
  },
  {
    routes: timetableImportRoutes,
    prefix: '/timetable/imports',
    menu: [{ section: 'Обучение', href: '/timetable/imports', title: 'Расписание из файла', right: 'timetable: write' }]
  },
  {
    routes: lessonPlanRoutes,
    prefix: '/lesson-plans',
    menu: [{ section: 'Обучение', href: '/lesson-plans', title: 'КТП', right: 'work programmes: read' }]
  },
  {
    routes: programmeRoutes,
    prefix: '/programmes',
    menu: [{ section: 'Обучение', href: '/programmes', title: 'Программы', right: 'work programmes: read' }]
  },
  {
    routes: practiceRoutes,
    prefix: '/practices',
    menu: [{ section: 'Обучение', href: '/practices', title: 'Практика', right: 'journal: read' }]
  },
  {
    routes: academicYearRoutes,
    prefix: '/years',
    menu: [{ section: 'Колледж', href: '/years', title: 'Учебный год', right: 'calendar: write' }]
  },
  {
    routes: calendarRoutes,
    prefix: '/calendars',
    menu: [{ section: 'Обучение', href: '/calendars', title: 'Графики', right: 'calendar: read' }]
  },
  {
    routes: termRoutes,
    prefix: '/terms',
    menu: [{ section: 'Колледж', href: '/terms', title: 'Учебные периоды', right: 'calendar: read' }]
  },
  {
    routes: collegeRoutes,
    prefix: '/college',
    menu: [
      { section: 'Колледж', href: '/college/profile', title: 'Профиль', right: 'calendar: read' },
      { section: 'Колледж', href: '/college/departments', title: 'Отделения', right: 'calendar: read' },
      { section: 'Колледж', href: '/college/rooms', title: 'Кабинеты', right: 'calendar: read' },
      { section: 'Колледж', href: '/college/bells', title: 'Звонки', right: 'calendar: read' },
      { section: 'Колледж', href: '/college/days', title: 'Календарь', right: 'calendar: read' },
      { section: 'Доступ', href: '/college/settings', title: 'Настройки', right: 'settings: read' }
    ]
  },
  { routes: dossierRoutes, prefix: '/persons', menu: [] },
  {
    routes: exchangeRoutes,
    prefix: '/exchange',
    menu: [
      {
        section: 'Колледж',
        href: '/exchange',
        title: 'Загрузка списков',
        right: ['student cards: read', 'staff cards: read', 'curriculum: write', 'calendar: write']
      }
    ]
  },
  {
    routes: keepingRoutes,
    prefix: '/accounts',
    menu: [
      {
        section: 'Доступ',
        href: '/accounts',
        title: 'Учётные записи',
        right: ['accounts of staff: write', 'accounts of students and parents: write']
      }
    ]
  },
  {
    routes: participationRoutes,
    prefix: '/participation',
    menu: [{ section: 'Контроль', href: '/participation', title: 'Участие', right: 'oversight: read' }]
  },
  {
    routes: auditRoutes,
    prefix: '/audit',
    menu: [{ section: 'Контроль', href: '/audit', title: 'Журнал действий', right: 'audit: read' }]
  },
  {
    routes: accessRoutes,
    prefix: '/access',
    menu: [{ section: 'Доступ', href: '/access', title: 'Права', right: 'settings: read' }]
  }
]
