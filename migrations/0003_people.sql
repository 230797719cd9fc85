create table person (
  id           bigint generated always as identity primary key,
  last_name    text collate "ru-x-icu" not null,
  first_name   text collate "ru-x-icu" not null,
  middle_name  text collate "ru-x-icu" not null default '',
  sex          text check (sex in ('male', 'female')),
  born_on      date
);
comment on table person is 'Физические лица: один человек может быть сотрудником, обучающимся и родителем';
comment on column person.id is 'Номер';
comment on column person.last_name is 'Фамилия';
comment on column person.first_name is 'Имя';
comment on column person.middle_name is 'Отчество, пусто если нет';
comment on column person.sex is 'Пол';
comment on column person.born_on is 'Дата рождения';
create index person_by_name on person (last_name, first_name, middle_name);

create table staff_member (
  id            bigint generated always as identity primary key,
  person_id     bigint not null unique references person,
  post          text not null default '',
  department_id bigint references department,
  dismissed_on  date
);
comment on table staff_member is 'Сотрудники';
comment on column staff_member.id is 'Номер';
comment on column staff_member.person_id is 'Лицо';
comment on column staff_member.post is 'Должность';
comment on column staff_member.department_id is 'Отделение';
comment on column staff_member.dismissed_on is 'Последний рабочий день; пусто, если работает';

create table student (
  id             bigint generated always as identity primary key,
  person_id      bigint not null unique references person,
  record_number  text unique
);
comment on table student is 'Обучающиеся';
comment on column student.id is 'Номер';
comment on column student.person_id is 'Лицо';
comment on column student.record_number is 'Номер по поименной книге';

create table guardian (
  person_id   bigint not null references person,
  student_id  bigint not null references student,
  kinship     text not null default 'законный представитель',
  since       date not null,
  until       date,
  primary key (person_id, student_id)
);
comment on table guardian is 'Родители и законные представители обучающихся';
comment on column guardian.person_id is 'Лицо родителя';
comment on column guardian.student_id is 'Обучающийся';
comment on column guardian.kinship is 'Кем приходится: мать, отец, опекун';
comment on column guardian.since is 'С какого дня';
comment on column guardian.until is 'По какой день связь действует; пусто, если действует';
create index guardian_of_student on guardian (student_id);
