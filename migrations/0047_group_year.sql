alter table specialty add column name_pattern text not null default '';
comment on column specialty.name_pattern is 'Образец названий групп: ИСП-{курс}{номер}; {год} — две цифры года набора';

alter table study_group
  add column name_pattern  text not null default '',
  add column base_classes  smallint check (base_classes in (9, 11)),
  add column financing     text not null default '' check (financing in ('', 'бюджет', 'внебюджет', 'смешанное'));
comment on column study_group.name_pattern is 'Образец названия, меняющегося с курсом: ИСП-{курс}1; пусто, если название постоянное';
comment on column study_group.base_classes is 'На базе скольких классов: 9 или 11; пусто, если не указано';
comment on column study_group.financing is 'Финансирование: бюджет, внебюджет, смешанное; пусто, если не указано';

alter table study_group_name add column order_id bigint references movement_order;
comment on column study_group_name.order_id is 'Приказ о переводе на следующий курс, давший это название; пусто, если назвали иначе';
create index study_group_name_of_order on study_group_name (order_id);

create table study_group_year (
  study_group_id    bigint not null references study_group,
  academic_year_id  bigint not null references academic_year,
  course            smallint not null check (course between 1 and 6),
  order_id          bigint references movement_order,
  primary key (study_group_id, academic_year_id)
);
comment on table study_group_year is 'Учебные годы группы: на каком курсе она учится в году (R0 3.2, R2 5.2); название — по истории названий';
comment on column study_group_year.study_group_id is 'Группа';
comment on column study_group_year.academic_year_id is 'Учебный год';
comment on column study_group_year.course is 'Курс в этом году';
comment on column study_group_year.order_id is 'Приказ о переводе на этот курс; пусто у первого курса';
create index study_group_year_of_year on study_group_year (academic_year_id);
create index study_group_year_of_order on study_group_year (order_id);

insert into study_group_year (study_group_id, academic_year_id, course)
select study_group.id, academic_year.id, extract(year from starts_on) - entry_year + 1
from study_group join academic_year on starts_on <= current_date and (disbanded_on is null or disbanded_on >= starts_on)
where extract(year from starts_on) - entry_year between 0 and 5;

alter table curatorship
  add column order_number  text not null default '',
  add column is_second     boolean not null default false;
comment on column curatorship.order_number is 'Номер приказа о назначении; пусто, если не указан';
comment on column curatorship.is_second is 'Второй куратор: назначен вместе с основным, а не вместо него';
