create table curriculum (
  id              bigint generated always as identity primary key,
  specialty_id    bigint not null references specialty,
  name            text not null,
  qualification   text not null default '',
  study_form      text not null default 'очная',
  base_education  text,
  entry_year      smallint,
  semesters       smallint not null check (semesters between 1 and 12),
  file_name       text not null default '',
  imported_at     timestamptz not null default now(),
  unique nulls not distinct (specialty_id, entry_year, study_form, base_education, name)
);
comment on table curriculum is 'Учебные планы';
comment on column curriculum.id is 'Номер';
comment on column curriculum.specialty_id is 'Специальность';
comment on column curriculum.name is 'Название плана';
comment on column curriculum.qualification is 'Квалификация';
comment on column curriculum.study_form is 'Форма обучения';
comment on column curriculum.base_education is 'На базе какого образования';
comment on column curriculum.entry_year is 'Год набора';
comment on column curriculum.semesters is 'Сколько семестров';
comment on column curriculum.file_name is 'Имя файла, из которого загружен';
comment on column curriculum.imported_at is 'Когда загружен последний раз';
alter table study_group add foreign key (curriculum_id) references curriculum;

create table curriculum_item (
  id             bigint generated always as identity primary key,
  curriculum_id  bigint not null references curriculum,
  parent_id      bigint references curriculum_item,
  position       integer not null,
  item_index     text not null,
  item_key       text not null,
  name           text collate "ru-x-icu" not null,
  kind           text not null check (kind in ('discipline', 'course', 'training_practice', 'industrial_practice', 'module',
                   'module_exam', 'final_attestation', 'heading')),
  cycle_index    text not null default '',
  cycle_name     text not null default '',
  dropped_at     timestamptz,
  unique (curriculum_id, item_key)
);
comment on table curriculum_item is 'Строки учебного плана';
comment on column curriculum_item.id is 'Номер';
comment on column curriculum_item.curriculum_id is 'Учебный план';
comment on column curriculum_item.parent_id is 'Профессиональный модуль, в который входит';
comment on column curriculum_item.position is 'Порядок в плане';
comment on column curriculum_item.item_index is 'Индекс, как в плане: МДК.01.01';
comment on column curriculum_item.item_key is 'Индекс для сличения: без пробелов, кириллицей, с двузначными номерами';
comment on column curriculum_item.name is 'Наименование без сокращений';
comment on column curriculum_item.kind is 'Вид: дисциплина, МДК (course), учебная и производственная практика, модуль, экзамен по модулю, ГИА, заголовок';
comment on column curriculum_item.cycle_index is 'Индекс цикла';
comment on column curriculum_item.cycle_name is 'Название цикла';
comment on column curriculum_item.dropped_at is 'Когда исчезла из плана; на строке держатся журналы, поэтому она остаётся';

create table curriculum_term (
  curriculum_item_id  bigint not null references curriculum_item,
  semester            smallint not null check (semester between 1 and 12),
  hours_total         numeric(7,2) not null check (hours_total >= 0),
  weeks               numeric(5,2),
  primary key (curriculum_item_id, semester)
);
comment on table curriculum_term is 'Часы строки плана по семестрам';
comment on column curriculum_term.curriculum_item_id is 'Строка плана';
comment on column curriculum_term.semester is 'Сквозной номер семестра: (курс − 1) · 2 + 1 или 2';
comment on column curriculum_term.hours_total is 'Всего академических часов';
comment on column curriculum_term.weeks is 'Недель практики';

create table curriculum_hours (
  curriculum_item_id  bigint not null,
  semester            smallint not null,
  kind                text not null check (kind in ('lecture', 'practice', 'laboratory', 'seminar', 'self_study', 'control',
                        'course_project', 'consultation', 'other')),
  hours               numeric(7,2) not null check (hours > 0),
  primary key (curriculum_item_id, semester, kind),
  foreign key (curriculum_item_id, semester) references curriculum_term on delete cascade
);
comment on table curriculum_hours is 'Из чего складываются часы семестра';
comment on column curriculum_hours.curriculum_item_id is 'Строка плана';
comment on column curriculum_hours.semester is 'Семестр';
comment on column curriculum_hours.kind is 'Вид: лекции, практические, лабораторные, самостоятельная работа, контроль, курсовое проектирование …';
comment on column curriculum_hours.hours is 'Академических часов';

create table curriculum_control (
  curriculum_item_id  bigint not null,
  semester            smallint not null,
  control_form        text not null check (control_form in ('exam', 'credit', 'graded_credit', 'course_project', 'course_work',
                        'control_work', 'home_control_work', 'essay', 'report', 'graphic_work', 'mark', 'other')),
  primary key (curriculum_item_id, semester, control_form),
  foreign key (curriculum_item_id, semester) references curriculum_term on delete cascade
);
comment on table curriculum_control is 'Формы контроля семестра';
comment on column curriculum_control.curriculum_item_id is 'Строка плана';
comment on column curriculum_control.semester is 'Семестр';
comment on column curriculum_control.control_form is 'Форма: экзамен, зачёт, дифференцированный зачёт, курсовая работа, другие …';

