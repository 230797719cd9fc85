create table work_kind (
  id          bigint generated always as identity primary key,
  name        text not null unique,
  short_name  text not null,
  scale       text not null default 'five' check (scale in ('five', 'pass')),
  is_written  boolean not null default false,
  is_makeup   boolean not null default false,
  position    smallint not null
);
comment on table work_kind is 'Виды работ на занятии (R0 2.9)';
comment on column work_kind.id is 'Номер';
comment on column work_kind.name is 'Название';
comment on column work_kind.short_name is 'Сокращение';
comment on column work_kind.scale is 'Шкала: five — 5, 4, 3, 2; pass — зачтено, незачтено';
comment on column work_kind.is_written is 'Письменная: результаты в течение недели (R1 6.3)';
comment on column work_kind.is_makeup is 'Отработка пропуска: оценка рядом с «н» ставится за неё';
comment on column work_kind.position is 'Порядок в списке';

create table lesson (
  id                    bigint generated always as identity primary key,
  course_id             bigint not null references course,
  held_on               date not null,
  pair_number           smallint not null check (pair_number between 1 and 10),
  hours                 smallint not null default 2 check (hours between 1 and 12),
  lesson_kind_id        bigint not null references lesson_kind,
  lesson_plan_topic_id  bigint references lesson_plan_topic,
  topic                 text not null default '',
  homework              text not null default '',
  taught_by             bigint not null references staff_member,
  substitutes_for       bigint references staff_member,
  topic_kept_at         timestamptz,
  homework_kept_at      timestamptz,
  roll_called_at        timestamptz,
  version               integer not null default 1,
  unique (course_id, held_on, pair_number)
);
comment on table lesson is 'Занятия: записи журнала о проведённом';
comment on column lesson.id is 'Номер';
comment on column lesson.course_id is 'Журнал по предмету группы';
comment on column lesson.held_on is 'День';
comment on column lesson.pair_number is 'Номер пары';
comment on column lesson.hours is 'Академических часов';
comment on column lesson.lesson_kind_id is 'Вид занятия';
comment on column lesson.lesson_plan_topic_id is 'Тема КТП, если взята из него';
comment on column lesson.topic is 'Что пройдено на занятии (R0 3.7)';
comment on column lesson.homework is 'Домашнее задание';
comment on column lesson.taught_by is 'Кто провёл';
comment on column lesson.substitutes_for is 'Кого заменил; пусто, если своё занятие (R1 6.1)';
comment on column lesson.topic_kept_at is 'Когда тема записана впервые: срок записи (R1 6.1)';
comment on column lesson.homework_kept_at is 'Когда задание записано впервые: срок (R1 6.2)';
comment on column lesson.roll_called_at is 'Когда проведена перекличка: пропуски отмечены или все присутствуют';
comment on column lesson.version is 'Растёт с каждым изменением: двое не затрут друг друга';
create index lesson_of_course on lesson (course_id, held_on, pair_number, id);
create index lesson_of_teacher on lesson (taught_by, held_on);

create table work (
  lesson_id     bigint not null references lesson on delete cascade,
  number        smallint not null check (number between 1 and 9),
  work_kind_id  bigint not null references work_kind,
  primary key (lesson_id, number)
);
comment on table work is 'Виды работ занятия: оценка ставится за работу (R0 2.9)';
comment on column work.lesson_id is 'Занятие';
comment on column work.number is 'Порядок на занятии';
comment on column work.work_kind_id is 'Вид работы';

create table mark (
  lesson_id    bigint not null,
  student_id   bigint not null references student,
  work_number  smallint not null,
  value        text not null check (value in ('5', '4', '3', '2', 'зач', 'незач')),
  given_by     bigint not null references account,
  given_at     timestamptz not null default now(),
  primary key (lesson_id, student_id, work_number),
  foreign key (lesson_id, work_number) references work
);
comment on table mark is 'Оценки: результат оценивания работы';
comment on column mark.lesson_id is 'Занятие';
comment on column mark.student_id is 'Обучающийся';
comment on column mark.work_number is 'За какую работу занятия';
comment on column mark.value is 'Оценка: 5, 4, 3, 2, зач, незач; «н/а» и «осв.» не бывает (R1 6.5, 6.8)';
comment on column mark.given_by is 'Кто поставил';
comment on column mark.given_at is 'Когда';

create table absence (
  lesson_id   bigint not null references lesson on delete cascade,
  student_id  bigint not null references student,
  code        text not null check (code in ('н', 'б', 'у', 'о')),
  hours       smallint not null check (hours >= 0),
  document    text not null default '',
  noted_by    bigint not null references account,
  noted_at    timestamptz not null default now(),
  primary key (lesson_id, student_id),
  check ((code = 'о') = (hours = 0))
);
comment on table absence is 'Отметки: отображение отсутствия (R2 2)';
comment on column absence.lesson_id is 'Занятие';
comment on column absence.student_id is 'Обучающийся';
comment on column absence.code is 'н — не был, б — болел, у — уважительная причина, о — опоздал';
comment on column absence.hours is 'Пропущено академических часов; у опоздания 0';
comment on column absence.document is 'Документ, по которому куратор указал причину (R1 5.3)';
comment on column absence.noted_by is 'Кто отметил';
comment on column absence.noted_at is 'Когда';

create table unlocking (
  id          bigint generated always as identity primary key,
  course_id   bigint not null references course,
  since       date not null,
  until       date not null,
  reason      text not null check (reason <> ''),
  granted_by  bigint not null references account,
  granted_at  timestamptz not null default now(),
  check (since <= until)
);
comment on table unlocking is 'Открытие страниц закрытого периода на названные дни (R1 2.1)';
comment on column unlocking.id is 'Номер';
comment on column unlocking.course_id is 'Журнал по предмету группы';
comment on column unlocking.since is 'С какого дня можно исправлять';
comment on column unlocking.until is 'По какой день включительно';
comment on column unlocking.reason is 'Причина';
comment on column unlocking.granted_by is 'Кто открыл';
comment on column unlocking.granted_at is 'Когда открыл';
create index unlocking_of_course on unlocking (course_id);

insert into work_kind (name, short_name, scale, is_written, is_makeup, position) values
  ('Ответ на занятии', 'ОЗ', 'five', false, false, 1), ('Контрольная работа', 'КР', 'five', true, false, 2),
  ('Самостоятельная работа', 'СР', 'five', true, false, 3), ('Практическая работа', 'ПР', 'five', true, false, 4),
  ('Лабораторная работа', 'ЛР', 'five', true, false, 5), ('Домашнее задание', 'ДЗ', 'five', false, false, 6),
  ('Тест', 'ТТ', 'five', true, false, 7), ('Реферат', 'РФ', 'five', true, false, 8), ('Доклад', 'ДК', 'five', false, false, 9),
  ('Коллоквиум', 'КЛ', 'five', false, false, 10), ('Срезовая работа', 'СЗ', 'five', true, false, 11),
  ('Зачётная работа', 'ЗР', 'pass', false, false, 12), ('Сдача спортивных нормативов', 'СН', 'five', false, false, 13),
  ('Отработка', 'ОТ', 'five', false, true, 14);
