// What must hold in the demonstration college: each query finds what breaks its sentence.

/** A lesson of practice lasts six hours and takes the place of three pairs. */
const TAUGHT = `
  select entry.*, course.study_group_id, course.curriculum_item_id, course.subgroup_id, course.term_id, course.semester,
    int4range(entry.pair_number, entry.pair_number + ceil(entry.hours / 2.0)::int) as pairs,
    coalesce(substitution.staff_member_id, entry.staff_member_id) as taught_by
  from timetable_entry as entry join course on course.id = entry.course_id
  left join substitution on substitution.timetable_entry_id = entry.id`

/** Hours with a teacher, by the curriculum. */
const PLANNED = `
  select curriculum_item_id, semester, sum(hours) as hours from curriculum_hours
  where kind not in ('self_study', 'control') group by 1, 2`

const IN_GROUP = (table: string) => `
  select row.lesson_id, row.student_id from ${table} as row
  join lesson on lesson.id = row.lesson_id join course on course.id = lesson.course_id
  where not exists (select from enrolment where enrolment.student_id = row.student_id
      and enrolment.study_group_id = course.study_group_id and enrolment.since <= held_on and coalesce(enrolment.until, held_on) >= held_on)
    or course.subgroup_id is not null and not exists (select from subgroup_member as member where member.student_id = row.student_id
      and member.subgroup_id = course.subgroup_id and member.since <= held_on and coalesce(member.until, held_on) >= held_on)`

