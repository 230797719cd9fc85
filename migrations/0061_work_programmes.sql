create table work_programme (
  id                  bigint generated always as identity primary key,
  curriculum_item_id  bigint not null references curriculum_item,
  version             integer not null check (version > 0),
  state               text not null default 'submitted' check (state in ('submitted', 'returned', 'approved')),
  file_name           text not null,
  kind                text not null check (kind in ('pdf', 'docx')),
  content             bytea not null,
  bytes               integer not null check (bytes between 1 and 20000000),
  sha256              text not null check (length(sha256) = 64),
  brought_at          timestamptz not null default now(),
  brought_by          text not null,
  brought_by_account  bigint references account,
  decided_at          timestamptz,
  decided_by          text not null default '',
  remark              text not null default '',
  unique (curriculum_item_id, version),
  check ((state = 'submitted') = (decided_at is null))
);
comment on table work_programme is 'Рабочие программы: файлы строк учебного плана и их утверждение (R1 5.6, R4 3.5.1)';
comment on column work_programme.id is 'Номер';
comment on column work_programme.curriculum_item_id is 'Строка учебного плана';
comment on column work_programme.version is 'Редакция по счёту';
comment on column work_programme.state is 'На утверждении, возвращена с замечаниями, утверждена';
comment on column work_programme.file_name is 'Имя файла';
comment on column work_programme.kind is 'Вид, узнанный по содержимому';
comment on column work_programme.content is 'Файл';
comment on column work_programme.bytes is 'Размер в байтах';
comment on column work_programme.sha256 is 'Отпечаток SHA-256';
comment on column work_programme.brought_at is 'Когда загружена';
comment on column work_programme.brought_by is 'Кто загрузил: фамилия и инициалы';
comment on column work_programme.brought_by_account is 'Учётная запись загрузившего: он может забрать файл до решения';
comment on column work_programme.decided_at is 'Когда утверждена или возвращена';
comment on column work_programme.decided_by is 'Кто утвердил или вернул';
comment on column work_programme.remark is 'Замечания';
create index work_programme_submitted on work_programme (id) where state = 'submitted';
