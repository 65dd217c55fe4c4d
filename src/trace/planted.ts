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
