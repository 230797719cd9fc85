create table college_profile (
  only_one        boolean primary key default true check (only_one),
  full_name       text not null,
  short_name      text not null,
  founder         text not null default '',
  city            text not null default '',
  director_name   text not null default '',
  system_name     text not null default 'Электронный журнал',
  time_zone       text not null default 'Europe/Moscow'
);
comment on table college_profile is 'Профиль учреждения (R4 3.3.1), одна строка';
comment on column college_profile.only_one is 'Строка одна';
comment on column college_profile.full_name is 'Полное наименование по уставу';
comment on column college_profile.short_name is 'Краткое наименование';
comment on column college_profile.founder is 'Учредитель, как на титульном листе';
comment on column college_profile.city is 'Город';
comment on column college_profile.director_name is 'Директор: И.О. Фамилия, как в подписях';
comment on column college_profile.system_name is 'Название системы в подстрочнике печатных форм';
comment on column college_profile.time_zone is 'Часовой пояс учреждения (IANA)';

create table setting (
  name   text primary key,
  value  jsonb not null
);
comment on table setting is 'Настройки, которыми локальные акты учреждений различаются';
comment on column setting.name is 'Имя настройки: record_within_days …';
comment on column setting.value is 'Значение';

create table department (
  id          bigint generated always as identity primary key,
  name        text not null unique,
  short_name  text not null
);
comment on table department is 'Отделения';
comment on column department.id is 'Номер';
comment on column department.name is 'Наименование';
comment on column department.short_name is 'Краткое наименование';

create table room (
  id       bigint generated always as identity primary key,
  name     text not null unique,
  purpose  text not null default ''
);
comment on table room is 'Кабинеты и аудитории';
comment on column room.id is 'Номер';
comment on column room.name is 'Обозначение на двери';
comment on column room.purpose is 'Назначение: кабинет, лаборатория, зал, мастерская';

create table bell (
  weekday      smallint not null check (weekday between 1 and 7),
  pair_number  smallint not null check (pair_number between 1 and 10),
  starts_at    time not null,
  ends_at      time not null,
  primary key (weekday, pair_number),
  check (starts_at < ends_at)
);
comment on table bell is 'Звонки: время пар по дням недели';
comment on column bell.weekday is 'День недели, 1 — понедельник';
comment on column bell.pair_number is 'Номер пары';
comment on column bell.starts_at is 'Начало';
comment on column bell.ends_at is 'Конец';

create table academic_year (
  id         bigint generated always as identity primary key,
  starts_on  date not null unique,
  ends_on    date not null,
  closed_at  timestamptz,
  check (starts_on < ends_on)
);
comment on table academic_year is 'Учебные годы';
comment on column academic_year.id is 'Номер';
comment on column academic_year.starts_on is 'Первый день, обычно 1 сентября';
comment on column academic_year.ends_on is 'Последний день';
comment on column academic_year.closed_at is 'Когда год закрыт; пусто, если открыт';

create table term (
  id                bigint generated always as identity primary key,
  academic_year_id  bigint not null references academic_year,
  number            smallint not null check (number between 1 and 4),
  name              text not null,
  starts_on         date not null,
  ends_on           date not null,
  closed_at         timestamptz,
  unique (academic_year_id, number),
  check (starts_on < ends_on)
);
comment on table term is 'Учебные периоды, за которые выставляют итоговые оценки';
comment on column term.id is 'Номер';
comment on column term.academic_year_id is 'Учебный год';
comment on column term.number is 'Номер периода в году: 1 или 2 у семестров';
comment on column term.name is 'Название: 1 семестр';
comment on column term.starts_on is 'Первый день';
comment on column term.ends_on is 'Последний день: срок итоговых оценок (R1 6.9)';
comment on column term.closed_at is 'Когда период закрыт для изменений (R1 2.1); пусто, если открыт';

create table day_off (
  held_on  date primary key,
  name     text not null
);
comment on table day_off is 'Нерабочие праздничные дни и перенесённые выходные';
comment on column day_off.held_on is 'День';
comment on column day_off.name is 'Праздник или основание переноса';
