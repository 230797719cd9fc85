create table import_draft (
  id          bigint generated always as identity primary key,
  kind        text not null check (kind in ('curriculum')),
  account_id  bigint not null references account,
  file_name   text not null,
  content     bytea not null,
  created_at  timestamptz not null default now()
);
comment on table import_draft is 'Принесённые файлы, которые ждут подтверждения; до него из них ничего не загружено';
comment on column import_draft.id is 'Номер';
comment on column import_draft.kind is 'Что загружается: учебный план';
comment on column import_draft.account_id is 'Кто принёс: только он видит и подтверждает';
comment on column import_draft.file_name is 'Имя файла';
comment on column import_draft.content is 'Содержимое файла';
comment on column import_draft.created_at is 'Когда принесён; через сутки удаляется';
create index import_draft_of_account on import_draft (account_id, created_at);
