/** One page of a browser that is driven from outside: clicks, keys and expressions evaluated in it. */
export type DrivenPage = {
  status: number | undefined
  scripts(on: boolean): Promise<void>
  goto(url: string): Promise<void>
  evaluate(expression: string): Promise<unknown>
  waitFor(expression: string, timeout?: number): Promise<unknown>
  click(selector: string): Promise<void>
  clickThrough(selector: string): Promise<void>
  fill(selector: string, text: string): Promise<void>
  type(text: string): Promise<void>
  enter(): Promise<void>
  overflow(): Promise<{ by: number; who: string[] }>
  screenshot(file: string): Promise<void>
  takeProblems(): { kind: string; text: string }[]
}
export type Driven = { version: string; page: DrivenPage; close(): Promise<void> }
export function launchChromium(options: { binary: string; args?: string[] }): Promise<Driven>
