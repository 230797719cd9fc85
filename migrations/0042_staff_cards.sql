alter table staff_member
  add column hired_on date,
  add column is_pedagogical boolean not null default false,
  add column work_phone text not null default '',
  add column work_email text not null default '',
  add column employed_since date,
  add column teaching_since date,
  add column category text check (category in ('highest', 'first', 'fitness')),
  add column category_given_on date,
  add column category_until date,
  add column category_order text not null default '';
comment on column staff_member.hired_on is 'Первый рабочий день';
comment on column staff_member.is_pedagogical is 'Педагогический работник: у него бывают аттестация и курсы (273-ФЗ ст. 47, 49)';
comment on column staff_member.work_phone is 'Рабочий телефон';
comment on column staff_member.work_email is 'Рабочая почта';
comment on column staff_member.employed_since is 'День, с которого считается общий стаж';
comment on column staff_member.teaching_since is 'День, с которого считается педагогический стаж';
comment on column staff_member.category is 'Категория: высшая, первая, соответствие занимаемой должности; пусто, если нет';
comment on column staff_member.category_given_on is 'День, с которого категория установлена';
comment on column staff_member.category_until is 'По какой день действует; пусто, если бессрочно';
comment on column staff_member.category_order is 'Приказ или протокол, которым категория установлена';
create index staff_member_of_department on staff_member (department_id);
update staff_member set is_pedagogical = exists (select from course_teacher where course_teacher.staff_member_id = staff_member.id);

create table staff_education (
  id               bigint generated always as identity primary key,
  staff_member_id  bigint not null references staff_member,
  level            text not null,
  institution      text not null,
  specialty        text not null default '',
  qualification    text not null default '',
  ended_in         smallint check (ended_in between 1940 and 2100),
  document_number  text not null default ''
);
comment on table staff_education is 'Образование сотрудников (R4 3.8.2)';
comment on column staff_education.id is 'Номер';
comment on column staff_education.staff_member_id is 'Сотрудник';
comment on column staff_education.level is 'Уровень: высшее — магистратура, среднее профессиональное …';
comment on column staff_education.institution is 'Учебное заведение';
comment on column staff_education.specialty is 'Специальность или направление';
comment on column staff_education.qualification is 'Квалификация по диплому';
comment on column staff_education.ended_in is 'Год окончания';
comment on column staff_education.document_number is 'Серия и номер диплома';
create index staff_education_of_staff_member on staff_education (staff_member_id);

create table staff_training (
  id               bigint generated always as identity primary key,
  staff_member_id  bigint not null references staff_member,
  kind             text not null,
  name             text not null,
  institution      text not null,
  hours            smallint not null check (hours between 1 and 5000),
  starts_on        date,
  ends_on          date not null,
  document_number  text not null default '',
  check (starts_on is null or starts_on <= ends_on)
);
comment on table staff_training is 'Курсы повышения квалификации, переподготовка и стажировки сотрудников (R4 3.5.5)';
comment on column staff_training.id is 'Номер';
comment on column staff_training.staff_member_id is 'Сотрудник';
comment on column staff_training.kind is 'Вид: повышение квалификации, профессиональная переподготовка, стажировка';
comment on column staff_training.name is 'Название программы';
comment on column staff_training.institution is 'Где пройдена';
comment on column staff_training.hours is 'Часов';
comment on column staff_training.starts_on is 'Первый день';
comment on column staff_training.ends_on is 'Последний день: от него считаются три года (273-ФЗ ст. 47 ч. 5)';
comment on column staff_training.document_number is 'Номер удостоверения или диплома';
create index staff_training_of_staff_member on staff_training (staff_member_id, ends_on);

create table staff_award (
  id               bigint generated always as identity primary key,
  staff_member_id  bigint not null references staff_member,
  name             text not null,
  given_on         date not null,
  given_by         text not null default '',
  document_number  text not null default ''
);
comment on table staff_award is 'Награды и звания сотрудников';
comment on column staff_award.id is 'Номер';
comment on column staff_award.staff_member_id is 'Сотрудник';
comment on column staff_award.name is 'Награда или звание';
comment on column staff_award.given_on is 'День';
comment on column staff_award.given_by is 'Кем награждён';
comment on column staff_award.document_number is 'Номер приказа или удостоверения';
create index staff_award_of_staff_member on staff_award (staff_member_id);

create table staff_dismissal (
  id               bigint generated always as identity primary key,
  staff_member_id  bigint not null references staff_member,
  dismissed_on     date not null,
  order_number     text not null default '',
  ended            jsonb not null,
  undone_at        timestamptz
);
comment on table staff_dismissal is 'Увольнения: чем каждое кончилось, чтобы его можно было отменить';
comment on column staff_dismissal.id is 'Номер';
comment on column staff_dismissal.staff_member_id is 'Сотрудник';
comment on column staff_dismissal.dismissed_on is 'Последний рабочий день';
comment on column staff_dismissal.order_number is 'Приказ об увольнении';
comment on column staff_dismissal.ended is 'Роли, группы и журналы, которые увольнение закончило, какими они были до него';
comment on column staff_dismissal.undone_at is 'Когда отменено; пусто, если в силе';
create index staff_dismissal_of_staff_member on staff_dismissal (staff_member_id);
