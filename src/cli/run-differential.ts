import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { type PlantedCanary, plantedCanaries, withChanged } from '../trace/planted.js';

/** One recording of a scenario in a run. */
export interface Observation {
  readonly scenario: ScenarioFile;
  /** Its trace is `traces/NAME.ndjson`. */
  readonly name: string;
  readonly canaries: readonly PlantedCanary[];
}

/** Each scenario once, as a run without `--differential` observes it. */
export function plainObservations(
  disclosure: Disclosure,
  scenarios: readonly ScenarioFile[],
): readonly Observation[] {
  return scenarios.map((scenario) => ({
    scenario,
    name: scenario.scenario,
    canaries: plantedCanaries(disclosure, scenario),
  }));
}

/**
 * Each scenario twice with everything equal, and once for each planted value with that one changed (`candor run
 * --differential`): `ID`, `ID.again` and `ID.CANARY`.
 *
 * @throws InputError where the disclosure plants nothing, or two traces would have the same name.
 */
export function differentialObservations(
  disclosure: Disclosure,
  scenarios: readonly ScenarioFile[],
): readonly Observation[] {
  if ((disclosure.file.value.canaries ?? []).length === 0) {
    throw new InputError(
      disclosure.file.problem(
        [],
        'plants no values, so that nothing can be changed; --differential wants "canaries"',
      ),
    );
  }
  const observations = plainObservations(disclosure, scenarios).flatMap((plain) => {
    const { scenario, name, canaries } = plain;
    const purpose = `${disclosure.id} ${name}`;
    return [
      plain,
      { scenario, name: `${name}.again`, canaries },
      ...canaries.map((canary) => ({
        scenario,
        name: `${name}.${canary.name}`,
        canaries: withChanged(canaries, canary.name, purpose),
      })),
    ];
  });
  requireNames(observations);
  return observations;
}

/** A name that differs only in its letter case is the same file on some systems. */
function requireNames(observations: readonly Observation[]): void {
  const taken = new Map<string, string>();
  for (const { name } of observations) {
    const key = name.toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) {
      const message = `two traces of this run would be named ${name}; give the scenario or the canary another name`;
      throw new InputError({ message });
    }
    taken.set(key, name);
  }
}
