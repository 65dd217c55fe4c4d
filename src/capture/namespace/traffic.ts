/** Sums what cannot be read, by flow, from one take to the next. */
export interface Traffic {
  /** Adds bytes to a flow. `key` tells flows apart that have one protocol and destination. */
  add(protocol: string, destination: string, key: string, bytes: number): void;
  /** The flows and their bytes since the last time. */
  take(): (readonly [id: number, bytes: number])[];
}

/**
 * @param begin told when a flow begins, so that it has its place among what else was captured
 * @param capacity flows between two takes; all beyond are one of protocol `overflow`
 */
export function createTraffic(
  begin: (id: number, protocol: string, destination: string) => void,
  capacity: number,
): Traffic {
  const flows = new Map<string, { readonly id: number; bytes: number }>();
  let ids = 0;

  const flowOf = (protocol: string, destination: string, key: string) => {
    const known = flows.get(key);
    if (known !== undefined) return known;
    ids += 1;
    const flow = { id: ids, bytes: 0 };
    flows.set(key, flow);
    begin(ids, protocol, destination);
    return flow;
  };

  return {
    add(protocol, destination, key, bytes) {
      const whole = `${protocol} ${destination} ${key}`;
      const fits = flows.has(whole) || flows.size < capacity;
      const flow = fits ? flowOf(protocol, destination, whole) : flowOf('overflow', 'several', 'overflow');
      flow.bytes += bytes;
    },
    take() {
      const sums = [...flows.values()].map(({ id, bytes }) => [id, bytes] as const);
      flows.clear();
      return sums;
    },
  };
}
