declare module 'petrovich' {
  type Gender = 'male' | 'female'
  type Case = 'genitive' | 'dative' | 'accusative'
  type Inflect = Record<Case, (name: string) => string>
  const petrovich: Record<Gender, Record<'first' | 'middle' | 'last', Inflect>>
  export default petrovich
}
