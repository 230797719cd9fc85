-- Расписание: правило, занятие по дате, поправка на день; отсутствие преподавателя и виды замен.
create table timetable_rule (
  id               bigint generated always as identity primary key,
  course_id        bigint not null references course on delete cascade,
  weekday          smallint not null check (weekday between 1 and 7),
  pair_number      smallint not null check (pair_number between 1 and 10),
  hours            smallint not null default 2 check (hours between 1 and 12),
  room_id          bigint references room,
  staff_member_id  bigint not null references staff_member,
  weeks            text not null default 'every' check (weeks in ('every', 'odd', 'even', 'listed', 'first', 'second')),
  week_numbers     smallint[] not null default '{}',
  since            date not null,
  until            date not null,
  is_stream        boolean not null default false,
  check (since <= until),
  check ((weeks = 'listed') = (cardinality(week_numbers) > 0))
);
comment on table timetable_rule is 'Правила расписания: по каким дням недели и неделям идут занятия (R1 5.5)';
comment on column timetable_rule.id is 'Номер';
comment on column timetable_rule.course_id is 'Журнал по предмету группы';
comment on column timetable_rule.weekday is 'День недели, 1 — понедельник';
comment on column timetable_rule.pair_number is 'Номер пары';
comment on column timetable_rule.hours is 'Академических часов';
comment on column timetable_rule.room_id is 'Кабинет';
comment on column timetable_rule.staff_member_id is 'Преподаватель';
comment on column timetable_rule.weeks is 'Каждую неделю, нечётные, чётные, по списку, 1-я или 2-я неделя двухнедельного цикла';
comment on column timetable_rule.week_numbers is 'Номера недель периода, когда они названы списком';
comment on column timetable_rule.since is 'С какого дня';
comment on column timetable_rule.until is 'По какой день';
comment on column timetable_rule.is_stream is 'Поток: это же занятие одновременно идёт у других групп, подтверждено';
create index timetable_rule_of_course on timetable_rule (course_id);
create index timetable_rule_of_staff_member on timetable_rule (staff_member_id, weekday, pair_number);
create index timetable_rule_of_weekday on timetable_rule (weekday, pair_number);

alter table timetable_entry
  add column kind text not null default 'lesson' check (kind in ('lesson', 'consultation', 'exam', 'credit')),
  add column timetable_rule_id bigint references timetable_rule on delete set null;
comment on column timetable_entry.kind is 'Занятие, консультация, экзамен, зачёт';
comment on column timetable_entry.timetable_rule_id is 'Правило, по которому составлено; пусто у загруженных и добавленных на день';
create index timetable_entry_of_rule on timetable_entry (timetable_rule_id) where timetable_rule_id is not null;
create index timetable_entry_of_room_day on timetable_entry (room_id, held_on);
create index timetable_entry_of_teacher on timetable_entry (staff_member_id, held_on);

create table timetable_correction (
  id                    bigint generated always as identity primary key,
  deed                  uuid not null default gen_random_uuid(),
  kind                  text not null check (kind in ('move', 'swap', 'cancel', 'add', 'subject')),
  course_id             bigint not null references course on delete cascade,
  from_on               date,
  from_pair             smallint check (from_pair between 1 and 10),
  from_hours            smallint,
  from_kind             text,
  from_room_id          bigint references room,
  from_staff_member_id  bigint references staff_member,
  from_rule_id          bigint references timetable_rule on delete set null,
  to_course_id          bigint references course on delete cascade,
  to_on                 date,
  to_pair               smallint check (to_pair between 1 and 10),
  timetable_entry_id    bigint references timetable_entry on delete set null,
  reason                text not null check (reason <> ''),
  order_number          text not null default '',
  made_by               bigint not null references account,
  made_at               timestamptz not null default now(),
  undone_at             timestamptz,
  check (kind = 'add' or from_on is not null),
  check (kind = 'cancel' or to_on is not null)
);
comment on table timetable_correction is 'Поправки расписания на день: перенос, обмен, отмена, добавление, другой предмет — что было и что стало';
comment on column timetable_correction.id is 'Номер';
comment on column timetable_correction.deed is 'Общий у двух строк обмена';
comment on column timetable_correction.kind is 'Перенос, обмен, отмена, добавление, другой предмет вместо этого';
comment on column timetable_correction.course_id is 'Журнал по предмету группы, как было';
comment on column timetable_correction.from_on is 'День, как было; пусто у добавленного';
comment on column timetable_correction.from_pair is 'Пара, как было';
comment on column timetable_correction.from_hours is 'Часов, как было';
comment on column timetable_correction.from_kind is 'Занятие, консультация, экзамен или зачёт, как было';
comment on column timetable_correction.from_room_id is 'Кабинет, как было';
comment on column timetable_correction.from_staff_member_id is 'Преподаватель, как было';
comment on column timetable_correction.from_rule_id is 'Правило, по которому занятие стояло';
comment on column timetable_correction.to_course_id is 'Журнал, как стало: другой у замены предметом';
comment on column timetable_correction.to_on is 'День, как стало; пусто у отменённого';
comment on column timetable_correction.to_pair is 'Пара, как стало';
comment on column timetable_correction.timetable_entry_id is 'Занятие расписания, как стало';
comment on column timetable_correction.reason is 'Причина';
comment on column timetable_correction.order_number is 'Номер приказа';
comment on column timetable_correction.made_by is 'Кто внёс';
comment on column timetable_correction.made_at is 'Когда внесено';
comment on column timetable_correction.undone_at is 'Когда отменена сама поправка; пусто, пока действует';
create index timetable_correction_of_entry on timetable_correction (timetable_entry_id) where undone_at is null;
create index timetable_correction_from on timetable_correction (from_on, course_id) where undone_at is null;
create index timetable_correction_of_course on timetable_correction (course_id);
create index timetable_correction_to_course on timetable_correction (to_course_id);

create table staff_absence (
  id               bigint generated always as identity primary key,
  staff_member_id  bigint not null references staff_member,
  since            date not null,
  until            date not null,
  reason           text not null check (reason <> ''),
  noted_by         bigint not null references account,
  noted_at         timestamptz not null default now(),
  check (since <= until),
  exclude using gist (staff_member_id with =, daterange(since, until, '[]') with &&)
);
comment on table staff_absence is 'Когда преподавателя нет: по этим дням ищут замену (R1 5.6)';
comment on column staff_absence.id is 'Номер';
comment on column staff_absence.staff_member_id is 'Кого нет';
comment on column staff_absence.since is 'С какого дня';
comment on column staff_absence.until is 'По какой день';
comment on column staff_absence.reason is 'Причина: болезнь, командировка, отпуск';
comment on column staff_absence.noted_by is 'Кто отметил';
comment on column staff_absence.noted_at is 'Когда отмечено';
create index staff_absence_by_day on staff_absence (until, since);

alter table substitution
  add column kind text not null default 'teacher' check (kind in ('teacher', 'union')),
  add column made_by bigint references account,
  add column made_at timestamptz not null default now();
comment on column substitution.kind is 'Другой преподаватель или объединение с группой, у которой он ведёт в это время';
comment on column substitution.made_by is 'Кто назначил';
comment on column substitution.made_at is 'Когда назначено';
