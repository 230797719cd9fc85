create table college (
  id         bigint generated always as identity primary key,
  schema     text not null unique,
  name       text not null,
  host_names text[] not null default '{}'
);
comment on table college is 'Учреждения этой установки';
comment on column college.id is 'Номер';
comment on column college.schema is 'Схема базы данных, в которой лежит учреждение';
comment on column college.name is 'Краткое наименование';
comment on column college.host_names is 'Имена узлов, по которым узнаётся учреждение; пусто, если оно одно';
