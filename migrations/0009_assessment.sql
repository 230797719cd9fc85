create table result (
  course_id   bigint not null references course,
  student_id  bigint not null references student,
  kind        text not null check (kind in ('semester', 'exam', 'credit', 'graded_credit', 'course_project', 'course_work',
                'module_exam', 'year', 'final')),
  value       text not null check (value in ('5', '4', '3', '2', 'зач', 'незач', 'н/а', 'осв')),
  note        text not null default '',
  given_by    bigint not null references account,
  given_at    timestamptz not null default now(),
  primary key (course_id, student_id, kind)
);
comment on table result is 'Итоговые оценки: решение преподавателя, а не средний балл (R1 6.6)';
comment on column result.course_id is 'Журнал по предмету группы';
comment on column result.student_id is 'Обучающийся';
comment on column result.kind is 'За что: семестр, экзамен, зачёт, курсовая, год, за всё обучение';
comment on column result.value is 'Оценка; «н/а» только здесь (R1 6.5)';
comment on column result.note is 'Обоснование, когда расходится со средним баллом (R0 1.13)';
comment on column result.given_by is 'Кто выставил';
comment on column result.given_at is 'Когда';

create table debt (
  id          bigint generated always as identity primary key,
  course_id   bigint not null,
  student_id  bigint not null,
  kind        text not null,
  opened_on   date not null,
  cleared_on  date,
  foreign key (course_id, student_id, kind) references result (course_id, student_id, kind)
);
comment on table debt is 'Академические задолженности: открывает «2» или «н/а» (R0 2.4)';
comment on column debt.id is 'Номер';
comment on column debt.course_id is 'Журнал по предмету группы';
comment on column debt.student_id is 'Обучающийся';
comment on column debt.kind is 'Итоговая оценка, которой вызвана';
comment on column debt.opened_on is 'Когда возникла';
comment on column debt.cleared_on is 'Когда ликвидирована; пусто, если нет';
create index debt_of_student on debt (student_id);
create unique index debt_open on debt (course_id, student_id, kind) where cleared_on is null;
