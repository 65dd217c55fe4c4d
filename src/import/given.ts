import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { faultOfFact } from './timeline.js';

/**
 * Facts as they are given on a command line: `name=value`, where `true` and `false` are meant for what is either.
 *
 * @throws InputError where one has no such form, or is no fact of the disclosure.
 */
export function givenFacts(
  texts: readonly string[],
  disclosure: Disclosure,
): Readonly<Record<string, string | boolean>> {
  const { facts } = disclosure.file.value;
  const given = texts.map((text): [string, string | boolean] => {
    const [, name = '', written = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === '') throw new InputError({ message: `--given ${text}: must be name=value` });
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    const isText = fact?.values !== undefined || !['true', 'false'].includes(written);
    const value = isText ? written : written === 'true';
    const fault = faultOfFact(disclosure, name, value);
    if (fault !== undefined) throw new InputError({ message: `--given ${text}: ${fault}` });
    return [name, value];
  });
  return Object.fromEntries(given);
}