export const RULES: Record<string, string> = {
  'lessons are held on working days of the term': `
    select taught.id from (${TAUGHT}) as taught join term on term.id = taught.term_id
    where extract(isodow from held_on) = 7 or held_on not between starts_on and ends_on
      or held_on in (select held_on from day_off)`,
  'a practice stands in the study calendar of its group, and nothing in vacations': `
    select entry.id, item.kind, span.kind from timetable_entry as entry join course on course.id = entry.course_id
    join curriculum_item as item on item.id = course.curriculum_item_id
    join study_span as span on span.study_group_id = course.study_group_id and held_on between span.starts_on and span.ends_on
    where span.kind = 'vacation' or item.kind like '%practice' and span.kind <> item.kind`,
  'a lesson of the journal stands in the timetable': `
    select lesson.id from lesson where not exists (select from timetable_entry as entry where entry.course_id = lesson.course_id
      and entry.held_on = lesson.held_on and entry.pair_number = lesson.pair_number and entry.hours = lesson.hours)`,
  'every enrolment stands on a line of its order, and so does its end': `
    select enrolment.id from enrolment
    where not exists (select from movement_order_line as line where line.order_id = enrolment.since_order_id
        and line.student_id = enrolment.student_id and line.effective_on = enrolment.since and line.study_group_id = enrolment.study_group_id)
      or enrolment.until is not null and not exists (select from movement_order_line as line
        where line.order_id = enrolment.until_order_id and line.student_id = enrolment.student_id
        and line.effective_on = enrolment.until + 1 and line.from_group_id = enrolment.study_group_id)`,
  'no group has two lessons at once, but for its subgroups': `
    select one.id from (${TAUGHT}) as one join (${TAUGHT}) as other
      on one.study_group_id = other.study_group_id and one.held_on = other.held_on and one.id < other.id and one.pairs && other.pairs
    where one.curriculum_item_id <> other.curriculum_item_id or one.subgroup_id is null`,
  'no teacher has two lessons at once': `
    select one.id from (${TAUGHT}) as one join (${TAUGHT}) as other
      on one.taught_by = other.taught_by and one.held_on = other.held_on and one.id < other.id and one.pairs && other.pairs`,
  'no room has two lessons at once': `
    select one.id from (${TAUGHT}) as one join (${TAUGHT}) as other
      on one.room_id = other.room_id and one.held_on = other.held_on and one.id < other.id and one.pairs && other.pairs`,
  'the timetable has exactly the hours of the curriculum': `
    select taught.course_id, sum(taught.hours), planned.hours from (${TAUGHT}) as taught
    join (${PLANNED}) as planned using (curriculum_item_id, semester) group by 1, 3 having sum(taught.hours) <> planned.hours`,
  'an approved lesson plan has the hours of the curriculum': `
    select plan.id from lesson_plan as plan join lesson_plan_topic as topic on topic.lesson_plan_id = plan.id
    join (${PLANNED}) as planned using (curriculum_item_id, semester) where plan.state = 'approved' group by plan.id, planned.hours
    having sum(topic.hours) <> planned.hours`,
  'the last step of a lesson plan is what it is now': `
    select plan.id from lesson_plan as plan left join lateral (select state from lesson_plan_step as step
      where step.lesson_plan_id = plan.id order by step.id desc limit 1) as last on true
    where coalesce(last.state, 'draft') <> plan.state`,
  'the semester of a course follows from the year of entry': `
    select course.id from course join term on term.id = course.term_id join academic_year as year on year.id = term.academic_year_id
    join study_group on study_group.id = course.study_group_id
    where course.semester <> (extract(year from year.starts_on) - entry_year) * 2 + term.number`,
  'marks are given to those who are in the group and subgroup': IN_GROUP('mark'),
  'absences are noted of those who are in the group and subgroup': IN_GROUP('absence'),
  'who was away has a mark only for making up': `
    select mark.lesson_id from mark join absence using (lesson_id, student_id)
    join work on work.lesson_id = mark.lesson_id and work.number = mark.work_number
    join work_kind on work_kind.id = work.work_kind_id where code <> 'о' and not is_makeup`,
  'a mark is of the scale of its work': `
    select mark.lesson_id from mark join work on work.lesson_id = mark.lesson_id and work.number = mark.work_number
    join work_kind on work_kind.id = work.work_kind_id where (scale = 'five') <> (value in ('5', '4', '3', '2'))`,
  'nobody misses more hours than the lesson has': `
    select lesson.id from absence join lesson on lesson.id = absence.lesson_id where absence.hours > lesson.hours`,
  'the curator names the document of a reason': `
    select absence.lesson_id from absence join lesson on lesson.id = lesson_id join course on course.id = course_id
    where code in ('б', 'у') and (document = '' or not exists (select from curatorship join staff_member as member
      on member.id = curatorship.staff_member_id join account on account.person_id = member.person_id
      where curatorship.study_group_id = course.study_group_id and account.id = absence.noted_by))`,
  'marks are given by who taught the lesson': `
    select lesson.id from mark join lesson on lesson.id = lesson_id join staff_member as member on member.id = taught_by
    join account on account.person_id = member.person_id where mark.given_by <> account.id`,
  'a lesson is taught by its teacher or a named substitute': `
    select lesson.id from lesson join (${TAUGHT}) as taught using (course_id, held_on, pair_number)
    where lesson.taught_by <> taught.taught_by
      or (substitutes_for is null) <> (taught.taught_by = taught.staff_member_id)`,
  'nothing has happened after today': `
    select id from lesson where greatest(held_on, topic_kept_at::date, homework_kept_at::date, roll_called_at::date) > :today
    union all select lesson_id from mark where given_at::date > :today
    union all select lesson_id from absence where noted_at::date > :today
    union all select course_id from result where given_at::date > :today
    union all select id from movement_order where signed_on > :today
    union all select id from debt where greatest(opened_on, cleared_on) > :today`,
  'results are given when the last lesson is over': `
    select result.course_id from result join timetable_entry as entry using (course_id) where given_at::date < entry.held_on`,
  'a closed term has results of everybody on its last day': `
    select course.id, enrolment.student_id from course join term on term.id = course.term_id
    join enrolment on enrolment.study_group_id = course.study_group_id and enrolment.since <= starts_on and enrolment.until is null
    where closed_at is not null and not exists (select from result where result.student_id = enrolment.student_id
      and result.course_id in (select page.id from course as page where page.study_group_id = course.study_group_id
        and page.curriculum_item_id = course.curriculum_item_id and page.term_id = course.term_id))`,
  '«2» and «н/а» are debts, and nothing else is': `
    select result.course_id from result full join debt using (course_id, student_id, kind)
    where coalesce(value in ('2', 'н/а'), false) <> (debt.id is not null)`,
  'patronymics agree with the sex': `
    select id from person where (sex = 'female') <> (middle_name ~ '(вна|чна)$')`,
  'surnames agree with the sex': `
    select id from person where (sex = 'female') <> (last_name ~ '(ва|на|ая)$') and last_name !~ '(ых|ук|юк|ко|ник)$'`,
  'nobody has the same name as another': `
    select last_name from person group by last_name, first_name, middle_name having count(*) > 1`,
  'marks are neither all good nor all bad': `
    select study_group_id, avg(value::int) from mark join lesson on lesson.id = lesson_id join course on course.id = course_id
    where value ~ '^[2-5]$' group by 1
    having count(*) > 500 and (avg(value::int) not between 3.5 and 4.3 or count(*) filter (where value = '2') = 0)`,
  'each group has a curator': `
    select id from study_group where not exists (select from curatorship where study_group_id = study_group.id)`
}

