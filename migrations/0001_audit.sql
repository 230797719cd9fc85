create table audit_entry (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default now(),
  account_id   bigint,
  actor_name   text not null,
  deed         text not null,
  object_kind  text not null,
  object_id    bigint,
  about_id     bigint,
  before       jsonb,
  after        jsonb,
  address      inet,
  request      text
);
comment on table audit_entry is 'Журнал действий: кто, когда, откуда, что было и что стало; только пополняется (R1 9.4)';
comment on column audit_entry.id is 'Номер записи';
comment on column audit_entry.at is 'Когда';
comment on column audit_entry.account_id is 'Учётная запись; пусто у действий системы';
comment on column audit_entry.actor_name is 'Имя того, кто действовал, как оно было в этот день';
comment on column audit_entry.deed is 'Действие: mark.given, lesson.kept, printout.ordered …';
comment on column audit_entry.object_kind is 'Вид предмета: lesson, course, printout …';
comment on column audit_entry.object_id is 'Номер предмета';
comment on column audit_entry.about_id is 'Лицо, о котором запись (person)';
comment on column audit_entry.before is 'Что было';
comment on column audit_entry.after is 'Что стало';
comment on column audit_entry.address is 'Откуда';
comment on column audit_entry.request is 'Номер запроса для журнала работы';
create index audit_entry_of_object on audit_entry (object_kind, object_id, about_id, id);
create index audit_entry_of_account on audit_entry (account_id, id);
create index audit_entry_about on audit_entry (about_id, id);
create index audit_entry_at on audit_entry using brin (at);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'Записи журнала действий не изменяются и не удаляются';
end $$;
create trigger audit_entry_stands before update or delete on audit_entry
  for each row execute function refuse_audit_change();
create trigger audit_entry_stays before truncate on audit_entry
  for each statement execute function refuse_audit_change();
