import { randomInt } from 'node:crypto'
import argon2 from 'argon2'

// About 25 ms a hash on the machines this runs on (OWASP's second choice of parameters).
const COST = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => argon2.hash(password, COST)

let nobody: Promise<string> | undefined

/** True when the password fits; without a hash it works as long as with one, so that logins cannot be told apart by time. */
export async function passwordFits(hash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password')
  const fits = await argon2.verify(hash ?? (await nobody), password)
  return hash !== undefined && fits
}

const CONSONANTS = 'bdfghkmnprstvz'
const VOWELS = 'aeiu'
const DIGITS = '23456789'
const oneOf = (letters: string) => letters.charAt(randomInt(letters.length))

/** A one-time password that is read aloud and typed without mistakes: kuma-tive-483, one of five thousand million. */
export function oneTimePassword(): string {
  const syllables = (n: number) => Array.from({ length: n }, () => oneOf(CONSONANTS) + oneOf(VOWELS)).join('')
  return `${syllables(2)}-${syllables(2)}-${Array.from({ length: 3 }, () => oneOf(DIGITS)).join('')}`
}
