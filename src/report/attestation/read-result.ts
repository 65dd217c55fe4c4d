import { join } from 'node:path';
import { readBounded } from './bounded-file.js';
import type { AttestedResult } from './statement.js';
import { strictReader } from './strict-json.js';

const SIZE_LIMIT = 400 * 1024 * 1024;
const text = { type: 'string' };
const verdict = { enum: ['upheld', 'violated', 'inconclusive', 'not-exercised', 'attested', 'waived'] };
const identified = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: ['string', 'null'] }, digest: text },
};
const named = {
  type: 'object',
  required: ['name', 'digest'],
  properties: { name: text, digest: text },
};

/** What it does not know it passes over: an attestation outlives the version of Candor that made it. */
const read = strictReader<AttestedResult>('a candor-result/1', {
  type: 'object',
  required: ['format', 'verdict', 'disclosure', 'system', 'clauses', 'scenarios'],
  properties: {
    format: { const: 'candor-result/1' },
    verdict,
    disclosure: identified,
    system: identified,
    clauses: {
      type: 'array',
      items: { type: 'object', required: ['id', 'verdict'], properties: { id: text, verdict } },
    },
    scenarios: {
      type: 'array',
      items: {
        type: 'object',
        required: ['trace'],
        properties: {
          trace: {
            type: 'object',
            required: ['file', 'digest'],
            properties: { file: text, digest: text },
          },
          product: {
            type: 'object',
            required: ['name', 'version'],
            properties: { name: text, version: text, artifacts: { type: 'array', items: named } },
          },
        },
      },
    },
  },
});

/** The result in the folder of a run, as far as an attestation speaks of it. @throws InputError where it is none. */
export async function readAttestedResult(folder: string): Promise<AttestedResult> {
  const path = join(folder, 'result.json');
  return read(path, await readBounded(path, SIZE_LIMIT));
}
