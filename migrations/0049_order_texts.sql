alter table movement_order
  add column about         text not null default '',
  add column wording       text not null default '',
  add column wording_base  text not null default '';
comment on column movement_order.about is 'Заголовок к тексту, если его правили, и у подписанного: «Об отчислении обучающихся»';
comment on column movement_order.wording is 'Текст приказа по абзацам, если его правили, и у подписанного; пусто — текст составляется из пунктов';
comment on column movement_order.wording_base is 'Отпечаток составленного текста, который правили: по нему видно, что пункты с тех пор изменились';

create table movement_reason (
  kind      text not null check (kind in ('enrolment', 'transfer', 'expulsion', 'academic_leave', 'reinstatement', 'graduation',
              'surname_change', 'promotion')),
  position  smallint not null,
  name      text not null check (name <> ''),
  primary key (kind, position)
);
comment on table movement_reason is 'Справочник причин и видов движения: слова, которыми пункт приказа называет причину; ведёт секретарь';
comment on column movement_reason.kind is 'Вид приказа';
comment on column movement_reason.position is 'Порядок в списке';
comment on column movement_reason.name is 'Причина словами приказа: «по собственному желанию»';

insert into movement_reason (kind, position, name) values
  ('enrolment', 1, 'на обучение по результатам приёма'),
  ('enrolment', 2, 'переводом из другой образовательной организации'),
  ('enrolment', 3, 'для прохождения промежуточной и итоговой аттестации (экстерном)'),
  ('transfer', 1, 'по личному заявлению'),
  ('transfer', 2, 'на другую образовательную программу'),
  ('transfer', 3, 'на другую форму обучения'),
  ('transfer', 4, 'с платного обучения на бесплатное'),
  ('transfer', 5, 'в связи с ликвидацией группы'),
  ('promotion', 1, 'в связи с выполнением учебного плана'),
  ('promotion', 2, 'условно, с академической задолженностью'),
  ('expulsion', 1, 'по собственному желанию'),
  ('expulsion', 2, 'в связи с переводом в другую образовательную организацию'),
  ('expulsion', 3, 'в связи с переводом на другую форму обучения'),
  ('expulsion', 4, 'по состоянию здоровья'),
  ('expulsion', 5, 'за академическую неуспеваемость'),
  ('expulsion', 6, 'в связи с непрохождением государственной итоговой аттестации'),
  ('expulsion', 7, 'в связи с призывом на военную службу'),
  ('expulsion', 8, 'в связи с расторжением договора'),
  ('expulsion', 9, 'за невнесение платы за обучение'),
  ('expulsion', 10, 'в порядке применения меры дисциплинарного взыскания'),
  ('expulsion', 11, 'в связи с незаконным зачислением'),
  ('expulsion', 12, 'по приговору суда'),
  ('expulsion', 13, 'в связи с невыходом из академического отпуска'),
  ('expulsion', 14, 'в связи с ликвидацией организации'),
  ('expulsion', 15, 'в связи со смертью'),
  ('academic_leave', 1, 'по медицинским показаниям'),
  ('academic_leave', 2, 'в связи с призывом на военную службу'),
  ('academic_leave', 3, 'по семейным обстоятельствам'),
  ('academic_leave', 4, 'по беременности и родам'),
  ('academic_leave', 5, 'по уходу за ребёнком до трёх лет'),
  ('reinstatement', 1, 'после отчисления по собственному желанию'),
  ('reinstatement', 2, 'для прохождения государственной итоговой аттестации'),
  ('reinstatement', 3, 'в связи с окончанием академического отпуска'),
  ('reinstatement', 4, 'досрочно, по личному заявлению'),
  ('reinstatement', 5, 'после прохождения военной службы'),
  ('graduation', 1, 'в связи с получением образования (завершением обучения)'),
  ('surname_change', 1, 'в связи с заключением брака'),
  ('surname_change', 2, 'в связи с расторжением брака'),
  ('surname_change', 3, 'в связи с переменой имени');

alter table enrolment
  add column released_on        date,
  add column released_order_id  bigint references movement_order,
  add check (released_on > until and (released_on is null) = (released_order_id is null));
comment on column enrolment.released_on is 'С какого дня отчислен тот, кто ушёл отсюда в академический отпуск; пусто, если не отчислен из отпуска';
comment on column enrolment.released_order_id is 'Приказ, которым отчислен из академического отпуска';
create index enrolment_of_released_order on enrolment (released_order_id);

create table interrupted_membership (
  order_id     bigint not null references movement_order,
  subgroup_id  bigint not null references subgroup,
  student_id   bigint not null references student,
  since        date not null,
  until        date,
  primary key (order_id, subgroup_id, student_id, since)
);
comment on table interrupted_membership is 'Какими были дни в подгруппах до приказа, который их прервал: отмена приказа их возвращает';
comment on column interrupted_membership.order_id is 'Приказ, которым обучающийся ушёл из группы';
comment on column interrupted_membership.subgroup_id is 'Подгруппа';
comment on column interrupted_membership.student_id is 'Обучающийся';
comment on column interrupted_membership.since is 'С какого дня';
comment on column interrupted_membership.until is 'По какой день; пусто, если было бессрочно';
create index subgroup_member_of_student on subgroup_member (student_id);
