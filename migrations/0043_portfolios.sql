create table portfolio_entry (
  id               bigint generated always as identity primary key,
  student_id       bigint references student,
  staff_member_id  bigint references staff_member,
  section          text not null,
  held_on          date not null,
  title            text not null,
  level            text not null default '',
  result           text not null default '',
  link             text not null default '' check (link = '' or link like 'https://%'),
  state            text not null default 'confirmed' check (state in ('waiting', 'confirmed', 'returned')),
  remark           text not null default '',
  changed_on       date not null,
  check (num_nonnulls(student_id, staff_member_id) = 1),
  check (staff_member_id is null or state = 'confirmed')
);
comment on table portfolio_entry is 'Записи портфолио обучающихся (R4 3.6.1) и педагогических работников (R4 3.5.5)';
comment on column portfolio_entry.id is 'Номер';
comment on column portfolio_entry.student_id is 'Обучающийся, если портфолио его';
comment on column portfolio_entry.staff_member_id is 'Сотрудник, если портфолио его';
comment on column portfolio_entry.section is 'Раздел портфолио';
comment on column portfolio_entry.held_on is 'Когда было';
comment on column portfolio_entry.title is 'Что: название';
comment on column portfolio_entry.level is 'Уровень: колледж, город, регион, Россия, международный; пусто, если не применимо';
comment on column portfolio_entry.result is 'Итог: диплом, место, балл';
comment on column portfolio_entry.link is 'Ссылка https';
comment on column portfolio_entry.state is 'Ждёт подтверждения, подтверждена или возвращена куратором; запись сотрудника подтверждения не ждёт';
comment on column portfolio_entry.remark is 'Почему куратор вернул запись';
comment on column portfolio_entry.changed_on is 'День последнего изменения: от него считается напоминание';
create index portfolio_entry_of_student on portfolio_entry (student_id, held_on desc);
create index portfolio_entry_of_staff_member on portfolio_entry (staff_member_id, held_on desc);
create index portfolio_entry_waiting on portfolio_entry (student_id) where state = 'waiting';

create table portfolio_file (
  portfolio_entry_id  bigint primary key references portfolio_entry on delete cascade,
  file_name           text not null,
  kind                text not null check (kind in ('pdf', 'jpg', 'png')),
  content             bytea not null,
  bytes               integer not null check (bytes between 1 and 5000000),
  sha256              text not null check (length(sha256) = 64)
);
comment on table portfolio_file is 'Файлы, приложенные к записям портфолио';
comment on column portfolio_file.portfolio_entry_id is 'Запись';
comment on column portfolio_file.file_name is 'Имя файла';
comment on column portfolio_file.kind is 'Вид, узнанный по содержимому';
comment on column portfolio_file.content is 'Файл';
comment on column portfolio_file.bytes is 'Размер в байтах';
comment on column portfolio_file.sha256 is 'Отпечаток SHA-256';
