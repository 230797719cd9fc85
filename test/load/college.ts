// The bench's college, written by a few statements: 60 groups, 1,500 students, 600 gradebooks a semester of 72 lessons.
import { DateTime } from 'luxon'
import pg from 'pg'
import { hashPassword } from '../../src/accounts/passwords.ts'
import { FIRST_NAMES, HOMEWORK, LAST_NAMES, MIDDLE_NAMES, SUBJECTS, TOPICS } from './words.ts'

export const PASSWORD = 'пароль для замера'
const TEACHERS = 60
const GROUPS = 60
const STUDENTS = 1500
const COURSES = 600
const LESSONS = 72

const list = (words: string[]) => `(array[${words.map((word) => `'${word}'`).join(', ')}])`
const pick = (words: string[], number: string) => `${list(words)}[1 + (${number}) % ${words.length}]`

/** The semester's lessons fill three whole months before this one, 24 in each. */
const start = DateTime.now().startOf('month').minus({ months: 3 })
const since = start.toISODate()

/** «2026-10»: a month of 24 lessons, all of them held. */
export const month = start.plus({ months: 2 }).toFormat('yyyy-MM')

const people = (password: string) => `
  insert into college_profile (full_name, short_name, director_name) values ('Колледж связи', 'КС', 'И. И. Белов');
  insert into department (name, short_name) values ('Информационных технологий', 'ИТ');
  insert into specialty (code, name) values ('09.02.07', 'Информационные системы и программирование');
  insert into curriculum (specialty_id, name, entry_year, semesters) values (1, 'План набора', 2025, 6);
  insert into curriculum_item (curriculum_id, position, item_index, item_key, name, kind)
    select 1, n, 'ОП.' || lpad(n::text, 2, '0'), 'ОП.' || n, ${list(SUBJECTS)}[n], 'discipline' from generate_series(1, 10) n;
  insert into curriculum_term select n, 3, 144, null from generate_series(1, 10) n;
  insert into curriculum_control select n, 3, 'graded_credit' from generate_series(1, 10) n;
  insert into person (last_name, first_name, middle_name)
    select ${pick(LAST_NAMES, 'n * 7')}, ${pick(FIRST_NAMES, 'n * 5')}, ${pick(MIDDLE_NAMES, 'n * 3')} from generate_series(1, ${TEACHERS}) n;
  insert into staff_member (person_id) select n from generate_series(1, ${TEACHERS}) n;
  insert into account (person_id, login, password_hash) select n, 'teacher' || n, '${password}' from generate_series(1, ${TEACHERS}) n;
  insert into role_grant (account_id, role, since) select n, 'teacher', '2000-09-01' from generate_series(1, ${TEACHERS}) n;
  insert into person (last_name, first_name, middle_name)
    select ${pick(LAST_NAMES, 'n * 31 + n / 57')}, ${pick(FIRST_NAMES, 'n * 17 + n / 23')}, ${pick(MIDDLE_NAMES, 'n * 13 + n / 17')}
    from generate_series(1, ${STUDENTS}) n;
  insert into student (person_id) select ${TEACHERS} + n from generate_series(1, ${STUDENTS}) n;`

/** Group 1 has 30 students, group 2 has 20, the others 25. */
const groups = `
  insert into academic_year (starts_on, ends_on) values ('${since}', '${since}'::date + 300);
  insert into term (academic_year_id, number, name, starts_on, ends_on)
    values (1, 1, '1 семестр', '${since}', '${start.plus({ months: 4 }).toISODate()}');
  insert into study_group (name, department_id, specialty_id, curriculum_id, entry_year)
    select 'ИС-' || n, 1, 1, 1, 2020 from generate_series(1, ${GROUPS}) n;
  insert into enrolment (student_id, study_group_id, since)
    select n, case when n <= 30 then 1 else (n - 1) / 25 + 1 end, '${since}' from generate_series(1, ${STUDENTS}) n;
  insert into course (study_group_id, curriculum_item_id, term_id, semester)
    select (n - 1) / 10 + 1, (n - 1) % 10 + 1, 1, 3 from generate_series(1, ${COURSES}) n;
  insert into course_teacher (course_id, staff_member_id, since)
    select n, (n - 1) % ${TEACHERS} + 1, '${since}' from generate_series(1, ${COURSES}) n;
  insert into lesson (course_id, held_on, pair_number, hours, lesson_kind_id, topic, homework, taught_by, topic_kept_at, roll_called_at)
    select n, ('${since}'::date + make_interval(months => i / 24, days => 1 + 2 * (i % 24 / 2)))::date, i % 2 + 1, 2, i % 5 + 1,
      ${pick(TOPICS, 'i + n')}, ${pick(HOMEWORK, 'i + n')}, (n - 1) % ${TEACHERS} + 1, now(), now()
    from generate_series(1, ${COURSES}) n, generate_series(0, ${LESSONS - 1}) i order by n, i;
  insert into timetable_entry (course_id, held_on, pair_number, staff_member_id)
    select course_id, held_on, pair_number, taught_by from lesson order by id;
  insert into work (lesson_id, number, work_kind_id) select id, 1, id % 3 + 1 from lesson order by id;`

