// Departments and rooms: what they are called and when they may go. Pure.

export const PLACE_REFUSALS = {
  'name-missing': 'Укажите название',
  'short-name-missing': 'Укажите краткое название: оно стоит в списках и на печати',
  'room-missing': 'Укажите обозначение, как на двери: 214, Спортзал 1',
  'name-taken': 'Такое название уже есть',
  'capacity-wrong': 'Укажите число мест от 1 до 2000 или оставьте поле пустым',
  'changed-meanwhile':
    'Пока страница была открыта, запись изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type PlaceRefusal = keyof typeof PLACE_REFUSALS

/** Kinds of rooms that colleges have; another may be typed. */
export const PURPOSES = ['кабинет', 'лаборатория', 'мастерская', 'зал', 'полигон', 'компьютерный класс'] as const

export type Department = { name: string; short_name: string }
export type DepartmentFields = Partial<Record<keyof Department | 'form', PlaceRefusal>>

export function refuseDepartment({ name, short_name }: Department): DepartmentFields {
  return {
    ...(name === '' && { name: 'name-missing' as const }),
    ...(short_name === '' && { short_name: 'short-name-missing' as const })
  }
}

/** `capacity` is what was typed: a number of seats or nothing. */
export type Room = { name: string; building: string; purpose: string; capacity: string }
export type RoomFields = Partial<Record<keyof Room | 'form', PlaceRefusal>>

export function refuseRoom({ name, capacity }: Room): RoomFields {
  const seats = /^\d{1,4}$/.test(capacity) ? Number(capacity) : 0
  return {
    ...(name === '' && { name: 'room-missing' as const }),
    ...(capacity !== '' && (seats < 1 || seats > 2000) && { capacity: 'capacity-wrong' as const })
  }
}

/** What stands on a department or a room, each in words with its number: «групп: 4»; empty when it may go. */
export const standingOn = (counts: Record<string, number>): string[] =>
  Object.entries(counts).flatMap(([words, n]) => (n > 0 ? [`${words}: ${n}`] : []))
