const FAMILIES: [RegExp, string][] = [
  [/YaBrowser/, 'Яндекс Браузер'],
  [/Edge?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox/, 'Firefox'],
  [/Chrom(e|ium)|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
  [/MSIE|Trident/, 'Internet Explorer']
]
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux']
]

const named = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1]

/** «Firefox, Windows»: enough to tell one's own computers apart. */
export function browserOf(userAgent = ''): string {
  const words = [named(FAMILIES, userAgent) ?? 'Другой браузер', named(SYSTEMS, userAgent)]
  return words.filter(Boolean).join(', ')
}

/** 192.168.10.7 → 192.168.*.*: the place is recognised, the address is not given away. */
export function maskedAddress(address: string | null): string {
  if (!address) return ''
  const [v4, v6] = [address.replace(/^::ffff:/, '').split('.'), address.split(':')]
  return v4.length === 4 ? `${v4[0]}.${v4[1]}.*.*` : `${v6.slice(0, 2).join(':')}:…`
}
