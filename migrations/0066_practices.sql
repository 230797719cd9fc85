create table practice (
  course_id   bigint primary key references course on delete cascade,
  starts_on   date,
  ends_on     date,
  is_spread   boolean not null default false,
  check (starts_on <= ends_on)
);
comment on table practice is 'Практики: сроки и порядок прохождения; часы и содержание по дням — занятия журнала (R0 2.10, R1 12)';
comment on column practice.course_id is 'Журнал практики группы';
comment on column practice.starts_on is 'Первый день практики; пусто, если сроки не назначены';
comment on column practice.ends_on is 'Последний день практики';
comment on column practice.is_spread is 'Рассредоточенная: по дням среди занятий; иначе концентрированная, подряд';

create table practice_place (
  id                bigint generated always as identity primary key,
  course_id         bigint not null references practice on delete cascade,
  is_own            boolean not null default false,
  organisation      text not null check (organisation <> ''),
  address           text not null default '',
  contract_number   text not null default '',
  contract_on       date,
  supervisor_name   text not null default '',
  supervisor_post   text not null default '',
  supervisor_phone  text not null default '',
  unique (course_id, id)
);
comment on table practice_place is 'Базы практики: организации, в которые направлена группа';
comment on column practice_place.id is 'Номер';
comment on column practice_place.course_id is 'Журнал практики группы';
comment on column practice_place.is_own is 'База самого учреждения (мастерская, лаборатория): договор не нужен';
comment on column practice_place.organisation is 'Организация или мастерская';
comment on column practice_place.address is 'Адрес';
comment on column practice_place.contract_number is 'Номер договора; пусто, если не заключён';
comment on column practice_place.contract_on is 'День договора';
comment on column practice_place.supervisor_name is 'Руководитель практики от организации: фамилия, имя, отчество';
comment on column practice_place.supervisor_post is 'Его должность';
comment on column practice_place.supervisor_phone is 'Его телефон';

create table practice_student (
  course_id          bigint not null references practice on delete cascade,
  student_id         bigint not null references student,
  practice_place_id  bigint,
  sheet_handed_on    date,
  primary key (course_id, student_id),
  foreign key (course_id, practice_place_id) references practice_place (course_id, id)
);
comment on table practice_student is 'Кто куда направлен на практику и сдан ли аттестационный лист';
comment on column practice_student.course_id is 'Журнал практики группы';
comment on column practice_student.student_id is 'Обучающийся';
comment on column practice_student.practice_place_id is 'База практики; пусто, если не направлен';
comment on column practice_student.sheet_handed_on is 'Когда сдан аттестационный лист; пусто, если не сдан';
create index practice_student_of_place on practice_student (practice_place_id);
create index practice_student_of_student on practice_student (student_id);
