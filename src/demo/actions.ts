import type { Db } from '../platform/db.ts'

export const DEMO_PASSWORD = 'demo-journal'
export const DEMO_SIGN_INS: [login: string, title: string][] = []

export async function fillDemoWhenEmpty(_db: Db, _today: string, _say: (line: string) => void): Promise<boolean> {
  return false
}
