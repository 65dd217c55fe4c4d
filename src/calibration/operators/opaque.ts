import type { OpaqueEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived } from '../mutant.js';
import { installationIn, placesIn } from './trace-change.js';

/** Traffic that could not be read, by several protocols and to several hosts, at each end and amid a trace. */
export function* opaqueMutants({ disclosure, system }: Composing, baseline: Baseline): Iterable<Derived> {
  const operator = 'capture/opaque';
  const places = placesIn(baseline);
  if (places.length === 0) {
    const because = 'nothing but heartbeats stands in the trace';
    yield { exclusion: { operator, subject: baseline.name, because } };
  }
  const routed = `${hostOf(system.routes[0].url)}:443`;
  const installation = installationIn(baseline);
  const kinds = [
    ['tls', routed, 0],
    ['udp', '192.0.2.53:53', 60],
    ['quic', routed, 1200],
    ['tcp', '198.51.100.7:4444', 1],
    ['icmp', '192.0.2.7', 64],
  ] as const;
  // Every kind at the last place, and one of them at each of the others.
  for (const [number, { where, index, at }] of places.entries()) {
    const here = number === places.length - 1 ? kinds : kinds.slice(number, number + 1);
    for (const [protocol, destination, bytes] of here) {
      const event: OpaqueEvent = {
        type: 'opaque',
        at,
        ...(installation === undefined || protocol === 'icmp' ? {} : { installation }),
        protocol,
        destination,
        bytes,
      };
      yield {
        mutant: {
          operator,
          subject: `${bytes} bytes of ${protocol} to ${destination}, ${where} the transmissions`,
          from: baseline.name,
          events: baseline.events.toSpliced(index, 0, event),
          expected: [{ rule: operator, line: index + 1, clause: disclosure.scope }],
        },
      };
    }
  }
}

/** The host of a URL pattern, as far as it is one. */
function hostOf(pattern: string): string {
  return pattern.split('/')[2] ?? '';
}
