alter table movement_order drop constraint movement_order_kind_check;
alter table movement_order add constraint movement_order_kind_check check (kind in ('enrolment', 'transfer', 'expulsion',
  'academic_leave', 'reinstatement', 'graduation', 'surname_change', 'promotion', 'cancellation'));
alter table movement_order add column basis text not null default '';
comment on column movement_order.basis is 'Основание: заявление, решение педагогического совета';
create index movement_order_by_day on movement_order (signed_on desc, id desc);
create index movement_order_cancelled_by on movement_order (cancelled_by);

create table movement_order_line (
  id                  bigint generated always as identity primary key,
  order_id            bigint not null references movement_order on delete cascade,
  student_id          bigint not null references student,
  study_group_id      bigint references study_group,
  from_group_id       bigint references study_group,
  effective_on        date not null,
  until_on            date,
  reason              text not null default '',
  last_name           text collate "ru-x-icu",
  previous_last_name  text collate "ru-x-icu",
  unique (order_id, student_id)
);
comment on table movement_order_line is 'Пункты приказов о движении: один обучающийся — один пункт приказа';
comment on column movement_order_line.id is 'Номер';
comment on column movement_order_line.order_id is 'Приказ';
comment on column movement_order_line.student_id is 'Обучающийся';
comment on column movement_order_line.study_group_id is 'Группа, в которую зачислен, переведён или восстановлен';
comment on column movement_order_line.from_group_id is 'Группа, в которой числился; записывается при подписании';
comment on column movement_order_line.effective_on is 'С какого дня действует: первый день в новой группе или первый день, когда уже не числится';
comment on column movement_order_line.until_on is 'Последний день академического отпуска; пусто, если не назван';
comment on column movement_order_line.reason is 'Причина';
comment on column movement_order_line.last_name is 'Новая фамилия';
comment on column movement_order_line.previous_last_name is 'Прежняя фамилия; записывается при подписании';
create index movement_order_line_of_student on movement_order_line (student_id);
create index movement_order_line_of_group on movement_order_line (study_group_id);
create index movement_order_line_from_group on movement_order_line (from_group_id);
create index enrolment_of_since_order on enrolment (since_order_id);
create index enrolment_of_until_order on enrolment (until_order_id);
