create table worker_pulse (
  worker         text primary key,
  seen_at        timestamptz not null default now(),
  browser_works  boolean not null default false
);
comment on table worker_pulse is 'Процессы, которые печатают: по этой таблице видно, что очередь и браузер печати живы';
comment on column worker_pulse.worker is 'Процесс: случайный номер одного запуска';
comment on column worker_pulse.seen_at is 'Когда давал знать о себе';
comment on column worker_pulse.browser_works is 'Браузер печати запускался и работал';
