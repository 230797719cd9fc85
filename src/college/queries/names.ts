import { sql } from 'kysely'

/** «Иванова А. П.» in SQL, of a joined person; «Иванова» when nobody knows the rest; `Name` has null where the join may find nobody. */
export const shortName = <Name extends string | null = string>(person = 'person') =>
  sql<Name>`${sql.ref(`${person}.last_name`)} ||
    case when ${sql.ref(`${person}.first_name`)} in ('', '—') then '' else ' ' || left(${sql.ref(`${person}.first_name`)}, 1) || '.' end ||
    case when ${sql.ref(`${person}.middle_name`)} = '' then '' else ' ' || left(${sql.ref(`${person}.middle_name`)}, 1) || '.' end`
