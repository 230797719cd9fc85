/** What a load wrote is remembered for so long. */
export const UNDO_DAYS = 30

/** «Оценки по видам работ; …» → «оценки по видам работ»: the first words of a table's description. */
export const titleIn = (description: string): string => {
  const first = description.split(/[:;(.]/)[0]?.trim() ?? ''
  return first.charAt(0).toLowerCase() + first.slice(1)
}
