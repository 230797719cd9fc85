export { RESULT_NAMES, type ResultKind, resultKindsOf } from '../../college/rules/results.ts'
