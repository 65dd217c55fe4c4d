import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { findPactPackage } from '../pact-packages.js';

/**
 * The path of Pact's own command, in the package of this platform that its client depends on.
 *
 * @throws InputError where it was not installed, or there is none for this platform.
 */
export function findPact(platform: string = process.platform, architecture: string = process.arch): string {
  const client = createRequire(findPactPackage('@pact-foundation/pact-cli', 'package.json'));
  const name = `@pact-foundation/pact-cli-${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  try {
    const folder = dirname(client.resolve(`${name}/package.json`));
    return join(folder, 'standalone', platform === 'win32' ? 'pact.exe' : 'pact');
  } catch {
    const message = `Pact's mock server is not installed: there is no ${name} here; npm brings it with @pact-foundation/pact-cli, unless optional packages are left out`;
    throw new InputError({ message });
  }
}
