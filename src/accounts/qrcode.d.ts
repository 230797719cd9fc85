declare module 'qrcode' {
  const qrcode: { create(text: string): { modules: { size: number; data: Uint8Array } } }
  export default qrcode
}
