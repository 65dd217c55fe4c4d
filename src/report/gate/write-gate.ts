import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { writeWhole } from '../write-whole.js';
import type { GateFile } from './gate.generated.js';

/** In canonical form (RFC 8785), with a line feed behind it. */
export function gateText(gate: GateFile): string {
  return `${canonicalize(gate) ?? ''}\n`;
}

/** Writes gate.json into the folder of a run, whole or not at all. @throws InputError where that cannot be done. */
export async function writeGate(folder: string, gate: GateFile): Promise<void> {
  await writeWhole(join(folder, 'gate.json'), [gateText(gate)]);
}
