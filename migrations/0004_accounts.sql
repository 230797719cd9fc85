create table account (
  id                     bigint generated always as identity primary key,
  person_id              bigint unique references person,
  login                  text not null unique check (login = lower(login)),
  password_hash          text not null,
  password_is_temporary  boolean not null default false,
  blocked_at             timestamptz,
  last_signed_in_at      timestamptz,
  created_at             timestamptz not null default now()
);
comment on table account is 'Учётные записи';
comment on column account.id is 'Номер';
comment on column account.person_id is 'Лицо; пусто у органа управления образованием';
comment on column account.login is 'Логин строчными буквами';
comment on column account.password_hash is 'Хеш пароля argon2id';
comment on column account.password_is_temporary is 'Пароль одноразовый и должен быть сменён при входе';
comment on column account.blocked_at is 'Когда вход закрыт; пусто, если открыт';
comment on column account.last_signed_in_at is 'Последний вход';
comment on column account.created_at is 'Когда заведена';

create table role_grant (
  id             bigint generated always as identity primary key,
  account_id     bigint not null references account,
  role           text not null check (role in ('administrator', 'director', 'deputy', 'head', 'methodist', 'registrar', 'hr',
                   'curator', 'teacher', 'student', 'parent', 'authority')),
  department_id  bigint references department,
  order_number   text not null default '',
  since          date not null,
  until          date,
  check (until is null or until >= since),
  check (role <> 'head' or department_id is not null)
);
comment on table role_grant is 'Роли, выданные учётным записям приказом (R0 2.11–2.12)';
comment on column role_grant.id is 'Номер';
comment on column role_grant.account_id is 'Учётная запись';
comment on column role_grant.role is 'Роль';
comment on column role_grant.department_id is 'Отделение заведующего';
comment on column role_grant.order_number is 'Номер приказа';
comment on column role_grant.since is 'С какого дня';
comment on column role_grant.until is 'По какой день включительно; пусто, если бессрочно';
create index role_grant_of_account on role_grant (account_id);

create table session (
  id          text primary key,
  account_id  bigint references account on delete cascade,
  content     jsonb not null,
  expires_at  timestamptz not null
);
comment on table session is 'Сеансы';
comment on column session.id is 'Опознаватель из cookie';
comment on column session.account_id is 'Кто вошёл; пусто до входа';
comment on column session.content is 'Содержимое сеанса';
comment on column session.expires_at is 'Когда кончается';
create index session_by_expiry on session (expires_at);
create index session_of_account on session (account_id);

create table failed_sign_in (
  login    text not null,
  address  inet not null,
  at       timestamptz not null default now()
);
comment on table failed_sign_in is 'Неудачные входы, чтобы замедлить подбор пароля';
comment on column failed_sign_in.login is 'Введённый логин';
comment on column failed_sign_in.address is 'Откуда';
comment on column failed_sign_in.at is 'Когда';
create index failed_sign_in_of_login on failed_sign_in (login, at);
create index failed_sign_in_of_address on failed_sign_in (address, at);
