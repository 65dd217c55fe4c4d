import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProductIdentity } from '../../system/driver.js';

const NAME_LIMIT = 200;

/** What the package.json nearest to a module calls it; its file's name, of an unknown version, where there is none. */
export async function packageIdentity(modulePath: string): Promise<ProductIdentity> {
  let folder = dirname(modulePath);
  for (;;) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return identityOf(text, modulePath);
    const parent = dirname(folder);
    if (parent === folder) return identityOf('{}', modulePath);
    folder = parent;
  }
}

function identityOf(text: string, modulePath: string): ProductIdentity {
  const { name, version } = membersOf(text);
  return {
    name: textOr(name, basename(modulePath)),
    version: textOr(version, 'unknown'),
  };
}

/** A package.json that cannot be read is none of Candor's business: it only lends a name. */
function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOr(value: unknown, otherwise: string): string {
  return (typeof value === 'string' && value !== '' ? value : otherwise).slice(0, NAME_LIMIT);
}
