/** How the text of a cell is understood. */
export type Shape =
  | 'text'
  | 'name'
  | 'whole name'
  | 'day'
  | 'birthday'
  | 'sex'
  | 'year'
  | 'hours'
  | 'number'
  | 'code'
  | 'login'

/**
 * A column that a list may have: `words` are other headers it is known by, `need` that a row cannot do without it, `example` and
 * `help` stand in the template.
 */
export type Field = {
  name: string
  title: string
  words: string[]
  shape: Shape
  need?: boolean
  example: string
  help: string
}

/** A column that a row can do without. */
export const field = (
  name: string,
  title: string,
  shape: Shape,
  example: string,
  help: string,
  ...words: string[]
): Field => ({
  ...{ name, title, shape, example, help, words }
})
export const needed = (one: Field): Field => ({ ...one, need: true })
