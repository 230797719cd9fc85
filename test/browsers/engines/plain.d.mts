/** A browser with no scripts, no styles and no picture: it keeps cookies, follows redirects and sends forms as HTML defines. */
export class PlainBrowser {
  constructor(base: string)
  status: number
  url: string
  html: string
  goto(url: string): Promise<this>
  text(selector: string): string | null
  follow(selector: string): Promise<this>
  send(fields: Record<string, string>): Promise<this>
}
