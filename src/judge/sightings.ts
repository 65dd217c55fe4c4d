import type { Payload } from '../disclosure/disclosure.js';
import type { Field } from '../disclosure/payload-fields.js';

/** How often something was seen, and in which consent states. */
export interface Sighting {
  transmissions: number;
  readonly states: Set<string>;
}

/** What of the documented payloads and fields was seen: what a table of data items is made from. */
export interface Sightings {
  readonly payloads: ReadonlyMap<Payload, Sighting>;
  readonly fields: ReadonlyMap<Field, Sighting>;
  /** One transmission of a payload, and the fields that it carried; each counts once, however often it stands in it. */
  see(payload: Payload, fields: Iterable<Field>, state: string | undefined): void;
}

export function openSightings(): Sightings {
  const payloads = new Map<Payload, Sighting>();
  const fields = new Map<Field, Sighting>();
  const count = <Key>(into: Map<Key, Sighting>, key: Key, state: string | undefined): void => {
    let sighting = into.get(key);
    if (sighting === undefined) {
      sighting = { transmissions: 0, states: new Set() };
      into.set(key, sighting);
    }
    sighting.transmissions += 1;
    if (state !== undefined) sighting.states.add(state);
  };
  return {
    payloads,
    fields,
    see(payload, seen, state) {
      count(payloads, payload, state);
      for (const field of seen) count(fields, field, state);
    },
  };
}
