create table study_span (
  id              bigint generated always as identity primary key,
  study_group_id  bigint not null references study_group,
  kind            text not null check (kind in ('theory', 'exams', 'training_practice', 'industrial_practice', 'prediploma_practice',
                    'attestation', 'vacation')),
  starts_on       date not null,
  ends_on         date not null,
  check (starts_on <= ends_on),
  exclude using gist (study_group_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
comment on table study_span is 'Календарный учебный график групп: чем занята группа в эти дни (R4 3.3.2)';
comment on column study_span.id is 'Номер';
comment on column study_span.study_group_id is 'Группа';
comment on column study_span.kind is 'Теоретическое обучение, промежуточная аттестация, практики, ГИА, каникулы';
comment on column study_span.starts_on is 'Первый день';
comment on column study_span.ends_on is 'Последний день';

create table group_term (
  study_group_id  bigint not null references study_group,
  term_id         bigint not null references term on delete cascade,
  starts_on       date not null,
  ends_on         date not null,
  primary key (study_group_id, term_id),
  check (starts_on < ends_on)
);
comment on table group_term is 'Свои даты учебного периода у группы: у выпускного курса семестр кончается раньше';
comment on column group_term.study_group_id is 'Группа';
comment on column group_term.term_id is 'Учебный период';
comment on column group_term.starts_on is 'Первый день';
comment on column group_term.ends_on is 'Последний день: срок итоговых оценок группы (R1 6.9)';
create index group_term_of_term on group_term (term_id);

create view term_of_group as
select study_group.id as study_group_id, term.id as term_id, coalesce(own.starts_on, term.starts_on) as starts_on,
  coalesce(own.ends_on, term.ends_on) as ends_on, own.term_id is not null as is_own
from study_group
cross join term
left join group_term as own on own.study_group_id = study_group.id and own.term_id = term.id;
comment on view term_of_group is 'Даты учебного периода, которые действуют для группы: свои, а если их нет — общие';
comment on column term_of_group.study_group_id is 'Группа';
comment on column term_of_group.term_id is 'Учебный период';
comment on column term_of_group.starts_on is 'Первый день';
comment on column term_of_group.ends_on is 'Последний день';
comment on column term_of_group.is_own is 'Даты свои, а не общие';
