import qrcode from 'qrcode'

const MARGIN = 4

/** The address as a QR code for a telephone: a picture in its own address, black on white with the margin readers ask for. */
export function qrPicture(text: string): string {
  const { size, data } = qrcode.create(text).modules
  const dots = [...data].flatMap((dark, i) =>
    dark ? [`M${(i % size) + MARGIN} ${Math.floor(i / size) + MARGIN}h1v1h-1z`] : []
  )
  const side = size + 2 * MARGIN
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${dots.join('')}"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}
