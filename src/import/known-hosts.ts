import { deepValues, layersOf } from './packet-fields.js';
import type { Layers } from './tshark.js';

/** Which names a resolver gave for an address, as far as the capture shows. */
export interface KnownHosts {
  hear(layers: Layers): void;
  /** Undefined where nobody asked for a name that led to it. */
  of(address: string): ReadonlySet<string> | undefined;
}

const LIMIT = 100_000;

export function collectKnownHosts(): KnownHosts {
  const known = new Map<string, Set<string>>();
  return {
    hear(layers) {
      for (const dns of layersOf(layers, 'dns')) {
        const names = textsOf(dns, 'dns.qry.name').map((name) => name.toLowerCase());
        for (const address of [...textsOf(dns, 'dns.a'), ...textsOf(dns, 'dns.aaaa')]) {
          if (known.size >= LIMIT && !known.has(address)) continue;
          known.set(address, new Set([...(known.get(address) ?? []), ...names]));
        }
      }
    },
    of: (address) => known.get(address),
  };
}

function textsOf(value: unknown, field: string): readonly string[] {
  return deepValues(value, field).filter((one) => typeof one === 'string');
}
