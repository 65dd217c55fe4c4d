import type { Contract } from '../contract.js';

/** A contract as its file has it: two spaces, a line feed at the end. */
export function contractText(contract: Contract): string {
  return `${JSON.stringify(contract, undefined, 2)}\n`;
}
