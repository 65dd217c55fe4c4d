import { createHash } from 'node:crypto';
import type { Disclosure } from '../disclosure/disclosure.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';

/** A value planted in the product's surroundings, and the fields in which it may be sent. */
export interface PlantedCanary {
  readonly name: string;
  readonly value: string;
  readonly permitted: readonly string[];
}

/** Values that occur nowhere else; the same in every run of a scenario, so that runs can be compared. */
export function plantedCanaries(
  disclosure: Disclosure,
  { scenario }: ScenarioFile,
): readonly PlantedCanary[] {
  return (disclosure.file.value.canaries ?? []).map(({ name, permitted }) => {
    const mark = createHash('sha256')
      .update(`${disclosure.id} ${scenario} ${name}`)
      .digest('hex')
      .slice(0, 20);
    return { name, value: `candor-${name.toLowerCase()}-${mark}`, permitted };
  });
}

/**
 * The canaries with another value for one of them: what changes with it in what a product sends was made from it
 * (`leak/differential`). Every letter is another letter and every digit another digit, so that a part of the value, be
 * it one character, differs too. Its length is the same: a product that cuts, pads or checks by length does all else as
 * before, and what differs can only come from the value.
 */
export function withChanged(
  canaries: readonly PlantedCanary[],
  name: string,
  purpose: string,
): readonly PlantedCanary[] {
  return canaries.map((canary) =>
    canary.name === name ? { ...canary, value: otherValue(canary.value, `${purpose} ${name}`) } : canary,
  );
}

function otherValue(value: string, purpose: string): string {
  const digest = createHash('sha512').update(`${purpose} changed`).digest();
  return [...value]
    .map((character, index) => {
      const step = digest[index % digest.length] ?? 0;
      return moved(character, 'abcdefghijklmnopqrstuvwxyz', step) ?? moved(character, '0123456789', step);
    })
    .map((character, index) => character ?? value[index])
    .join('');
}

/** Another character of the same alphabet; undefined where it is not of it. */
function moved(character: string, alphabet: string, step: number): string | undefined {
  const index = alphabet.indexOf(character);
  if (index === -1) return undefined;
  return alphabet[(index + 1 + (step % (alphabet.length - 1))) % alphabet.length];
}
