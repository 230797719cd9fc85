/** What a brought file may be at most. */
export const FILE_BYTES = 10_000_000
export const MOST_ROWS = 20_000
export const MOST_COLUMNS = 100
export const CELL_CHARS = 500
/** An xlsx is a zip: so much may come out of it, at such a ratio. */
export const INFLATED_BYTES = 150_000_000
export const INFLATION = 300

const AS_XLSX = 'Откройте его в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)».'

/** Why a file is not read, in the words of the person who brought it. */
export const FILE_REFUSALS = {
  'no-file': 'Выберите файл.',
  empty: 'Файл пуст: в нём нет ни одной заполненной строки.',
  'too-big': 'Файл больше 10 МБ. Уберите из него картинки и лишние листы или разделите список на части.',
  'old-xls': `Это файл старого Excel (.xls). ${AS_XLSX}`,
  'is-locked': 'Файл защищён паролем. Снимите пароль и сохраните файл заново.',
  'web-page': `Это веб-страница, хотя называется таблицей. ${AS_XLSX}`,
  'xml-table': `Это таблица XML старого образца. ${AS_XLSX}`,
  'open-document': `Это файл LibreOffice (.ods). ${AS_XLSX}`,
  'no-table': 'Это не таблица. Нужен файл .xlsx или .csv.',
  damaged: `Файл повреждён и не читается. ${AS_XLSX}`,
  'zip-bomb': 'Файл развёртывается в слишком большой объём и не прочитан. Сохраните в новую книгу только нужный лист.',
  'too-many-rows': 'В файле больше 20 000 строк. Разделите список на части.',
  'too-many-columns': 'В файле больше 100 столбцов. Оставьте только нужные.',
  'mixed-encoding':
    'Буквы в файле записаны вперемешку в разных кодировках. Сохраните его заново как «CSV UTF-8» или как .xlsx.',
  'unknown-encoding': 'Кодировка файла не распознана. Сохраните его как «CSV UTF-8» или как .xlsx.',
  'open-quote': 'Открытая кавычка не закрыта до конца файла. Проверьте кавычки или сохраните файл как .xlsx.',
  'took-too-long': 'Файл читается слишком долго. Сохраните в новую книгу только нужный лист.',
  'no-sheet': 'Такого листа в файле нет.',
  'no-header': 'В файле нет строки с заголовками столбцов. Возьмите заголовки из шаблона.',
  'no-rows': 'В файле есть заголовки, но нет ни одной строки под ними.'
} as const
export type FileRefusal = keyof typeof FILE_REFUSALS

/** A brought file before anything of it is read. */
export function refuseFile(file: { content: { length: number }; is_cut: boolean } | null): FileRefusal | null {
  if (!file) return 'no-file'
  if (file.is_cut || file.content.length > FILE_BYTES) return 'too-big'
  return file.content.length === 0 ? 'empty' : null
}
