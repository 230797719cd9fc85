-- Личная карточка целиком (R4 1.8, 3.7.1): связь, анкета, сданные документы; особые сведения — отдельно, со своим правом.
create table contact (
  person_id           bigint primary key references person,
  phone               text not null default '',
  email               text not null default '',
  registered_address  text not null default '',
  living_address      text not null default '',
  citizenship         text not null default ''
);
comment on table contact is 'Как связаться с человеком: обучающимся, родителем';
comment on column contact.person_id is 'Лицо';
comment on column contact.phone is 'Телефон';
comment on column contact.email is 'Адрес электронной почты';
comment on column contact.registered_address is 'Адрес регистрации';
comment on column contact.living_address is 'Адрес, по которому живёт';
comment on column contact.citizenship is 'Гражданство';

create table questionnaire (
  student_id          bigint primary key references student,
  base_education      text not null default '' check (base_education in ('', '9', '11', 'spo')),
  education_document  text not null default '',
  educated_on         date,
  financing           text not null default '' check (financing in ('', 'budget', 'paid')),
  lives_in_dormitory  boolean not null default false
);
comment on table questionnaire is 'Анкета обучающегося (R4 1.8)';
comment on column questionnaire.student_id is 'Обучающийся';
comment on column questionnaire.base_education is 'Образование при поступлении: 9 или 11 классов, spo — среднее профессиональное; пусто, если неизвестно';
comment on column questionnaire.education_document is 'Документ об образовании: аттестат, диплом и кем выдан';
comment on column questionnaire.educated_on is 'День выдачи документа об образовании';
comment on column questionnaire.financing is 'За чей счёт учится: budget — бюджет, paid — по договору; пусто, если неизвестно';
comment on column questionnaire.lives_in_dormitory is 'Живёт в общежитии';

create table handed_document (
  student_id  bigint not null references student,
  kind        text not null,
  handed_on   date not null,
  primary key (student_id, kind)
);
comment on table handed_document is 'Документы, которые обучающийся сдал в личное дело; номера документов не хранятся';
comment on column handed_document.student_id is 'Обучающийся';
comment on column handed_document.kind is 'Вид документа: passport, certificate, medical …';
comment on column handed_document.handed_on is 'Когда сдан';

create table health_record (
  student_id   bigint primary key references student,
  sport_group  text not null default '' check (sport_group in ('', 'main', 'preparatory', 'special_a', 'special_b', 'exempt')),
  sport_until  date,
  disability   text not null default '',
  restrictions text not null default ''
);
comment on table health_record is 'Особые сведения о здоровье обучающегося; ведутся, только если учреждение решило их вести';
comment on column health_record.student_id is 'Обучающийся';
comment on column health_record.sport_group is 'Группа для занятий физической культурой (R1 6.8)';
comment on column health_record.sport_until is 'По какой день действует справка о группе; пусто, если срок не назван';
comment on column health_record.disability is 'Инвалидность, ограниченные возможности здоровья';
comment on column health_record.restrictions is 'Ограничения, которые нужно учитывать на занятиях; диагнозы не записываются';

create table social_category (
  student_id  bigint not null references student,
  category    text not null,
  document    text not null default '',
  until       date,
  primary key (student_id, category)
);
comment on table social_category is 'Социальный паспорт: особые сведения о семье обучающегося; ведутся, только если учреждение решило их вести';
comment on column social_category.student_id is 'Обучающийся';
comment on column social_category.category is 'Категория: orphan — сирота, large_family — многодетная семья …';
comment on column social_category.document is 'Документ-основание';
comment on column social_category.until is 'По какой день действует документ; пусто, если бессрочно';
