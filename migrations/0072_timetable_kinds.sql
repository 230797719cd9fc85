-- Лекция или практика, дистанционно, дифференцированный зачёт: сказанное в расписании остаётся у занятия и в журнале.
alter table timetable_entry
  add column form text check (form in ('lecture', 'practice', 'laboratory')),
  add column is_distant boolean not null default false,
  drop constraint timetable_entry_kind_check,
  add constraint timetable_entry_kind_check check (kind in ('lesson', 'consultation', 'exam', 'credit', 'graded_credit'));
comment on column timetable_entry.kind is 'Занятие, консультация, экзамен, зачёт, дифференцированный зачёт';
comment on column timetable_entry.form is 'Лекция, практическое или лабораторное занятие, где это сказано';
comment on column timetable_entry.is_distant is 'Дистанционно: кабинета нет';

alter table timetable_rule
  add column form text check (form in ('lecture', 'practice', 'laboratory')),
  add column is_distant boolean not null default false;
comment on column timetable_rule.form is 'Лекция, практическое или лабораторное занятие, где это сказано';
comment on column timetable_rule.is_distant is 'Дистанционно: кабинета нет';

alter table timetable_correction
  add column from_form text,
  add column from_is_distant boolean not null default false;
comment on column timetable_correction.from_form is 'Лекция, практическое или лабораторное, как было';
comment on column timetable_correction.from_is_distant is 'Дистанционно, как было';

alter table lesson add column is_distant boolean not null default false;
comment on column lesson.is_distant is 'Дистанционно: так стояло в расписании';

alter table timetable_import add column undone_by bigint references account;
comment on column timetable_import.undone_by is 'Кто отменил';

alter table timetable_alias
  drop constraint timetable_alias_kind_check,
  add constraint timetable_alias_kind_check check (kind in ('group', 'subgroup', 'teacher', 'subject', 'room'));
comment on column timetable_alias.kind is 'Группа, подгруппа, преподаватель, дисциплина или кабинет';
comment on column timetable_alias.scope_id is 'У дисциплины учебный план, в котором она так названа, у подгруппы её группа; у остальных 0';
comment on column timetable_alias.means_id is 'Номер группы, подгруппы, сотрудника, строки плана или кабинета; пусто, если загружать не нужно';
