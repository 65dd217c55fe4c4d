import type { ContractFile } from './contract-file.generated.js';

export type {
  ContractBody,
  ContractRequest,
  Interaction,
  Matcher,
  Origin,
  ProviderState,
  Rule,
} from './contract-file.generated.js';

/** What a product sends to one receiving service: a Pact of specification 4.0, as far as Candor writes and reads it. */
export type Contract = ContractFile;

/** A contract and where it was read. */
export interface LoadedContract {
  readonly path: string;
  readonly contract: Contract;
}

/** The folder of a disclosure's contracts within a project. */
export const CONTRACT_FOLDER = 'contracts';
