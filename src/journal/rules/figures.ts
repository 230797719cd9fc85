// Figures that stand in more than one document (rules.md, Figures). Pure.

/** Mean of numeric marks with two decimals, half up: hundredths are divided at once, since 3.675 itself is a little less than it says. */
export const averageOf = (marks: number[]): number | null =>
  marks.length === 0 ? null : Math.round((marks.reduce((sum, mark) => sum + mark, 0) * 100) / marks.length) / 100
