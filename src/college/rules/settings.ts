// The settings in which local acts differ: their names, ranges and what each decides, in the words of a page. Pure.
import { wordFor } from '../../platform/formats.ts'
import { SETTINGS, type Settings } from '../rules.ts'

export type SettingName = keyof Settings
type Words = [one: string, few: string, many: string]
export type SettingFacts = {
  title: string
  /** what it decides and where it comes from */
  about: string
  /** a whole number between these two */
  least?: number
  most?: number
  unit?: Words
}

const DAYS: Words = ['день', 'дня', 'дней']
const MARKS: Words = ['оценка', 'оценки', 'оценок']

/** Every setting under the heading it stands below on the page. */
export const SECTIONS: Record<string, Partial<Record<SettingName, SettingFacts>>> = {
  'Записи в журнале': {
    record_within_days: {
      title: 'Срок записи занятия',
      about:
        'Сколько дней после занятия запись темы, пропусков и оценок ещё считается своевременной. 0 — только в день занятия: так требует большинство положений о журнале; в некоторых колледжах даётся 1 или 3 дня. Поздняя запись не запрещается, но отмечается предупреждением.',
      ...{ least: 0, most: 30, unit: DAYS }
    },
    homework_until: {
      title: 'Срок записи домашнего задания',
      about:
        'До какого часа в день занятия должно быть записано домашнее задание. Положение о журнале: не позднее окончания рабочего дня.'
    }
  },
  Подгруппы: {
    subgroup_keeps_numbers: {
      title: 'Номера в списке подгруппы',
      about:
        'Какой номер стоит у обучающегося на странице подгруппы, на экране и в распечатке. 1 — номер по списку всей группы; 0 — список каждой подгруппы начинается с единицы.',
      ...{ least: 0, most: 1, unit: ['— по списку группы', '', '— с единицы'] }
    }
  },
  'Текущие оценки': {
    marks_within_days: {
      title: 'Срок оценок за письменные работы',
      about:
        'Сколько дней есть у преподавателя, чтобы проверить письменную работу и выставить оценки. Положение о журнале: не позднее недели.',
      ...{ least: 0, most: 60, unit: DAYS }
    },
    marks_per_36_hours: {
      title: 'Оценок на каждые 36 часов',
      about:
        'Накопляемость: сколько текущих оценок обучающегося ожидается за каждые 36 часов предмета в семестре. Если оценок меньше, при выставлении итоговой преподаватель увидит предупреждение. 0 — не проверять.',
      ...{ least: 0, most: 36, unit: MARKS }
    },
    marks_per_semester: {
      title: 'Оценок за семестр, не меньше',
      about:
        'Наименьшее число текущих оценок обучающегося за семестр, сколько бы часов ни было у предмета. Положение о журнале: не менее 5. 0 — не проверять.',
      ...{ least: 0, most: 50, unit: MARKS }
    }
  },
  'Итоговые оценки': {
    not_assessed_above: {
      title: 'Пропуски, при которых предлагается «н/а»',
      about:
        'Если пропущена большая доля занятий предмета, преподавателю рекомендуется не аттестовать обучающегося. Положение о журнале: более 50 %.',
      ...{ least: 10, most: 100, unit: ['% занятий', '% занятий', '% занятий'] }
    }
  },
  Календарь: {
    study_days_per_week: {
      title: 'Учебная неделя',
      about:
        'При шестидневной неделе занятия идут и в субботу. При пятидневной суббота — выходной, если её не сделали рабочей в календаре учебного года.',
      ...{ least: 5, most: 6, unit: DAYS }
    }
  },
  'Персональные данные': {
    keeps_special_data: {
      title: 'Особые сведения об обучающихся',
      about:
        'Вести ли сведения о здоровье (группа для физкультуры, ограничения) и социальный паспорт. Это специальные категории персональных данных: для них нужны отдельное основание и более строгая защита. 0 — таких страниц и сведений в карточках нет; 1 — их ведёт секретарь учебной части, читает куратор своей группы.',
      ...{ least: 0, most: 1, unit: ['— ведутся', '', '— не ведутся'] }
    },
    personal_data_years: {
      title: 'Срок хранения данных выбывших',
      about:
        'Через сколько лет после выбытия обучающегося можно обезличить: убрать имя, адреса, телефоны и данные родителей, оставив оценки, пропуски и приказы. Положение о журнале: сведения хранятся 5 лет.',
      ...{ least: 1, most: 75, unit: ['год', 'года', 'лет'] }
    }
  },
  'Вход в систему': {
    lock_after_minutes: {
      title: 'Закрывать страницу без присмотра',
      about:
        'Через сколько минут бездействия сотрудника страница закрывается и снова спрашивает пароль: журнал нельзя оставлять открытым. 0 — никогда.',
      ...{ least: 0, most: 240, unit: ['минута', 'минуты', 'минут'] }
    }
  }
}

/** One place to look a setting up by its name; the test walks SETTINGS, so that none is left without words. */
const FACTS = Object.assign({}, ...Object.values(SECTIONS)) as Record<SettingName, SettingFacts>
export const factsOf = (name: SettingName): SettingFacts => FACTS[name]
export const isSetting = (name: string): name is SettingName => name in FACTS

export type SettingValue = Settings[SettingName]

/** What was typed as a value of this setting; a text when it is none. */
export const settingOf = (name: SettingName, typed: string): SettingValue =>
  typeof SETTINGS[name] === 'number' && /^\d{1,4}$/.test(typed) ? Number(typed) : typed

/** Why the value cannot stand; null when it can. */
export function refuseSetting(name: SettingName, value: SettingValue): string | null {
  const { least = 0, most = 0 } = FACTS[name]
  if (typeof SETTINGS[name] === 'string')
    return /^([01]\d|2[0-3]):[0-5]\d$/.test(String(value)) ? null : 'Укажите время, например 18:00'
  const fits = typeof value === 'number' && value >= least && value <= most
  return fits ? null : `Укажите целое число от ${least} до ${most}`
}

/** 7 → «7 дней» */
export function inWords(name: SettingName, value: SettingValue): string {
  const { unit } = FACTS[name]
  return unit ? `${value} ${wordFor(Number(value), ...unit)}` : String(value)
}

/** The word after the field in which the number stands. */
export const unitOf = (name: SettingName, value: SettingValue): string => {
  const { unit } = FACTS[name]
  return unit ? wordFor(Number(value) || 0, ...unit) : ''
}

export const CHANGED_MEANWHILE =
  'Пока страница была открыта, настройку изменили. В поле — введённое вами, ниже — что стоит сейчас; сохраните ещё раз, если нужно'
