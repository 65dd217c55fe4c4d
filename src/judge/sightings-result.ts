import type { ResultFile } from './result.generated.js';
import type { Basis, JudgedTrace } from './result.js';
import type { Sighting } from './sightings.js';

/** What of the documented payloads and fields was seen, over the traces of a run. */
export function payloadsSeen(basis: Basis, traces: readonly JudgedTrace[]): ResultFile['payloads'] {
  const together = (
    found: readonly (Sighting | undefined)[],
  ): { transmissions: number; states: string[] } => {
    const known = found.filter((sighting) => sighting !== undefined);
    const states = new Set(known.flatMap((sighting) => [...sighting.states]));
    return {
      transmissions: known.reduce((sum, { transmissions }) => sum + transmissions, 0),
      states: (basis.disclosure?.file.value.states ?? []).map(({ id }) => id).filter((id) => states.has(id)),
    };
  };
  return [...(basis.disclosure?.payloads.values() ?? [])].map((payload) => ({
    id: payload.id,
    ...together(traces.map(({ judgement }) => judgement.sightings.payloads.get(payload))),
    fields: payload.fields.map((field) => ({
      pointer: field.pointer,
      ...together(traces.map(({ judgement }) => judgement.sightings.fields.get(field))),
    })),
  }));
}
