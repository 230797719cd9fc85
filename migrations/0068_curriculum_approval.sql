alter table curriculum
  add column state        text not null default 'draft' check (state in ('draft', 'approved')),
  add column approved_on  date,
  add column approval     text not null default '',
  add column approved_by  text not null default '',
  add check ((state = 'approved') = (approved_on is not null));
comment on column curriculum.state is 'Проект или утверждён; утверждённый план не исправляют и не загружают заново';
comment on column curriculum.approved_on is 'Когда утверждён';
comment on column curriculum.approval is 'Чем утверждён: протокол, приказ';
comment on column curriculum.approved_by is 'Кто отметил утверждение';
