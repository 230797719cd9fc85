-- Оценка записывается одним оператором: он узнаёт по счётчику, что клеток занятия никто не тронул с тех пор, как их прочли.
alter table lesson add column cells_version integer not null default 1;
comment on column lesson.cells_version is 'Растёт с каждой записью в клетки занятия: двое не затрут друг друга';
