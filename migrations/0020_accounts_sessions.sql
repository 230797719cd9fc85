-- Сеансы видит тот, чьи они: когда и откуда начаты, когда были в деле, заперты ли (R0 2.13, R1 9.3).
alter table session
  add column number     bigint generated always as identity unique,
  add column began_at   timestamptz not null default now(),
  add column seen_at    timestamptz not null default now(),
  add column locked_at  timestamptz,
  add column address    inet,
  add column browser    text not null default '';
comment on column session.number is 'Номер, которым сеанс называют на страницах вместо опознавателя';
comment on column session.began_at is 'Когда вошли';
comment on column session.seen_at is 'Когда сеанс был в деле; пишется не чаще раза в минуту';
comment on column session.locked_at is 'Когда заперт: пароль спросят снова; пусто, если открыт';
comment on column session.address is 'Откуда вошли';
comment on column session.browser is 'Браузер: Chrome, Firefox …';

alter table account add column issued_at timestamptz, add column issued_by bigint references account;
comment on column account.issued_at is 'Когда в последний раз выдан одноразовый пароль';
comment on column account.issued_by is 'Кем он выдан';

-- Поиск по журналу действий и участие по неделям (R3 8.1).
create index audit_entry_of_deed on audit_entry (deed, id);
create index audit_entry_of_sign_ins on audit_entry (at, account_id) where deed = 'session.begun';