/** All cells but one in fourteen are filled. */
const cells = `
  create temp table cell as
    select lesson.id as lesson_id, enrolment.student_id, lesson.taught_by as by, hashint8(lesson.id * 100003 + enrolment.student_id) & 1023 as chance
    from lesson join course on course.id = lesson.course_id join enrolment on enrolment.study_group_id = course.study_group_id
    order by 1, 2;
  insert into mark (lesson_id, student_id, work_number, value, given_by)
    select lesson_id, student_id, 1, case when chance < 260 then '5' when chance < 600 then '4' when chance < 820 then '3' else '2' end, by
    from cell where chance < 870;
  insert into absence (lesson_id, student_id, code, hours, noted_by)
    select lesson_id, student_id, case when chance < 920 then 'н' else 'б' end, 2, by from cell where chance between 870 and 950;`

const trail = `
  insert into audit_entry (account_id, actor_name, deed, object_kind, object_id, about_id, before, after, address, request)
    select given_by, 'Иванова А. П.', 'cell.changed', 'lesson', lesson_id, student_id + ${TEACHERS}, '{"text": ""}', '{"text": "5"}', '10.0.0.7', 'a1b2c3d4'
    from mark;`

const SEMESTER = { lesson: COURSES * LESSONS, course: COURSES, student: STUDENTS, group: GROUPS }
const past = (years: number) => `generate_series(1, ${2 * years}) as s, lateral (select (s + 1) / 2 as y) as year`
const earlier = (day: string) => `(${day} - make_interval(months => 6 * s))::date`

/** The same semester again and again, half a year earlier each; every year has groups and students of its own, more than in life. */
const pastGroups = (years: number) => `
  insert into academic_year (starts_on, ends_on)
    select '${since}'::date - make_interval(years => y), '${since}'::date - make_interval(years => y) + interval '300 days' from generate_series(1, ${years}) y;
  insert into term (academic_year_id, number, name, starts_on, ends_on)
    select 1 + y, 2 - s % 2, 'семестр', ${earlier('starts_on')}, ${earlier('ends_on')} from term, ${past(years)};
  insert into study_group (name, department_id, specialty_id, curriculum_id, entry_year, disbanded_on)
    select name || '-' || y, 1, 1, 1, 2020, '${since}'::date from generate_series(1, ${years}) y, study_group order by y, id;
  insert into person (last_name, first_name, middle_name)
    select last_name, first_name, middle_name from generate_series(1, ${years}) y, person where id > ${TEACHERS} order by y, id;
  insert into student (person_id) select ${TEACHERS} + n from generate_series(${STUDENTS + 1}, ${STUDENTS * (years + 1)}) n;
  insert into enrolment (student_id, study_group_id, since, until)
    select student_id + ${SEMESTER.student} * y, study_group_id + ${SEMESTER.group} * y, since - make_interval(years => y), since - make_interval(years => y) + interval '300 days'
    from enrolment, generate_series(1, ${years}) y;
  insert into course (study_group_id, curriculum_item_id, term_id, semester)
    select study_group_id + ${SEMESTER.group} * y, curriculum_item_id, 1 + s, 3 from ${past(years)}, course order by s, id;
  insert into course_teacher (course_id, staff_member_id, since)
    select course_id + ${SEMESTER.course} * s, staff_member_id, ${earlier('since')} from course_teacher, ${past(years)};
  insert into lesson (course_id, held_on, pair_number, hours, lesson_kind_id, topic, homework, taught_by, topic_kept_at, roll_called_at)
    select course_id + ${SEMESTER.course} * s, ${earlier('held_on')}, pair_number, hours, lesson_kind_id, topic, homework, taught_by, now(), now()
    from ${past(years)}, lesson order by s, id;
  insert into timetable_entry (course_id, held_on, pair_number, staff_member_id)
    select course_id + ${SEMESTER.course} * s, ${earlier('held_on')}, pair_number, staff_member_id from ${past(years)}, timetable_entry order by s, id;
  insert into work (lesson_id, number, work_kind_id)
    select lesson_id + ${SEMESTER.lesson} * s, number, work_kind_id from ${past(years)}, work order by s, lesson_id;
  insert into result (course_id, student_id, kind, value, given_by)
    select course.id + ${SEMESTER.course} * s, student_id + ${SEMESTER.student} * y, 'graded_credit', '4', 1
    from course join enrolment using (study_group_id), ${past(years)} where course.id <= ${COURSES};`

