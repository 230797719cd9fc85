create extension if not exists btree_gist with schema public;

create table specialty (
  id    bigint generated always as identity primary key,
  code  text not null unique,
  name  text not null
);
comment on table specialty is 'Специальности и профессии (приказ Минпросвещения № 336)';
comment on column specialty.id is 'Номер';
comment on column specialty.code is 'Код: 09.02.07';
comment on column specialty.name is 'Наименование';

create table study_group (
  id             bigint generated always as identity primary key,
  name           text collate "ru-x-icu" not null,
  department_id  bigint not null references department,
  specialty_id   bigint not null references specialty,
  curriculum_id  bigint,
  entry_year     smallint not null check (entry_year between 1990 and 2100),
  study_form     text not null default 'очная',
  disbanded_on   date
);
comment on table study_group is 'Учебные группы; курс следует из года набора';
comment on column study_group.id is 'Номер';
comment on column study_group.name is 'Название сейчас';
comment on column study_group.department_id is 'Отделение';
comment on column study_group.specialty_id is 'Специальность';
comment on column study_group.curriculum_id is 'Учебный план группы';
comment on column study_group.entry_year is 'Год набора: курс = год начала учебного года − год набора + 1';
comment on column study_group.study_form is 'Форма обучения';
comment on column study_group.disbanded_on is 'Последний день группы; пусто, если учится';
create unique index study_group_by_name on study_group (lower(replace(replace(name, ' ', ''), '-', ''))) where disbanded_on is null;

create table study_group_name (
  study_group_id  bigint not null references study_group,
  name            text not null,
  since           date not null,
  primary key (study_group_id, since)
);
comment on table study_group_name is 'История названий группы: название действует с дня до следующего';
comment on column study_group_name.study_group_id is 'Группа';
comment on column study_group_name.name is 'Название';
comment on column study_group_name.since is 'С какого дня';

create table curatorship (
  study_group_id   bigint not null references study_group,
  staff_member_id  bigint not null references staff_member,
  since            date not null,
  until            date,
  primary key (study_group_id, staff_member_id, since)
);
comment on table curatorship is 'Классные руководители (кураторы) групп';
comment on column curatorship.study_group_id is 'Группа';
comment on column curatorship.staff_member_id is 'Куратор';
comment on column curatorship.since is 'С какого дня';
comment on column curatorship.until is 'По какой день включительно; пусто, если бессрочно';
create index curatorship_of_staff_member on curatorship (staff_member_id);

create table movement_order (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('enrolment', 'transfer', 'expulsion', 'academic_leave', 'reinstatement', 'graduation',
                  'surname_change', 'promotion')),
  number        text not null,
  signed_on     date not null,
  state         text not null default 'draft' check (state in ('draft', 'signed', 'cancelled')),
  cancelled_by  bigint references movement_order,
  unique (number, signed_on)
);
comment on table movement_order is 'Приказы о движении контингента (R4 3.3.5); не удаляются';
comment on column movement_order.id is 'Номер';
comment on column movement_order.kind is 'Вид приказа';
comment on column movement_order.number is 'Номер приказа';
comment on column movement_order.signed_on is 'Дата приказа';
comment on column movement_order.state is 'Проект, подписан или отменён';
comment on column movement_order.cancelled_by is 'Приказ, которым отменён';

create table enrolment (
  id                 bigint generated always as identity primary key,
  student_id         bigint not null references student,
  study_group_id     bigint not null references study_group,
  since              date not null,
  until              date,
  since_order_id     bigint references movement_order,
  until_order_id     bigint references movement_order,
  check (until is null or until >= since),
  exclude using gist (student_id with =, daterange(since, until, '[]') with &&)
);
comment on table enrolment is 'Зачисление в группу: обучающийся числится в одной группе с дня по день';
comment on column enrolment.id is 'Номер';
comment on column enrolment.student_id is 'Обучающийся';
comment on column enrolment.study_group_id is 'Группа';
comment on column enrolment.since is 'С какого дня';
comment on column enrolment.until is 'По какой день включительно; пусто, если числится';
comment on column enrolment.since_order_id is 'Приказ, которым зачислен или переведён сюда';
comment on column enrolment.until_order_id is 'Приказ, которым выбыл отсюда';
create index enrolment_of_study_group on enrolment (study_group_id, since);
create index enrolment_of_student on enrolment (student_id, since);

create table subgroup (
  id              bigint generated always as identity primary key,
  study_group_id  bigint not null references study_group,
  division        text not null,
  number          smallint not null check (number between 1 and 9),
  unique (study_group_id, division, number)
);
comment on table subgroup is 'Подгруппы: у группы может быть несколько делений, и они могут пересекаться (R0 3.7)';
comment on column subgroup.id is 'Номер';
comment on column subgroup.study_group_id is 'Группа';
comment on column subgroup.division is 'Чем делится: иностранный язык, лабораторные';
comment on column subgroup.number is 'Номер подгруппы';

create table subgroup_member (
  subgroup_id  bigint not null references subgroup,
  student_id   bigint not null references student,
  since        date not null,
  until        date,
  primary key (subgroup_id, student_id, since),
  check (until is null or until >= since)
);
comment on table subgroup_member is 'Кто в подгруппе с дня по день';
comment on column subgroup_member.subgroup_id is 'Подгруппа';
comment on column subgroup_member.student_id is 'Обучающийся';
comment on column subgroup_member.since is 'С какого дня';
comment on column subgroup_member.until is 'По какой день включительно; пусто, если и сейчас';
