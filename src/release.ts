// Before a deployment's processes start: brings the database to the newest state.
import { openHome } from './platform/home.ts'

const home = await openHome()
await home.leave()
console.log('База данных приведена к нужному виду.')
