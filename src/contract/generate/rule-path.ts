/** In place of a key: the members of a list, whichever. Not a text, for a field may have any name. */
export const EACH: unique symbol = Symbol('each');

export type RuleKey = string | typeof EACH;

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The path of a rule for a place in a body: `$.device.frames[*].line`.
 *
 * @returns undefined for a name that no path of Pact's can have: an empty one, or one with an apostrophe.
 */
export function rulePath(keys: readonly RuleKey[]): string | undefined {
  let path = '$';
  for (const key of keys) {
    if (key === EACH) path += '[*]';
    else if (PLAIN.test(key)) path += `.${key}`;
    else if (key === '' || key.includes("'")) return undefined;
    else path += `['${key}']`;
  }
  return path;
}
