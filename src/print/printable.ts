import type { Doer } from '../access/actor.ts'
import type { Right } from '../access/rights.ts'
import type { Db } from '../platform/db.ts'
import type { Sides } from './numbering.ts'
import type { Sheet } from './sheets.ts'

/** Fields of an order's form as they were typed. */
export type OrderFields = Record<string, string | undefined>

/**
 * An order as it is queued. `parameters` is plain JSON; the sheets are made from it alone. Without a group the order and its file
 * are seen by who ordered and by those who see the whole college.
 */
export type Order = { title: string; study_group_id: number | null; parameters: object; file_name: string }

/** Why an order is not taken: the sentence, and the field it belongs to. */
export type OrderRefusal = { refusal: string; field: string }

/** When the document is made and by whom: printed small at the foot of every page. */
export type Making = { now: Date; by: string }

export type PrintedDocument = { title: string; foot: string; sides: Sides; sheets: Sheet[] }

/** A document that a room can print. `print` knows HTML and queues, the room knows what stands on the sheets. */
export type Printable = {
  /** journal, sheet: part of the address and of `printout.kind` */
  kind: string
  /** «Распечатка классного журнала» */
  name: string
  right: Right
  /** Who sees the orders of others; without it, whoever may read such documents. */
  others?: Right
  /** The view with the fields of the order's form. */
  form: string
  /** What the form offers to this person: groups, subjects, terms. */
  choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object>
  /** Reads the form; groups out of the person's sight are refused like groups that do not exist. */
  order(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<Order | OrderRefusal>
  /** Reads the database now; throws only on a bug, answers null when there is nothing to print. */
  document(db: Db, parameters: object, making: Making): Promise<PrintedDocument | null>
}
