-- Загрузка списков (R0 3.1): до подтверждения ничего не записано, после — видно, что появилось и что изменилось, чтобы это можно было вернуть.
create table list_import (
  id             bigint generated always as identity primary key,
  list           text not null check (list in ('students', 'staff', 'subjects', 'groups', 'rooms')),
  account_id     bigint not null references account,
  curriculum_id  bigint references curriculum,
  file_name      text not null,
  content        bytea,
  state          text not null default 'columns' check (state in ('columns', 'preview', 'queued', 'writing', 'done', 'failed', 'undone')),
  sheets         jsonb not null,
  sheet          text not null default '',
  header         jsonb not null,
  notices        jsonb not null default '[]',
  chosen         jsonb not null default '{}',
  options        jsonb not null default '{}',
  counts         jsonb not null default '{}',
  digest         text not null default '',
  steps_done     smallint not null default 0,
  steps_all      smallint not null default 0,
  refusal        text not null default '',
  result         jsonb not null default '{}',
  created_at     timestamptz not null default now(),
  confirmed_at   timestamptz,
  finished_at    timestamptz,
  undone_at      timestamptz,
  undone_by      bigint references account
);
comment on table list_import is 'Загрузки списков из файлов';
comment on column list_import.id is 'Номер';
comment on column list_import.list is 'Какой список: обучающиеся, сотрудники, дисциплины, группы, кабинеты';
comment on column list_import.account_id is 'Кто загружает';
comment on column list_import.curriculum_id is 'В какой учебный план загружаются дисциплины';
comment on column list_import.file_name is 'Имя файла';
comment on column list_import.content is 'Содержимое файла; после загрузки не хранится';
comment on column list_import.state is 'Выбор столбцов, просмотр, в очереди, записывается, загружено, не удалось, отменено';
comment on column list_import.sheets is 'Листы файла, на которых что-нибудь есть';
comment on column list_import.sheet is 'Лист, который загружается';
comment on column list_import.header is 'Заголовки столбцов по порядку';
comment on column list_import.notices is 'Что замечено в файле: скрытые строки, кодировка';
comment on column list_import.chosen is 'Какое поле в каком столбце, с нуля';
comment on column list_import.options is 'Приказ о зачислении: оформить ли, номер, дата, с какого дня';
comment on column list_import.counts is 'Сколько строк новых, изменённых, прежних, спорных, с ошибками, пропущенных';
comment on column list_import.digest is 'Отпечаток того, что показано: если с тех пор данные изменились, загрузка не начинается';
comment on column list_import.steps_done is 'Сколько шагов записи сделано';
comment on column list_import.steps_all is 'Сколько шагов записи всего';
comment on column list_import.refusal is 'Почему не загружено или не отменено';
comment on column list_import.result is 'Что получилось: приказ, отменённое';
comment on column list_import.created_at is 'Когда принесён файл; неподтверждённый удаляется через сутки';
comment on column list_import.confirmed_at is 'Когда подтверждена';
comment on column list_import.finished_at is 'Когда закончена';
comment on column list_import.undone_at is 'Когда отменена';
comment on column list_import.undone_by is 'Кто отменил';
create index list_import_of_account on list_import (account_id);
create index list_import_of_curriculum on list_import (curriculum_id);
create index list_import_by_day on list_import (created_at desc);

create table list_import_row (
  import_id  bigint not null references list_import on delete cascade,
  number     integer not null,
  cells      jsonb not null,
  decisions  jsonb not null default '{}',
  state      text not null default '',
  title      text not null default '',
  changes    jsonb not null default '[]',
  faults     jsonb not null default '[]',
  questions  jsonb not null default '[]',
  primary key (import_id, number)
);
comment on table list_import_row is 'Строки загружаемых файлов; после загрузки не хранятся';
comment on column list_import_row.import_id is 'Загрузка';
comment on column list_import_row.number is 'Номер строки в файле';
comment on column list_import_row.cells is 'Ячейки по порядку столбцов';
comment on column list_import_row.decisions is 'Что решил человек: пропустить, тот же человек, другой';
comment on column list_import_row.state is 'Новая, изменится, без изменений, спорная, с ошибкой, пропущена';
comment on column list_import_row.title is 'О ком или о чём строка';
comment on column list_import_row.changes is 'Что изменится: поле, было, станет';
comment on column list_import_row.faults is 'Ошибки: где и что нужно';
comment on column list_import_row.questions is 'Что надо решить и из чего выбрать';
create index list_import_row_of_state on list_import_row (import_id, state, number);

create table list_import_effect (
  import_id   bigint not null references list_import on delete cascade,
  position    integer not null,
  table_name  text not null,
  row_key     jsonb not null,
  before      jsonb,
  after       jsonb,
  primary key (import_id, position)
);
comment on table list_import_effect is 'Что записала загрузка, чтобы её можно было отменить';
comment on column list_import_effect.import_id is 'Загрузка';
comment on column list_import_effect.position is 'Порядок записи';
comment on column list_import_effect.table_name is 'Таблица';
comment on column list_import_effect.row_key is 'Ключ строки таблицы';
comment on column list_import_effect.before is 'Какими поля были; пусто, если строка появилась';
comment on column list_import_effect.after is 'Какими поля стали';
create index list_import_effect_of_table on list_import_effect (import_id, table_name);

create table list_header (
  list    text not null,
  header  text not null,
  field   text not null,
  primary key (list, header)
);
comment on table list_header is 'Какой заголовок столбца что значил в прошлый раз';
comment on column list_header.list is 'Список';
comment on column list_header.header is 'Заголовок без знаков, строчными буквами';
comment on column list_header.field is 'Поле';
