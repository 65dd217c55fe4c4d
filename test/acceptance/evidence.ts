import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { formatValidator } from '../../src/disclosure/format.js';
import type { ResultFile } from '../../src/judge/result.generated.js';

/** The result that a command left in a folder; fails where it is not of its format. */
export async function readResult(folder: string): Promise<ResultFile> {
  return asResult(await readFile(join(folder, 'result.json'), 'utf8'));
}

export function asResult(text: string): ResultFile {
  const value = JSON.parse(text) as unknown;
  const validate = formatValidator('result');
  expect(validate(value), JSON.stringify(validate.errors)).to.equal(true);
  return value as ResultFile;
}

/** Every line of a trace, as it stands there. */
export async function readLines(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

/** Fails unless each piece of a finding's evidence leads to a line, and to something in it. */
export async function expectEvidence(folder: string, finding: ResultFile['findings'][number]): Promise<void> {
  expect(finding.evidence, finding.id).not.to.deep.equal([]);
  for (const { trace, line, pointer } of finding.evidence) {
    const event = JSON.parse((await readLines(join(folder, trace)))[line - 1] ?? 'null') as unknown;
    expect(event, `${trace}:${line}`).to.be.an('object');
    if (pointer !== undefined)
      expect(pointed(event, pointer), `${trace}:${line} ${pointer}`).not.to.equal(undefined);
  }
}

/** What a JSON Pointer (RFC 6901) leads to. */
function pointed(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (within, key) =>
        typeof within === 'object' && within !== null && Object.hasOwn(within, key)
          ? (within as Readonly<Record<string, unknown>>)[key]
          : undefined,
      value,
    );
}
