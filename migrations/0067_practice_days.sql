create table practice_day (
  course_id  bigint not null references practice on delete cascade,
  held_on    date not null,
  hours      smallint not null check (hours between 1 and 12),
  topic      text not null default '',
  primary key (course_id, held_on)
);
comment on table practice_day is 'План практики по дням; прошедший день записывается из него занятием в журнал';
comment on column practice_day.course_id is 'Журнал практики группы';
comment on column practice_day.held_on is 'День';
comment on column practice_day.hours is 'Академических часов';
comment on column practice_day.topic is 'Содержание работ (вид работ)';
