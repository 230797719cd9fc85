alter table college_profile
  add column address          text not null default '',
  add column phone            text not null default '',
  add column email            text not null default '',
  add column licence_number   text not null default '',
  add column licence_on       date,
  add column licence_issuer   text not null default '',
  add column director_post    text not null default 'Директор',
  add column version          integer not null default 1;
comment on column college_profile.address is 'Юридический адрес';
comment on column college_profile.phone is 'Телефон';
comment on column college_profile.email is 'Адрес электронной почты';
comment on column college_profile.licence_number is 'Номер лицензии на образовательную деятельность';
comment on column college_profile.licence_on is 'День выдачи лицензии';
comment on column college_profile.licence_issuer is 'Кем выдана лицензия';
comment on column college_profile.director_post is 'Должность руководителя, как в подписях: директор, и. о. директора';
comment on column college_profile.version is 'Сколько раз профиль сохраняли: второй из двух правящих узнаёт, что его опередили';

create table signature (
  code  text primary key check (code in ('deputy', 'practice_deputy', 'head_of_studies', 'practice_master', 'methodist', 'registrar',
          'archivist')),
  post  text not null,
  name  text not null default ''
);
comment on table signature is 'Подписи под печатными формами, кроме руководителя: кто за какую часть отвечает';
comment on column signature.code is 'За что отвечает: учебная работа, практика, учебная часть …';
comment on column signature.post is 'Должность, как в подписи';
comment on column signature.name is 'И.О. Фамилия; пусто, если подписывают от руки';

alter table room
  add column building  text not null default '',
  add column capacity  smallint check (capacity between 1 and 2000);
comment on column room.building is 'Корпус или адрес; пусто, если он один';
comment on column room.capacity is 'Сколько мест; пусто, если не важно';
create index timetable_entry_of_room on timetable_entry (room_id) where room_id is not null;

create table working_day (
  held_on          date primary key,
  follows_weekday  smallint not null check (follows_weekday between 1 and 7),
  name             text not null default ''
);
comment on table working_day is 'Учебные дни не по своему дню недели: рабочая суббота «за понедельник» и перенос занятий (R4 3.3.2)';
comment on column working_day.held_on is 'День';
comment on column working_day.follows_weekday is 'По расписанию и звонкам какого дня недели идут занятия, 1 — понедельник';
comment on column working_day.name is 'Основание';
