-- A year may have quarters or trimesters, while curricula count hours by semesters: the middle day of a term tells which it serves.
alter table term add column half smallint not null generated always as
  (case when extract(month from starts_on + (ends_on - starts_on) / 2) between 1 and 7 then 2 else 1 end) stored;
comment on column term.half is 'Семестр учебного плана в этом году, к которому относится период: 1 — до нового года, 2 — после';

alter table lesson_plan_topic add column remark text not null default '';
comment on column lesson_plan_topic.remark is 'Замечание к строке, с которым план возвращён; пусто, если нет';
