alter table academic_year add column opened_at timestamptz;
comment on column academic_year.opened_at is 'Когда год открыт (R0 3.2); пусто, если он ещё готовится';
update academic_year set opened_at = now() where starts_on <= current_date;
