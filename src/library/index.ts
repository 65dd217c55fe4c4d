export type {
  ModuleContext,
  ModuleExport,
  ModuleIdentity,
  ModuleProduct,
} from '../capture/module/module-product.js';
export { InputError, type Problem } from '../disclosure/input-error.js';
export type { ResultFile } from '../judge/result.generated.js';
export { assertUpheld, explain } from './explain.js';
export type { Verdict, Verified, VerifiedFinding } from './verified.js';
export { type VerifyOptions, verify } from './verify.js';
