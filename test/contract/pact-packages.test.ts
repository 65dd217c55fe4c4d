import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { findPactPackage } from '../../src/contract/pact-packages.js';
import { InputError } from '../../src/disclosure/input-error.js';

const { optionalDependencies } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { optionalDependencies: Readonly<Record<string, string>> };

describe('A package of Pact’s', () => {
  for (const name of ['@pact-foundation/pact', '@pact-foundation/pact-cli'] as const) {
    it(`that is missing is asked for in the version that this project pins: ${name}`, () => {
      expect(() => findPactPackage(name, 'no-such-file')).to.throw(
        InputError,
        `npm install ${name}@${optionalDependencies[name]}`,
      );
    });
  }
});
