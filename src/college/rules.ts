/** Settings with their defaults; the regulations contradict each other in each of them (rules.md). */
export const SETTINGS = {
  /** days after the lesson in which topic, absences and marks are still in time: R0, R1 0, R4 1, R2 3 */
  record_within_days: 0,
  /** days in which results of written works are due (R1 6.3) */
  marks_within_days: 7,
  /** marks expected for each 36 hours of a semester (R1 6.4) */
  marks_per_36_hours: 10,
  /** marks expected in a semester whatever its hours (R2 5.6) */
  marks_per_semester: 5,
  /** share of lessons missed, in percent, from which «н/а» is advised (R1 6.7) */
  not_assessed_above: 50,
  /** homework is due on the day of the lesson by this hour (R1 6.2) */
  homework_until: '18:00',
  /** 1: who is in a subgroup has the number of the whole group's list; 0: each subgroup counts from one (R0 3.7) */
  subgroup_keeps_numbers: 1,
  /** minutes without a sign of life after which a session of the staff asks for the password again; 0 is never (R0 2.13) */
  lock_after_minutes: 15,
  /** 6: Saturday is a day of lessons, as in most colleges; 5: it is a day off unless it was made a working one */
  study_days_per_week: 6,
  /** 1: health and social categories of students are kept; 0: the pages for them do not exist (152-ФЗ ст. 10) */
  keeps_special_data: 0,
  /** years after leaving in which personal data beside the journal are kept (R2 6.1, R3 9.2: five, as the journal itself) */
  personal_data_years: 5
}
export type Settings = typeof SETTINGS