const TEACHER = `(select member.id from staff_member as member join account using (person_id) where login = 'teacher')`
const OWN_GROUP = `(select study_group_id from curatorship join staff_member as member on member.id = staff_member_id
  join account using (person_id) where login = 'curator')`
/** Courses of the demonstration teacher in the current term. */
const OWN = `select course.* from course join course_teacher on course_id = course.id
  where staff_member_id = ${TEACHER} and term_id = (select id from term where starts_on <= :today order by starts_on desc limit 1)`
const LAST_DAY = `(select max(held_on) from timetable_entry where held_on <= :today)`

/** What the sign-ins «teacher», «curator», «student» and «parent» find; each query finds at least one row. */
export const TEACHERS_WORK: Record<string, string> = {
  'a subject of 72 lessons in the term': `
    select own.id from (${OWN}) as own join timetable_entry as entry on entry.course_id = own.id group by 1 having count(*) = 72`,
  'a subject divided with a colleague': `
    select own.id from (${OWN}) as own join course as other using (study_group_id, curriculum_item_id, term_id)
    where own.id <> other.id and other.subgroup_id <> own.subgroup_id`,
  'groups of three courses': `select from (${OWN}) as own having count(distinct study_group_id) >= 3`,
  'lessons on the last working day, one of them not kept yet': `
    select entry.id from timetable_entry as entry where staff_member_id = ${TEACHER} and held_on = ${LAST_DAY}
      and not exists (select from lesson where lesson.course_id = entry.course_id and lesson.held_on = entry.held_on
        and lesson.pair_number = entry.pair_number)`,
  'a lesson without its topic': `select id from lesson where taught_by = ${TEACHER} and topic = '' and topic_kept_at is null`,
  'a colleague who taught instead': `select id from lesson where substitutes_for = ${TEACHER}`,
  'a lesson taught instead of a colleague': `select id from lesson where taught_by = ${TEACHER} and substitutes_for is not null`,
  'two marks in one lesson': `select lesson_id from mark group by lesson_id, student_id having count(*) > 1`,
  '«зач» for a work': `select lesson_id from mark join lesson on id = lesson_id where taught_by = ${TEACHER} and value = 'зач'`,
  'a mark for making up beside «н»': `select from mark join absence using (lesson_id, student_id) where code = 'н'`,
  'an absence of one hour of two': `select lesson_id from absence join lesson on id = lesson_id where code = 'н' and absence.hours < lesson.hours`,
  'somebody who was late': `select lesson_id from absence where code = 'о'`,
  'an illness of six days with a document': `
    select student_id from absence join lesson on id = lesson_id where code = 'б' and document like 'Медицинская справка%'
    group by 1, document having count(distinct held_on) >= 6`,
  'somebody who missed more than a half': `
    select own.id from (${OWN}) as own join lesson on course_id = own.id join absence on lesson_id = lesson.id
    group by own.id, student_id having sum(absence.hours) * 2 > (select sum(hours) from lesson where course_id = own.id)`,
  'a student expelled by order': `
    select enrolment.id from enrolment join movement_order as "order" on "order".id = until_order_id
    where kind = 'expulsion' and study_group_id = ${OWN_GROUP}`,
  'a student transferred by order': `
    select enrolment.id from enrolment join movement_order as "order" on "order".id = since_order_id
    where kind = 'transfer' and study_group_id = ${OWN_GROUP}`,
  'the sign-in «student» in the group of the sign-in «curator»': `
    select from account join student using (person_id) join enrolment on student_id = student.id
    where login = 'student' and study_group_id = ${OWN_GROUP} and until is null`,
  'the sign-in «parent» with two children': `
    select from account join guardian using (person_id) where login = 'parent' having count(*) = 2`,
  'results of the last term': `
    select from result join course on course.id = course_id where study_group_id = ${OWN_GROUP} having count(*) > 100`,
  'changes of a cell up to what it holds now': `
    select from audit_entry join person on person.id = about_id join student on person_id = about_id
    join mark on mark.lesson_id = object_id and mark.student_id = student.id
    where deed = 'cell.changed' and after ->> 'text' = mark.value and before ->> 'text' <> after ->> 'text'`,
  'a lesson plan returned with a remark, one on its way and one that lacks hours': `
    select from (${OWN}) as own join lesson_plan as plan on plan.id = own.lesson_plan_id
    having count(distinct state) = 4 and count(*) filter (where state = 'returned') > 0`,
  'a next term, to which divisions are copied': `select id from term where starts_on > :today`,
  'working programmes approved, waiting and returned': `select from work_programme having count(distinct state) = 3`,
  'the filling itself on the trail': `select id from audit_entry where deed = 'demo.filled'`
}
