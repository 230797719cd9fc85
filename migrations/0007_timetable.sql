create table timetable_entry (
  id               bigint generated always as identity primary key,
  course_id        bigint not null references course on delete cascade,
  held_on          date not null,
  pair_number      smallint not null check (pair_number between 1 and 10),
  hours            smallint not null default 2 check (hours between 1 and 12),
  room_id          bigint references room,
  staff_member_id  bigint not null references staff_member,
  unique (course_id, held_on, pair_number)
);
comment on table timetable_entry is 'Расписание по датам';
comment on column timetable_entry.id is 'Номер';
comment on column timetable_entry.course_id is 'Журнал по предмету группы';
comment on column timetable_entry.held_on is 'День';
comment on column timetable_entry.pair_number is 'Номер пары';
comment on column timetable_entry.hours is 'Академических часов';
comment on column timetable_entry.room_id is 'Кабинет';
comment on column timetable_entry.staff_member_id is 'Преподаватель по расписанию';
create index timetable_entry_of_day on timetable_entry (held_on, staff_member_id);

create table substitution (
  id                  bigint generated always as identity primary key,
  timetable_entry_id  bigint not null unique references timetable_entry on delete cascade,
  staff_member_id     bigint not null references staff_member,
  reason              text not null default '',
  order_number        text not null default ''
);
comment on table substitution is 'Замены: кто вёл занятие вместо основного преподавателя (R1 6.1)';
comment on column substitution.id is 'Номер';
comment on column substitution.timetable_entry_id is 'Занятие по расписанию';
comment on column substitution.staff_member_id is 'Кто заменяет';
comment on column substitution.reason is 'Причина';
comment on column substitution.order_number is 'Номер приказа';
create index substitution_of_staff_member on substitution (staff_member_id);
