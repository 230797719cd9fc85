import t from 'tap'
import { walkPages } from './walking.ts'

t.test(
  'Every page of those who keep cards reads well with a keyboard, a screen reader and a window of 1024 pixels',
  (t) => walkPages(t, 'zimina', 'petrova', 'kadrova')
)
