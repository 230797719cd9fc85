-- Согласия на обработку персональных данных: отдельный документ с текстом, который подписан (152-ФЗ ст. 9; R3 7.3).
create table consent_text (
  id       bigint generated always as identity primary key,
  kind     text not null,
  version  smallint not null,
  since    date not null,
  body     text not null check (body <> ''),
  unique (kind, version)
);
comment on table consent_text is 'Тексты согласий по редакциям: подписанная редакция не меняется';
comment on column consent_text.id is 'Номер';
comment on column consent_text.kind is 'На что согласие: processing — обработка данных, publication — размещение фото и сведений, electronic — извещения в электронном виде';
comment on column consent_text.version is 'Номер редакции';
comment on column consent_text.since is 'С какого дня действует редакция';
comment on column consent_text.body is 'Текст согласия';

insert into consent_text (kind, version, since, body) values
  ('processing', 1, '2020-09-01',
   'даю согласие на обработку персональных данных: фамилии, имени, отчества, пола, даты рождения, гражданства, адресов, телефона, адреса электронной почты, сведений об образовании, о движении, посещаемости, оценках и итогах обучения — в электронном журнале учреждения в целях организации образовательного процесса. Обработка включает сбор, запись, хранение, уточнение, использование, передачу органам, предусмотренным законом, обезличивание и уничтожение, с использованием средств автоматизации и без них. Согласие действует на время обучения и установленные сроки хранения документов и может быть отозвано письменным заявлением или в разделе «Мои данные».'),
  ('publication', 1, '2020-09-01',
   'даю согласие на размещение фотографий, видеозаписей и сведений о достижениях (фамилия, имя, группа, название мероприятия, результат) на официальном сайте и в сообществах учреждения. Согласие даётся отдельно от других, отказ ни на что не влияет; оно действует на время обучения и может быть отозвано в любой день.'),
  ('electronic', 1, '2020-09-01',
   'даю согласие на ведение учёта успеваемости и посещаемости в электронном журнале и на получение извещений в электронном виде; отметка об ознакомлении, сделанная под личной учётной записью, равна собственноручной подписи об ознакомлении. Согласие может быть отозвано: извещения тогда вручаются на бумаге.');

create table consent (
  id               bigint generated always as identity primary key,
  person_id        bigint not null references person,
  consent_text_id  bigint not null references consent_text,
  given_on         date not null,
  given_by         bigint not null references person,
  document         text not null default '',
  withdrawn_on     date,
  withdrawn_by     bigint references person,
  noted_by         bigint references account,
  noted_at         timestamptz not null default now(),
  check (withdrawn_on >= given_on)
);
comment on table consent is 'Согласия: дано, отозвано; отозванное не удаляется';
comment on column consent.id is 'Номер';
comment on column consent.person_id is 'О чьих данных';
comment on column consent.consent_text_id is 'Какой текст подписан';
comment on column consent.given_on is 'Когда дано';
comment on column consent.given_by is 'Кто подписал: сам или представитель несовершеннолетнего';
comment on column consent.document is 'Где лежит подписанный бланк';
comment on column consent.withdrawn_on is 'Когда отозвано; пусто, если действует';
comment on column consent.withdrawn_by is 'Кто отозвал';
comment on column consent.noted_by is 'Кто внёс';
comment on column consent.noted_at is 'Когда внесено';
create index consent_of_person on consent (person_id, given_on);
create index consent_given_by on consent (given_by);
