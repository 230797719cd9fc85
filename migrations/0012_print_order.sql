alter table printout
  add column file_name text not null default '',
  add column faults    smallint not null default 0;
comment on column printout.file_name is 'Имя, под которым файл скачают';
comment on column printout.faults is 'Сколько раз печать кончилась ошибкой; прерванная печать ошибкой не считается';

create index printout_unfinished on printout (id) where state in ('queued', 'printing');
create index printout_of_account on printout (ordered_by, ordered_at desc);
