import { createRequire } from 'node:module';
import { InputError } from '../disclosure/input-error.js';

const require = createRequire(import.meta.url);
const versions = { '@pact-foundation/pact': '16.5.0', '@pact-foundation/pact-cli': '18.1.2' } as const;

/**
 * Where a package of Pact's is installed: a file of it. Both are optional, for they are native code and not every
 * machine has it.
 *
 * @throws InputError where it is not installed.
 */
export function findPactPackage(name: keyof typeof versions, file: string): string {
  try {
    return require.resolve(`${name}/${file}`);
  } catch {
    throw new InputError({
      message: `${name} is not installed; install it beside candor with: npm install ${name}@${versions[name]}`,
    });
  }
}