const pastCells = (years: number) => `
  insert into mark (lesson_id, student_id, work_number, value, given_by)
    select lesson_id + ${SEMESTER.lesson} * s, student_id + ${SEMESTER.student} * y, work_number, value, given_by from mark, ${past(years)};
  insert into absence (lesson_id, student_id, code, hours, noted_by)
    select lesson_id + ${SEMESTER.lesson} * s, student_id + ${SEMESTER.student} * y, code, hours, noted_by from absence, ${past(years)};`

/** One line in ten of the past: all of them would take longer to write than the whole bench. */
const pastTrail = (years: number) => `
  insert into audit_entry (account_id, actor_name, deed, object_kind, object_id, about_id, before, after, address, request)
    select account_id, actor_name, deed, object_kind, object_id + ${SEMESTER.lesson} * s, about_id + ${SEMESTER.student} * y, before, after, address, request
    from audit_entry, ${past(years)} where audit_entry.id % 10 = 0;`

/** Runs the scripts side by side; rows are right by construction, so keys between tables are not checked one by one. */
async function write(url: string, ...scripts: string[]): Promise<void> {
  const hand = async (script: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(
        `set search_path to college, public; set session_replication_role to replica; set maintenance_work_mem to '256MB'`
      )
      await client.query(script)
    } finally {
      await client.end()
    }
  }
  await Promise.all(scripts.map(hand))
}

/** The script between dropping the large tables' indexes and making them again, which is several times faster. */
async function withoutIndexes(url: string, tables: string[], work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ drop: string; make: string }>(
    `select case when conname is null then format('drop index college.%I', index.relname)
              else format('alter table %s drop constraint %I', indrelid::regclass, conname) end as drop,
       case when conname is null then pg_get_indexdef(indexrelid)
         else format('alter table %s add constraint %I %s', indrelid::regclass, conname, pg_get_constraintdef(con.oid)) end as make
     from pg_index join pg_class as index on index.oid = indexrelid
     left join pg_constraint as con on conindid = indexrelid and contype in ('p', 'u')
     where indrelid = any ($1::regclass[])`,
    [tables.map((table) => `college.${table}`)]
  )
  await client.query(rows.map(({ drop }) => drop).join('; '))
  await work()
  await client.end()
  const half = Math.ceil(rows.length / 2)
  const script = (some: typeof rows) => some.map(({ make }) => make).join('; ')
  await write(url, script(rows.slice(0, half)), script(rows.slice(half)))
}

const BIG = ['mark', 'absence', 'audit_entry']

/** One semester of gradebooks, as the college stands at the end of its first year. */
export async function fillCollege(url: string): Promise<void> {
  await withoutIndexes(url, BIG, async () => {
    await write(url, people(await hashPassword(PASSWORD)) + groups + cells + trail)
  })
  await write(url, 'vacuum analyze')
}

/** Puts years of two semesters each behind it. */
export async function addYears(url: string, years: number): Promise<void> {
  await withoutIndexes(url, BIG, () => write(url, pastCells(years), pastGroups(years) + pastTrail(years)))
  await write(url, 'vacuum analyze')
}
