import { sql } from 'kysely'

/** «Иванова А. П.» of a joined person; null when the join found nobody. */
export const shortName = (person: string) =>
  sql<string | null>`${sql.ref(`${person}.last_name`)} || ' ' || left(${sql.ref(`${person}.first_name`)}, 1) || '.' ||
    case when ${sql.ref(`${person}.middle_name`)} = '' then '' else ' ' || left(${sql.ref(`${person}.middle_name`)}, 1) || '.' end`