create table lesson_kind (
  id          bigint generated always as identity primary key,
  name        text not null unique,
  short_name  text not null,
  position    smallint not null
);
comment on table lesson_kind is 'Виды занятий: лекция, урок, практическое занятие …';
comment on column lesson_kind.id is 'Номер';
comment on column lesson_kind.name is 'Название';
comment on column lesson_kind.short_name is 'Буква в шапке страницы журнала';
comment on column lesson_kind.position is 'Порядок в списке';

create table lesson_plan (
  id                  bigint generated always as identity primary key,
  curriculum_item_id  bigint not null references curriculum_item,
  semester            smallint not null,
  title               text not null default '',
  author_id           bigint references staff_member,
  approved_at         timestamptz
);
comment on table lesson_plan is 'Календарно-тематические планы (КТП): темы одной строки плана на семестр';
comment on column lesson_plan.id is 'Номер';
comment on column lesson_plan.curriculum_item_id is 'Строка учебного плана';
comment on column lesson_plan.semester is 'Семестр';
comment on column lesson_plan.title is 'Название';
comment on column lesson_plan.author_id is 'Автор';
comment on column lesson_plan.approved_at is 'Когда утверждён; пусто, если нет';

create table lesson_plan_topic (
  id              bigint generated always as identity primary key,
  lesson_plan_id  bigint not null references lesson_plan,
  position        integer not null,
  title           text not null,
  hours           smallint not null check (hours between 1 and 12),
  lesson_kind_id  bigint not null references lesson_kind,
  homework        text not null default '',
  unique (lesson_plan_id, position)
);
comment on table lesson_plan_topic is 'Темы КТП по порядку';
comment on column lesson_plan_topic.id is 'Номер';
comment on column lesson_plan_topic.lesson_plan_id is 'КТП';
comment on column lesson_plan_topic.position is 'Порядок';
comment on column lesson_plan_topic.title is 'Тема';
comment on column lesson_plan_topic.hours is 'Академических часов';
comment on column lesson_plan_topic.lesson_kind_id is 'Вид занятия';
comment on column lesson_plan_topic.homework is 'Домашнее задание';

create table course (
  id                  bigint generated always as identity primary key,
  study_group_id      bigint not null references study_group,
  curriculum_item_id  bigint not null references curriculum_item,
  subgroup_id         bigint references subgroup,
  term_id             bigint not null references term,
  semester            smallint not null check (semester between 1 and 12),
  lesson_plan_id      bigint references lesson_plan,
  unique nulls not distinct (study_group_id, curriculum_item_id, term_id, subgroup_id)
);
comment on table course is 'Журнал по предмету группы: группа × строка плана × подгруппа × период; одна страница журнала';
comment on column course.id is 'Номер';
comment on column course.study_group_id is 'Группа';
comment on column course.curriculum_item_id is 'Строка учебного плана';
comment on column course.subgroup_id is 'Подгруппа; пусто, если вся группа';
comment on column course.term_id is 'Учебный период';
comment on column course.semester is 'Сквозной номер семестра в плане';
comment on column course.lesson_plan_id is 'КТП, из которого берутся темы';
create index course_of_term on course (term_id, study_group_id);
create index course_of_curriculum_item on course (curriculum_item_id);

create table course_teacher (
  course_id        bigint not null references course on delete cascade,
  staff_member_id  bigint not null references staff_member,
  since            date not null,
  until            date,
  primary key (course_id, staff_member_id, since)
);
comment on table course_teacher is 'Кто ведёт журнал: нагрузка преподавателя (R4 3.3.3)';
comment on column course_teacher.course_id is 'Журнал по предмету группы';
comment on column course_teacher.staff_member_id is 'Преподаватель';
comment on column course_teacher.since is 'С какого дня';
comment on column course_teacher.until is 'По какой день включительно; пусто, если до конца';
create index course_teacher_of_staff_member on course_teacher (staff_member_id);

insert into lesson_kind (name, short_name, position) values
  ('Урок', 'У', 1), ('Лекция', 'Т', 2), ('Практическое занятие', 'П', 3), ('Лабораторное занятие', 'Л', 4), ('Семинар', 'С', 5),
  ('Контрольная работа', 'К', 6), ('Самостоятельная работа', 'СР', 7), ('Консультация', 'Кс', 8), ('Экскурсия', 'Э', 9),
  ('Практика', 'Пр', 10), ('Деловая игра', 'ДИ', 11), ('Сдача спортивных нормативов', 'Н', 12);
