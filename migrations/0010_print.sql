create table printout (
  id           bigint generated always as identity primary key,
  kind         text not null,
  title        text not null,
  parameters   jsonb not null,
  state        text not null default 'queued' check (state in ('queued', 'printing', 'done', 'failed', 'cancelled')),
  done_pieces  integer not null default 0,
  all_pieces   integer not null default 0,
  done_pages   integer not null default 0,
  failure      text not null default '',
  attempts     smallint not null default 0,
  study_group_id bigint,
  ordered_by   bigint not null references account,
  ordered_at   timestamptz not null default now(),
  finished_at  timestamptz
);
comment on table printout is 'Заказы на печать';
comment on column printout.id is 'Номер';
comment on column printout.kind is 'Что печатается: journal — распечатка классного журнала, sheet — сводная ведомость';
comment on column printout.title is 'Название для человека';
comment on column printout.parameters is 'Параметры формы заказа';
comment on column printout.state is 'Состояние: в очереди, печатается, готов, не вышло, отменён';
comment on column printout.done_pieces is 'Сколько частей готово';
comment on column printout.all_pieces is 'Сколько частей всего';
comment on column printout.done_pages is 'Сколько страниц готово';
comment on column printout.failure is 'Почему не вышло, словами для человека';
comment on column printout.attempts is 'Сколько раз брались';
comment on column printout.study_group_id is 'Группа, по которой решается, кому виден заказ';
comment on column printout.ordered_by is 'Кто заказал';
comment on column printout.ordered_at is 'Когда заказал';
comment on column printout.finished_at is 'Когда закончено';
create index printout_by_time on printout (ordered_at desc);

create table printed_file (
  printout_id  bigint primary key references printout,
  file_name    text not null,
  content      bytea not null,
  bytes        integer not null check (bytes > 0),
  pages        integer not null check (pages > 0),
  sha256       text not null check (length(sha256) = 64),
  made_at      timestamptz not null default now()
);
comment on table printed_file is 'Готовые файлы PDF: появляются вместе с состоянием «готов», поэтому ни пустых, ни двойных не бывает';
comment on column printed_file.printout_id is 'Заказ';
comment on column printed_file.file_name is 'Имя файла при скачивании';
comment on column printed_file.content is 'PDF';
comment on column printed_file.bytes is 'Размер в байтах';
comment on column printed_file.pages is 'Страниц';
comment on column printed_file.sha256 is 'Отпечаток SHA-256';
comment on column printed_file.made_at is 'Когда готов';
