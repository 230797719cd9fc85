alter table lesson_plan
  add column state       text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'approved')),
  add column version     integer not null default 1,
  add column changed_at  timestamptz not null default now(),
  add column changed_by  bigint references account;
comment on column lesson_plan.state is 'Черновик, на утверждении, возвращён с замечаниями, утверждён';
comment on column lesson_plan.version is 'Сколько раз менялся: по нему видно, что план изменил кто-то другой';
comment on column lesson_plan.changed_at is 'Когда изменён последний раз';
comment on column lesson_plan.changed_by is 'Кто изменил последним';

alter table lesson_plan_topic
  add column section      text not null default '',
  add column visual_aids  text not null default '',
  add column note         text not null default '',
  add column planned_on   date;
comment on column lesson_plan_topic.section is 'Раздел, к которому относится тема';
comment on column lesson_plan_topic.visual_aids is 'Наглядные пособия, материалы';
comment on column lesson_plan_topic.note is 'Примечание';
comment on column lesson_plan_topic.planned_on is 'Календарный срок, если он записан в самом плане';

-- Rows change places in one statement, so their numbers are compared at its end.
alter table lesson_plan_topic drop constraint lesson_plan_topic_lesson_plan_id_position_key;
alter table lesson_plan_topic add constraint lesson_plan_topic_lesson_plan_id_position_key
  unique (lesson_plan_id, position) deferrable initially immediate;

-- A lesson keeps its own words when the topic it was taken from leaves the plan.
alter table lesson drop constraint lesson_lesson_plan_topic_id_fkey;
alter table lesson add foreign key (lesson_plan_topic_id) references lesson_plan_topic on delete set null;
create index lesson_of_lesson_plan_topic on lesson (lesson_plan_topic_id);
create index course_of_lesson_plan on course (lesson_plan_id);
create index lesson_plan_of_curriculum_item on lesson_plan (curriculum_item_id, semester);
create index lesson_plan_submitted on lesson_plan (id) where state = 'submitted';

create table lesson_plan_step (
  id              bigint generated always as identity primary key,
  lesson_plan_id  bigint not null references lesson_plan on delete cascade,
  state           text not null check (state in ('draft', 'submitted', 'returned', 'approved')),
  made_at         timestamptz not null default now(),
  made_by         text not null default '',
  remark          text not null default ''
);
comment on table lesson_plan_step is 'Путь КТП: отправлен, возвращён с замечаниями, утверждён, открыт для изменения';
comment on column lesson_plan_step.id is 'Номер';
comment on column lesson_plan_step.lesson_plan_id is 'КТП';
comment on column lesson_plan_step.state is 'Каким стал';
comment on column lesson_plan_step.made_at is 'Когда';
comment on column lesson_plan_step.made_by is 'Кто: фамилия и инициалы';
comment on column lesson_plan_step.remark is 'Замечание или причина';
create index lesson_plan_step_of_lesson_plan on lesson_plan_step (lesson_plan_id, id);

insert into lesson_plan_step (lesson_plan_id, state, made_at) select id, 'approved', approved_at from lesson_plan where approved_at is not null;
update lesson_plan set state = 'approved' where approved_at is not null;
alter table lesson_plan drop column approved_at;

create table lesson_plan_import (
  id              bigint generated always as identity primary key,
  lesson_plan_id  bigint not null references lesson_plan on delete cascade,
  account_id      bigint not null references account,
  file_name       text not null,
  sheets          jsonb not null,
  created_at      timestamptz not null default now()
);
comment on table lesson_plan_import is 'Таблицы тем, принесённые для КТП, пока их не подтвердили; через сутки удаляются';
comment on column lesson_plan_import.id is 'Номер';
comment on column lesson_plan_import.lesson_plan_id is 'В какой КТП';
comment on column lesson_plan_import.account_id is 'Кто принёс: только он видит и подтверждает';
comment on column lesson_plan_import.file_name is 'Имя файла';
comment on column lesson_plan_import.sheets is 'Листы: название и строки с их номерами';
comment on column lesson_plan_import.created_at is 'Когда принесена';
create index lesson_plan_import_of_lesson_plan on lesson_plan_import (lesson_plan_id);
create index lesson_plan_import_of_account on lesson_plan_import (account_id, created_at);
