// Invented people: common Russian names put together by chance.
import type { Chance } from './chance.ts'

export type Sex = 'male' | 'female'
export type FullName = { last_name: string; first_name: string; middle_name: string; sex: Sex }

const words = (text: string) => text.trim().split(/\s+/)

/** Surnames as men bear them; those that do not follow `feminineOf` are the same for everybody. */
const SURNAMES = words(`
  Авдеев Агапов Акимов Анохин Артюхов Баженов Белозёров Беспалов Бобылёв Вавилов Власов Воронцов Галкин Глебов Голубев
  Горский Гущин Давыдов Дёмин Дорохов Дубровский Евсеев Ерёмин Жарков Журавлёв Завьялов Зимин Зорин Игнатьев Калугин
  Карасёв Климов Ковальчук Колесников Комаров Кочетков Кравченко Круглов Ладыгин Лазарев Логинов Лукин Малахов Мельник
  Мещеряков Назаров Никифоров Одинцов Осипов Панкратов Пахомов Платонов Рогов Рябинин Савельев Седых Селиванов Симонов
  Соболев Суханов Тарасюк Тихонов Трофимов Уваров Устинов Фадеев Хохлов Цветков Черных Чижов Шаповалов Шестаков Щукин
  Юдин Якушев Ярцев`)

const MEN = words(`
  Александр Алексей Андрей Антон Артём Артур Богдан Борис Вадим Валерий Василий Виктор Виталий Владислав Всеволод
  Вячеслав Георгий Глеб Григорий Даниил Денис Дмитрий Егор Захар Иван Игорь Илья Кирилл Константин Леонид Максим Марк
  Матвей Михаил Никита Николай Олег Павел Роман Руслан Савелий Семён Сергей Станислав Степан Тимофей Фёдор Ярослав`)

const WOMEN = words(`
  Александра Алина Алиса Алла Анастасия Ангелина Анна Арина Валентина Валерия Варвара Василиса Вера Вероника Виктория
  Галина Дарья Диана Ева Евгения Екатерина Елена Елизавета Жанна Инна Ирина Карина Кира Кристина Ксения Лариса Лидия
  Любовь Людмила Маргарита Марина Мария Милана Надежда Наталья Нина Оксана Ольга Полина Светлана София Таисия Татьяна
  Ульяна Юлия`)

/** Fathers: given name → patronymic of a son. */
export const PATRONYMICS: Record<string, string> = {
  Александр: 'Александрович',
  Алексей: 'Алексеевич',
  Андрей: 'Андреевич',
  Антон: 'Антонович',
  Борис: 'Борисович',
  Валерий: 'Валерьевич',
  Василий: 'Васильевич',
  Виктор: 'Викторович',
  Виталий: 'Витальевич',
  Вячеслав: 'Вячеславович',
  Геннадий: 'Геннадьевич',
  Георгий: 'Георгиевич',
  Григорий: 'Григорьевич',
  Денис: 'Денисович',
  Дмитрий: 'Дмитриевич',
  Евгений: 'Евгеньевич',
  Иван: 'Иванович',
  Игорь: 'Игоревич',
  Илья: 'Ильич',
  Кирилл: 'Кириллович',
  Константин: 'Константинович',
  Леонид: 'Леонидович',
  Максим: 'Максимович',
  Михаил: 'Михайлович',
  Николай: 'Николаевич',
  Олег: 'Олегович',
  Павел: 'Павлович',
  Пётр: 'Петрович',
  Роман: 'Романович',
  Сергей: 'Сергеевич',
  Станислав: 'Станиславович',
  Фёдор: 'Фёдорович',
  Юрий: 'Юрьевич'
}

/** Горский → Горская, Белов → Белова, Седых → Седых; both parts of a double surname. */
export function feminineOf(surname: string): string {
  if (surname.includes('-')) return surname.split('-').map(feminineOf).join('-')
  if (surname.endsWith('ский')) return surname.replace(/ий$/, 'ая')
  return /[оеё]в$|ин$/.test(surname) ? `${surname}а` : surname
}

/** Сергеевич → Сергеевна, Ильич → Ильинична. */
export function daughterOf(patronymic: string): string {
  return patronymic === 'Ильич' ? 'Ильинична' : patronymic.replace(/ич$/, 'на')
}

const givenName = (chance: Chance, sex: Sex) => chance.pick(sex === 'male' ? MEN : WOMEN)
export const patronymicOf = (father: string, sex: Sex) =>
  sex === 'male' ? (PATRONYMICS[father] ?? '') : daughterOf(PATRONYMICS[father] ?? '')

/** Somebody whom `taken` does not hold yet. */
export function newName(chance: Chance, sex: Sex, taken: Set<string>, surname?: string): FullName {
  for (;;) {
    const root = surname ?? chance.pick(SURNAMES)
    const last_name = sex === 'male' ? root : feminineOf(root)
    const middle_name = patronymicOf(chance.pick(Object.keys(PATRONYMICS)), sex)
    const name = { last_name, first_name: givenName(chance, sex), middle_name, sex }
    const key = `${name.last_name} ${name.first_name}`
    if (taken.has(key)) continue
    taken.add(key)
    return name
  }
}
