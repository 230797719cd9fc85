-- Изменения персональных данных, о которых сообщили (R3 7.2: внести не позднее 3 дней; R0 3.5, R4 3.10.4), и обезличивание.
create table personal_data_change (
  id           bigint generated always as identity primary key,
  person_id    bigint not null references person,
  field        text not null,
  value        text not null default '',
  remark       text not null default '',
  document_on  date,
  consent_id   bigint references consent,
  reported_by  bigint not null references account,
  reported_on  date not null,
  due_on       date not null,
  state        text not null default 'waiting' check (state in ('waiting', 'accepted', 'refused', 'recalled')),
  reason       text not null default '',
  decided_by   bigint references account,
  decided_on   date,
  check ((state = 'waiting') = (decided_on is null)),
  check (state <> 'refused' or reason <> '')
);
comment on table personal_data_change is 'Сообщения об изменении персональных данных: задание со сроком 3 рабочих дня (R3 7.2)';
comment on column personal_data_change.id is 'Номер';
comment on column personal_data_change.person_id is 'О чьих данных';
comment on column personal_data_change.field is 'Что изменилось: phone, living_address, last_name …; consent — отозвано согласие';
comment on column personal_data_change.value is 'Новое значение';
comment on column personal_data_change.remark is 'Пояснение сообщившего';
comment on column personal_data_change.document_on is 'Дата документа, которым подтверждено';
comment on column personal_data_change.consent_id is 'Отозванное согласие';
comment on column personal_data_change.reported_by is 'Кто сообщил';
comment on column personal_data_change.reported_on is 'Когда сообщил';
comment on column personal_data_change.due_on is 'До какого дня внести';
comment on column personal_data_change.state is 'Состояние: ждёт, внесено, отклонено, отозвано сообщившим';
comment on column personal_data_change.reason is 'Почему отклонено';
comment on column personal_data_change.decided_by is 'Кто решил';
comment on column personal_data_change.decided_on is 'Когда решено';
create index personal_data_change_waiting on personal_data_change (due_on) where state = 'waiting';
create index personal_data_change_of_person on personal_data_change (person_id, id);
create index personal_data_change_reported on personal_data_change (reported_by, id);

alter table person add column anonymised_on date;
comment on column person.anonymised_on is 'Когда обезличен: имени и сведений больше нет, записи журнала остались; пусто, если нет';
