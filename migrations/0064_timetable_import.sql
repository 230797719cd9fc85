-- Загрузка расписания: до подтверждения ничего не записано, после — видно, какие занятия появились, изменились и исчезли.
create table timetable_import (
  id            bigint generated always as identity primary key,
  account_id    bigint not null references account,
  file_name     text not null,
  state         text not null default 'preview' check (state in ('preview', 'queued', 'writing', 'done', 'failed', 'undone')),
  written       jsonb,
  answers       jsonb not null default '{}',
  digest        text not null default '',
  counts        jsonb not null default '{}',
  steps_done    smallint not null default 0,
  steps_all     smallint not null default 0,
  refusal       text not null default '',
  created_at    timestamptz not null default now(),
  confirmed_at  timestamptz,
  finished_at   timestamptz,
  undone_at     timestamptz
);
comment on table timetable_import is 'Загрузки расписания из файлов';
comment on column timetable_import.id is 'Номер';
comment on column timetable_import.account_id is 'Кто загружает';
comment on column timetable_import.file_name is 'Имя файла';
comment on column timetable_import.state is 'Просмотр, в очереди, записывается, загружено, не удалось, отменено';
comment on column timetable_import.written is 'Что прочитано из файла: занятия с их местами; после загрузки не хранится';
comment on column timetable_import.answers is 'Ответы человека: верные дни, с какого по какой день, кто есть кто';
comment on column timetable_import.digest is 'Отпечаток того, что показано: если с тех пор данные изменились, загрузка не начинается';
comment on column timetable_import.counts is 'Сколько занятий новых, изменённых, прежних, убранных, не вошедших';
comment on column timetable_import.steps_done is 'Сколько шагов записи сделано';
comment on column timetable_import.steps_all is 'Сколько шагов записи всего';
comment on column timetable_import.refusal is 'Почему не загружено';
comment on column timetable_import.created_at is 'Когда принесён файл; неподтверждённый удаляется через сутки';
comment on column timetable_import.confirmed_at is 'Когда подтверждена';
comment on column timetable_import.finished_at is 'Когда закончена';
comment on column timetable_import.undone_at is 'Когда отменена';
create index timetable_import_by_day on timetable_import (created_at desc);
create index timetable_import_of_account on timetable_import (account_id);

create table timetable_import_effect (
  timetable_import_id  bigint not null references timetable_import on delete cascade,
  position             integer not null,
  before               jsonb,
  after                jsonb,
  primary key (timetable_import_id, position),
  check (before is not null or after is not null)
);
comment on table timetable_import_effect is 'Что загрузка сделала с занятиями расписания, чтобы её можно было отменить';
comment on column timetable_import_effect.timetable_import_id is 'Загрузка';
comment on column timetable_import_effect.position is 'Порядок';
comment on column timetable_import_effect.before is 'Каким занятие было; пусто, если появилось';
comment on column timetable_import_effect.after is 'Каким занятие стало; пусто, если убрано';

create table timetable_alias (
  kind      text not null check (kind in ('group', 'teacher', 'subject', 'room')),
  scope_id  bigint not null default 0,
  written   text not null,
  means_id  bigint,
  primary key (kind, scope_id, written)
);
comment on table timetable_alias is 'Кто есть кто в чужих файлах расписания: решено однажды, дальше узнаётся само';
comment on column timetable_alias.kind is 'Группа, преподаватель, дисциплина или кабинет';
comment on column timetable_alias.scope_id is 'У дисциплины учебный план, в котором она так названа; у остальных 0';
comment on column timetable_alias.written is 'Как написано, без знаков и различия похожих букв';
comment on column timetable_alias.means_id is 'Номер группы, сотрудника, строки плана или кабинета; пусто, если загружать не нужно';
